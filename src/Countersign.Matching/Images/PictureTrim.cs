using Countersign.Matching.Images.Local;

namespace Countersign.Matching.Images;

/// <summary>
/// Takes plain borders off: letterbox bars, frames, the margin of a page, the plain part of a caption. What is left is
/// hashed as well, so that a picture with too little detail for local features is found in a frame all the same.
/// </summary>
internal static class PictureTrim
{
    /// <summary>How far from the border's own luma a pixel may be.</summary>
    private const int Tolerance = 12;

    /// <summary>The share of a row that must be border: a line of lettering leaves about this much of a bar.</summary>
    private const double Plain = 0.7;

    /// <summary>At least this share of each side stays, or there was nothing but border.</summary>
    private const double LeastLeft = 0.3;

    /// <summary>What is left, in pixels of the raster; null where there is no border, or nothing else.</summary>
    public static PictureRegion? Find(DecodedPicture picture)
    {
        var rgb = picture.Rgb.Span;
        var (width, height) = (picture.Width, picture.Height);
        var luma = new byte[width * height];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = (byte)((299 * rgb[3 * i] + 587 * rgb[3 * i + 1] + 114 * rgb[3 * i + 2]) / 1000);

        var top = Peel(luma, 0, width, 1, width, height);
        var bottom = Peel(luma, (height - 1) * width, -width, 1, width, height);
        var left = Peel(luma, 0, 1, width, height, width);
        var right = Peel(luma, width - 1, -1, width, height, width);
        if (top + bottom + left + right == 0 || width - left - right < LeastLeft * width || height - top - bottom < LeastLeft * height)
            return null;

        // Sides again, within the rows that are left: a bar above would hide that the sides below it are plain.
        left = Peel(luma, top * width, 1, width, height - top - bottom, width);
        right = Peel(luma, top * width + width - 1, -1, width, height - top - bottom, width);
        return width - left - right < LeastLeft * width
            ? null
            : new PictureRegion(left, top, width - left - right, height - top - bottom);
    }

    /// <summary>A part of a picture as a picture of its own.</summary>
    public static DecodedPicture Cut(DecodedPicture picture, PictureRegion region)
    {
        var rgb = new byte[region.Width * region.Height * 3];
        for (var y = 0; y < region.Height; y++)
            picture.Rgb.Span.Slice(((region.Y + y) * picture.Width + region.X) * 3, region.Width * 3).CopyTo(rgb.AsSpan(y * region.Width * 3));
        return picture with { Rgb = rgb, Width = region.Width, Height = region.Height };
    }

    /// <summary>How many lines from an edge inwards have the luma of the edge for the most part.</summary>
    private static int Peel(byte[] luma, int from, int next, int along, int length, int lines)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        for (var i = 0; i < length; i++)
            counts[luma[from + i * along]]++;
        var colour = 0;
        for (var value = 1; value < 256; value++)
            if (counts[value] > counts[colour])
                colour = value;
        for (var line = 0; line < lines; line++)
        {
            var plain = 0;
            for (var i = 0; i < length; i++)
                if (Math.Abs(luma[from + line * next + i * along] - colour) <= Tolerance)
                    plain++;
            if (plain < Plain * length)
                return line;
        }

        return lines;
    }
}
