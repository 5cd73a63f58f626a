using Countersign.Matching.Index;

namespace Countersign.Matching.Images.Local;

/// <summary>One query against one registered picture, feature by feature.</summary>
public static class LocalComparison
{
    /// <summary>Every place where a registered picture is seen in a query, as it is or mirrored.</summary>
    /// <param name="query">The picture looked in.</param>
    /// <param name="fingerprint">The registered picture.</param>
    /// <param name="key">What the hits are to be named.</param>
    public static IReadOnlyList<LocalHit> Compare(LocalQuery query, LocalFingerprint fingerprint, ItemKey key = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(fingerprint);
        var hits = new List<LocalHit>();
        var reference = new ReferenceView(fingerprint);
        Collect(query, false, key, fingerprint, reference, hits);
        Collect(query, true, key, fingerprint, reference, hits);
        new LocalFeatureKind().Rank(hits);
        return hits;
    }

    internal static void Collect(
        LocalQuery query, bool mirrored, ItemKey key, LocalFingerprint fingerprint, ReferenceView reference, List<LocalHit> hits)
    {
        var view = mirrored ? query.Mirrored : query.Plain;
        var pairs = FeaturePairs.Between(view, reference);
        foreach (var agreement in GeometricVerifier.Verify(view, reference, pairs))
        {
            var transform = mirrored
                ? PlaneTransform.Mirror(query.WorkWidth).Then(agreement.Transform)
                : agreement.Transform;
            if (transform.Inverse() is not { } back)
                continue;
            var (inQuery, inReference) = SeenRegion.Of(query, fingerprint, reference, agreement.Pairs, transform, back);
            var shown = PlaneTransform.Scaling((double)query.WorkWidth / query.Width, (double)query.WorkHeight / query.Height)
                .Then(transform)
                .Then(PlaneTransform.Scaling((double)fingerprint.Width / reference.Width, (double)fingerprint.Height / reference.Height));
            var strength = agreement.Evidence / (agreement.Evidence + LocalThresholds.Strong);
            if (query.Abstention != LocalAbstention.None || fingerprint.Abstention != LocalAbstention.None)
                strength = Math.Min(strength, PdqThresholds.NeverStrong);
            hits.Add(new LocalHit(
                key, strength, agreement.Inliers, agreement.Evidence, mirrored, shown, inQuery, inReference,
                new PictureRegion(0, 0, fingerprint.Width, fingerprint.Height)));
        }
    }
}
