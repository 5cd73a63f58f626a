using System.Numerics;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// Whether a candidate is worth comparing in full: of the features that voted for it, do a few agree on a similarity? Most
/// candidates of a large register are there by chance, and a full comparison costs fifty times as much.
/// </summary>
internal static class QuickCheck
{
    /// <summary>So many features, in places of their own, must agree. The full comparison then asks for far more.</summary>
    private const int Agreeing = 4;

    /// <summary>Tentative pairs considered. Attack: a picture of one feature repeated.</summary>
    private const int Many = 200;

    /// <summary>Of two features so near each other only one counts, in pixels.</summary>
    private const float SamePlace = 4;

    public static bool Promising(QueryView query, ReferenceView reference, ReadOnlySpan<LocalFeature> features)
    {
        Span<(int Query, int Reference)> pairs = stackalloc (int, int)[Many];
        var count = 0;
        var table = query.ProbeTable;
        for (var r = 0; r < features.Length; r++)
        {
            for (var p = table.First(features[r].Cell); p >= 0; p = table.Next(p))
            {
                if (table[p].Cell != features[r].Cell
                    || BitOperations.PopCount(table[p].Residual ^ features[r].Residual) >= CandidateVote.Apart)
                    continue;
                if (count == Many)
                    break;
                pairs[count++] = (p / LocalQuery.ProbesEach, r);
            }
        }

        for (var seed = 0; seed < count; seed++)
            if (Agree(query, reference, pairs[..count], pairs[seed]))
                return true;
        return false;
    }

    private static bool Agree(QueryView query, ReferenceView reference, ReadOnlySpan<(int Query, int Reference)> pairs, (int Query, int Reference) seed)
    {
        var (q, r) = seed;
        var hypothesis = SimilarityProposal.Of(query, reference, q, r);
        Span<(int Query, int Reference)> agreed = stackalloc (int, int)[Agreeing];
        var count = 0;
        foreach (var pair in pairs)
        {
            if (!hypothesis.Accepts(query, reference, pair.Query, pair.Reference))
                continue;
            var own = true;
            for (var i = 0; i < count && own; i++)
                own = Apart(query.X, query.Y, pair.Query, agreed[i].Query) && Apart(reference.X, reference.Y, pair.Reference, agreed[i].Reference);
            if (!own)
                continue;
            agreed[count++] = pair;
            if (count == Agreeing)
                return true;
        }

        return false;
    }

    private static bool Apart(float[] xs, float[] ys, int a, int b) =>
        MathF.Abs(xs[a] - xs[b]) > SamePlace || MathF.Abs(ys[a] - ys[b]) > SamePlace;
}
