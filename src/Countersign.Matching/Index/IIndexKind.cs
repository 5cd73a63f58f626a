namespace Countersign.Matching.Index;

/// <summary>The half of a kind that storage needs: how segments of it are laid out.</summary>
public interface IIndexKind
{
    /// <summary>Stable and short, 1 to 32 characters of a–z, 0–9 and '-'; stands in every file.</summary>
    string Name { get; }

    /// <summary>The version of the kind's own sections. An index of another version is rebuilt from its items, or refused.</summary>
    int Version { get; }

    /// <summary>Derives the kind's own sections (postings, tables) from the items. Equal items must give equal bytes.</summary>
    /// <param name="items">The items in the order of their keys.</param>
    /// <param name="writer">Takes the sections.</param>
    void Write(SegmentSource items, SegmentWriter writer);
}

/// <summary>
/// A kind of fingerprint in an index. One instance may be called from several threads at once, also to write while others search.
/// </summary>
/// <typeparam name="TQuery">What is looked for.</typeparam>
/// <typeparam name="THit">What is found; carries the item's key.</typeparam>
public interface IIndexKind<TQuery, THit> : IIndexKind
{
    /// <summary>
    /// Searches one segment. Only live items may become hits. The bytes are hostile: a segment is not read through when it is opened,
    /// so a section may be absent, short, or hold any number.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="query">The query.</param>
    /// <param name="hits">Takes the hits, in any order.</param>
    void Search(SegmentView segment, TQuery query, List<THit> hits);

    /// <summary>
    /// Orders the hits of all segments and shards, best first, ties by key, and trims them. Ranking what is ranked already changes nothing.
    /// </summary>
    /// <param name="hits">The hits, in place.</param>
    void Rank(List<THit> hits);
}
