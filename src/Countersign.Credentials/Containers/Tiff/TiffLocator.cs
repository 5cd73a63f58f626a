using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Tiff;

/// <summary>
/// TIFF, DNG and BigTIFF (A.3.5): tag 0xCD41 of type 7 in an image file directory.
/// <code>
/// TIFF     'II'|'MM' 42(2) offset(4)          directory: count(2)  {tag(2) type(2) count(4) value(4)}…  next(4)
/// BigTIFF  'II'|'MM' 43(2) 8(2) 0(2) offset(8) directory: count(8)  {tag(2) type(2) count(8) value(8)}… next(8)
/// </code>
/// </summary>
internal static class TiffLocator
{
    private const ushort StoreTag = 0xCD41;
    private const ushort XmpTag = 700;

    public static void Find(LocateContext context)
    {
        var file = context.File;
        var head = file.Peek(0, 16);
        if (head.Length < 8) { context.AddDefect("container.truncated", "The TIFF ends within its header.", 0); return; }
        var little = head[0] == 'I';
        var big = head[2] == 43 || head[3] == 43;
        if (big && head.Length < 16) { context.AddDefect("container.truncated", "The TIFF ends within its header.", 0); return; }
        var next = big ? U64(head[8..], little) : U32(head[4..], little);

        // A directory that names an earlier one as its next is a loop without end.
        var seen = new HashSet<long>();
        while (next != 0)
        {
            if (!seen.Add(next)) { context.AddDefect("container.damaged", "The directories of the TIFF form a circle.", next); return; }
            if (seen.Count > context.Limits.MaxTiffDirectories) { context.AddDefect("limit.reached", "The TIFF has more directories than are followed.", next); return; }
            next = ReadDirectory(context, next, little, big);
        }
    }

    /// <summary>Reads one directory; returns where the next one is, or 0.</summary>
    private static long ReadDirectory(LocateContext context, long at, bool little, bool big)
    {
        var (countSize, entrySize, nextSize) = big ? (8, 20, 8) : (2, 12, 4);
        var head = context.File.Peek(at, countSize);
        if (head.Length < countSize) { context.AddDefect("container.truncated", "A directory of the TIFF lies behind the end of the file.", at); return 0; }
        var count = big ? U64(head, little) : U16(head, little);
        at += countSize;
        for (long i = 0; i < count; i++, at += entrySize)
        {
            if (!context.Step(at)) return 0;
            var entry = context.File.Peek(at, entrySize);
            if (entry.Length < entrySize) { context.AddDefect("container.truncated", "The TIFF ends within a directory.", at); return 0; }
            var tag = U16(entry, little);
            if (tag is not (StoreTag or XmpTag)) continue;
            var type = U16(entry[2..], little);
            // Only bytes (1) and undefined (7) can hold either; a length in other units would be read wrongly.
            if (type is not (1 or 7)) { if (tag == StoreTag) context.AddDefect("container.damaged", "The C2PA tag of the TIFF has a wrong type.", at); continue; }
            var length = big ? U64(entry[4..], little) : U32(entry[4..], little);
            var inlineSize = big ? 8 : 4;
            var offset = length <= inlineSize ? at + (big ? 12 : 8) : big ? U64(entry[12..], little) : U32(entry[8..], little);
            if (tag == StoreTag) context.AddRaw(offset, length, new(offset, Math.Clamp(length, 0, Math.Max(0, context.File.Length - offset))));
            else context.AddXmp(offset, length);
        }

        var tail = context.File.Peek(at, nextSize);
        return tail.Length < nextSize ? 0 : big ? U64(tail, little) : U32(tail, little);
    }

    private static ushort U16(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    private static long U32(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);

    // Offsets of 2^62 and more would overflow sums; they are behind the end of any file either way.
    private static long U64(ReadOnlySpan<byte> b, bool little) =>
        (long)Math.Min(little ? BinaryPrimitives.ReadUInt64LittleEndian(b) : BinaryPrimitives.ReadUInt64BigEndian(b), 1UL << 62);
}
