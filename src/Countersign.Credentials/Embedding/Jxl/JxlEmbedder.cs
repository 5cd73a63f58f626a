using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Jxl;

/// <summary>JPEG XL (A.3.8): the store is itself a <c>jumb</c> box, put before the first box of picture data. A bare codestream has no place for it.</summary>
internal sealed class JxlEmbedder : IEmbedder
{
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var builder = new PlanBuilder(source.Length);
        long at = 0;
        long? place = null;
        for (var steps = 0; at < source.Length; steps++)
        {
            if (steps > limits.MaxElements || BoxHeader.Read(source, at) is not { } box || !source.Contains(at, box.Length))
            {
                defect = EmbedRefusals.Damaged("The JPEG XL file cannot be taken apart into boxes.", at);
                return false;
            }

            if (box.Type == BoxHeader.Code("jxlc"u8) || box.Type == BoxHeader.Code("jxlp"u8)) place ??= at;
            at += box.Length;
        }

        if (place is not { } before)
        {
            defect = EmbedRefusals.Damaged("The JPEG XL file has no picture data.", at);
            return false;
        }

        foreach (var store in CredentialLocator.Find(source.Source, limits).Stores) builder.Drop(store.Carrier);
        builder.Insert(before, new CarrierPiece(storeLength, store => store.ToArray()));
        plan = builder.Build();
        if (plan is null) defect = EmbedRefusals.Damaged("Boxes of the JPEG XL file overlap.", before);
        return plan is not null;
    }
}
