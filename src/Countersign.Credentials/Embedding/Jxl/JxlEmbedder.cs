using System.Buffers.Binary;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Containers.Bmff;
using Countersign.Credentials.Containers.Jxl;

namespace Countersign.Credentials.Embedding.Jxl;

/// <summary>
/// JPEG XL (C2PA 2.2 §A.3.8; ISO/IEC 18181-2): the superbox of the store, as it is, before the picture. A bare codestream cannot hold one
/// and is put into boxes first, its bytes unchanged; nothing in the boxes counts offsets from the start of the file.
/// </summary>
internal sealed class JxlEmbedder : IEmbedder
{
    private static ReadOnlySpan<byte> Beginning =>
    [
        0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', 0x0D, 0x0A, 0x87, 0x0A,
        0, 0, 0, 20, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'j', (byte)'x', (byte)'l', (byte)' ', 0, 0, 0, 0, (byte)'j', (byte)'x', (byte)'l', (byte)' ',
    ];

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        var carrier = new CarrierPiece(storeLength, store => store.ToArray());
        defect = JxlLocator.IsCodestream(source.Peek(0, 2)) ? Wrap(source, carrier, out plan) : Edit(source, carrier, limits, out plan);
        return defect is null;
    }

    private static StoreDefect? Wrap(StreamWindow source, CarrierPiece carrier, out EmbedPlan? plan)
    {
        var length = 8 + source.Length;
        var wide = length > uint.MaxValue;
        var header = new byte[wide ? 16 : 8];
        BinaryPrimitives.WriteUInt32BigEndian(header, wide ? 1 : (uint)length);
        "jxlc"u8.CopyTo(header.AsSpan(4));
        if (wide) BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), length + 8);
        plan = new([new LiteralPiece(Beginning.ToArray()), carrier, new LiteralPiece(header), new SourcePiece(new(0, source.Length))]);
        return null;
    }

    private static StoreDefect? Edit(StreamWindow source, CarrierPiece carrier, ParseLimits limits, out EmbedPlan? plan)
    {
        plan = null;
        var place = 0L;
        var mayFollow = true;
        var hasPicture = false;
        var steps = 0;
        for (long at = 0; at < source.Length; )
        {
            if (++steps > limits.MaxElements) return new("limit.reached", $"The file has more than {limits.MaxElements} boxes.", at);
            if (BoxHeader.Read(source, at) is not { } box) return new("container.damaged", "Bytes there are no box.", at);
            if (!source.Contains(at, box.Length)) return new("container.truncated", "A box is longer than the file.", at);
            // The signature, the type of the file and the level stand first, in this order.
            mayFollow &= box.Type == BoxHeader.Code("JXL "u8) || box.Type == BoxHeader.Code("ftyp"u8) || box.Type == BoxHeader.Code("jxll"u8);
            if (mayFollow) place = at + box.Length;
            hasPicture |= box.Type == BoxHeader.Code("jxlc"u8) || box.Type == BoxHeader.Code("jxlp"u8);
            at += box.Length;
        }

        if (!hasPicture) return new("container.damaged", "The file has no JPEG XL codestream.", 0);
        var found = new LocateContext(source, limits, StoreContainer.Jxl);
        JxlLocator.Find(found);
        var edits = new SourceEdits(source.Length);
        var presence = found.ToPresence(severalAreFine: true);
        if (presence.Defects is [var limit, ..]) return limit;
        foreach (var old in presence.Stores) edits.Cut(old.Carrier.Offset, old.Carrier.Length);
        // A store that was there keeps its place, as the hash of its manifest needs it when the new one is an update.
        edits.Insert(presence.Stores is [var one] ? one.Carrier.Offset : place, carrier);
        return edits.ToPlan(out plan);
    }
}
