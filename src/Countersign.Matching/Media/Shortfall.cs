namespace Countersign.Matching.Media;

/// <summary>Compares what a file claims with what was decoded.</summary>
internal static class Shortfall
{
    // Encoders pad and round; a container's duration may be that of its longest track.
    private const double Seconds = 2;
    private const double Share = 0.03;

    /// <summary>What is amiss, or null.</summary>
    public static DecodeFailure? Of(double? claimed, double found, ChildEnd end)
    {
        if (claimed is { } whole && whole - found > Math.Max(Seconds, whole * Share))
            return MediaFailure.Truncated(whole, found);
        return end.ExitCode != 0 ? MediaFailure.Damaged(end.FirstError) : null;
    }
}
