using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Countersign.Matching.Images.Local;

/// <summary>One plane of values, rows from the top, no padding between them; the array may be longer than the plane.</summary>
internal readonly record struct Plane(float[] Values, int Width, int Height)
{
    public int Length => Width * Height;
}

/// <summary>
/// A picture blurred step by step, in octaves of half the size each, and the differences of neighbouring blurs
/// (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", 2004, section 3). Its planes are borrowed: they are some
/// tens of megabytes, and taking them fresh for each picture cost as much as blurring them.
/// </summary>
internal sealed class ScaleSpace : IDisposable
{
    /// <summary>Scales at which extrema are looked for, in each octave.</summary>
    public const int Scales = 3;

    /// <summary>The blur of an octave's first plane, in its own pixels (σ).</summary>
    public const float FirstBlur = 1.6f;

    /// <summary>The blur a picture is taken to arrive with.</summary>
    private const float GivenBlur = 0.5f;

    /// <summary>An octave smaller than this has no room for a descriptor.</summary>
    private const int LeastSide = 20;

    private readonly List<float[]> _borrowed = [];

    /// <summary>By octave: <see cref="Scales"/> + 3 planes.</summary>
    public List<Plane[]> Blurred { get; } = [];

    /// <summary>By octave: <see cref="Scales"/> + 2 planes, plane s being blur s + 1 less blur s.</summary>
    public List<Plane[]> Differences { get; } = [];

    public ScaleSpace(LumaRaster picture)
    {
        var first = new Plane(picture.Values, picture.Width, picture.Height);
        var given = GivenBlur * picture.Enlarged;
        var scratch = ArrayPool<float>.Shared.Rent(first.Length);
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

            var differences = new Plane[Scales + 2];
            for (var s = 0; s < differences.Length; s++)
                differences[s] = Difference(planes[s + 1], planes[s]);
            Blurred.Add(planes);
            Differences.Add(differences);
            first = Halved(planes[Scales]);
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    public void Dispose()
    {
        foreach (var values in _borrowed)
            ArrayPool<float>.Shared.Return(values);
        _borrowed.Clear();
        Blurred.Clear();
        Differences.Clear();
    }

    private Plane Borrow(int width, int height)
    {
        var values = ArrayPool<float>.Shared.Rent(width * height);
        _borrowed.Add(values);
        return new Plane(values, width, height);
    }

    private Plane Difference(Plane more, Plane less)
    {
        var result = Borrow(more.Width, more.Height);
        var x = 0;
        for (; x <= result.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(more.Values, x) - new Vector<float>(less.Values, x)).CopyTo(result.Values, x);
        for (; x < result.Length; x++)
            result.Values[x] = more.Values[x] - less.Values[x];
        return result;
    }

    private Plane Halved(Plane plane)
    {
        var result = Borrow(plane.Width / 2, plane.Height / 2);
        for (var y = 0; y < result.Height; y++)
            for (var x = 0; x < result.Width; x++)
                result.Values[y * result.Width + x] = plane.Values[2 * y * plane.Width + 2 * x];
        return result;
    }

    private Plane Blur(Plane plane, float sigma, float[] scratch)
    {
        var kernel = Kernel(sigma);
        var reach = kernel.Length - 1;
        var (width, height) = (plane.Width, plane.Height);
        var result = Borrow(width, height);
        Span<int> above = stackalloc int[reach + 1];
        Span<int> below = stackalloc int[reach + 1];
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i <= reach; i++)
                (above[i], below[i]) = (Math.Max(0, y - i) * width, Math.Min(height - 1, y + i) * width);
            Weigh(plane.Values, above, below, kernel, scratch.AsSpan(y * width, width));
        }

        var padded = new float[width + 2 * reach];
        for (var i = 0; i <= reach; i++)
            (above[i], below[i]) = (reach - i, reach + i);
        for (var y = 0; y < height; y++)
        {
            var row = scratch.AsSpan(y * width, width);
            row.CopyTo(padded.AsSpan(reach));
            padded.AsSpan(0, reach).Fill(row[0]);
            padded.AsSpan(reach + width).Fill(row[^1]);
            Weigh(padded, above, below, kernel, result.Values.AsSpan(y * width, width));
        }

        return result;
    }

    private static float[] Kernel(float sigma)
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
        return kernel;
    }

    /// <summary>
    /// Weighted sums of rows that begin at given places, above and below alike. Four vectors at a time: one sum alone would wait for
    /// itself at every step.
    /// </summary>
    private static void Weigh(
        ReadOnlySpan<float> values, ReadOnlySpan<int> above, ReadOnlySpan<int> below, ReadOnlySpan<float> kernel, Span<float> target)
    {
        // Bounds are settled once, as each row is read as far as the target is long.
        for (var i = 0; i < kernel.Length; i++)
        {
            if (above[i] < 0 || below[i] < 0 || Math.Max(above[i], below[i]) > values.Length - target.Length)
                throw new ArgumentException("A row lies outside the plane.", nameof(above));
        }

        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(target);
        var lanes = (nuint)Vector<float>.Count;
        nuint x = 0;
        for (; x + 4 * lanes <= (nuint)target.Length; x += 4 * lanes)
        {
            var at = (nuint)above[0] + x;
            var first = new Vector<float>(kernel[0]);
            var a = Vector.LoadUnsafe(ref from, at) * first;
            var b = Vector.LoadUnsafe(ref from, at + lanes) * first;
            var c = Vector.LoadUnsafe(ref from, at + 2 * lanes) * first;
            var d = Vector.LoadUnsafe(ref from, at + 3 * lanes) * first;
            for (var i = 1; i < kernel.Length; i++)
            {
                var (up, down, weight) = ((nuint)above[i] + x, (nuint)below[i] + x, new Vector<float>(kernel[i]));
                a = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref from, up) + Vector.LoadUnsafe(ref from, down), weight, a);
                b = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref from, up + lanes) + Vector.LoadUnsafe(ref from, down + lanes), weight, b);
                c = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref from, up + 2 * lanes) + Vector.LoadUnsafe(ref from, down + 2 * lanes), weight, c);
                d = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref from, up + 3 * lanes) + Vector.LoadUnsafe(ref from, down + 3 * lanes), weight, d);
            }

            a.StoreUnsafe(ref to, x);
            b.StoreUnsafe(ref to, x + lanes);
            c.StoreUnsafe(ref to, x + 2 * lanes);
            d.StoreUnsafe(ref to, x + 3 * lanes);
        }

        for (; x < (nuint)target.Length; x++)
        {
            var sum = values[above[0] + (int)x] * kernel[0];
            for (var i = 1; i < kernel.Length; i++)
                sum = MathF.FusedMultiplyAdd(values[above[i] + (int)x] + values[below[i] + (int)x], kernel[i], sum);
            target[(int)x] = sum;
        }
    }
}
