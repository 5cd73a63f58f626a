using System.Buffers.Binary;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Id3;

/// <summary>
/// ID3v2 before MP3 or FLAC (A.3.4): a GEOB frame of media type <c>application/c2pa</c>.
/// <code>
/// 'ID3' version(2) flags(1) size(4, 7 bits each)   frame: id(4) size(4) flags(2) data
/// GEOB data: encoding(1) media type 0 file name 0 description 0 object
/// </code>
/// Frame sizes have 7 bits per byte in version 2.4 and 8 in 2.3.
/// </summary>
internal static class Id3Locator
{
    private const int MaxFrameHead = 4096;

    public static void Find(LocateContext context)
    {
        var file = context.File;
        var head = file.Peek(0, 10);
        // Sound without a tag has no place for a store.
        if (!head.StartsWith("ID3"u8)) return;
        if (head.Length < 10) { context.AddDefect("container.truncated", "The ID3 tag ends within its header.", 0); return; }
        int version = head[3];
        var tagFlags = head[5];
        var end = 10L + Id3Tag.Synchsafe(head[6..]);
        if (end > file.Length) context.AddDefect("container.truncated", "The ID3 tag is longer than the file.", 0);
        if (version is not (3 or 4)) return; // version 2.2 knows no frame that C2PA names
        long at = 10;
        if ((tagFlags & 0x40) != 0)
        {
            var extended = file.Peek(10, 4);
            if (extended.Length < 4) return;
            at += version == 4 ? Id3Tag.Synchsafe(extended) : 4L + BinaryPrimitives.ReadUInt32BigEndian(extended);
        }

        while (at + 10 <= end && context.Step(at))
        {
            var frame = file.Peek(at, 10);
            if (frame.Length < 10 || frame[0] == 0) return;
            long size = version == 4 ? Id3Tag.Synchsafe(frame[4..]) : BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
            var unsynchronised = (tagFlags & 0x80) != 0 || (version == 4 && (frame[9] & 0x02) != 0);
            // A data length indicator (2.4) puts four bytes before the data.
            var indicator = version == 4 && (frame[9] & 0x01) != 0 ? 4 : 0;
            if (frame[..4].SequenceEqual("GEOB"u8)) ReadObject(context, at, size, indicator, unsynchronised);
            else if (frame[..4].SequenceEqual("PRIV"u8) && file.Peek(at + 10, 4).SequenceEqual("XMP\0"u8)) context.AddXmp(at + 14, size - 4);
            at += 10 + size;
        }
    }

    private static void ReadObject(LocateContext context, long at, long size, int indicator, bool unsynchronised)
    {
        var data = at + 10 + indicator;
        size -= indicator;
        var cursor = new ByteCursor(context.File.Peek(data, (int)Math.Clamp(size, 0, MaxFrameHead)));
        if (!cursor.TryByte(out var encoding) || !cursor.TrySkipTerminated(false, out var type)) return;
        if (!Id3Tag.IsStoreType(type)) return;
        var wide = encoding is 1 or 2;
        var named = cursor.TrySkipTerminated(wide, out _) && cursor.TrySkipTerminated(wide, out _);
        var skip = named ? cursor.Position : 0;
        var carrier = new ByteRange(at, Math.Min(10 + indicator + size, context.File.Length - at));
        if (!unsynchronised)
        {
            context.AddRaw(data + skip, size - skip, carrier);
            return;
        }

        var part = new ByteRange(data + skip, Math.Max(0, carrier.End - data - skip));
        var head = Id3Tag.Resynchronise(context.File.Peek(part.Offset, (int)Math.Min(part.Length, 2 * StoreProbe.HeadLength)));
        context.AddEncoded(part, carrier, StoreEncoding.Unsynchronised, head, part.Length);
    }
}
