using System.Text;

namespace Countersign.Credentials.Embedding.Svg;

/// <summary>
/// SVG (A.3.3): base64 in a <c>c2pa:manifest</c> element. One that is there is filled anew; otherwise it goes into the first <c>metadata</c> of the root, or into one
/// of its own. All else stays as it is, byte for byte. The base64 alone is left out of the hash.
/// </summary>
internal sealed class SvgEmbedder : IEmbedder
{
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var builder = new PlanBuilder(source.Length);
        var carrier = new CarrierPiece((storeLength + 2L) / 3 * 4, store => Encoding.ASCII.GetBytes(Convert.ToBase64String(store.Span)));
        var stores = CredentialLocator.Find(source.Source, limits).Stores;
        if (stores.Count > 1)
        {
            defect = EmbedRefusals.Unsupported("The SVG has more than one manifest element.", stores[1].Offset);
            return false;
        }

        if (stores is [{ Parts: [var content] }])
        {
            builder.Drop(content).Insert(content.Offset, carrier);
        }
        else
        {
            if (!SvgRoot.TryFind(source, limits, out var root))
            {
                defect = EmbedRefusals.Unsupported("The SVG has no root element that could take the credentials, or is not in UTF-8.");
                return false;
            }

            var prefix = root!.Prefix.Length > 0 ? root.Prefix + ":" : "";
            var (before, after) = root.MetadataContent is null ? ($"<{prefix}metadata>", $"</{prefix}metadata>") : ("", "");
            var at = root.MetadataContent ?? root.Content;
            builder.Insert(at, new LiteralPiece(Encoding.UTF8.GetBytes(before + "<c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">")));
            builder.Insert(at, carrier);
            builder.Insert(at, new LiteralPiece(Encoding.UTF8.GetBytes("</c2pa:manifest>" + after)));
        }

        plan = builder.Build();
        return plan is not null;
    }
}
