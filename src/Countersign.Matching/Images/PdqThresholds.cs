namespace Countersign.Matching.Images;

/// <summary>
/// Where a PDQ distance starts to mean something. <see cref="Match"/> and <see cref="DiscardQuality"/> are the values
/// that ThreatExchange recommends for PDQ; see the room's README for what was measured here.
/// </summary>
public static class PdqThresholds
{
    /// <summary>At most this many of 256 bits apart: the same picture, edited lightly at most.</summary>
    public const int Match = 31;

    /// <summary>
    /// Up to here a hit is weak: worth a look, no proof. The largest distance whose strength is above 0. Small crops and
    /// borders lie here (32 to 58 bits, measured); the unrelated pictures measured were 100 or more apart.
    /// </summary>
    public const int Weak = 61;

    /// <summary>A hash of this quality or less says too little to be compared.</summary>
    public const int DiscardQuality = 49;

    /// <summary>The most that a hit with such a hash can reach: just short of strong (0.5).</summary>
    public const double NeverStrong = 0.49;
}
