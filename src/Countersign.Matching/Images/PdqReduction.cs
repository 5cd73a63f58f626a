using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Countersign.Matching.Images;

/// <summary>
/// From a raster to the 64×64 luma picture that PDQ looks at. Columns first, over whole rows at a time, so that the
/// processor's vectors are full; luma (0.299 R + 0.587 G + 0.114 B) is folded into the second step, since it is linear too.
/// </summary>
internal static class PdqReduction
{
    private const int Side = JaroszTaps.Samples;

    // One block of sums stays in the first-level cache while the rows under it pass by.
    private const int Block = 1536;

    private static readonly float[] LumaWeights = [0.299f, 0.587f, 0.114f];
    private static readonly float[] GreyWeight = [1f];

    public static void FromRgb(ReadOnlySpan<byte> rgb, int width, int height, Span<float> reduced) =>
        Reduce(rgb, width, height, 3, LumaWeights, reduced);

    public static void FromLuma(ReadOnlySpan<float> luma, int width, int height, Span<float> reduced) =>
        Reduce(luma, width, height, 1, GreyWeight, reduced);

    private static void Reduce<T>(
        ReadOnlySpan<T> pixels, int width, int height, int channels, float[] mix, Span<float> reduced)
        where T : unmanaged
    {
        var down = JaroszTaps.Along(height);
        var across = JaroszTaps.Along(width);
        var rowLength = width * channels;
        var lanes = Vector<float>.Count;
        var tapStride = (across.Stride * channels + lanes - 1) / lanes * lanes;

        // Weights across are padded with zeros to whole vectors, so a row of sums is padded for them to read.
        var weights = ArrayPool<float>.Shared.Rent(Side * tapStride);
        var sums = ArrayPool<float>.Shared.Rent(rowLength + tapStride);
        try
        {
            Spread(across, channels, mix, weights.AsSpan(0, Side * tapStride), tapStride);
            sums.AsSpan(rowLength, tapStride).Clear();
            for (var i = 0; i < Side; i++)
            {
                SumRows(pixels, rowLength, down, i, sums.AsSpan(0, rowLength));
                for (var j = 0; j < Side; j++)
                    reduced[i * Side + j] = Dot(
                        sums.AsSpan(across.Starts[j] * channels, tapStride), weights.AsSpan(j * tapStride, tapStride));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(weights);
            ArrayPool<float>.Shared.Return(sums);
        }
    }

    private static void Spread(JaroszTaps taps, int channels, float[] mix, Span<float> weights, int tapStride)
    {
        weights.Clear();
        for (var j = 0; j < Side; j++)
            for (var t = 0; t < taps.Counts[j]; t++)
                for (var c = 0; c < channels; c++)
                    weights[j * tapStride + t * channels + c] = taps.Weights[j * taps.Stride + t] * mix[c];
    }

    private static void SumRows<T>(ReadOnlySpan<T> pixels, int rowLength, JaroszTaps down, int i, Span<float> sums)
        where T : unmanaged
    {
        var weights = down.Weights.AsSpan(i * down.Stride, down.Counts[i]);
        for (var from = 0; from < rowLength; from += Block)
        {
            var length = Math.Min(Block, rowLength - from);
            var block = sums.Slice(from, length);
            block.Clear();
            for (var t = 0; t < weights.Length; t++)
            {
                var row = pixels.Slice((down.Starts[i] + t) * rowLength + from, length);
                if (typeof(T) == typeof(byte))
                    AddBytes(MemoryMarshal.Cast<T, byte>(row), weights[t], block);
                else
                    AddFloats(MemoryMarshal.Cast<T, float>(row), weights[t], block);
            }
        }
    }

    // Bounds are settled once: row and sums have one length, and each loop stays a whole vector away from it. Sliced
    // spans instead of references cost this loop a factor of five.
    private static void AddBytes(ReadOnlySpan<byte> row, float weight, Span<float> sums)
    {
        var lanes = (nuint)Vector<float>.Count;
        var scale = new Vector<float>(weight);
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sums);
        var x = 0;
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)x), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            Accumulate(a, scale, ref to, (nuint)x);
            Accumulate(b, scale, ref to, (nuint)x + lanes);
            Accumulate(c, scale, ref to, (nuint)x + 2 * lanes);
            Accumulate(d, scale, ref to, (nuint)x + 3 * lanes);
        }

        for (; x < row.Length; x++)
            sums[x] += row[x] * weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(Vector<uint> values, Vector<float> scale, ref float sums, nuint at)
    {
        // Signed conversion is one instruction everywhere, and a byte is never negative.
        var floats = Vector.ConvertToSingle(Vector.AsVectorInt32(values));
        Vector.FusedMultiplyAdd(floats, scale, Vector.LoadUnsafe(ref sums, at)).StoreUnsafe(ref sums, at);
    }

    private static void AddFloats(ReadOnlySpan<float> row, float weight, Span<float> sums)
    {
        var scale = new Vector<float>(weight);
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sums);
        var x = 0;
        for (; x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
            Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref from, (nuint)x), scale, Vector.LoadUnsafe(ref to, (nuint)x))
                .StoreUnsafe(ref to, (nuint)x);
        for (; x < row.Length; x++)
            sums[x] += row[x] * weight;
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = Vector<float>.Zero;
        for (var x = 0; x < right.Length; x += Vector<float>.Count)
            sum = Vector.FusedMultiplyAdd(new Vector<float>(left[x..]), new Vector<float>(right[x..]), sum);
        return Vector.Sum(sum);
    }
}
