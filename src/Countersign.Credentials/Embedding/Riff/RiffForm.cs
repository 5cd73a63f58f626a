using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Riff;

/// <summary>A chunk at the top of a RIFF form: <c>id(4) size(4) data [pad]</c>.</summary>
/// <param name="Id">The four letters, as they stand in the file.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Bytes of its data.</param>
internal readonly record struct RiffChunk(uint Id, long Offset, long Length)
{
    public long DataOffset => Offset + 8;

    /// <summary>Where the next chunk begins, when the padding of an odd length is there.</summary>
    public long End => DataOffset + Length + (Length & 1);

    public bool Is(ReadOnlySpan<byte> id) => Id == BinaryPrimitives.ReadUInt32BigEndian(id);
}

/// <summary>
/// One RIFF form of a file. Files have one; large AVI files have more (OpenDML).
/// <code>'RIFF' size(4) form(4) chunk…   'RF64' FFFFFFFF form(4) 'ds64' size(4) riffSize(8) dataSize(8) …</code>
/// </summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="End">The first byte behind it; padding of the last chunk counts even where the size leaves it out.</param>
/// <param name="Form">What it holds: <c>WAVE</c>, <c>AVI </c>, <c>AVIX</c>, <c>WEBP</c>.</param>
/// <param name="WideSize">Where the size stands that is 64 bits wide; 0 where it is the usual one.</param>
/// <param name="Chunks">What it consists of.</param>
internal sealed record RiffForm(long Offset, long End, uint Form, long WideSize, IReadOnlyList<RiffChunk> Chunks)
{
    public bool IsA(ReadOnlySpan<byte> form) => Form == BinaryPrimitives.ReadUInt32BigEndian(form);

    /// <summary>Reads the form at a place; a defect where it cannot be taken apart to its end.</summary>
    public static StoreDefect? Read(StreamWindow file, long offset, ref int budget, out RiffForm? form)
    {
        form = null;
        var head = file.Peek(offset, 40);
        if (head.Length < 12) return new("container.truncated", "The RIFF file ends within its header.", offset);
        var end = offset + 8 + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var kind = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        long wide = 0, wideData = -1;
        if (!head.StartsWith("RIFF"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) == uint.MaxValue)
        {
            if (head.Length < 36 || !head[12..].StartsWith("ds64"u8)) return new("container.damaged", "The RF64 file does not say how long it is.", offset);
            wide = offset + 20;
            end = offset + 8 + Wide(head[20..]);
            wideData = Wide(head[28..]);
        }

        var chunks = new List<RiffChunk>();
        var at = offset + 12;
        while (at < end)
        {
            if (--budget < 0) return new("limit.reached", "The RIFF file has more chunks than are followed.", at);
            head = file.Peek(at, 8);
            if (head.Length < 8 || end - at < 8) return new("container.truncated", "The RIFF file ends within a chunk header.", at);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var chunk = new RiffChunk(BinaryPrimitives.ReadUInt32BigEndian(head), at, length);
            if (chunk.Is("data"u8) && length == uint.MaxValue && wideData >= 0) chunk = chunk with { Length = wideData };
            if (!file.Contains(chunk.DataOffset, chunk.Length)) return new("container.truncated", "A RIFF chunk is longer than the file.", at);
            if (chunk.DataOffset + chunk.Length > end) return new("container.damaged", "A RIFF chunk is longer than what it is part of.", at);
            chunks.Add(chunk);
            at = chunk.End;
        }

        // Writers differ on whether the size counts the padding of the last chunk, and whether it is there at all.
        end = Math.Min(Math.Max(at, end), file.Length);
        form = new(offset, end, kind, wide, chunks);
        return null;
    }

    private static long Wide(ReadOnlySpan<byte> bytes) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue / 4);
}
