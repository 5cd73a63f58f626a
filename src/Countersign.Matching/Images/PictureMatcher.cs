using Countersign.Matching.Images.Local;
using Countersign.Matching.Index;
using Countersign.Matching.Index.Pdq;

namespace Countersign.Matching.Images;

/// <summary>How far a search goes.</summary>
public enum PictureSearchDepth
{
    /// <summary>Whole pictures and details, always.</summary>
    Everything,

    /// <summary>Details only where no strong match of the whole picture was found. What else is in the picture is not looked for.</summary>
    DetailsIfNeeded,

    /// <summary>Whole pictures only.</summary>
    WholeOnly,
}

/// <summary>A registered picture found.</summary>
/// <param name="Key">What it is registered under.</param>
/// <param name="Strength">In [0, 1], the stronger of the layers that found it; strong from 0.5.</param>
/// <param name="Pdq">The nearest hash of the whole picture, or of what is within plain borders; null where only details match.</param>
/// <param name="PdqRegion">Where in the query that hash was taken; empty where there is none.</param>
/// <param name="Seen">Where it is seen by its details, strongest first; may be empty.</param>
public sealed record PictureMatch(
    ItemKey Key, double Strength, PdqMatch? Pdq, PictureRegion PdqRegion, IReadOnlyList<LocalHit> Seen)
{
    /// <summary><c>pdq</c>, <c>local</c> or <c>pdq+local</c>.</summary>
    public string Method => Pdq is null ? "local" : Seen.Count == 0 ? "pdq" : "pdq+local";

    /// <summary>Where in the query it is seen best, in pixels as shown.</summary>
    public PictureRegion InQuery => Seen.Count > 0 ? Seen[0].InQuery : PdqRegion;

    /// <summary>Which part of the registered picture that is, in its pixels as shown; null for all of it.</summary>
    public PictureRegion? InReference => Seen.Count > 0 ? Seen[0].InReference : null;
}

/// <summary>
/// Finds registered pictures in a picture: whole-picture hashes first, then details, as one list. A picture is in both indexes
/// under one key. (The hash of the file's bytes, the cheapest layer, is the caller's.) Safe to call from many threads.
/// </summary>
/// <param name="whole">The index of whole pictures: a snapshot, or shards.</param>
/// <param name="details">The index of details: a snapshot, or shards.</param>
public sealed class PictureMatcher(IIndexShard<PdqQuery, PdqMatch> whole, IIndexShard<LocalQuery, LocalHit> details)
{
    /// <summary>Looks for registered pictures.</summary>
    /// <param name="query">The picture looked in.</param>
    /// <param name="depth">How far to go.</param>
    /// <param name="radius">Largest PDQ distance; up to 31 is quick, up to 61 also finds weak matches.</param>
    /// <returns>One match a key, strongest first, ties by key.</returns>
    public IReadOnlyList<PictureMatch> Search(
        PictureQuery query, PictureSearchDepth depth = PictureSearchDepth.Everything, int radius = PdqThresholds.Match)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new Dictionary<ItemKey, PictureMatch>();
        foreach (var match in whole.Search(PdqQuery.Of(query.Whole, radius)))
            found[match.Key] = new PictureMatch(match.Key, match.Strength, match, query.Region, []);
        if (query.Inner is { } inner)
            foreach (var match in whole.Search(PdqQuery.Of(inner, radius)))
                if (!found.TryGetValue(match.Key, out var held) || held.Strength < match.Strength)
                    found[match.Key] = new PictureMatch(match.Key, match.Strength, match, query.InnerRegion, []);

        if (depth == PictureSearchDepth.Everything
            || depth == PictureSearchDepth.DetailsIfNeeded && !found.Values.Any(match => match.Strength >= 0.5))
        {
            foreach (var group in details.Search(query.Local).GroupBy(hit => hit.Key))
            {
                var seen = group.ToArray();
                var held = found.GetValueOrDefault(group.Key) ?? new PictureMatch(group.Key, 0, null, default, []);
                found[group.Key] = held with { Strength = Math.Max(held.Strength, seen[0].Strength), Seen = seen };
            }
        }

        return [.. found.Values.OrderByDescending(match => match.Strength).ThenBy(match => match.Key)];
    }
}
