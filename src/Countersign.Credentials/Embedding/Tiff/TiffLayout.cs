using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Tiff;

/// <summary>How numbers stand in a TIFF: their order of bytes, and whether offsets have four bytes or eight (BigTIFF).</summary>
internal readonly record struct TiffLayout(bool Little, bool Big)
{
    /// <summary>Where the header names the first directory.</summary>
    public int FirstAt => Big ? 8 : 4;

    public int CountSize => Big ? 8 : 2;

    public int EntrySize => Big ? 20 : 12;

    public int OffsetSize => Big ? 8 : 4;

    /// <summary>Where an entry has its value, or the offset of it.</summary>
    public int ValueAt => Big ? 12 : 8;

    /// <summary>The largest offset that can be written.</summary>
    public long LastOffset => Big ? long.MaxValue / 4 : uint.MaxValue;

    public static TiffLayout? Of(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16) return null;
        var layout = new TiffLayout(head[0] == 'I', head[2] == 43 || head[3] == 43);
        // BigTIFF says how long its offsets are; nothing but eight bytes was ever defined.
        return !layout.Big || (layout.U16(head[4..]) == 8 && layout.U16(head[6..]) == 0) ? layout : null;
    }

    public ushort U16(ReadOnlySpan<byte> b) => Little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    /// <summary>An offset, or a count of values. What is beyond any file is cut to a number that sums cannot overflow.</summary>
    public long Offset(ReadOnlySpan<byte> b) => !Big
        ? Little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b)
        : (long)Math.Min(Little ? BinaryPrimitives.ReadUInt64LittleEndian(b) : BinaryPrimitives.ReadUInt64BigEndian(b), long.MaxValue / 4);

    /// <summary>The number of entries of a directory.</summary>
    public long Count(ReadOnlySpan<byte> b) => Big ? Offset(b) : U16(b);

    public void Write16(Span<byte> to, int value)
    {
        if (Little) BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
        else BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)value);
    }

    public void WriteOffset(Span<byte> to, long value)
    {
        if (Big && Little) BinaryPrimitives.WriteInt64LittleEndian(to, value);
        else if (Big) BinaryPrimitives.WriteInt64BigEndian(to, value);
        else if (Little) BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)value);
        else BinaryPrimitives.WriteUInt32BigEndian(to, (uint)value);
    }

    public void WriteCount(Span<byte> to, long value)
    {
        if (Big) WriteOffset(to, value);
        else Write16(to, (int)value);
    }
}
