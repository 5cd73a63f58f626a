using System.Numerics;

namespace Countersign.Matching.Images;

/// <summary>
/// The lowest 16×16 frequencies of a 64×64 picture, the constant one left out (frequencies 1 to 16 along each axis), and
/// the bits taken from them.
/// </summary>
internal static class PdqTransform
{
    public const int Source = 64;
    public const int Kept = 16;
    public const int Coefficients = Kept * Kept;

    // Basis[k·64 + x] = √(2/64) · cos(π/128 · (k+1) · (2x+1))
    private static readonly float[] Basis = MakeBasis();

    /// <summary>Two-dimensional DCT-II: <paramref name="output"/> = B · picture · Bᵀ, only the rows that are kept.</summary>
    public static void Forward(ReadOnlySpan<float> picture, Span<float> output)
    {
        Span<float> half = stackalloc float[Kept * Source];
        for (var k = 0; k < Kept; k++)
        {
            var basis = Basis.AsSpan(k * Source, Source);
            for (var x = 0; x < Source; x += Vector<float>.Count)
            {
                var sum = Vector<float>.Zero;
                for (var y = 0; y < Source; y++)
                    sum = Vector.FusedMultiplyAdd(
                        new Vector<float>(basis[y]), new Vector<float>(picture[(y * Source + x)..]), sum);
                sum.CopyTo(half[(k * Source + x)..]);
            }
        }

        for (var k = 0; k < Kept; k++)
        {
            var row = half.Slice(k * Source, Source);
            for (var l = 0; l < Kept; l++)
            {
                var basis = Basis.AsSpan(l * Source, Source);
                var sum = Vector<float>.Zero;
                for (var x = 0; x < Source; x += Vector<float>.Count)
                    sum = Vector.FusedMultiplyAdd(new Vector<float>(row[x..]), new Vector<float>(basis[x..]), sum);
                output[k * Kept + l] = Vector.Sum(sum);
            }
        }
    }

    /// <summary>Bit i is set when coefficient i is above the lower median (the 128th smallest of 256).</summary>
    public static PdqHash ToBits(ReadOnlySpan<float> coefficients)
    {
        Span<float> sorted = stackalloc float[Coefficients];
        coefficients.CopyTo(sorted);
        sorted.Sort();
        var median = sorted[Coefficients / 2 - 1];
        Span<ulong> words = stackalloc ulong[4];
        words.Clear();
        for (var i = 0; i < Coefficients; i++)
            if (coefficients[i] > median)
                words[i >> 6] |= 1UL << (i & 63);
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }

    private static float[] MakeBasis()
    {
        var basis = new float[Kept * Source];
        for (var k = 0; k < Kept; k++)
            for (var x = 0; x < Source; x++)
                basis[k * Source + x] =
                    (float)(Math.Sqrt(2.0 / Source) * Math.Cos(Math.PI / (2 * Source) * (k + 1) * (2 * x + 1)));
        return basis;
    }
}
