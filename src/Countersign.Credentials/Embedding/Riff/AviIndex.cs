using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Riff;

/// <summary>
/// The indexes of large AVI files (OpenDML 1.02), which count from the start of the file. The store ends the first form, so that what points
/// into later ones moves.
/// <code>
/// 'indx' size(4) longs(2) sub(1) type(1) count(4) chunk(4) reserved(12)  { offset(8) size(4) duration(4) }…    type 0: offsets of ix## chunks
/// 'ix##' size(4) longs(2) sub(1) type(1) count(4) chunk(4) base(8) …                                          type 1
/// </code>
/// The older index, <c>idx1</c>, counts from the start of the media data, which stays where it is in relation to it.
/// </summary>
internal static class AviIndex
{
    private const int SuperHeader = 32;
    private const int SuperEntry = 16;
    private const int BaseAt = 20;

    public static StoreDefect? Move(StreamWindow source, RiffForm form, SourceEdits edits, ref int budget)
    {
        var seen = new HashSet<long>();
        foreach (var header in form.Chunks.Where(c => c.Is("LIST"u8) && source.Peek(c.DataOffset, 4).SequenceEqual("hdrl"u8)))
        {
            foreach (var stream in Inside(source, header, ref budget).Where(c => c.Is("LIST"u8) && source.Peek(c.DataOffset, 4).SequenceEqual("strl"u8)))
            {
                foreach (var index in Inside(source, stream, ref budget).Where(c => c.Is("indx"u8))) Follow(source, index, edits, seen, ref budget);
            }
        }

        return budget < 0 ? new("limit.reached", "The AVI file has more entries in its indexes than are followed.", 0) : null;
    }

    private static List<RiffChunk> Inside(StreamWindow source, RiffChunk list, ref int budget)
    {
        var chunks = new List<RiffChunk>();
        var end = list.DataOffset + list.Length;
        for (var at = list.DataOffset + 4; at + 8 <= end && --budget >= 0; at = chunks[^1].End)
        {
            var head = source.Peek(at, 8);
            chunks.Add(new(BinaryPrimitives.ReadUInt32BigEndian(head), at, BinaryPrimitives.ReadUInt32LittleEndian(head[4..])));
        }

        return chunks;
    }

    private static void Follow(StreamWindow source, RiffChunk index, SourceEdits edits, HashSet<long> seen, ref int budget)
    {
        var head = source.Peek(index.Offset, 16);
        if (head.Length < 16) return;
        if (head[11] == 1) Shift(source, index.Offset + BaseAt, edits, seen);
        if (head[11] != 0) return;
        long count = BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
        for (var i = 0L; i < count && SuperHeader + ((i + 1) * SuperEntry) <= index.Length + 8 && --budget >= 0; i++)
        {
            if (Shift(source, index.Offset + SuperHeader + (i * SuperEntry), edits, seen) is not { } chunk) continue;
            if (source.Peek(chunk, 2).SequenceEqual("ix"u8)) Shift(source, chunk + BaseAt, edits, seen);
        }
    }

    /// <summary>Moves one offset, once; returns what it was.</summary>
    private static long? Shift(StreamWindow source, long at, SourceEdits edits, HashSet<long> seen)
    {
        var bytes = source.Peek(at, 8);
        if (bytes.Length < 8) return null;
        var place = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue / 4);
        var moved = edits.Shifted(place);
        if (moved == place || place >= source.Length || !seen.Add(at)) return place;
        var changed = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(changed, moved);
        edits.Replace(at, changed);
        return place;
    }
}
