using System.Buffers.Binary;
using System.Globalization;

namespace Countersign.Credentials.Containers.Tiff;

/// <summary>
/// The boxes of a TIFF (C2PA 2.2 §18.7.3.3): the header, then each entry of each directory of the chain, by the number of its tag. What is hashed of an entry lies
/// scattered: its 12 bytes; its data where they lie elsewhere; of lists of offsets what they point to, as long as the list of lengths says; of directories below it
/// the same of each of their entries.
/// </summary>
/// <remarks>
/// The section says "the bytes starting at Value Offset … containing the offset": where the offset stands in the entry itself, those four bytes are read as
/// hashed again, as the letter has it. BigTIFF is not described by the section, and is not taken apart.
/// </remarks>
internal sealed class TiffBoxes
{
    private const int StoreTag = 0xCD41;
    private const int EntryLength = 12;

    // Attack: directories below directories without end. A camera's file has three levels.
    private const int MaxDepth = 8;

    private readonly StreamWindow _file;
    private readonly bool _little;
    private readonly IReadOnlyList<ByteRange> _stores;
    private int _steps;
    private long _bytes;

    private TiffBoxes(StreamWindow file, bool little, IReadOnlyList<ByteRange> stores, ParseLimits limits)
    {
        _file = file;
        _little = little;
        _stores = stores;
        _steps = limits.MaxElements;
        _bytes = limits.MaxBoxOverlap * Math.Min(file.Length, long.MaxValue / limits.MaxBoxOverlap);
    }

    /// <summary>Lists them; false where the file is damaged, is a BigTIFF, or leads too far.</summary>
    public static bool TryRead(StreamWindow file, IReadOnlyList<ByteRange> stores, ParseLimits limits, List<NamedBox> boxes)
    {
        var head = file.Peek(0, 8);
        if (head.Length < 8) return false;
        var little = head[0] == 'I';
        if ((little ? BinaryPrimitives.ReadUInt16LittleEndian(head[2..]) : BinaryPrimitives.ReadUInt16BigEndian(head[2..])) != 42) return false;
        var reader = new TiffBoxes(file, little, stores, limits);
        long next = reader.U32(head[4..]);
        boxes.Add(new("TIFh", new(0, 8)));
        var seen = new HashSet<long>();
        while (next != 0)
        {
            if (!seen.Add(next) || seen.Count > limits.MaxTiffDirectories || !reader.Directory(next, 0, (tag, pieces) => boxes.Add(reader.Box(tag, pieces)), out next)) return false;
        }

        return true;
    }

    private NamedBox Box(int tag, List<ByteRange> pieces)
    {
        var name = tag == StoreTag && pieces.Count == 2 && _stores.Contains(pieces[1]) ? "C2PA" : tag.ToString(CultureInfo.InvariantCulture);
        return new(name, name == "C2PA" ? pieces[1] : pieces[0]) { Pieces = pieces };
    }

    private bool Directory(long at, int depth, Action<int, List<ByteRange>> add, out long next)
    {
        next = 0;
        var head = _file.Peek(at, 2);
        if (head.Length < 2 || depth > MaxDepth) return false;
        var count = U16(head);
        if (!_file.Contains(at, 2 + (long)count * EntryLength + 4)) return false;
        var entries = new List<Entry>(count);
        for (var i = 0; i < count; i++)
        {
            if (--_steps < 0) return false;
            var place = at + 2 + (long)i * EntryLength;
            var bytes = _file.Peek(place, EntryLength);
            if (SizeOf(U16(bytes[2..])) is not (> 0 and var size)) return false;
            entries.Add(new(place, U16(bytes), U16(bytes[2..]), size, U32(bytes[4..]), U32(bytes[8..])));
        }

        foreach (var entry in entries)
        {
            var pieces = new List<ByteRange>();
            if (!Data(entry, entries, depth, pieces)) return false;
            add(entry.Tag, pieces);
        }

        next = U32(_file.Peek(at + 2 + (long)count * EntryLength, 4));
        return true;
    }

    private bool Data(Entry entry, List<Entry> siblings, int depth, List<ByteRange> pieces)
    {
        if (!Add(pieces, entry.Place, EntryLength)) return false;
        if (entry.IsDirectory)
        {
            if (entry.Count == 0) return true;
            if (!Add(pieces, entry.Place + 8, entry.Size)) return false;
            if (entry.Count > 1 && !Add(pieces, entry.Value, entry.Length)) return false;
            for (long i = 0; i < entry.Count; i++)
            {
                if (!Directory(ValueAt(entry, i), depth + 1, (_, below) => pieces.AddRange(below), out _)) return false;
            }

            return true;
        }

        if (entry.LengthsTag is { } lengthsTag)
        {
            var lengths = siblings.Find(e => e.Tag == lengthsTag);
            if (lengths.Place == 0 || lengths.Count != entry.Count || entry.Size is not (2 or 4) || lengths.Size is not (2 or 4)) return false;
            if (!Add(pieces, entry.DataPlace, entry.Length) || !_file.Contains(lengths.DataPlace, lengths.Length)) return false;
            for (long i = 0; i < entry.Count; i++)
            {
                if (!Add(pieces, ValueAt(entry, i), ValueAt(lengths, i))) return false;
            }

            return true;
        }

        return entry.Length <= 4 || Add(pieces, entry.Value, entry.Length);
    }

    private bool Add(List<ByteRange> pieces, long offset, long length)
    {
        if (!_file.Contains(offset, length) || --_steps < 0 || (_bytes -= length) < 0) return false;
        pieces.Add(new(offset, length));
        return true;
    }

    private long ValueAt(Entry entry, long index)
    {
        var bytes = _file.Peek(entry.DataPlace + index * entry.Size, entry.Size);
        return bytes.Length < entry.Size ? -1 : entry.Size == 2 ? U16(bytes) : U32(bytes);
    }

    private ushort U16(ReadOnlySpan<byte> b) => _little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    private uint U32(ReadOnlySpan<byte> b) => _little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);

    // TIFF 6.0, section 2, and type 13 (a directory) of its first supplement.
    private static int SizeOf(int type) => type switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 4 or 9 or 11 or 13 => 4, 5 or 10 or 12 => 8, _ => 0 };

    private readonly record struct Entry(long Place, int Tag, int Type, int Size, long Count, long Value)
    {
        public long Length => Count * Size;

        public long DataPlace => Length <= 4 ? Place + 8 : Value;

        // SubIFD, Exif, GPS, Interoperability.
        public bool IsDirectory => Size == 4 && (Tag is 330 or 34665 or 34853 or 40965 || Type == 13);

        // StripOffsets, TileOffsets and FreeOffsets, and where their lengths are.
        public int? LengthsTag => Tag switch { 273 => 279, 324 => 325, 288 => 289, _ => null };
    }
}
