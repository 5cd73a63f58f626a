using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Embedding.Tiff;

/// <summary>
/// TIFF, DNG and BigTIFF (C2PA 2.2 §A.3.5): a directory at the end of the chain and of the file, whose one entry, tag 0xCD41 of type 7, is the
/// store before it. The carrier is the store. Nothing that is there moves, so that offsets in whatever tags stay right, those of private tags of cameras too.
/// </summary>
internal sealed class TiffEmbedder : IEmbedder
{
    private const ushort Undefined = 7;

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        if (TiffLayout.Of(source.Peek(0, 16)) is not { } layout) defect = new("container.truncated", "The header of the TIFF cannot be read.", 0);
        else defect = TiffDirectory.ReadChain(source, layout, limits, out var chain) ?? Edit(source, layout, chain, storeLength, out plan);
        return defect is null;
    }

    private static StoreDefect? Edit(StreamWindow source, TiffLayout layout, List<TiffDirectory> chain, int storeLength, out EmbedPlan? plan)
    {
        plan = null;
        var edits = new SourceEdits(source.Length);
        var kept = chain.FindAll(d => !d.IsStoreAlone);
        var end = Tail(source, chain, kept);
        if (end < source.Length) edits.Cut(end, source.Length - end);
        foreach (var old in chain.SelectMany(d => d.Values)) BlankOut(source, old, chain, end, edits);

        // Values and directories begin at even places (TIFF 6.0, section 2).
        var value = end + (end & 1);
        var place = value + storeLength + (storeLength & 1);
        if (place + layout.CountSize + layout.EntrySize + layout.OffsetSize > layout.LastOffset) return new("container.unsupported", "The TIFF has more than four gigabytes, and its offsets cannot name a place behind them.", 0);
        for (var i = 0; i < kept.Count; i++)
        {
            var next = i + 1 < kept.Count ? kept[i + 1].Offset : place;
            if (kept[i].Stores.Count > 0)
            {
                if (kept[i].WithoutStores(source, next) is not { } bytes) return new("container.damaged", "A directory of the TIFF is longer than can be.", kept[i].Offset);
                edits.Replace(kept[i].Offset, bytes);
            }
            else if (kept[i].Next != next) edits.Replace(kept[i].NextAt, Pointer(layout, next));
        }

        if (chain[0].Offset != kept[0].Offset) edits.Replace(layout.FirstAt, Pointer(layout, kept[0].Offset));
        if (value > end) edits.Insert(source.Length, new LiteralPiece(new byte[1]));
        edits.Insert(source.Length, new CarrierPiece(storeLength, store => store.ToArray()));
        edits.Insert(source.Length, new LiteralPiece(Directory(layout, place - value - storeLength, value, storeLength)));
        return edits.ToPlan(out plan);
    }

    /// <summary>Where the file ends without the store, its directory included, when these are the last thing in it.</summary>
    private static long Tail(StreamWindow source, List<TiffDirectory> chain, List<TiffDirectory> kept)
    {
        var runs = chain.SelectMany(d => d.Values).Where(v => IsStore(source, v)).Concat(chain.FindAll(d => d.IsStoreAlone).Select(d => new ByteRange(d.Offset, d.End - d.Offset)))
            .OrderByDescending(r => r.End).ThenByDescending(r => r.Offset);
        var end = source.Length;
        foreach (var run in runs)
        {
            // A store of odd length has a byte of padding behind it.
            var isNext = run.End == end || (run.End == end - 1 && source.Peek(run.End, 1).SequenceEqual("\0"u8));
            if (!isNext || kept.Exists(d => d.End > run.Offset)) break;
            end = run.Offset;
        }

        return Math.Max(end, Math.Min(16, source.Length));
    }

    // A store of before that lies amid other data leaves zeros behind, since nothing may move.
    private static void BlankOut(StreamWindow source, ByteRange value, List<TiffDirectory> chain, long end, SourceEdits edits)
    {
        if (!IsStore(source, value) || value.End > end || value.Offset < 16 || chain.Exists(d => d.Offset < value.End && value.Offset < d.End)) return;
        edits.Blank(value.Offset, value.Length);
    }

    /// <summary>
    /// Whether a value may be taken away: it is a store, and no longer than the store itself says. A count that reaches into the picture behind it must not take that along.
    /// </summary>
    private static bool IsStore(StreamWindow source, ByteRange value)
    {
        if (!source.Contains(value.Offset, value.Length)) return false;
        var (_, isC2pa, claimed) = StoreProbe.Look(source.Peek(value.Offset, StoreProbe.HeadLength));
        return isC2pa && claimed == value.Length;
    }

    private static byte[] Pointer(TiffLayout layout, long to)
    {
        var bytes = new byte[layout.OffsetSize];
        layout.WriteOffset(bytes, to);
        return bytes;
    }

    private static byte[] Directory(TiffLayout layout, long padding, long store, int storeLength)
    {
        var bytes = new byte[padding + layout.CountSize + layout.EntrySize + layout.OffsetSize];
        var at = bytes.AsSpan((int)padding);
        layout.WriteCount(at, 1);
        at = at[layout.CountSize..];
        layout.Write16(at, TiffDirectory.StoreTag);
        layout.Write16(at[2..], Undefined);
        layout.WriteOffset(at[4..], storeLength);
        layout.WriteOffset(at[layout.ValueAt..], store);
        return bytes;
    }
}
