namespace Countersign.Matching.Images.Local;

/// <summary>A transform that many pairs agree on.</summary>
/// <param name="Transform">From the query's raster to the registered picture's.</param>
/// <param name="Pairs">The pairs that agree.</param>
/// <param name="Inliers">How many of them lie in distinct places of both pictures.</param>
/// <param name="Evidence">Those, weighed.</param>
internal sealed record Agreement(PlaneTransform Transform, List<FeaturePair> Pairs, int Inliers, double Evidence);

/// <summary>
/// Finds transforms that pairs of features agree on. Every single pair proposes one (<see cref="SimilarityProposal"/>); the proposals
/// that most agree with are refined to affine and perspective ones.
/// Nothing is drawn by chance, so equal pairs give equal results.
/// </summary>
internal static class GeometricVerifier
{
    /// <summary>Pairs considered. Attack: a picture of one feature repeated, each pair of which is plausible.</summary>
    private const int MostPairs = 300;

    /// <summary>Pairs that may propose: those that look most alike.</summary>
    private const int Proposing = 120;

    /// <summary>Proposals that are refined.</summary>
    private const int Refined = 6;

    /// <summary>Times one registered picture may be seen in a query.</summary>
    private const int MostSeen = 3;

    public static List<Agreement> Verify(QueryView query, ReferenceView reference, List<FeaturePair> pairs)
    {
        var found = new List<Agreement>();
        var left = pairs.OrderByDescending(pair => pair.Weight).Take(MostPairs).ToList();
        while (found.Count < MostSeen && left.Count >= LocalThresholds.LeastInliers)
        {
            if (Best(query, reference, left) is not { } best)
                break;
            best = WithOverlooked(query, reference, best);
            found.Add(best);
            var used = best.Pairs.Select(pair => pair.Query).ToHashSet();
            left.RemoveAll(pair => used.Contains(pair.Query));
        }

        return found;
    }

    private static Agreement? Best(QueryView query, ReferenceView reference, List<FeaturePair> pairs)
    {
        var proposals = new List<(float Support, int Seed)>();
        for (var seed = 0; seed < Math.Min(Proposing, pairs.Count); seed++)
            proposals.Add((Support(query, reference, pairs, seed, null), seed));
        Agreement? best = null;
        foreach (var (support, seed) in proposals.OrderByDescending(p => p.Support).ThenBy(p => p.Seed).Take(Refined))
        {
            if (support < LocalThresholds.LeastInliers / 2f)
                break;
            var agreed = new List<FeaturePair>();
            Support(query, reference, pairs, seed, agreed);
            if (Refine(query, reference, pairs, agreed) is { } refined && (best is null || refined.Evidence > best.Evidence))
                best = refined;
        }

        return best;
    }

    /// <summary>The weight of the pairs that agree with the similarity which one pair proposes.</summary>
    private static float Support(QueryView query, ReferenceView reference, List<FeaturePair> pairs, int seed, List<FeaturePair>? agreed)
    {
        var proposal = SimilarityProposal.Of(query, reference, pairs[seed].Query, pairs[seed].Reference);
        var support = 0f;
        foreach (var pair in pairs)
        {
            if (!proposal.Accepts(query, reference, pair.Query, pair.Reference))
                continue;
            support += pair.Weight;
            agreed?.Add(pair);
        }

        return support;
    }

