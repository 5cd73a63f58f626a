using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Id3;

/// <summary>
/// The head of an ID3v2 tag, versions 2.3 and 2.4 (id3.org).
/// <code>
/// 'ID3' version(2) flags(1) size(4, seven bits each)  [extended header]  frame…  padding  [footer(10)]      frame: id(4) size(4) flags(2) data
/// </code>
/// </summary>
/// <param name="Version">3 or 4.</param>
/// <param name="IsUnsynchronised">Whether a zero byte follows each 0xFF: in 2.3 in all of the tag, in 2.4 in the data of all frames.</param>
/// <param name="Body">What follows the header, without a footer.</param>
/// <param name="End">The first byte behind the tag, a footer included.</param>
/// <param name="IsExtended">Whether an extended header comes before the frames.</param>
internal readonly record struct Id3Tag(int Version, bool IsUnsynchronised, ByteRange Body, long End, bool IsExtended)
{
    public const int HeaderLength = 10;

    /// <summary>The largest size that seven bits in each of four bytes can say.</summary>
    public const long MaxSize = (1 << 28) - 1;

    public static StoreDefect? Read(StreamWindow file, out Id3Tag tag)
    {
        tag = default;
        var head = file.Peek(0, HeaderLength);
        if (head.Length < HeaderLength) return new("container.truncated", "The ID3 tag ends within its header.", 0);
        if (head[3] is not (3 or 4)) return new("container.unsupported", $"A tag of version ID3v2.{head[3]} has no frame that C2PA names.", 0);
        var size = Synchsafe(head[6..]);
        var footer = head[3] == 4 && (head[5] & 0x10) != 0 ? HeaderLength : 0;
        if (!file.Contains(HeaderLength, (long)size + footer)) return new("container.truncated", "The ID3 tag is longer than the file.", 0);
        tag = new(head[3], (head[5] & 0x80) != 0, new(HeaderLength, size), HeaderLength + size + footer, (head[5] & 0x40) != 0);
        return null;
    }

    /// <summary>The header of a tag that has no extended header, no footer, and is not unsynchronised as a whole.</summary>
    public static byte[] Header(int version, long size)
    {
        byte[] header = [.. "ID3"u8, (byte)version, 0, 0, 0, 0, 0, 0];
        WriteSynchsafe(header.AsSpan(6), size);
        return header;
    }

    /// <summary>
    /// Where frames begin within a body: behind an extended header, whose checksum no longer holds once frames change and whose rest says nothing that
    /// frames need.
    /// </summary>
    public long FramesAt(ReadOnlySpan<byte> start)
    {
        if (!IsExtended) return 0;
        if (start.Length < 4) return -1;
        return Version == 4 ? Synchsafe(start) : 4L + BinaryPrimitives.ReadUInt32BigEndian(start);
    }

    public long FrameSize(ReadOnlySpan<byte> frame) => Version == 4 ? Synchsafe(frame[4..]) : BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);

    public static int Synchsafe(ReadOnlySpan<byte> b) => ((b[0] & 0x7F) << 21) | ((b[1] & 0x7F) << 14) | ((b[2] & 0x7F) << 7) | (b[3] & 0x7F);

    public static void WriteSynchsafe(Span<byte> to, long value)
    {
        for (var i = 0; i < 4; i++) to[i] = (byte)((value >> (7 * (3 - i))) & 0x7F);
    }

    /// <summary>Whether the data of a GEOB frame, from its first byte, is a manifest store.</summary>
    public static bool IsStore(ReadOnlySpan<byte> data)
    {
        var cursor = new ByteCursor(data);
        return cursor.TryByte(out _) && cursor.TrySkipTerminated(false, out var type) && IsStoreType(type);
    }

    /// <summary>Whether a media type is that of a manifest store: the registered one, or what writers used before it was registered.</summary>
    public static bool IsStoreType(ReadOnlySpan<byte> type) => type.SequenceEqual("application/c2pa"u8) || type.SequenceEqual("application/x-c2pa-manifest-store"u8);

    /// <summary>Undoes unsynchronisation: drops the zero byte behind each 0xFF.</summary>
    public static byte[] Resynchronise(ReadOnlySpan<byte> bytes)
    {
        var plain = new MemoryStream(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            plain.WriteByte(bytes[i]);
            if (bytes[i] == 0xFF && i + 1 < bytes.Length && bytes[i + 1] == 0) i++;
        }

        return plain.ToArray();
    }
}
