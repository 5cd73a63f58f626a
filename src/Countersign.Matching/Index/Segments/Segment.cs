using System.Buffers.Binary;
using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Countersign.Matching.Index.Segments;

/// <summary>
/// An immutable segment, in a mapped file or in memory. Counted references: the last one to let go unmaps it, and deletes its file when
/// the segment was merged away. Every span is cut from a section whose bounds were checked when the segment was opened.
/// </summary>
internal sealed unsafe class Segment
{
    private readonly Dictionary<string, (long Offset, int Length, ulong Checksum)> _sections = new(StringComparer.Ordinal);
    private MemoryMappedFile? _file;
    private MemoryMappedViewAccessor? _view;
    private byte* _start;
    private int _references = 1;
    private (long Offset, int Length, ulong Checksum) _keys, _items, _ends;
    private Action? _whenReleased;

    private Segment(string name) => Name = name;

    /// <summary>The file's name, or what takes its place in a message.</summary>
    public string Name { get; }
    public int Count { get; private set; }
    public long FileLength { get; private set; }
    public ulong FooterChecksum { get; private set; }
    public int KindVersion { get; private set; }

    public static Segment OpenFile(string path, IIndexKind kind, bool anyVersion)
    {
        var segment = new Segment(Path.GetFileName(path));
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            var length = stream.Length;
            if (length < 2 * SegmentLayout.Block)
                throw segment.Damaged("it is too short");
            segment._file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            segment._view = segment._file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            segment._view.SafeMemoryMappedViewHandle.AcquirePointer(ref segment._start);
            segment.Read(length, kind, anyVersion);
            return segment;
        }
        catch
        {
            segment.Release();
            throw;
        }
    }

    public static Segment InMemory(SegmentSource items, IIndexKind kind)
    {
        var stream = new MemoryStream();
        WriteTo(stream, items, kind);
        var segment = new Segment("the buffer");
        segment._start = (byte*)NativeMemory.AlignedAlloc((nuint)stream.Length, SegmentLayout.Block);
        stream.GetBuffer().AsSpan(0, (int)stream.Length).CopyTo(new Span<byte>(segment._start, (int)stream.Length));
        segment.Read(stream.Length, kind, anyVersion: false);
        return segment;
    }

    public static long WriteTo(Stream stream, SegmentSource items, IIndexKind kind)
    {
        var writer = new SegmentWriter(stream, kind);
        writer.WriteItems(items);
        kind.Write(items, writer);
        return writer.Finish(items.Count);
    }

    public ItemKey Key(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Count);
        return new(BinaryPrimitives.ReadUInt128LittleEndian(Bytes(_keys).Slice(ordinal * ItemKey.Size, ItemKey.Size)));
    }

    public ReadOnlySpan<byte> Item(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Count);
        long from, to;
        if (_ends.Length == 8)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(Bytes(_ends));
            if ((ulong)length > int.MaxValue)
                return default;
            (from, to) = (ordinal * length, (ordinal + 1L) * length);
        }
        else
        {
            var ends = MemoryMarshal.Cast<byte, long>(Bytes(_ends));
            (from, to) = (ordinal == 0 ? 0 : ends[ordinal - 1], ends[ordinal]);
        }

        // Bounds that damage has moved give an item of no bytes, which every kind's decoder refuses.
        return from < 0 || to < from || to > _items.Length ? default : Bytes(_items).Slice((int)from, (int)(to - from));
    }

    public ReadOnlySpan<byte> Section(string name) => _sections.TryGetValue(name, out var section) ? Bytes(section) : default;

    /// <summary>The ordinal of a key, or −1.</summary>
    public int Find(ItemKey key)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            var order = Key(middle).Value.CompareTo(key.Value);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>Reads every byte: each section against its checksum, and the keys for their order.</summary>
    public DecodeFailure? Verify()
    {
        foreach (var (name, section) in _sections.OrderBy(pair => pair.Value.Offset))
        {
            if (XxHash3.HashToUInt64(Bytes(section)) != section.Checksum)
                return Damaged($"the section '{name}' does not have its checksum").Failure;
        }

        for (var i = 1; i < Count; i++)
        {
            if (Key(i - 1) >= Key(i))
                return Damaged("its keys are not in order").Failure;
        }

        return null;
    }

    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>What is to be done once nobody reads the segment any more.</summary>
    public void WhenReleased(Action action) => _whenReleased = action;

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        if (_view is not null)
        {
            if (_start != null)
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
        }
        else if (_start != null)
        {
            NativeMemory.AlignedFree(_start);
        }

        _file?.Dispose();
        _start = null;
        _whenReleased?.Invoke();
    }

    private ReadOnlySpan<byte> Bytes((long Offset, int Length, ulong Checksum) section)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        return new(_start + section.Offset, section.Length);
    }

    private void Read(long length, IIndexKind kind, bool anyVersion)
    {
        var header = new ReadOnlySpan<byte>(_start, SegmentLayout.Block);
        var footer = new ReadOnlySpan<byte>(_start + length - SegmentLayout.Block, SegmentLayout.Block);
        if (!header[..8].SequenceEqual(SegmentLayout.HeaderMagic) || !SegmentLayout.Sealed(header))
            throw Damaged("its header is not that of a segment");
        var format = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (format != SegmentLayout.Format)
            throw new IndexException(IndexFailures.Newer(Name, format));
        KindVersion = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        var name = SegmentLayout.GetName(header[16..]);
        if (name != kind.Name)
            throw new IndexException(IndexFailures.OtherKind(name, kind.Name));
        if (KindVersion != kind.Version && !anyVersion)
            throw new IndexException(IndexFailures.OtherVersion(name, KindVersion, kind.Version));
        var tableOffset = BinaryPrimitives.ReadInt64LittleEndian(footer);
        var sections = BinaryPrimitives.ReadInt32LittleEndian(footer[8..]);
        Count = BinaryPrimitives.ReadInt32LittleEndian(footer[12..]);
        if (!SegmentLayout.Sealed(footer) || !footer[48..56].SequenceEqual(SegmentLayout.FooterMagic)
            || BinaryPrimitives.ReadInt64LittleEndian(footer[16..]) != length || Count < 0
            || sections is < 0 or > SegmentLayout.MaxSections
            || tableOffset != length - SegmentLayout.Block * (sections + 1L) || tableOffset < SegmentLayout.Block
            || BinaryPrimitives.ReadUInt64LittleEndian(footer[32..]) != XxHash3.HashToUInt64(header))
            throw Damaged("its footer does not fit");
        var table = new ReadOnlySpan<byte>(_start + tableOffset, sections * SegmentLayout.Block);
        if (XxHash3.HashToUInt64(table) != BinaryPrimitives.ReadUInt64LittleEndian(footer[24..]))
            throw Damaged("its table does not have its checksum");
        (FileLength, FooterChecksum) = (length, BinaryPrimitives.ReadUInt64LittleEndian(footer[56..]));
        for (; !table.IsEmpty; table = table[SegmentLayout.Block..])
        {
            var offset = BinaryPrimitives.ReadInt64LittleEndian(table[32..]);
            var size = BinaryPrimitives.ReadInt64LittleEndian(table[40..]);
            if (offset < SegmentLayout.Block || offset % SegmentLayout.Block != 0 || size is < 0 or > int.MaxValue || offset > tableOffset - size
                || !_sections.TryAdd(SegmentLayout.GetName(table), (offset, (int)size, BinaryPrimitives.ReadUInt64LittleEndian(table[48..]))))
                throw Damaged("a section lies outside it");
        }

        if (!_sections.TryGetValue(SegmentLayout.Keys, out _keys) || !_sections.TryGetValue(SegmentLayout.Items, out _items)
            || !_sections.TryGetValue(SegmentLayout.Ends, out _ends)
            || _keys.Length != (long)Count * ItemKey.Size || (_ends.Length != Count * 8L && (_ends.Length != 8 || Count == 0)))
            throw Damaged("its items do not fit their number");
    }

    private IndexException Damaged(string what) => new(IndexFailures.Damaged(Name, what));
}