    private static Agreement? Refine(QueryView query, ReferenceView reference, List<FeaturePair> pairs, List<FeaturePair> agreed)
    {
        var (width, height) = Extent(query);
        PlaneTransform? current = null;
        for (var round = 0; round < 5; round++)
        {
            var points = Points(query, reference, agreed);
            var fitted = agreed.Count >= 5 ? TransformFit.Affine(points) : TransformFit.Similarity(points);
            if (fitted is not { } transform || !transform.IsPlausible(width, height))
                return null;
            current = transform;
            agreed = Within(query, reference, pairs, transform, round switch { 0 => 4f, 1 => 2.5f, 2 => 1.5f, _ => 1f });
            if (agreed.Count < 3)
                return null;
        }

        var (inliers, evidence) = Distinct.Count(query, reference, agreed);
        var best = new Agreement(current!.Value, agreed, inliers, evidence);
        if (inliers >= 8)
        {
            var perspective = best.Transform;
            for (var round = 0; round < 3; round++)
            {
                if (TransformFit.Perspective(Points(query, reference, agreed)) is not { } transform
                    || !transform.IsPlausible(width, height))
                    return Enough(best);
                perspective = transform;
                agreed = Within(query, reference, pairs, transform, round == 0 ? 1.5f : 1f);
                if (agreed.Count < 8)
                    return Enough(best);
            }

            (inliers, evidence) = Distinct.Count(query, reference, agreed);
            if (evidence > best.Evidence * 1.1)
                best = new Agreement(perspective, agreed, inliers, evidence);
        }

        return Enough(best);
    }

    /// <summary>
    /// With the transform known, a feature may be paired with what lies where it leads, though something elsewhere in the picture
    /// looks as much like it (windows of a house, letters of a word).
    /// </summary>
    private static Agreement WithOverlooked(QueryView query, ReferenceView reference, Agreement agreement)
    {
        var pairs = new List<FeaturePair>(agreement.Pairs);
        var paired = pairs.Select(pair => pair.Query).ToHashSet();
        var grid = new PlaceGrid(reference);
        for (var q = 0; q < query.Count; q++)
        {
            if (paired.Contains(q))
                continue;
            var (x, y) = agreement.Transform.Apply(query.X[q], query.Y[q]);
            foreach (var r in grid.Near(x, y))
                if (FeaturePairs.Weigh(query.Signatures[q], reference.Signatures[r]) is var weight and > 0)
                    pairs.Add(new FeaturePair(q, r, weight));
        }

        var agreed = Within(query, reference, pairs, agreement.Transform, 1);
        var (inliers, evidence) = Distinct.Count(query, reference, agreed);
        return evidence > agreement.Evidence ? agreement with { Pairs = agreed, Inliers = inliers, Evidence = evidence } : agreement;
    }

    private static Agreement? Enough(Agreement agreement) =>
        agreement.Inliers >= LocalThresholds.LeastInliers ? agreement : null;

    /// <summary>Pairs that a transform brings together, as exactly as their scale allows.</summary>
    private static List<FeaturePair> Within(
        QueryView query, ReferenceView reference, List<FeaturePair> pairs, PlaneTransform transform, float tolerance)
    {
        var (turn, logScale) = (
            (float)Math.Atan2(transform.D - transform.B, transform.A + transform.E),
            (float)Math.Log2(Math.Max(1e-9, transform.A * transform.E - transform.B * transform.D)) / 2);
        var within = new List<FeaturePair>();
        foreach (var pair in pairs)
        {
            var (x, y) = transform.Apply(query.X[pair.Query], query.Y[pair.Query]);
            var (ex, ey) = (x - reference.X[pair.Reference], y - reference.Y[pair.Reference]);
            var allowed = tolerance * (2.5 + 0.6 * Math.Pow(2, reference.LogScale[pair.Reference]));
            if (ex * ex + ey * ey <= allowed * allowed && SimilarityProposal.Alike(query, reference, pair.Query, pair.Reference, logScale, turn))
                within.Add(pair);
        }

        return within;
    }

    private static PointPair[] Points(QueryView query, ReferenceView reference, List<FeaturePair> pairs) =>
        [.. pairs.Select(pair => new PointPair(
            query.X[pair.Query], query.Y[pair.Query], reference.X[pair.Reference], reference.Y[pair.Reference]))];

    private static (float Width, float Height) Extent(QueryView query) => (query.X.Max(), query.Y.Max());
}
