using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index;

/// <summary>The items of a segment that is being written, in the order of their keys. Read from where they lie, not copied.</summary>
public sealed class SegmentSource
{
    private readonly (ItemKey Key, byte[] Item)[]? _fresh;
    private readonly Segment[] _segments = [];
    private readonly ulong[] _places = [];

    internal SegmentSource((ItemKey Key, byte[] Item)[] sorted) => (_fresh, Count) = (sorted, sorted.Length);

    /// <param name="segments">Where the items lie.</param>
    /// <param name="places">For each item the number of the segment (upper half) and the ordinal in it (lower half).</param>
    internal SegmentSource(Segment[] segments, ulong[] places) => (_segments, _places, Count) = (segments, places, places.Length);

    /// <summary>How many items there are.</summary>
    public int Count { get; }

    /// <summary>The key of an item.</summary>
    /// <param name="ordinal">0 to <see cref="Count"/> − 1.</param>
    public ItemKey Key(int ordinal) =>
        _fresh is not null ? _fresh[ordinal].Key : _segments[(int)(_places[ordinal] >> 32)].Key((int)_places[ordinal]);

    /// <summary>The bytes as they were given to <c>Add</c>; valid until <c>Write</c> returns.</summary>
    /// <param name="ordinal">0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<byte> Item(int ordinal) =>
        _fresh is not null ? _fresh[ordinal].Item : _segments[(int)(_places[ordinal] >> 32)].Item((int)_places[ordinal]);
}
