using Countersign.Matching.Index;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// Registered pictures by their local features: inverted lists for candidates, geometry for proof. Items are encoded
/// <see cref="LocalFingerprint"/>s; an item that cannot be read is never found.
/// </summary>
public sealed class LocalFeatureKind : IIndexKind<LocalQuery, LocalHit>
{
    /// <summary>Candidates of one segment that are looked at, in each of the two mirror forms.</summary>
    private const int Candidates = 64;

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public void Write(SegmentSource items, SegmentWriter writer)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(writer);
        var entries = new List<(int, int, uint)>();
        for (var ordinal = 0; ordinal < items.Count; ordinal++)
        {
            if (!LocalFingerprint.FromBytes(items.Item(ordinal)).TryGet(out var fingerprint, out _))
                continue;
            foreach (ref readonly var feature in fingerprint.Features)
                entries.Add((feature.Cell, ordinal, feature.Residual));
        }

        Postings.Write(entries, writer);
    }

    /// <inheritdoc/>
    public void Search(SegmentView segment, LocalQuery query, List<LocalHit> hits)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(hits);
        foreach (var mirrored in (bool[])[false, true])
        {
            var view = mirrored ? query.Mirrored : query.Plain;
            foreach (var ordinal in CandidateVote.Candidates(segment, view, Candidates))
            {
                if (!LocalFingerprint.FromBytes(segment.Item(ordinal)).TryGet(out var fingerprint, out _))
                    continue;
                var reference = new ReferenceView(fingerprint);
                if (QuickCheck.Promising(view, reference, fingerprint.Features))
                    LocalComparison.Collect(query, mirrored, segment.Key(ordinal), fingerprint, reference, hits);
            }
        }
    }

    /// <summary>
    /// Strongest first, then by key, then by place. One registered picture may be seen several times in a query; of places that
    /// cover each other for the most part the strongest is kept.
    /// </summary>
    /// <param name="hits">What all segments and shards found.</param>
    public void Rank(List<LocalHit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        hits.Sort(Compare);
        var kept = new List<LocalHit>(hits.Count);
        foreach (var hit in hits)
            if (!kept.Exists(other => other.Key == hit.Key && Covers(other.InQuery, hit.InQuery)))
                kept.Add(hit);
        hits.Clear();
        hits.AddRange(kept);
    }

    private static int Compare(LocalHit a, LocalHit b)
    {
        var order = b.Strength.CompareTo(a.Strength);
        order = order != 0 ? order : a.Key.Value.CompareTo(b.Key.Value);
        order = order != 0 ? order : a.Mirrored.CompareTo(b.Mirrored);
        order = order != 0 ? order : a.InQuery.Y.CompareTo(b.InQuery.Y);
        order = order != 0 ? order : a.InQuery.X.CompareTo(b.InQuery.X);
        return order != 0 ? order : b.InQuery.Width.CompareTo(a.InQuery.Width);
    }

    private static bool Covers(PictureRegion stronger, PictureRegion weaker)
    {
        var width = Math.Min(stronger.X + stronger.Width, weaker.X + weaker.Width) - Math.Max(stronger.X, weaker.X);
        var height = Math.Min(stronger.Y + stronger.Height, weaker.Y + weaker.Height) - Math.Max(stronger.Y, weaker.Y);
        return width > 0 && height > 0 && 2L * width * height > (long)weaker.Width * weaker.Height;
    }
}
