using System.Runtime.InteropServices;
using Countersign.Matching.Images;

namespace Countersign.Matching.Index.Pdq;

/// <summary>
/// PDQ hashes within a radius, exactly, by multi-index hashing (Norouzi, Punjani and Fleet, 2012): a hash is 16 chunks of 16 bits, and of two
/// hashes at most 31 bits apart some chunk differs in at most one bit. For each chunk, "starts" (65,537 u32) says
/// where in "postings" (u32 ordinals, by the chunk's value) the items with a value lie. Segments of fewer than
/// <see cref="Smallest"/> items have neither: reading them through is as quick, and the tables alone take 4 MB.
/// </summary>
public sealed class PdqKind : IIndexKind<PdqQuery, PdqMatch>
{
    internal const int Chunks = 16;
    internal const int Values = 1 << 16;
    internal const int Smallest = 1 << 14;
    internal const string Starts = "starts";
    internal const string Postings = "postings";

    /// <inheritdoc/>
    public string Name => "pdq";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public void Write(SegmentSource items, SegmentWriter writer)
    {
        if (items.Count < Smallest)
            return;
        // An item that is no hash stays in the segment and in no list.
        var valid = new List<int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (PdqItem.TryDecode(items.Item(i), out _))
                valid.Add(i);
        }

        var ordinals = CollectionsMarshal.AsSpan(valid);
        var values = new ushort[ordinals.Length];
        var starts = new uint[Chunks * (Values + 1)];
        var sorted = new uint[ordinals.Length];
        using (var postings = writer.OpenSection(Postings))
        {
            for (var chunk = 0; chunk < Chunks; chunk++)
            {
                for (var i = 0; i < ordinals.Length; i++)
                    values[i] = MemoryMarshal.Read<ushort>(items.Item(ordinals[i])[(PdqItem.HashOffset + 2 * chunk)..]);
                CountingSort(ordinals, values, starts.AsSpan(chunk * (Values + 1), Values + 1), (uint)(chunk * (long)ordinals.Length), sorted);
                postings.Write(MemoryMarshal.AsBytes(sorted.AsSpan()));
            }
        }

        writer.Section<uint>(Starts, starts);
    }

    /// <inheritdoc/>
    public void Search(SegmentView segment, PdqQuery query, List<PdqMatch> hits)
    {
        var search = new PdqSegmentSearch(segment, query, hits);
        foreach (var form in query.Forms)
            search.Run(form);
    }

    /// <summary>Keeps the best hit of each key, strongest first, then nearest, then by key.</summary>
    /// <param name="hits">The hits, in place.</param>
    public void Rank(List<PdqMatch> hits)
    {
        hits.Sort((a, b) => a.Key != b.Key ? a.Key.CompareTo(b.Key) : Better(a, b));
        var kept = 0;
        for (var i = 0; i < hits.Count; i++)
        {
            if (i == 0 || hits[i].Key != hits[kept - 1].Key)
                hits[kept++] = hits[i];
        }

        hits.RemoveRange(kept, hits.Count - kept);
        hits.Sort(Better);
    }

    private static int Better(PdqMatch a, PdqMatch b) =>
        (-a.Strength, a.Distance, a.Key, a.Inverted, a.Orientation, a.Quality).CompareTo((-b.Strength, b.Distance, b.Key, b.Inverted, b.Orientation, b.Quality));

    private static void CountingSort(ReadOnlySpan<int> ordinals, ReadOnlySpan<ushort> values, Span<uint> starts, uint first, uint[] sorted)
    {
        var next = new uint[Values + 1];
        foreach (var value in values)
            next[value + 1]++;
        for (var value = 0; value < Values; value++)
            next[value + 1] += next[value];
        for (var value = 0; value <= Values; value++)
            starts[value] = first + next[value];
        for (var i = 0; i < values.Length; i++)
            sorted[next[values[i]]++] = (uint)ordinals[i];
    }
}
