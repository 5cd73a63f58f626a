namespace Countersign.Matching.Index;

/// <summary>
/// An index as it was at one moment, unaffected by what is written later. Searches may run side by side; dispose it when they are done,
/// since it keeps files of merged segments.
/// </summary>
/// <typeparam name="TQuery">What is looked for.</typeparam>
/// <typeparam name="THit">What is found.</typeparam>
public sealed class IndexSnapshot<TQuery, THit> : IIndexShard<TQuery, THit>, IDisposable
{
    private readonly IIndexKind<TQuery, THit> _kind;
    private readonly Segments.Segment[] _segments;
    private readonly SegmentView[] _views;
    private int _disposed;

    internal IndexSnapshot(IIndexKind<TQuery, THit> kind, (Segments.Segment Segment, ulong[]? Dead, int Live)[] parts)
    {
        _kind = kind;
        Count = parts.Sum(part => (long)part.Live);
        _segments = [.. parts.Select(part => part.Segment)];
        _views = [.. parts.Select(part => new SegmentView(part.Segment, part.Dead))];
    }

    /// <summary>How many items are live.</summary>
    public long Count { get; }

    /// <summary>The segments, for figures that a kind wants of the whole (such as how common a word is).</summary>
    public IReadOnlyList<SegmentView> Segments => _views;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The snapshot was disposed.</exception>
    public IReadOnlyList<THit> Search(TQuery query)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var hits = new List<THit>();
        foreach (var view in _views)
            _kind.Search(view, query, hits);
        _kind.Rank(hits);
        return hits;
    }

    /// <summary>Whether there is a live item of a key; nothing of it is read.</summary>
    /// <param name="key">The key.</param>
    public bool Contains(ItemKey key)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return Array.Exists(_views, view => view.Find(key) >= 0);
    }

    /// <summary>The bytes of a live item, or null.</summary>
    /// <param name="key">Its key.</param>
    public byte[]? Find(ItemKey key)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        foreach (var view in _views)
        {
            if (view.Find(key) is >= 0 and var ordinal)
                return view.Item(ordinal).ToArray();
        }

        return null;
    }

    /// <summary>Lets go of the segments. No search may be running.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        foreach (var segment in _segments)
            segment.Release();
    }
}
