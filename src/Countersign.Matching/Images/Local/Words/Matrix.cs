using System.Numerics;
using System.Runtime.InteropServices;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// Products of many small vectors with one table. It is laid out in blocks of 32 outputs, and within a block by inputs, so that a product
/// reads it from end to end; by plain rows or columns, reads 4 KB apart would fall on the same few lines of the cache.
/// </summary>
internal sealed class Matrix
{
    private const int Block = 32;

    private readonly float[] _values;

    /// <param name="rows">By output: <paramref name="inputs"/> weights each.</param>
    /// <param name="outputs">A multiple of 32.</param>
    /// <param name="inputs">Any number.</param>
    public Matrix(ReadOnlySpan<float> rows, int outputs, int inputs)
    {
        if (outputs % Block != 0 || rows.Length != outputs * inputs)
            throw new ArgumentException("The table has another size.", nameof(rows));
        (Outputs, Inputs, _values) = (outputs, inputs, new float[rows.Length]);
        for (var output = 0; output < outputs; output++)
            for (var input = 0; input < inputs; input++)
                _values[(output / Block * inputs + input) * Block + output % Block] = rows[output * inputs + input];
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>target = start + table × input. Each sum is taken in the order of inputs, whatever the processor.</summary>
    /// <param name="input"><see cref="Inputs"/> values.</param>
    /// <param name="start"><see cref="Outputs"/> values; zeros when empty.</param>
    /// <param name="target"><see cref="Outputs"/> values.</param>
    public void Multiply(ReadOnlySpan<float> input, ReadOnlySpan<float> start, Span<float> target)
    {
        if (input.Length != Inputs || target.Length != Outputs || (!start.IsEmpty && start.Length != Outputs))
            throw new ArgumentException("A vector has another length than the table.");
        if (start.IsEmpty)
            target.Clear();
        else
            start.CopyTo(target);
        for (var block = 0; block < Outputs / Block; block++)
            MultiplyBlock(input, _values.AsSpan(block * Inputs * Block, Inputs * Block), target.Slice(block * Block, Block));
    }

    private static void MultiplyBlock(ReadOnlySpan<float> input, ReadOnlySpan<float> values, Span<float> target)
    {
        var lanes = Vector<float>.Count;
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(target);
        var step = Math.Min(4 * lanes, Block);
        for (var o = 0; o < Block; o += step)
        {
            var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            a = Vector.LoadUnsafe(ref to, (nuint)o);
            b = Vector.LoadUnsafe(ref to, (nuint)(o + lanes));
            if (step == 4 * lanes)
            {
                c = Vector.LoadUnsafe(ref to, (nuint)(o + 2 * lanes));
                d = Vector.LoadUnsafe(ref to, (nuint)(o + 3 * lanes));
            }

            for (var i = 0; i < input.Length; i++)
            {
                var x = new Vector<float>(input[i]);
                var at = (nuint)(i * Block + o);
                a = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref from, at), a);
                b = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref from, at + (nuint)lanes), b);
                if (step == 4 * lanes)
                {
                    c = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref from, at + (nuint)(2 * lanes)), c);
                    d = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref from, at + (nuint)(3 * lanes)), d);
                }
            }

            a.StoreUnsafe(ref to, (nuint)o);
            b.StoreUnsafe(ref to, (nuint)(o + lanes));
            if (step == 4 * lanes)
            {
                c.StoreUnsafe(ref to, (nuint)(o + 2 * lanes));
                d.StoreUnsafe(ref to, (nuint)(o + 3 * lanes));
            }
        }
    }
}
