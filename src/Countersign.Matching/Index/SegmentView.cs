using System.Runtime.InteropServices;
using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index;

/// <summary>
/// One segment as a search sees it. Spans point into the mapped file and are valid until the snapshot is disposed.
/// </summary>
public sealed class SegmentView
{
    private readonly Segment _segment;
    private readonly ulong[]? _dead;

    internal SegmentView(Segment segment, ulong[]? dead) => (_segment, _dead) = (segment, dead);

    /// <summary>How many items there are, deleted ones among them.</summary>
    public int Count => _segment.Count;

    /// <summary>The key of an item.</summary>
    /// <param name="ordinal">0 to <see cref="Count"/> − 1; ordinals read from a section must be checked first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ordinal is another.</exception>
    public ItemKey Key(int ordinal) => _segment.Key(ordinal);

    /// <summary>An item's bytes as they were given to <c>Add</c>; none when the segment is damaged there.</summary>
    /// <inheritdoc cref="Key"/>
    public ReadOnlySpan<byte> Item(int ordinal) => _segment.Item(ordinal);

    /// <summary>Whether an item is neither deleted nor replaced.</summary>
    /// <inheritdoc cref="Key"/>
    public bool IsLive(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Count);
        return !LiveSegment.IsDead(_dead, ordinal);
    }

    /// <summary>The ordinal of a live item by its key, or −1.</summary>
    /// <param name="key">The key.</param>
    public int Find(ItemKey key)
    {
        var ordinal = _segment.Find(key);
        return ordinal >= 0 && IsLive(ordinal) ? ordinal : -1;
    }

    /// <summary>A section as values of one size; empty when there is none of that name. Bytes left over at the end are left out.</summary>
    /// <typeparam name="T">The form of a value, as it lies in memory (little-endian).</typeparam>
    /// <param name="name">The name it was written under. "items" is all items, one after the other.</param>
    public ReadOnlySpan<T> Section<T>(string name) where T : unmanaged => MemoryMarshal.Cast<byte, T>(_segment.Section(name));
}
