using System.Numerics;

namespace Countersign.Matching.Images.Local;

/// <summary>One plane of values, rows from the top, no padding.</summary>
internal readonly record struct Plane(float[] Values, int Width, int Height);

/// <summary>
/// A picture blurred step by step, in octaves of half the size each, and the differences of neighbouring blurs
/// (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", 2004, section 3).
/// </summary>
internal sealed class ScaleSpace
{
    /// <summary>Scales at which extrema are looked for, in each octave.</summary>
    public const int Scales = 3;

    /// <summary>The blur of an octave's first plane, in its own pixels (σ).</summary>
    public const float FirstBlur = 1.6f;

    /// <summary>The blur a picture is taken to arrive with.</summary>
    private const float GivenBlur = 0.5f;

    /// <summary>An octave smaller than this has no room for a descriptor.</summary>
    private const int LeastSide = 20;

    private ScaleSpace(List<Plane[]> blurred, List<Plane[]> differences) => (Blurred, Differences) = (blurred, differences);

    /// <summary>By octave: <see cref="Scales"/> + 3 planes.</summary>
    public List<Plane[]> Blurred { get; }

    /// <summary>By octave: <see cref="Scales"/> + 2 planes, plane s being blur s + 1 less blur s.</summary>
    public List<Plane[]> Differences { get; }

    public static ScaleSpace Of(LumaRaster picture)
    {
        var (blurred, differences) = (new List<Plane[]>(), new List<Plane[]>());
        var first = new Plane(picture.Values, picture.Width, picture.Height);
        var given = GivenBlur * picture.Enlarged;
        var scratch = new float[picture.Values.Length];
        first = Blur(first, MathF.Sqrt(MathF.Max(0.01f, FirstBlur * FirstBlur - given * given)), scratch);
        while (Math.Min(first.Width, first.Height) >= LeastSide)
        {
            var planes = new Plane[Scales + 3];
            planes[0] = first;
            for (var s = 1; s < planes.Length; s++)
            {
                var before = FirstBlur * MathF.Pow(2, (s - 1) / (float)Scales);
                var more = before * MathF.Sqrt(MathF.Pow(2, 2f / Scales) - 1);
                planes[s] = Blur(planes[s - 1], more, scratch);
            }

            blurred.Add(planes);
            differences.Add([.. Enumerable.Range(0, Scales + 2).Select(s => Difference(planes[s + 1], planes[s]))]);
            first = Halved(planes[Scales]);
        }

        return new ScaleSpace(blurred, differences);
    }

    private static Plane Difference(Plane more, Plane less)
    {
        var values = new float[more.Values.Length];
        var x = 0;
        for (; x <= values.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(more.Values, x) - new Vector<float>(less.Values, x)).CopyTo(values, x);
        for (; x < values.Length; x++)
            values[x] = more.Values[x] - less.Values[x];
        return more with { Values = values };
    }

    private static Plane Halved(Plane plane)
    {
        var (width, height) = (plane.Width / 2, plane.Height / 2);
        var values = new float[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                values[y * width + x] = plane.Values[2 * y * plane.Width + 2 * x];
        return new Plane(values, width, height);
    }

    private static Plane Blur(Plane plane, float sigma, float[] scratch)
    {
        var reach = Math.Max(1, (int)MathF.Ceiling(3 * sigma));
        var kernel = new float[reach + 1];
        var total = 0f;
        for (var i = 0; i <= reach; i++)
        {
            kernel[i] = MathF.Exp(-0.5f * i * i / (sigma * sigma));
            total += i == 0 ? kernel[i] : 2 * kernel[i];
        }

        for (var i = 0; i <= reach; i++)
            kernel[i] /= total;

        var (width, height) = (plane.Width, plane.Height);
        var result = new float[width * height];
        for (var y = 0; y < height; y++)
            BlurDown(plane, kernel, y, scratch.AsSpan(y * width, width));
        var padded = new float[width + 2 * reach];
        for (var y = 0; y < height; y++)
        {
            var row = scratch.AsSpan(y * width, width);
            row.CopyTo(padded.AsSpan(reach));
            padded.AsSpan(0, reach).Fill(row[0]);
            padded.AsSpan(reach + width).Fill(row[^1]);
            BlurAcross(padded, kernel, result.AsSpan(y * width, width));
        }

        return plane with { Values = result };
    }

    private static void BlurDown(Plane plane, float[] kernel, int y, Span<float> target)
    {
        var (width, last) = (plane.Width, plane.Height - 1);
        var reach = kernel.Length - 1;
        Span<int> above = stackalloc int[reach + 1];
        Span<int> below = stackalloc int[reach + 1];
        for (var i = 0; i <= reach; i++)
            (above[i], below[i]) = (Math.Max(0, y - i) * width, Math.Min(last, y + i) * width);
        var values = plane.Values;
        var x = 0;
        for (; x <= width - Vector<float>.Count; x += Vector<float>.Count)
        {
            var sum = new Vector<float>(values, above[0] + x) * kernel[0];
            for (var i = 1; i <= reach; i++)
                sum += (new Vector<float>(values, above[i] + x) + new Vector<float>(values, below[i] + x)) * kernel[i];
            sum.CopyTo(target[x..]);
        }

        for (; x < width; x++)
        {
            var sum = values[above[0] + x] * kernel[0];
            for (var i = 1; i <= reach; i++)
                sum += (values[above[i] + x] + values[below[i] + x]) * kernel[i];
            target[x] = sum;
        }
    }

    private static void BlurAcross(float[] padded, float[] kernel, Span<float> target)
    {
        var reach = kernel.Length - 1;
        var x = 0;
        for (; x <= target.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var centre = x + reach;
            var sum = new Vector<float>(padded, centre) * kernel[0];
            for (var i = 1; i <= reach; i++)
                sum += (new Vector<float>(padded, centre - i) + new Vector<float>(padded, centre + i)) * kernel[i];
            sum.CopyTo(target[x..]);
        }

        for (; x < target.Length; x++)
        {
            var centre = x + reach;
            var sum = padded[centre] * kernel[0];
            for (var i = 1; i <= reach; i++)
                sum += (padded[centre - i] + padded[centre + i]) * kernel[i];
            target[x] = sum;
        }
    }
}
