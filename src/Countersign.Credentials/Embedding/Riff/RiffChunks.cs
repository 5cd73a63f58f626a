using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Riff;

/// <summary>One RIFF chunk and what embedding needs to know of it.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Size">Its size as it stands, without the eight bytes of its header.</param>
/// <param name="End">The first byte behind it.</param>
/// <param name="WideSizeAt">Where an RF64 file keeps its size; null for RIFF.</param>
/// <param name="Stores">The <c>C2PA</c> chunks in it, padding included.</param>
internal sealed record RiffChunk(long Start, long Size, long End, long? WideSizeAt, IReadOnlyList<ByteRange> Stores);

/// <summary>Reads RIFF chunks.</summary>
internal static class RiffChunks
{
    public static bool Begins(StreamWindow file, long at) => file.Peek(at, 12) is { Length: 12 } head && head.StartsWith("RIFF"u8);

    public static bool TryRead(StreamWindow file, long start, ParseLimits limits, out RiffChunk? chunk, out StoreDefect? defect)
    {
        chunk = null;
        var head = file.Peek(start, 36);
        if (head.Length < 12) return Fail("The RIFF file ends within its header.", start, out defect);
        var isWide = head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        long? wideAt = null;
        long wideData = -1;
        if (isWide)
        {
            if (head.Length < 36 || !head[12..16].SequenceEqual("ds64"u8)) return Fail("The RF64 file has no ds64 chunk.", start, out defect);
            if (size == uint.MaxValue)
            {
                wideAt = start + 20;
                size = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(head[20..]), long.MaxValue / 4);
            }

            wideData = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(head[28..]), long.MaxValue / 4);
        }

        var end = start + 8 + size;
        if (size < 4 || end > file.Length) return Fail("The RIFF chunk is longer than the file.", start, out defect);
        var stores = new List<ByteRange>();
        var at = start + 12;
        for (var steps = 0; at < end; steps++)
        {
            var inner = file.Peek(at, 8);
            if (steps > limits.MaxElements || inner.Length < 8) return Fail("The RIFF file cannot be taken apart into chunks.", at, out defect);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(inner[4..]);
            if (inner.StartsWith("data"u8) && length == uint.MaxValue && wideData >= 0) length = wideData;
            if (8 + length > end - at) return Fail("A chunk is longer than the RIFF chunk around it.", at, out defect);
            var whole = Math.Min(8 + length + (length & 1), end - at);
            if (inner.StartsWith("C2PA"u8)) stores.Add(new(at, whole));
            at += whole;
        }

        defect = null;
        chunk = new(start, size, end, wideAt, stores);
        return true;
    }

    private static bool Fail(string says, long at, out StoreDefect? defect)
    {
        defect = EmbedRefusals.Damaged(says, at);
        return false;
    }
}
