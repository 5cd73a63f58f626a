using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Riff;

/// <summary>
/// WAV, AVI, WebP, RF64 and BW64 (C2PA 2.2 §A.3.6): a chunk <c>C2PA</c> at the end of the first RIFF form. The carrier is the chunk with its
/// header and without the padding of an odd length.
/// </summary>
internal sealed class RiffEmbedder : IEmbedder
{
    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        var budget = limits.MaxElements;
        var forms = new List<RiffForm>();
        defect = ReadAll(source, forms, ref budget) ?? Edit(source, forms, storeLength, ref budget, out plan);
        return defect is null;
    }

    private static StoreDefect? ReadAll(StreamWindow source, List<RiffForm> forms, ref int budget)
    {
        long at = 0;
        do
        {
            if (RiffForm.Read(source, at, ref budget, out var form) is { } defect) return defect;
            forms.Add(form!);
            at = form!.End;
        }
        while (source.Peek(at, 4).SequenceEqual("RIFF"u8));

        return null;
    }

    private static StoreDefect? Edit(StreamWindow source, List<RiffForm> forms, int storeLength, ref int budget, out EmbedPlan? plan)
    {
        plan = null;
        var edits = new SourceEdits(source.Length);
        var first = forms[0];
        foreach (var chunk in forms.SelectMany(f => f.Chunks).Concat(Stray(source, forms[^1].End, ref budget)))
        {
            if (chunk.Is("C2PA"u8)) edits.Cut(chunk.Offset, Math.Min(chunk.End, source.Length) - chunk.Offset);
        }

        if (first.IsA("WEBP"u8) && WebpExtension.For(source, first, edits) is { } unreadable) return unreadable;
        // The last chunk that stays may lack the padding that the chunk behind it needs.
        var last = first.Chunks.LastOrDefault(c => !c.Is("C2PA"u8));
        if (last.Length > 0 && last.End > first.End) edits.Insert(first.End, new LiteralPiece(new byte[1]));
        edits.Insert(first.End, new CarrierPiece(8L + storeLength, store => Chunk(store.Span)));
        if ((storeLength & 1) != 0) edits.Insert(first.End, new LiteralPiece(new byte[1]));

        // The size of the first form is measured up to what was put in at its end, even where the next begins at once.
        var added = 8L + storeLength + (storeLength & 1) + (last.Length > 0 && last.End > first.End ? 1 : 0);
        for (var i = 0; i < forms.Count; i++)
        {
            var form = forms[i];
            var gone = form.Chunks.Where(c => c.Is("C2PA"u8)).Sum(c => Math.Min(c.End, source.Length) - c.Offset);
            var size = form.End - form.Offset - 8 - gone + (i == 0 ? added + WebpExtension.Added(first) : 0);
            if (SetSize(source, form, size, edits) is { } tooLong) return tooLong;
        }

        if (first.IsA("AVI "u8) && AviIndex.Move(source, first, edits, ref budget) is { } damage) return damage;
        return edits.ToPlan(out plan);
    }

    private static StoreDefect? SetSize(StreamWindow source, RiffForm form, long size, SourceEdits edits)
    {
        var bytes = new byte[form.WideSize > 0 ? 8 : 4];
        var at = form.WideSize > 0 ? form.WideSize : form.Offset + 4;
        if (form.WideSize > 0) BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        else if (size >= uint.MaxValue) return new("container.unsupported", "With the store the RIFF file would have more than four gigabytes, which its size cannot say.", form.Offset);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)size);
        if (!source.Peek(at, bytes.Length).SequenceEqual(bytes)) edits.Replace(at, bytes);
        return null;
    }

    // Behind the forms there may be anything. What reads as chunks is followed, since a search for stores does so too.
    private static List<RiffChunk> Stray(StreamWindow source, long at, ref int budget)
    {
        var chunks = new List<RiffChunk>();
        while (--budget >= 0)
        {
            var head = source.Peek(at, 8);
            if (head.Length < 8) break;
            var chunk = new RiffChunk(BinaryPrimitives.ReadUInt32BigEndian(head), at, BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));
            chunks.Add(chunk);
            at = chunk.End;
        }

        return chunks;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> store)
    {
        var chunk = new byte[8 + store.Length];
        "C2PA"u8.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), store.Length);
        store.CopyTo(chunk.AsSpan(8));
        return chunk;
    }
}
