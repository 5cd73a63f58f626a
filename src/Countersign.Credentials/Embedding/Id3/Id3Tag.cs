using System.Buffers.Binary;
using System.Text;

namespace Countersign.Credentials.Embedding.Id3;

/// <summary>A frame of an ID3v2 tag.</summary>
/// <param name="Range">Its bytes, header included.</param>
/// <param name="IsStore">True when it holds a manifest store.</param>
internal sealed record Id3Frame(ByteRange Range, bool IsStore);

/// <summary>An ID3v2 tag of version 2.3 or 2.4, or the place for one.</summary>
internal sealed class Id3Tag
{
    public byte Version { get; private init; } = 4;

    /// <summary>10, or 0 where there is no tag.</summary>
    public int HeaderLength { get; private init; }

    public List<Id3Frame> Frames { get; } = [];

    /// <summary>The first byte behind the last frame.</summary>
    public long FramesEnd { get; private set; }

    /// <summary>The first byte behind the tag, padding included.</summary>
    public long End { get; private init; }

    public static bool TryRead(StreamWindow file, ParseLimits limits, out Id3Tag? tag, out StoreDefect? defect)
    {
        defect = null;
        tag = new Id3Tag();
        var head = file.Peek(0, 10);
        if (!head.StartsWith("ID3"u8)) return true;
        if (head.Length < 10) return Fail("The ID3 tag ends within its header.", out tag, out defect);
        var version = head[3];
        var flags = head[5];
        var size = ((head[6] & 0x7F) << 21) | ((head[7] & 0x7F) << 14) | ((head[8] & 0x7F) << 7) | (head[9] & 0x7F);
        if (version is not (3 or 4)) return Refuse($"ID3 tags of version 2.{version} have no place for a manifest store; write one of version 2.3 or 2.4.", out tag, out defect);
        // Unsynchronised tags, extended headers (they hold checksums and restrictions) and footers are rare, and each would have to be written anew.
        if (flags != 0) return Refuse("The ID3 tag is unsynchronised, or has an extended header or a footer; write it plainly first.", out tag, out defect);
        if (10L + size > file.Length) return Fail("The ID3 tag is longer than the file.", out tag, out defect);
        var read = new Id3Tag { Version = version, HeaderLength = 10, End = 10L + size };
        long at = 10;
        for (var steps = 0; at + 10 <= read.End; steps++)
        {
            var frame = file.Peek(at, 10);
            if (frame[0] == 0) break;
            long length = version == 4
                ? ((frame[4] & 0x7F) << 21) | ((frame[5] & 0x7F) << 14) | ((frame[6] & 0x7F) << 7) | (frame[7] & 0x7F)
                : BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
            if (steps > limits.MaxElements || 10 + length > read.End - at) return Fail("A frame is longer than the ID3 tag.", out tag, out defect);
            var isObject = frame.StartsWith("GEOB"u8);
            read.Frames.Add(new(new(at, 10 + length), isObject && IsStore(file.Peek(at + 10, (int)Math.Min(length, 64)))));
            at += 10 + length;
        }

        read.FramesEnd = at;
        tag = read;
        return true;
    }

    private static bool IsStore(ReadOnlySpan<byte> data)
    {
        var end = data.Length > 1 ? data[1..].IndexOf((byte)0) : -1;
        return end > 0 && Encoding.Latin1.GetString(data.Slice(1, end)) is "application/c2pa" or "application/x-c2pa-manifest-store";
    }

    private static bool Fail(string says, out Id3Tag? tag, out StoreDefect? defect)
    {
        tag = null;
        defect = EmbedRefusals.Damaged(says, 0);
        return false;
    }

    private static bool Refuse(string says, out Id3Tag? tag, out StoreDefect? defect)
    {
        tag = null;
        defect = EmbedRefusals.Unsupported(says);
        return false;
    }
}
