using NetVips;

namespace Countersign.Matching.Images;

/// <summary>A small picture for a report.</summary>
/// <param name="Jpeg">A baseline JPEG without any metadata.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record Thumbnail(ReadOnlyMemory<byte> Jpeg, int Width, int Height);

/// <summary>Makes pictures small enough to embed in a page.</summary>
public static class Thumbnails
{
    private const int Quality = 80;

    /// <summary>The first page of a picture as a JPEG, turned as shown, on white where transparent, metadata stripped.</summary>
    /// <param name="picture">The whole file.</param>
    /// <param name="longestSide">In pixels, 1 to 4096; smaller pictures keep their size.</param>
    /// <param name="limits">What to refuse; <see cref="PictureLimits.Default"/> when null.</param>
    /// <returns>The thumbnail, or the same <see cref="PictureFailure"/> that decoding gives.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="longestSide"/> is out of range.</exception>
    public static Decoded<Thumbnail> Jpeg(ReadOnlyMemory<byte> picture, int longestSide, PictureLimits? limits = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longestSide, 4096);
        var opened = PictureDecoder.Open(picture, limits ?? PictureLimits.Default);
        if (!opened.TryGet(out var source, out var failure))
            return Decoded<Thumbnail>.Not(failure);
        using (source)
        {
            var steps = new Stack<Image>();
            try
            {
                var bytes = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(picture, out var segment)
                    && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : picture.ToArray();
                var small = steps.Pushed(Image.ThumbnailBuffer(
                    bytes, longestSide, height: longestSide, size: Enums.Size.Down, failOn: Enums.FailOn.Error));
                small = Rasters.ToRgb(small, steps);
                var jpeg = small.JpegsaveBuffer(q: Quality, optimizeCoding: true, keep: Enums.ForeignKeep.None);
                return Decoded<Thumbnail>.Of(new Thumbnail(jpeg, small.Width, small.Height));
            }
            catch (VipsException)
            {
                return Decoded<Thumbnail>.Not(PictureDecoder.Broken(source.Header.Format, picture.Span, source.Header));
            }
            finally
            {
                while (steps.TryPop(out var step))
                    step.Dispose();
            }
        }
    }
}
