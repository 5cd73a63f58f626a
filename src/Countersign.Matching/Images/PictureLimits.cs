namespace Countersign.Matching.Images;

/// <summary>What a picture may cost before it is refused. All are checked before pixels are decoded.</summary>
public sealed record PictureLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static PictureLimits Default { get; } = new();

    /// <summary>
    /// Bytes of the encoded file; default 512 MiB. Attack: a file that fills memory before anything has looked at it.
    /// </summary>
    public long MaxEncodedBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Width times height; default 500 million. Attack: the decompression bomb, a few kilobytes of one colour that
    /// claim 50,000 × 50,000 pixels.
    /// </summary>
    public long MaxPixels { get; init; } = 500_000_000;

    /// <summary>
    /// Pixels of a picture whose format forces the decoder to hold all of it (progressive JPEG, interlaced PNG, GIF,
    /// TIFF, AVIF); default 250 million. Attack: a bomb kept below <see cref="MaxPixels"/> that cannot be streamed.
    /// </summary>
    public long MaxWholePixels { get; init; } = 250_000_000;

    /// <summary>
    /// Width, and height, in pixels; default 100,000. Attack: a picture one pixel high and 500 million wide, whose
    /// single row defeats streaming.
    /// </summary>
    public int MaxSide { get; init; } = 100_000;

    /// <summary>
    /// Pages or frames; default 100,000. Only the first is decoded. Attack: millions of empty frames, each of which the
    /// header scan must visit.
    /// </summary>
    public int MaxPages { get; init; } = 100_000;
}
