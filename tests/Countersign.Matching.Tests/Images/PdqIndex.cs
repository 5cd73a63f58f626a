using Countersign.Matching.Images;

namespace Countersign.Matching.Tests.Images;

/// <summary>A registered picture near a query.</summary>
/// <param name="Key">The key it was registered under.</param>
/// <param name="Distance">Differing bits, 0 to 256.</param>
/// <param name="Orientation">How the query was turned to match; <see cref="PdqOrientation.Original"/> unless asked for more.</param>
/// <param name="Strength">
/// In [0,1]: 1 − distance ÷ 62, so 1 is an equal hash and 0.5 the published match threshold of 31 bits. Below 0.5,
/// whatever the distance, when either hash has a quality of <see cref="PdqThresholds.DiscardQuality"/> or less.
/// </param>
internal sealed record PdqHit(string Key, int Distance, PdqOrientation Orientation, double Strength);

/// <summary>
/// Registered PDQ hashes in memory, searched from end to end: what the index of PDQ hashes must answer like. Searches may run in
/// parallel; adding may not run beside anything.
/// </summary>
internal sealed class PdqIndex
{
    private readonly record struct Entry(PdqHash Hash, int Quality, string Key);

    private readonly List<Entry> _entries = [];

    /// <summary>How many hashes are registered.</summary>
    public int Count => _entries.Count;

    /// <summary>Registers a hash. A key may have several; a search reports the nearest of them.</summary>
    /// <param name="key">The caller's name for the work.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="quality">0 to 100.</param>
    public void Add(string key, PdqHash hash, int quality) => _entries.Add(new Entry(hash, quality, key));

    /// <summary>All registered keys within a radius of one hash.</summary>
    /// <param name="query">The hash looked for, with its quality.</param>
    /// <param name="radius">Largest distance reported, 0 to 256.</param>
    /// <returns>One hit a key, strongest first, then nearest, then by key (ordinal).</returns>
    public IReadOnlyList<PdqHit> Search(PdqFingerprint query, int radius = PdqThresholds.Match)
    {
        var best = new Dictionary<string, PdqHit>(StringComparer.Ordinal);
        Collect(query.Hash, query.Quality, PdqOrientation.Original, radius, best);
        return Ranked(best);
    }

    /// <summary>All registered keys within a radius of a picture in any of its eight orientations.</summary>
    /// <param name="query">The query's eight hashes.</param>
    /// <param name="radius">Largest distance reported, 0 to 256.</param>
    /// <returns>One hit a key, as <see cref="Search(PdqFingerprint, int)"/> orders them.</returns>
    public IReadOnlyList<PdqHit> Search(PdqOrientations query, int radius = PdqThresholds.Match)
    {
        var best = new Dictionary<string, PdqHit>(StringComparer.Ordinal);
        foreach (var orientation in Enum.GetValues<PdqOrientation>())
            Collect(query[orientation], query.Quality, orientation, radius, best);
        return Ranked(best);
    }

    private void Collect(
        PdqHash hash, int quality, PdqOrientation orientation, int radius, Dictionary<string, PdqHit> best)
    {
        foreach (ref readonly var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries))
        {
            var distance = hash.HammingDistance(entry.Hash);
            if (distance > radius)
                continue;
            var hit = new PdqHit(entry.Key, distance, orientation, Strength(distance, Math.Min(quality, entry.Quality)));
            if (!best.TryGetValue(entry.Key, out var held) || Compare(hit, held) < 0)
                best[entry.Key] = hit;
        }
    }

    private static double Strength(int distance, int quality)
    {
        var strength = Math.Max(0, 1 - distance / (2.0 * PdqThresholds.Match));
        return quality <= PdqThresholds.DiscardQuality ? Math.Min(strength, PdqThresholds.NeverStrong) : strength;
    }

    private static PdqHit[] Ranked(Dictionary<string, PdqHit> best)
    {
        var hits = best.Values.ToArray();
        Array.Sort(hits, Compare);
        return hits;
    }

    private static int Compare(PdqHit left, PdqHit right)
    {
        var order = right.Strength.CompareTo(left.Strength);
        if (order == 0)
            order = left.Distance.CompareTo(right.Distance);
        if (order == 0)
            order = string.CompareOrdinal(left.Key, right.Key);
        return order != 0 ? order : left.Orientation.CompareTo(right.Orientation);
    }
}
