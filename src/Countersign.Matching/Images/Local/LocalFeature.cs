namespace Countersign.Matching.Images.Local;

/// <summary>One described key point, quantised.</summary>
/// <param name="X">Place across, 0 to 65,535 from the left edge to the right.</param>
/// <param name="Y">Place down, 0 to 65,535 from the upper edge to the lower.</param>
/// <param name="Scale">16 steps an octave: the blur σ is ½ · 2^(Scale ÷ 16) pixels of the raster worked on.</param>
/// <param name="Angle">256 steps a turn, from the x axis towards the y axis.</param>
/// <param name="Cell">Of the inverted multi-index, below 2²⁰.</param>
/// <param name="Residual">Signature of what the cell's centre leaves over.</param>
/// <param name="Signature">Signature of the whole descriptor.</param>
public readonly record struct LocalFeature(
    ushort X, ushort Y, byte Scale, byte Angle, int Cell, uint Residual, UInt128 Signature);

/// <summary>Why a fingerprint cannot say anything.</summary>
public enum LocalAbstention
{
    /// <summary>It can.</summary>
    None,

    /// <summary>
    /// Fewer than <see cref="LocalThresholds.LeastFeatures"/> key points: flat colour, a soft gradient, a few plain shapes.
    /// Neither finding nor not finding it means anything; the PDQ layer alone speaks for the picture.
    /// </summary>
    TooFewFeatures,
}
