namespace Countersign.Matching.Index;

/// <summary>By convention the first 16 bytes, big-endian, of the SHA-256 of the file's bytes.</summary>
/// <param name="Value">The key.</param>
public readonly record struct ItemKey(UInt128 Value);

/// <summary>A kind of fingerprint over the index.</summary>
/// <typeparam name="TQuery">What is asked.</typeparam>
/// <typeparam name="THit">What is found.</typeparam>
public interface IIndexKind<TQuery, THit>
{
    /// <summary>Name and folder.</summary>
    string Name { get; }

    /// <summary>Of the layout.</summary>
    int Version { get; }

    /// <summary>Derives sections.</summary>
    void Write(SegmentSource items, SegmentWriter writer);

    /// <summary>Searches one segment.</summary>
    void Search(SegmentView segment, TQuery query, List<THit> hits);

    /// <summary>Orders what was gathered.</summary>
    void Rank(List<THit> hits);
}

/// <summary>Items being written.</summary>
public sealed class SegmentSource(IReadOnlyList<(ItemKey Key, byte[] Item)> items)
{
    /// <summary>How many.</summary>
    public int Count => items.Count;

    /// <summary>The key.</summary>
    public ItemKey Key(int ordinal) => items[ordinal].Key;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Item(int ordinal) => items[ordinal].Item;
}

/// <summary>Takes sections.</summary>
public sealed class SegmentWriter
{
    internal Dictionary<string, byte[]> Sections { get; } = [];

    /// <summary>A whole section.</summary>
    public void Section(string name, ReadOnlySpan<byte> bytes) => Sections[name] = bytes.ToArray();
}

/// <summary>A segment being read.</summary>
public sealed class SegmentView(IReadOnlyList<(ItemKey Key, byte[] Item)> items, Dictionary<string, byte[]> sections)
{
    /// <summary>How many.</summary>
    public int Count => items.Count;

    /// <summary>The key.</summary>
    public ItemKey Key(int ordinal) => items[ordinal].Key;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Item(int ordinal) => items[ordinal].Item;

    /// <summary>Whether not deleted.</summary>
    public bool IsLive(int ordinal) => ordinal < items.Count;

    /// <summary>A section.</summary>
    public ReadOnlySpan<T> Section<T>(string name) where T : unmanaged =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(sections[name]);
}
