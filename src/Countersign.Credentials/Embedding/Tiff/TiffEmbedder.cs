using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Tiff;

/// <summary>
/// TIFF, DNG and BigTIFF (A.3.5): the store, and behind it a last directory with nothing but its tag, at the end of the file. The directory, its count and its offset
/// are hashed; the store's bytes alone are left out.
/// </summary>
internal sealed class TiffEmbedder : IEmbedder
{
    private const ushort StoreTag = 0xCD41;

    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        if (!TiffDirectories.TryRead(source, limits, out var tiff, out defect)) return false;
        var builder = new PlanBuilder(source.Length);
        var end = source.Length;
        var link = tiff!.LastLink;
        if (tiff.Stores.Count > 0)
        {
            if (tiff.Stores is not [{ IsAlone: true } old] || old.Directory.End != source.Length || old.Value.End > old.Directory.Offset)
            {
                defect = EmbedRefusals.Unsupported("The TIFF has a manifest store among its other entries; it cannot be taken out without moving what they refer to.", tiff.Stores[0].Directory.Offset);
                return false;
            }

            // What this embedder wrote before stands last, and goes as a whole.
            end = old.Value.Offset;
            link = old.Link;
            builder.Drop(new(end, source.Length - end));
        }

        var start = end + (end & 1);
        var directory = start + storeLength + (storeLength & 1);
        if (!tiff.IsBig && directory + 18 > uint.MaxValue)
        {
            defect = EmbedRefusals.Unsupported("With a manifest store the TIFF would be longer than 4 GB.", end);
            return false;
        }

        builder.Replace(new(link, tiff.IsBig ? 8 : 4), tiff.Number(directory));
        if (start > end) builder.Insert(end, new LiteralPiece(new byte[1]));
        builder.Insert(end, new CarrierPiece(storeLength, store => store.ToArray()));
        if ((storeLength & 1) == 1) builder.Insert(end, new LiteralPiece(new byte[1]));
        builder.Insert(end, new LiteralPiece(Directory(tiff, start, storeLength)));
        plan = builder.Build();
        if (plan is null) defect = EmbedRefusals.Damaged("The link to the last directory of the TIFF lies within its store.", link);
        return plan is not null;
    }

    private static byte[] Directory(TiffDirectories tiff, long offset, int length)
    {
        var bytes = new byte[tiff.IsBig ? 8 + 20 + 8 : 2 + 12 + 4];
        var span = bytes.AsSpan();
        if (tiff.IsBig)
        {
            tiff.Number(1).CopyTo(span);
            tiff.Short(StoreTag).CopyTo(span[8..]);
            tiff.Short(7).CopyTo(span[10..]);
            tiff.Number(length).CopyTo(span[12..]);
            tiff.Number(offset).CopyTo(span[20..]);
        }
        else
        {
            tiff.Short(1).CopyTo(span);
            tiff.Short(StoreTag).CopyTo(span[2..]);
            tiff.Short(7).CopyTo(span[4..]);
            tiff.Number(length).CopyTo(span[6..]);
            tiff.Number(offset).CopyTo(span[10..]);
        }

        return bytes;
    }
}
