using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Jpeg;

/// <summary>
/// The index of a file with several pictures (CIPA DC-007): an APP2 segment in the first of them, which names where the others begin.
/// <code>
/// 'MPF' 0  'II*' 0 | 'MM' 0 '*'  offset(4)    directory: count(2) {tag(2) type(2) count(4) value(4)}…
/// tag B002, for each picture: attributes(4) size(4) offset(4) dependents(2)(2)
/// </code>
/// Offsets count from the byte order mark, but for the first picture, whose offset is 0. So they change when bytes between the index and the
/// pictures come or go, and the size of the first changes with the store.
/// </summary>
internal static class MultiPicture
{
    private const int EntrySize = 16;
    private const ushort EntriesTag = 0xB002;

    public static bool Is(StreamWindow source, in JpegSegment segment) =>
        segment.Marker == 0xE2 && segment.Length >= 16 && source.Peek(segment.Offset + 4, 4).SequenceEqual("MPF\0"u8);

    /// <summary>Names the changes of the index. One that cannot be read is left as it is: nobody else can read it either.</summary>
    public static void Move(StreamWindow source, in JpegSegment segment, SourceEdits edits)
    {
        var start = segment.Offset + 8;
        if (source.Copy(start, segment.Length - 8, ushort.MaxValue) is not { } index) return;
        var little = index[0] == 'I';
        if (Entries(index, little) is not { } entries) return;
        for (var at = entries.Start.Value; at + EntrySize <= entries.End.Value; at += EntrySize)
        {
            long size = U32(index, at + 4, little), offset = U32(index, at + 8, little);
            var from = offset == 0 ? 0 : start + offset;
            var (newFrom, newEnd) = (edits.Shifted(from), edits.Shifted(from + size));
            var changed = index.AsSpan(at + 4, 8).ToArray();
            if (size > 0) Write(changed, newEnd - (offset == 0 ? 0 : newFrom), little);
            if (offset != 0) Write(changed.AsSpan(4), newFrom - edits.Shifted(start), little);
            if (!changed.AsSpan().SequenceEqual(index.AsSpan(at + 4, 8))) edits.Replace(start + at + 4, changed);
        }
    }

    private static Range? Entries(byte[] index, bool little)
    {
        var directory = U32(index, 4, little);
        if (directory + 2 > index.Length) return null;
        var count = little ? BinaryPrimitives.ReadUInt16LittleEndian(index.AsSpan((int)directory)) : BinaryPrimitives.ReadUInt16BigEndian(index.AsSpan((int)directory));
        for (var i = 0; i < count; i++)
        {
            var at = directory + 2 + (12L * i);
            if (at + 12 > index.Length) return null;
            var entry = index.AsSpan((int)at, 12);
            if ((little ? BinaryPrimitives.ReadUInt16LittleEndian(entry) : BinaryPrimitives.ReadUInt16BigEndian(entry)) != EntriesTag) continue;
            long length = U32(index, (int)at + 4, little), from = U32(index, (int)at + 8, little);
            return from + length <= index.Length ? (int)from..(int)(from + length) : null;
        }

        return null;
    }

    private static uint U32(byte[] bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    // A size that the source had wrong may lead anywhere; it is then as wrong as it was.
    private static void Write(Span<byte> to, long value, bool little)
    {
        var clipped = (uint)Math.Clamp(value, 0, uint.MaxValue);
        if (little) BinaryPrimitives.WriteUInt32LittleEndian(to, clipped);
        else BinaryPrimitives.WriteUInt32BigEndian(to, clipped);
    }
}
