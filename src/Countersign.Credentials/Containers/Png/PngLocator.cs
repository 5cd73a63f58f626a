using System.Buffers.Binary;
using System.IO.Compression;

namespace Countersign.Credentials.Containers.Png;

/// <summary>PNG (A.3.2): <code>length(4) type(4) data crc(4)</code> and a store in a chunk <c>caBX</c>.</summary>
internal static class PngLocator
{
    public static void Find(LocateContext context)
    {
        var file = context.File;
        long at = 8;
        while (context.Step(at))
        {
            var head = file.Peek(at, 8);
            if (head.Length < 8) { context.AddDefect("container.truncated", "The PNG ends without its last chunk.", at); return; }
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var carrier = new ByteRange(at, Math.Min(12 + length, file.Length - at));
            if (!file.Contains(at, 12 + length)) context.AddDefect("container.truncated", "A PNG chunk is longer than the file.", at);

            if (head[4..].SequenceEqual("caBX"u8)) context.AddRaw(at + 8, length, carrier);
            else if (head[4..].SequenceEqual("iTXt"u8)) ReadXmp(context, at + 8, length);
            else if (head[4..].SequenceEqual("IEND"u8)) return;
            at += 12 + length;
        }
    }

    // iTXt: keyword 0 compressed(1) method(1) language 0 translated 0 text
    private static void ReadXmp(LocateContext context, long offset, long length)
    {
        if (!context.File.Peek(offset, 18).SequenceEqual("XML:com.adobe.xmp\0"u8)) return;
        if (context.File.Copy(offset, length, context.Limits.MaxXmpBytes) is not { } data) return;
        var cursor = new ByteCursor(data);
        if (!cursor.TrySkip(18) || !cursor.TryByte(out var compressed) || !cursor.TrySkip(1)
            || !cursor.TrySkipTerminated(false, out _) || !cursor.TrySkipTerminated(false, out _)) return;
        var text = cursor.Rest.ToArray();
        if (compressed == 0) context.AddXmp(text);
        else if (Inflater.TryInflate(new ZLibStream(new MemoryStream(text), CompressionMode.Decompress), context.Limits.MaxXmpBytes) is { } inflated) context.AddXmp(inflated);
    }
}
