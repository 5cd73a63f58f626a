using System.Buffers.Binary;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>Bytes of the source that are written otherwise.</summary>
/// <param name="Offset">Where they begin in the source.</param>
/// <param name="Length">How many of the source they replace.</param>
/// <param name="Bytes">What is written.</param>
internal sealed record OffsetPatch(long Offset, long Length, byte[] Bytes);

/// <summary>A box read into memory to be changed. Every access is checked; one outside the box ends in false.</summary>
internal sealed class EditableBox(BmffBox box, byte[] bytes)
{
    public BmffBox Box { get; } = box;

    public byte[] Bytes { get; } = bytes;

    /// <summary>Where the next field is read, from the start of the box.</summary>
    public int At { get; set; } = box.HeaderLength;

    public byte Version => Bytes[Box.HeaderLength];

    public uint Flags => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(Box.HeaderLength)) & 0xFFFFFF;

    public bool TrySkip(int count)
    {
        if (count < 0 || count > Bytes.Length - At) return false;
        At += count;
        return true;
    }

    /// <summary>Reads an unsigned number of 0, 2, 4 or 8 bytes.</summary>
    public bool TryRead(int width, out ulong value)
    {
        value = 0;
        if (width > Bytes.Length - At) return false;
        var span = Bytes.AsSpan(At, width);
        value = width switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(span),
            4 => BinaryPrimitives.ReadUInt32BigEndian(span),
            8 => BinaryPrimitives.ReadUInt64BigEndian(span),
            _ => 0,
        };
        At += width;
        return true;
    }

    /// <summary>Writes a number over the one of the same width at a place; false when it does not fit.</summary>
    public bool TryWrite(int at, int width, ulong value)
    {
        var span = Bytes.AsSpan(at, width);
        switch (width)
        {
            case 0: return value == 0;
            case 4 when value <= uint.MaxValue: BinaryPrimitives.WriteUInt32BigEndian(span, (uint)value); return true;
            case 8: BinaryPrimitives.WriteUInt64BigEndian(span, value); return true;
            default: return false;
        }
    }

    /// <summary>Moves the offset that is read next to where it points in the output; false when it is cut off or does not fit.</summary>
    public bool TryMove(int width, PositionMap map)
    {
        var at = At;
        return TryRead(width, out var value) && value <= long.MaxValue && TryWrite(at, width, (ulong)map[(long)value]);
    }

    public OffsetPatch ToPatch() => new(Box.Offset, Box.Length, Bytes);
}
