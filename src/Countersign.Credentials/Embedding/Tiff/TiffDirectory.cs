namespace Countersign.Credentials.Embedding.Tiff;

/// <summary>
/// A directory of the chain that begins in the header of a TIFF (TIFF 6.0, section 2).
/// <code>count(2|8)  { tag(2) type(2) count(4|8) value(4|8) }…  next(4|8)</code>
/// </summary>
/// <param name="Layout">How its numbers stand.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Count">Its entries.</param>
/// <param name="Next">The directory that follows it, or 0.</param>
/// <param name="Stores">Which of the entries name a manifest store.</param>
/// <param name="Values">Where the values of these entries lie outside the directory.</param>
internal sealed record TiffDirectory(TiffLayout Layout, long Offset, long Count, long Next, IReadOnlyList<long> Stores, IReadOnlyList<ByteRange> Values)
{
    public const ushort StoreTag = 0xCD41;

    public long NextAt => Offset + Layout.CountSize + (Count * Layout.EntrySize);

    public long End => NextAt + Layout.OffsetSize;

    /// <summary>True when nothing is left of it without the store.</summary>
    public bool IsStoreAlone => Stores.Count == Count && Count > 0;

    /// <summary>Reads the chain; a defect where it cannot be followed to its end.</summary>
    public static StoreDefect? ReadChain(StreamWindow file, TiffLayout layout, ParseLimits limits, out List<TiffDirectory> chain)
    {
        chain = [];
        var seen = new HashSet<long>();
        var budget = limits.MaxElements;
        for (var at = layout.Offset(file.Peek(layout.FirstAt, layout.OffsetSize)); at != 0; at = chain[^1].Next)
        {
            if (!seen.Add(at)) return new("container.damaged", "The directories of the TIFF form a circle.", at);
            if (seen.Count > limits.MaxTiffDirectories) return new("limit.reached", "The TIFF has more directories than are followed.", at);
            if (Read(file, layout, at, ref budget) is not { } directory)
                return budget < 0 ? new("limit.reached", "The TIFF has more entries than are followed.", at) : new("container.truncated", "A directory of the TIFF lies behind the end of the file.", at);
            chain.Add(directory);
        }

        return chain.Exists(d => !d.IsStoreAlone) ? null : new("container.damaged", "The TIFF has no picture.", 0);
    }

    private static TiffDirectory? Read(StreamWindow file, TiffLayout layout, long offset, ref int budget)
    {
        var head = file.Peek(offset, layout.CountSize);
        if (head.Length < layout.CountSize) return null;
        var count = layout.Count(head);
        if (count > file.Length / layout.EntrySize) return null;
        var stores = new List<long>();
        var values = new List<ByteRange>();
        var at = offset + layout.CountSize;
        for (var i = 0L; i < count; i++, at += layout.EntrySize)
        {
            var entry = file.Peek(at, layout.EntrySize);
            if (--budget < 0 || entry.Length < layout.EntrySize) return null;
            if (layout.U16(entry) != StoreTag) continue;
            stores.Add(i);
            var length = layout.Offset(entry[4..]);
            if (length > layout.OffsetSize) values.Add(new(layout.Offset(entry[layout.ValueAt..]), length));
        }

        var next = file.Peek(at, layout.OffsetSize);
        return next.Length < layout.OffsetSize ? null : new(layout, offset, count, layout.Offset(next), stores, values);
    }

    /// <summary>The directory without its store, as long as it was: what comes behind its end is padding.</summary>
    public byte[]? WithoutStores(StreamWindow file, long next)
    {
        var length = End - Offset;
        if (length > int.MaxValue || file.Copy(Offset, length, (int)length) is not { } bytes) return null;
        var kept = new byte[length];
        Layout.WriteCount(kept, Count - Stores.Count);
        var at = Layout.CountSize;
        for (long i = 0, named = 0; i < Count; i++)
        {
            if (named < Stores.Count && Stores[(int)named] == i)
            {
                named++;
                continue;
            }

            bytes.AsSpan((int)(Layout.CountSize + (i * Layout.EntrySize)), Layout.EntrySize).CopyTo(kept.AsSpan(at));
            at += Layout.EntrySize;
        }

        Layout.WriteOffset(kept.AsSpan(at), next);
        return kept;
    }
}
