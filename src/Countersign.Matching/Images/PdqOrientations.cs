namespace Countersign.Matching.Images;

/// <summary>How a picture is turned or mirrored. The order is that of the reference's dihedral hashes.</summary>
public enum PdqOrientation
{
    /// <summary>As it is.</summary>
    Original,

    /// <summary>A quarter turn anticlockwise.</summary>
    Rotate90,

    /// <summary>A half turn.</summary>
    Rotate180,

    /// <summary>A quarter turn clockwise.</summary>
    Rotate270,

    /// <summary>Top and bottom exchanged (mirrored about the x axis).</summary>
    FlipX,

    /// <summary>Left and right exchanged (mirrored about the y axis).</summary>
    FlipY,

    /// <summary>Rows and columns exchanged (mirrored about the main diagonal).</summary>
    FlipPlus1,

    /// <summary>Mirrored about the other diagonal.</summary>
    FlipMinus1,
}

/// <summary>
/// The hashes of one picture in its eight orientations, all from one transform: a mirror changes the sign of the odd
/// frequencies along an axis, a transposition exchanges the axes, and quarter turns are both.
/// </summary>
public sealed class PdqOrientations
{
    private readonly PdqHash[] _hashes;

    internal PdqOrientations(PdqHash[] hashes, int quality) => (_hashes, Quality) = (hashes, quality);

    /// <summary>0 to 100; one figure, since no orientation changes the gradients.</summary>
    public int Quality { get; }

    /// <summary>The hash that the picture would have, so turned or mirrored.</summary>
    /// <param name="orientation">One of the eight.</param>
    public PdqHash this[PdqOrientation orientation] => _hashes[(int)orientation];

    internal static PdqOrientations From(ReadOnlySpan<float> coefficients, int quality)
    {
        var hashes = new PdqHash[8];
        Span<float> turned = stackalloc float[PdqTransform.Coefficients];
        foreach (var orientation in Enum.GetValues<PdqOrientation>())
        {
            Turn(coefficients, orientation, turned);
            hashes[(int)orientation] = PdqTransform.ToBits(turned);
        }

        return new PdqOrientations(hashes, quality);
    }

    private static void Turn(ReadOnlySpan<float> source, PdqOrientation orientation, Span<float> target)
    {
        var (transpose, mirrorRows, mirrorColumns) = orientation switch
        {
            PdqOrientation.Rotate90 => (true, false, true),
            PdqOrientation.Rotate180 => (false, true, true),
            PdqOrientation.Rotate270 => (true, true, false),
            PdqOrientation.FlipX => (false, true, false),
            PdqOrientation.FlipY => (false, false, true),
            PdqOrientation.FlipPlus1 => (true, false, false),
            PdqOrientation.FlipMinus1 => (true, true, true),
            _ => (false, false, false),
        };
        const int side = PdqTransform.Kept;
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                // Index i is frequency i + 1: even indices are the odd frequencies.
                var negative = (mirrorRows && i % 2 == 0) ^ (mirrorColumns && j % 2 == 0);
                var value = source[i * side + j];
                target[transpose ? j * side + i : i * side + j] = negative ? -value : value;
            }
        }
    }
}
