using Countersign.Matching.Index;

namespace Countersign.Matching.Images.Local;

/// <summary>A rectangle in a picture as shown, in whole pixels from its upper left corner; never empty, never beyond the picture.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public readonly record struct PictureRegion(int X, int Y, int Width, int Height);

/// <summary>A registered picture, or a part of one, seen in a query.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="Strength">In [0, 1]: n ÷ (n + <see cref="LocalThresholds.Strong"/>), n being <paramref name="Evidence"/>; strong from 0.5.</param>
/// <param name="Inliers">Features that agree on one transform, each in a place of its own in both pictures.</param>
/// <param name="Evidence">The inliers, each weighed by how alike its descriptors are.</param>
/// <param name="Mirrored">Whether it is seen with left and right exchanged.</param>
/// <param name="QueryToReference">From pixels of the query to pixels of the registered picture, both as shown.</param>
/// <param name="InQuery">Where it is seen: the smallest upright rectangle around it.</param>
/// <param name="InReference">Which part of the registered picture is seen.</param>
/// <param name="Reference">All of the registered picture, as shown.</param>
public sealed record LocalHit(
    ItemKey Key, double Strength, int Inliers, double Evidence, bool Mirrored, PlaneTransform QueryToReference,
    PictureRegion InQuery, PictureRegion InReference, PictureRegion Reference);
