namespace Countersign.Matching.Images;

/// <summary>What a picture's header says.</summary>
/// <param name="Width">In pixels, as shown (after any EXIF rotation).</param>
/// <param name="Height">In pixels, as shown.</param>
/// <param name="Format">One of <c>jpeg png webp gif tiff avif</c>.</param>
/// <param name="Pages">Pages or animation frames, at least 1.</param>
/// <param name="HasAlpha">Whether there is an alpha channel.</param>
/// <param name="ExifOrientation">1 to 8, as stored in the file; 1 when absent.</param>
public sealed record PictureHeader(int Width, int Height, string Format, int Pages, bool HasAlpha, int ExifOrientation);

/// <summary>A picture reduced to what fingerprinting needs.</summary>
/// <param name="Rgb">Three bytes a pixel (sRGB), rows from the top, no padding: Width × Height × 3 bytes.</param>
/// <param name="Width">Of the raster, in pixels. Large pictures arrive reduced, each axis by its own whole factor.</param>
/// <param name="Height">Of the raster, in pixels.</param>
/// <param name="Header">The picture's own size and kind.</param>
public sealed record DecodedPicture(ReadOnlyMemory<byte> Rgb, int Width, int Height, PictureHeader Header)
{
    /// <summary>The picture's PDQ hash and quality.</summary>
    public PdqFingerprint Pdq() => PdqHasher.FromRgb(Rgb.Span, Width, Height);

    /// <summary>The PDQ hashes of the picture's eight orientations.</summary>
    public PdqOrientations PdqOrientations() => PdqHasher.OrientationsFromRgb(Rgb.Span, Width, Height);
}

/// <summary>
/// Why a picture was not decoded. Codes: <c>picture.empty</c>, <c>picture.too-many-bytes</c>, <c>picture.unsupported</c>,
/// <c>picture.too-many-pixels</c>, <c>picture.too-many-pages</c>, <c>picture.truncated</c>, <c>picture.corrupt</c>,
/// <c>picture.no-decoder</c>.
/// </summary>
/// <param name="Code">One of the above.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Advice">What to try next.</param>
/// <param name="Header">The header, where that much could be read.</param>
public sealed record PictureFailure(string Code, string Message, string Advice, PictureHeader? Header)
    : DecodeFailure(Code, Message, Advice)
{
    internal static PictureFailure Empty() =>
        new("picture.empty", "The file has no bytes.", "Fetch or export the picture again.", null);

    internal static PictureFailure TooManyBytes(long bytes, long limit) =>
        new("picture.too-many-bytes", $"The file has {bytes} bytes; the limit is {limit}.",
            "Export a smaller copy, or raise the limit.", null);

    internal static PictureFailure Unsupported(string what) =>
        new("picture.unsupported", what, "Convert it to JPEG, PNG, WebP, GIF, TIFF or AVIF.", null);

    internal static PictureFailure TooManyPixels(PictureHeader header, string limit) =>
        new("picture.too-many-pixels", $"The picture claims {header.Width} × {header.Height} pixels; the limit is {limit}.",
            "Reduce it, or raise the limit if you trust the file.", header);

    internal static PictureFailure TooManyPages(PictureHeader header, int limit) =>
        new("picture.too-many-pages", $"The file claims {header.Pages} pages or frames; the limit is {limit}.",
            "Split it, or raise the limit if you trust the file.", header);

    internal static PictureFailure Truncated(string format, PictureHeader? header) =>
        new("picture.truncated", $"The {format} data end before the picture does{Of(header)}.",
            "Fetch the file again: this copy is incomplete.", header);

    internal static PictureFailure Corrupt(string format, PictureHeader? header) =>
        new("picture.corrupt", $"The {format} data are damaged{Of(header)}.",
            "Open it in another program and export it again, or fetch a fresh copy.", header);

    internal static PictureFailure NoDecoder() =>
        new("picture.no-decoder", "The picture decoder (libvips) could not be loaded on this machine.",
            "Install the build for this operating system and processor.", null);

    private static string Of(PictureHeader? header) =>
        header is null ? "" : $" (a picture of {header.Width} × {header.Height})";
}
