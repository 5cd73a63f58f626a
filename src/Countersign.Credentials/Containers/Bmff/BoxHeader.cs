using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Bmff;

/// <summary>
/// A box of the ISO base media file format: <code>size(4) type(4) [largesize(8) when size = 1]</code>; size 0 runs to the end of the file.
/// </summary>
internal readonly record struct BoxHeader(uint Type, long Offset, int HeaderLength, long Length, bool ToFileEnd = false)
{
    public long DataOffset => Offset + HeaderLength;

    public long DataLength => Length - HeaderLength;

    public static uint Code(ReadOnlySpan<byte> type) => BinaryPrimitives.ReadUInt32BigEndian(type);

    /// <summary>The box at a place, or null where none can be: too few bytes, or a size smaller than its own header.</summary>
    public static BoxHeader? Read(StreamWindow file, long offset)
    {
        var head = file.Peek(offset, 16);
        if (head.Length < 8) return null;
        long length = BinaryPrimitives.ReadUInt32BigEndian(head);
        var headerLength = 8;
        var toFileEnd = length == 0;
        if (length == 1)
        {
            if (head.Length < 16) return null;
            // Sizes near 2^64 overflow the sum of offsets; the cap is still far behind the end of any file.
            length = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(head[8..]), long.MaxValue / 4);
            headerLength = 16;
        }
        else if (length == 0)
        {
            length = file.Length - offset;
        }

        return length < headerLength ? null : new(Code(head[4..]), offset, headerLength, length, toFileEnd);
    }
}
