using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index;

/// <summary>Writes the named sections of one segment, one after another.</summary>
public sealed class SegmentWriter
{
    private readonly Stream _stream;
    private readonly byte[] _header = new byte[SegmentLayout.Block];
    private readonly List<byte[]> _table = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _open;
    private long _position;

    internal SegmentWriter(Stream stream, IIndexKind kind)
    {
        _stream = stream;
        SegmentLayout.HeaderMagic.CopyTo(_header);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(8), SegmentLayout.Format);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(12), kind.Version);
        SegmentLayout.PutName(_header.AsSpan(16), kind.Name);
        SegmentLayout.Seal(_header);
        Put(_header);
    }

    /// <summary>Writes a whole section.</summary>
    /// <param name="name">1 to 32 ASCII characters, not yet used; "keys", "items" and "ends" are the store's.</param>
    /// <param name="bytes">Its bytes; they will begin at a multiple of 64.</param>
    public void Section(string name, ReadOnlySpan<byte> bytes)
    {
        using var section = OpenSection(name);
        section.Write(bytes);
    }

    /// <summary>Writes a whole section of numbers, as they lie in memory (little-endian).</summary>
    /// <inheritdoc cref="Section(string, ReadOnlySpan{byte})"/>
    /// <param name="name">The name.</param>
    /// <param name="values">Its values.</param>
    public void Section<T>(string name, ReadOnlySpan<T> values) where T : unmanaged
    {
        using var section = OpenSection(name);
        // In pieces, since the bytes of many values may pass what one span can hold.
        for (var piece = 1 << 24; !values.IsEmpty; values = values[Math.Min(piece, values.Length)..])
            section.Write(MemoryMarshal.AsBytes(values[..Math.Min(piece, values.Length)]));
    }

    /// <summary>A section to be written piece by piece, less than 2 GiB. Dispose it before the next.</summary>
    /// <param name="name">As for <see cref="Section(string, ReadOnlySpan{byte})"/>.</param>
    public Stream OpenSection(string name)
    {
        if (_open)
            throw new InvalidOperationException("Another section is being written.");
        if (!_names.Add(name) || _table.Count == SegmentLayout.MaxSections)
            throw new ArgumentException("The name is used already, or there are too many sections.", nameof(name));
        _open = true;
        return new SectionStream(this, name, _position);
    }

    internal void WriteItems(SegmentSource items)
    {
        var key = new byte[ItemKey.Size];
        using (var keys = OpenSection(SegmentLayout.Keys))
        {
            for (var i = 0; i < items.Count; i++)
            {
                BinaryPrimitives.WriteUInt128LittleEndian(key, items.Key(i).Value);
                keys.Write(key);
            }
        }

        using (var bytes = OpenSection(SegmentLayout.Items))
        {
            for (var i = 0; i < items.Count; i++)
                bytes.Write(items.Item(i));
        }

        // Where items end; when all are equally long, that length alone.
        var same = true;
        for (var i = 1; i < items.Count && same; i++)
            same = items.Item(i).Length == items.Item(0).Length;
        using var ends = OpenSection(SegmentLayout.Ends);
        long end = 0;
        for (var i = 0; i < (same ? Math.Min(items.Count, 1) : items.Count); i++)
        {
            end += items.Item(i).Length;
            BinaryPrimitives.WriteInt64LittleEndian(key, end);
            ends.Write(key, 0, 8);
        }
    }

    internal long Finish(int items)
    {
        var table = _table.SelectMany(entry => entry).ToArray();
        var footer = new byte[SegmentLayout.Block];
        var span = footer.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(span, _position);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], _table.Count);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], items);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], _position + table.Length + SegmentLayout.Block);
        BinaryPrimitives.WriteUInt64LittleEndian(span[24..], XxHash3.HashToUInt64(table));
        BinaryPrimitives.WriteUInt64LittleEndian(span[32..], XxHash3.HashToUInt64(_header));
        SegmentLayout.FooterMagic.CopyTo(span[48..]);
        SegmentLayout.Seal(span);
        Put(table);
        Put(footer);
        return _position;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }

    private sealed class SectionStream(SegmentWriter owner, string name, long offset) : Stream
    {
        private readonly XxHash3 _checksum = new();
        private long _length;
        private bool _closed;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => _length;
        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _length += buffer.Length;
            if (_length > int.MaxValue)
                throw new IndexException(IndexFailures.TooLarge(name));
            _checksum.Append(buffer);
            owner.Put(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                var entry = new byte[SegmentLayout.Block];
                SegmentLayout.PutName(entry, name);
                BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(32), offset);
                BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(40), _length);
                BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(48), _checksum.GetCurrentHashAsUInt64());
                owner._table.Add(entry);
                owner._open = false;
                owner.Put(new byte[(int)(-owner._position & (SegmentLayout.Block - 1))]);
            }

            base.Dispose(disposing);
        }
    }
}
