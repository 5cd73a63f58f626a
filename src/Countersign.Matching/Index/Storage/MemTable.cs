using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index.Storage;

/// <summary>
/// Items that are not in a segment file yet. They answer queries as segments in memory: what came since the last snapshot becomes one,
/// and neighbours are merged while the newer is not the smaller, so that each item is rewritten a logarithmic number of times.
/// </summary>
internal sealed class MemTable(IIndexKind kind)
{
    private readonly Dictionary<ItemKey, byte[]?> _pending = [];
    private readonly List<LiveSegment> _segments = [];

    public IReadOnlyList<LiveSegment> Segments => _segments;

    public long Bytes { get; private set; }

    public void Put(ItemKey key, byte[]? item)
    {
        _pending[key] = item;
        Bytes += 64 + (item?.Length ?? 0);
    }

    /// <summary>Makes all that was put visible: in a segment, and gone from older ones.</summary>
    public void Freeze(IReadOnlyList<LiveSegment> disk)
    {
        if (_pending.Count == 0)
            return;
        var sorted = _pending.OrderBy(pair => pair.Key).ToArray();
        foreach (var (key, _) in sorted)
        {
            foreach (var segment in disk)
                segment.Kill(key);
            foreach (var segment in _segments)
                segment.Kill(key);
        }

        _pending.Clear();
        var items = sorted.Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value!)).ToArray();
        if (items.Length == 0)
            return;
        _segments.Add(new(Segment.InMemory(new(items), kind)));
        while (_segments.Count > 1 && _segments[^1].Segment.Count >= _segments[^2].Segment.Count)
        {
            var pair = _segments[^2..];
            var merged = Segment.InMemory(Merging.Source([.. pair.Select(p => (p.Segment, p.Dead))]), kind);
            _segments.RemoveRange(_segments.Count - 2, 2);
            _segments.Add(new(merged));
            pair.ForEach(p => p.Segment.Release());
        }
    }

    /// <summary>Forgets everything; it lies in a segment file now.</summary>
    public void Clear()
    {
        _pending.Clear();
        _segments.ForEach(segment => segment.Segment.Release());
        _segments.Clear();
        Bytes = 0;
    }
}
