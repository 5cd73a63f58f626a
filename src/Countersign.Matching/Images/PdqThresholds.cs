namespace Countersign.Matching.Images;

/// <summary>
/// Where a PDQ distance starts to mean something. <see cref="Match"/> and <see cref="DiscardQuality"/> are the values
/// that ThreatExchange recommends for PDQ; see the room's README for what was measured here.
/// </summary>
public static class PdqThresholds
{
    /// <summary>At most this many of 256 bits apart: the same picture, edited lightly at most.</summary>
    public const int Match = 31;

    /// <summary>A hash of this quality or less says too little to be compared.</summary>
    public const int DiscardQuality = 49;

    /// <summary>The most that a hit with such a hash can reach: just short of strong (0.5).</summary>
    public const double NeverStrong = 0.49;
}
