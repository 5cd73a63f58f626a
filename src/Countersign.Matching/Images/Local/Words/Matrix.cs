using System.Numerics;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// Products of a small vector with a table, inputs by rows: Values[input × Outputs + output]. So the processor's vectors
/// run over outputs, whose number is a multiple of 16.
/// </summary>
internal sealed record Matrix(float[] Values, int Inputs, int Outputs)
{
    /// <summary>target = start + input × table.</summary>
    public void Multiply(ReadOnlySpan<float> input, ReadOnlySpan<float> start, Span<float> target)
    {
        var lanes = Vector<float>.Count;
        for (var o = 0; o < Outputs; o += 2 * lanes)
        {
            var (a, b) = start.IsEmpty
                ? (Vector<float>.Zero, Vector<float>.Zero)
                : (new Vector<float>(start[o..]), new Vector<float>(start[(o + lanes)..]));
            for (var i = 0; i < Inputs; i++)
            {
                var x = new Vector<float>(input[i]);
                a += x * new Vector<float>(Values, i * Outputs + o);
                b += x * new Vector<float>(Values, i * Outputs + o + lanes);
            }

            a.CopyTo(target[o..]);
            b.CopyTo(target[(o + lanes)..]);
        }
    }
}
