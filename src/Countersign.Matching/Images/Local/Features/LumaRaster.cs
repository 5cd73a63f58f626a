using System.Numerics;

namespace Countersign.Matching.Images.Local;

/// <summary>A grey picture of the size that local features are looked for in: values 0 to 255, rows from the top, no padding.</summary>
internal sealed record LumaRaster(float[] Values, int Width, int Height, float Enlarged)
{
    /// <summary>The longest side worked on, whatever the shape. Attack: a picture 100,000 wide and one pixel high.</summary>
    public const int MostSide = 2048;

    /// <summary>A small picture is enlarged by at most this much: more invents no detail.</summary>
    public const double MostEnlarged = 2;

    /// <summary>
    /// Brings a decoded picture, whose axes may have been reduced by different factors, to its shown proportions and
    /// about <paramref name="area"/> pixels.
    /// </summary>
    /// <param name="picture">The decoded raster.</param>
    /// <param name="area">Pixels wanted. Small pictures stay below it.</param>
    public static LumaRaster From(DecodedPicture picture, double area)
    {
        var (width, height) = ((double)picture.Header.Width, (double)picture.Header.Height);
        var scale = Math.Min(Math.Sqrt(area / (width * height)), MostEnlarged);
        scale = Math.Min(scale, MostSide / Math.Max(width, height));
        return Resized(picture, Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    private static LumaRaster Resized(DecodedPicture picture, int width, int height)
    {
        var luma = Luma(picture.Rgb.Span, picture.Width * picture.Height);
        var down = ResizeTaps.Along(picture.Height, height);
        var across = ResizeTaps.Along(picture.Width, width);
        var values = new float[width * height];
        var row = new float[picture.Width];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(row);
            for (var t = 0; t < down.Count; t++)
                if (down.Weights[y * down.Count + t] is var weight && weight != 0)
                    Add(luma.AsSpan((down.Starts[y] + t) * picture.Width, picture.Width), weight, row);
            var target = values.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                var from = row.AsSpan(across.Starts[x]);
                var sum = 0f;
                for (var t = 0; t < across.Count; t++)
                    sum += from[t] * across.Weights[x * across.Count + t];
                target[x] = sum;
            }
        }

        var enlarged = Math.Max((float)width / picture.Width, (float)height / picture.Height);
        return new LumaRaster(values, width, height, Math.Max(1, enlarged));
    }

    private static float[] Luma(ReadOnlySpan<byte> rgb, int count)
    {
        var luma = new float[count];
        for (int i = 0, at = 0; i < luma.Length; i++, at += 3)
            luma[i] = 0.299f * rgb[at] + 0.587f * rgb[at + 1] + 0.114f * rgb[at + 2];
        return luma;
    }

    private static void Add(ReadOnlySpan<float> from, float weight, Span<float> sums)
    {
        var scale = new Vector<float>(weight);
        var x = 0;
        for (; x <= from.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(from[x..]) * scale + new Vector<float>(sums[x..])).CopyTo(sums[x..]);
        for (; x < from.Length; x++)
            sums[x] += from[x] * weight;
    }

    /// <summary>
    /// A tent as wide as the reduction (no aliasing), or linear interpolation when enlarging. Every sample has equally
    /// many taps; those beyond the edge have been moved in and weigh nothing.
    /// </summary>
    private sealed record ResizeTaps(int[] Starts, float[] Weights, int Count)
    {
        public static ResizeTaps Along(int from, int to)
        {
            var step = (double)from / to;
            var reach = Math.Max(1, step);
            var count = Math.Min(from, (int)Math.Ceiling(2 * reach) + 1);
            var starts = new int[to];
            var weights = new float[to * count];
            for (var i = 0; i < to; i++)
            {
                var centre = (i + 0.5) * step - 0.5;
                var start = Math.Clamp((int)Math.Ceiling(centre - reach), 0, from - count);
                var total = 0.0;
                for (var t = 0; t < count; t++)
                    total += Math.Max(0, 1 - Math.Abs(start + t - centre) / reach);
                for (var t = 0; t < count; t++)
                    weights[i * count + t] = total > 0
                        ? (float)(Math.Max(0, 1 - Math.Abs(start + t - centre) / reach) / total)
                        : t == 0 ? 1 : 0;
                starts[i] = start;
            }

            return new ResizeTaps(starts, weights, count);
        }
    }
}
