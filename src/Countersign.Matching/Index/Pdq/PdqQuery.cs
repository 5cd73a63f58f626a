using Countersign.Matching.Images;

namespace Countersign.Matching.Index.Pdq;

/// <summary>A form in which the picture looked for may have been registered.</summary>
internal readonly record struct PdqForm(PdqHash Hash, PdqOrientation Orientation, bool Inverted);

/// <summary>A picture to look for, and how far away. Immutable.</summary>
public sealed class PdqQuery
{
    private PdqQuery(PdqForm[] forms, int quality, int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, PdqHash.Length);
        (Forms, Quality, Radius) = (forms, quality, radius);
    }

    /// <summary>The largest distance that is found, 0 to 256 bits. Up to 31 is quick; to 47 some ten times slower; from there every hash is read.</summary>
    public int Radius { get; }

    /// <summary>The quality of the picture looked for, 0 to 100.</summary>
    public int Quality { get; }

    internal PdqForm[] Forms { get; }

    /// <summary>The picture as it is.</summary>
    /// <param name="fingerprint">Its hash and quality.</param>
    /// <param name="radius">0 to 256.</param>
    public static PdqQuery Of(PdqFingerprint fingerprint, int radius = PdqThresholds.Match) =>
        new([new(fingerprint.Hash, PdqOrientation.Original, false)], fingerprint.Quality, radius);

    /// <summary>
    /// The picture in its eight orientations, and each with its tones inverted: that changes the sign of every coefficient, so its hash is
    /// the complement (up to coefficients that equal the median).
    /// </summary>
    /// <param name="orientations">Its eight hashes.</param>
    /// <param name="radius">0 to 256.</param>
    /// <param name="inverted">Whether inverted forms are looked for.</param>
    public static PdqQuery Of(PdqOrientations orientations, int radius = PdqThresholds.Match, bool inverted = true)
    {
        var upright = Enum.GetValues<PdqOrientation>().Select(o => new PdqForm(orientations[o], o, false)).ToArray();
        return new(
            inverted ? [.. upright, .. upright.Select(f => new PdqForm(Complement(f.Hash), f.Orientation, true))] : upright,
            orientations.Quality, radius);
    }

    private static PdqHash Complement(PdqHash hash) => new(~hash.Bits0, ~hash.Bits64, ~hash.Bits128, ~hash.Bits192);
}

/// <summary>A registered picture near the one looked for.</summary>
/// <param name="Key">What it is registered under.</param>
/// <param name="Distance">Differing bits, 0 to 256.</param>
/// <param name="Orientation">How the query was turned to match.</param>
/// <param name="Inverted">Whether the query's tones were inverted to match.</param>
/// <param name="Quality">The quality of the registered hash, 0 to 100.</param>
/// <param name="Strength">
/// In [0,1]: 1 − distance ÷ 62, and below 0.5 when either quality is <see cref="PdqThresholds.DiscardQuality"/> or less.
/// </param>
public readonly record struct PdqMatch(ItemKey Key, int Distance, PdqOrientation Orientation, bool Inverted, int Quality, double Strength);
