namespace Countersign.Credentials.Embedding.Gif;

/// <summary>GIF (A.3.7): an application extension right behind the colour table, before the first image. Extensions make it a GIF89a.</summary>
internal sealed class GifEmbedder : IEmbedder
{
    private const int Lead = 14;
    private const int MostInBlock = 255;

    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var head = source.Peek(0, 13);
        if (head.Length < 13)
        {
            defect = EmbedRefusals.Damaged("The GIF ends within its header.", 0);
            return false;
        }

        var at = 13L + ((head[10] & 0x80) == 0 ? 0 : 3 << ((head[10] & 7) + 1));
        var builder = new PlanBuilder(source.Length);
        if (head.StartsWith("GIF87a"u8)) builder.Replace(new(0, 6), "GIF89a"u8.ToArray());
        var presence = CredentialLocator.Find(source.Source, limits);
        if (at >= source.Length || presence.Defects.Any(d => d.Code is "container.truncated" or "container.damaged"))
        {
            defect = EmbedRefusals.Damaged("The GIF cannot be taken apart into blocks.", at);
            return false;
        }

        foreach (var store in presence.Stores) builder.Drop(store.Carrier);
        var blocks = (storeLength + MostInBlock - 1) / MostInBlock;
        builder.Insert(at, new CarrierPiece(Lead + storeLength + blocks + 1, store => Render(store.Span)));
        plan = builder.Build();
        if (plan is null) defect = EmbedRefusals.Damaged("Blocks of the GIF overlap.", at);
        return plan is not null;
    }

    private static byte[] Render(ReadOnlySpan<byte> store)
    {
        var output = new MemoryStream();
        output.Write([0x21, 0xFF, 0x0B, .. "C2PA_GIF"u8, 0x01, 0x00, 0x00]);
        while (!store.IsEmpty)
        {
            var block = store[..Math.Min(store.Length, MostInBlock)];
            output.WriteByte((byte)block.Length);
            output.Write(block);
            store = store[block.Length..];
        }

        output.WriteByte(0);
        return output.ToArray();
    }
}
