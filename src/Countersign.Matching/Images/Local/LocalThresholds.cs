namespace Countersign.Matching.Images.Local;

/// <summary>The figures that decide about local features. How they were chosen: docs/matching/pictures.md.</summary>
public static class LocalThresholds
{
    /// <summary>Features kept of a registered picture.</summary>
    public const int Registered = 500;

    /// <summary>Features taken of a query, which may show a registered picture small among other things.</summary>
    public const int Queried = 2000;

    /// <summary>With fewer features than this a fingerprint abstains.</summary>
    public const int LeastFeatures = 24;

    /// <summary>
    /// Distinct agreeing places at which a match becomes strong; strength is n ÷ (n + this).
    /// </summary>
    public const double Strong = 10;

    /// <summary>With fewer distinct agreeing places nothing is reported at all.</summary>
    public const int LeastInliers = 6;

    /// <summary>Pixels of the raster that registered pictures are brought to.</summary>
    internal const double RegisteredArea = 640 * 480;

    /// <summary>Pixels of the raster that queries are brought to.</summary>
    internal const double QueriedArea = 1280 * 960;
}
