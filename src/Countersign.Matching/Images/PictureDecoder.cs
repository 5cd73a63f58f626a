using NetVips;

namespace Countersign.Matching.Images;

/// <summary>
/// From the bytes of a picture file to a small RGB raster. Hostile bytes in, a value or a <see cref="PictureFailure"/>
/// out; never an exception on account of the bytes. Safe to call from many threads, one file each.
/// </summary>
/// <remarks>
/// Choices, all of which bear on equal hashes. Orientation: EXIF rotation is applied, so that the raster is what people
/// see; the reference programs ignore it, so for a file with an EXIF rotation theirs is the hash of another orientation
/// (see <see cref="PdqOrientations"/>). Alpha: laid on white, as a page would show it. Colour: CMYK, grey, 16-bit, palette and
/// Lab become 8-bit sRGB; RGB values are taken as they are, without their ICC profile, as the reference does. Animations
/// and multi-page files: the first page. Size: JPEG and WebP are shrunk while loading and the rest by whole-pixel
/// averaging, so that neither axis falls below 512 pixels unless the picture itself is smaller.
/// </remarks>
public static class PictureDecoder
{
    /// <summary>
    /// No axis is reduced below this many pixels. The hash looks at 64 samples an axis, so eight pixels a sample remain;
    /// the reference programs reduce to exactly 512 × 512 as well.
    /// </summary>
    internal const int LeastAxis = 512;

    /// <summary>Reads the header only.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="limits">What to refuse; <see cref="PictureLimits.Default"/> when null.</param>
    public static Decoded<PictureHeader> ReadHeader(ReadOnlyMemory<byte> encoded, PictureLimits? limits = null)
    {
        var opened = Open(encoded, limits ?? PictureLimits.Default);
        if (!opened.TryGet(out var picture, out var failure))
            return Decoded<PictureHeader>.Not(failure);
        using (picture)
            return Decoded<PictureHeader>.Of(picture.Header);
    }

    /// <summary>Decodes the first page to a raster for fingerprinting.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="limits">What to refuse; <see cref="PictureLimits.Default"/> when null.</param>
    /// <returns>The raster, or a <see cref="PictureFailure"/>.</returns>
    public static Decoded<DecodedPicture> Decode(ReadOnlyMemory<byte> encoded, PictureLimits? limits = null)
    {
        var opened = Open(encoded, limits ?? PictureLimits.Default);
        if (!opened.TryGet(out var picture, out var failure))
            return Decoded<DecodedPicture>.Not(failure);
        using (picture)
        {
            try
            {
                return Decoded<DecodedPicture>.Of(RasterOf(encoded, picture));
            }
            catch (VipsException)
            {
                return Decoded<DecodedPicture>.Not(Broken(picture.Header.Format, encoded.Span, picture.Header));
            }
        }
    }

    /// <summary>A header that passed the limits, and libvips' handle on the picture behind it.</summary>
    internal sealed record Opened(PictureHeader Header, Image Image) : IDisposable
    {
        public void Dispose() => Image.Dispose();
    }

    internal static Decoded<Opened> Open(ReadOnlyMemory<byte> encoded, PictureLimits limits)
    {
        if (encoded.IsEmpty)
            return Decoded<Opened>.Not(PictureFailure.Empty());
        if (encoded.Length > limits.MaxEncodedBytes)
            return Decoded<Opened>.Not(PictureFailure.TooManyBytes(encoded.Length, limits.MaxEncodedBytes));
        if (PictureSignature.Recognise(encoded.Span) is not { } format)
            return Decoded<Opened>.Not(PictureFailure.Unsupported("The first bytes are those of no picture format known here."));
        if (!Libvips.Ready)
            return Decoded<Opened>.Not(PictureFailure.NoDecoder());

        Image image;
        try
        {
            image = Image.NewFromBuffer(encoded.Span, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException)
        {
            return Decoded<Opened>.Not(Broken(format, encoded.Span, null));
        }

        var header = HeaderOf(image, format);
        if (Refusal(header, image, limits) is { } refusal)
        {
            image.Dispose();
            return Decoded<Opened>.Not(refusal);
        }

        return Decoded<Opened>.Of(new Opened(header, image));
    }

    // What libvips says of the failure is not passed on: its error buffer is one for the whole process, so under
    // parallel work the text may speak of another file.
    internal static PictureFailure Broken(string format, ReadOnlySpan<byte> bytes, PictureHeader? header) =>
        PictureSignature.EndsEarly(format, bytes)
            ? PictureFailure.Truncated(format, header)
            : PictureFailure.Corrupt(format, header);

    private static PictureHeader HeaderOf(Image image, string format)
    {
        var orientation = Number(image, "orientation", 1);
        var turned = orientation is >= 5 and <= 8;
        return new PictureHeader(
            turned ? image.Height : image.Width, turned ? image.Width : image.Height, format,
            Math.Max(1, Number(image, "n-pages", 1)), image.HasAlpha(), orientation is >= 1 and <= 8 ? orientation : 1);
    }

    private static PictureFailure? Refusal(PictureHeader header, Image image, PictureLimits limits)
    {
        var pixels = (long)header.Width * header.Height;
        if (header.Width > limits.MaxSide || header.Height > limits.MaxSide)
            return PictureFailure.TooManyPixels(header, $"{limits.MaxSide} a side");
        if (pixels > limits.MaxPixels)
            return PictureFailure.TooManyPixels(header, $"{limits.MaxPixels} in all");
        if (pixels > limits.MaxWholePixels && HeldWhole(header.Format, image))
            return PictureFailure.TooManyPixels(header, $"{limits.MaxWholePixels} for a {header.Format} that cannot be streamed");
        return header.Pages > limits.MaxPages ? PictureFailure.TooManyPages(header, limits.MaxPages) : null;
    }

    private static bool HeldWhole(string format, Image image) => format switch
    {
        "jpeg" => image.Contains("jpeg-multiscan") || image.Contains("interlaced"),
        "png" => image.Contains("interlaced"),
        "webp" => false,
        _ => true,
    };

    private static int Number(Image image, string field, int otherwise) =>
        image.Contains(field) && image.Get(field) is int value ? value : otherwise;

    private static DecodedPicture RasterOf(ReadOnlyMemory<byte> encoded, Opened picture)
    {
        // Every step makes a handle; the stack gives them back in reverse order.
        var steps = new Stack<Image>();
        try
        {
            var image = Rasters.Shrunk(encoded.Span, picture, steps);
            image = Rasters.ToRgb(image, steps);
            image = steps.Pushed(image.Autorot());
            var rgb = image.WriteToMemory<byte>();
            return new DecodedPicture(rgb, image.Width, image.Height, picture.Header);
        }
        finally
        {
            while (steps.TryPop(out var step))
                step.Dispose();
        }
    }
}
