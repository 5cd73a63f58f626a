using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// The look of a key point's surroundings: 4 × 4 places × 8 directions of gradients, relative to its own direction
/// (Lowe 2004, sections 5 and 6), then the square roots of its shares (RootSIFT; Arandjelović and Zisserman 2012).
/// </summary>
/// <remarks>
/// Other than in the paper, the surroundings are first brought to an upright patch of fixed size, so that each sample's
/// share of the places is a table; and a gradient is spread over directions by the eighth power of a cosine rather than
/// linearly between two, which is as wide (half at 23.5°) and needs no arc tangent.
/// </remarks>
internal static class Descriptor
{
    /// <summary>Values of a descriptor: [(row × 4 + column) × 8 + direction], rows and columns of the turned patch.</summary>
    public const int Length = 128;

    private const int Places = 4;

    private const int Directions = 8;

    // Places are 3 σ wide, samples 0.6 σ apart: five a place, and half a place more on either side for interpolation.
    private const int Samples = 25;

    private const float Step = 0.6f;

    private const int Patch = Samples + 2;

    private static readonly (byte Place, float Weight)[][] Shares = MakeShares();

    private static readonly Vector256<float> Cosines = Vector256.Create(
        1f, 0.70710678f, 0f, -0.70710678f, -1f, -0.70710678f, 0f, 0.70710678f);

    private static readonly Vector256<float> Sines = Vector256.Create(
        0f, 0.70710678f, 1f, 0.70710678f, 0f, -0.70710678f, -1f, -0.70710678f);

    /// <summary>For each place of a mirrored patch's descriptor, which place of the plain one it shows.</summary>
    private static readonly int[] MirroredIndex = MakeMirrored();

    /// <summary>Writes the descriptor of a point seen along a direction. False where there is no gradient at all.</summary>
    /// <param name="plane">The blurred plane nearest in scale.</param>
    /// <param name="x">In the plane's pixels.</param>
    /// <param name="y">In the plane's pixels.</param>
    /// <param name="sigma">In the plane's pixels.</param>
    /// <param name="angle">In radians, from the x axis towards the y axis.</param>
    /// <param name="target"><see cref="Length"/> values, of Euclidean length 1.</param>
    public static bool Of(Plane plane, float x, float y, float sigma, float angle, Span<float> target)
    {
        Span<float> patch = stackalloc float[Patch * Patch];
        Sample(plane, x, y, sigma * Step, angle, Patch, patch);

        Span<Vector256<float>> sums = stackalloc Vector256<float>[Places * Places];
        sums.Clear();
        for (var row = 0; row < Samples; row++)
        {
            for (var column = 0; column < Samples; column++)
            {
                var at = (row + 1) * Patch + column + 1;
                var gx = patch[at + 1] - patch[at - 1];
                var gy = patch[at + Patch] - patch[at - Patch];
                var squared = gx * gx + gy * gy;
                if (squared < 1e-6f)
                    continue;
                var length = MathF.Sqrt(squared);
                var cosine = Vector256.Max(
                    (Vector256.Create(gx) * Cosines + Vector256.Create(gy) * Sines) * (1 / length), Vector256<float>.Zero);
                cosine *= cosine;
                cosine *= cosine;
                cosine *= cosine;
                cosine *= length;
                foreach (var (place, weight) in Shares[row * Samples + column])
                    sums[place] += cosine * weight;
            }
        }

        for (var place = 0; place < sums.Length; place++)
            sums[place].CopyTo(target[(place * Directions)..]);
        return Normalise(target);
    }

    /// <summary>The descriptor that the point would have in the mirrored picture (left and right exchanged).</summary>
    public static void Mirror(ReadOnlySpan<float> descriptor, Span<float> target)
    {
        for (var i = 0; i < Length; i++)
            target[i] = descriptor[MirroredIndex[i]];
    }

    /// <summary>An upright square of samples from a turned square of a plane, between pixels linearly, edges repeated.</summary>
    public static void Sample(Plane plane, float x, float y, float step, float angle, int side, Span<float> target)
    {
        var (sine, cosine) = MathF.SinCos(angle);
        var (ax, ay) = (cosine * step, sine * step);
        var half = (side - 1) / 2f;
        var (left, top) = (x - half * ax + half * ay, y - half * ay - half * ax);
        var (values, width, lastX, lastY) = (plane.Values, plane.Width, plane.Width - 1.001f, plane.Height - 1.001f);
        for (var row = 0; row < side; row++)
        {
            var (px, py) = (left - row * ay, top + row * ax);
            for (var column = 0; column < side; column++, px += ax, py += ay)
            {
                var (cx, cy) = (Math.Clamp(px, 0, lastX), Math.Clamp(py, 0, lastY));
                var (ix, iy) = ((int)cx, (int)cy);
                var (fx, fy) = (cx - ix, cy - iy);
                var at = iy * width + ix;
                var upper = values[at] + (values[at + 1] - values[at]) * fx;
                var lower = values[at + width] + (values[at + width + 1] - values[at + width]) * fx;
                target[row * side + column] = upper + (lower - upper) * fy;
            }
        }
    }

    // Lowe's cap of 0.2 against glare, then RootSIFT: shares of the sum, and their square roots, whose length is 1.
    private static bool Normalise(Span<float> values)
    {
        var length = MathF.Sqrt(Dot(values, values));
        if (length < 1e-3f)
            return false;
        var sum = 0f;
        foreach (ref var value in values)
        {
            value = MathF.Min(value / length, 0.2f);
            sum += value;
        }

        foreach (ref var value in values)
            value = MathF.Sqrt(value / sum);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < a.Length; i += Vector256<float>.Count)
            sum += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        return Vector256.Sum(sum);
    }

    private static (byte, float)[][] MakeShares()
    {
        var shares = new (byte, float)[Samples * Samples][];
        for (var row = 0; row < Samples; row++)
        {
            for (var column = 0; column < Samples; column++)
            {
                // In places, the centre of the first being 0.
                var (v, u) = ((row - Samples / 2) * Step / 3 + 1.5f, (column - Samples / 2) * Step / 3 + 1.5f);
                var (dv, du) = (v - 1.5f, u - 1.5f);
                var near = MathF.Exp(-(du * du + dv * dv) / (2 * 2 * 2));
                var list = new List<(byte, float)>();
                for (var i = 0; i < Places; i++)
                    for (var j = 0; j < Places; j++)
                        if (MathF.Abs(v - i) < 1 && MathF.Abs(u - j) < 1)
                            list.Add(((byte)(i * Places + j), near * (1 - MathF.Abs(v - i)) * (1 - MathF.Abs(u - j))));
                shares[row * Samples + column] = [.. list];
            }
        }

        return shares;
    }

    // Mirroring turns the point's own direction as well, so in its own frame it is the rows (across that direction)
    // that change places, and directions that change sense.
    private static int[] MakeMirrored()
    {
        var index = new int[Length];
        for (var row = 0; row < Places; row++)
            for (var column = 0; column < Places; column++)
                for (var direction = 0; direction < Directions; direction++)
                    index[(row * Places + column) * Directions + direction] =
                        ((Places - 1 - row) * Places + column) * Directions + (Directions - direction) % Directions;
        return index;
    }
}
