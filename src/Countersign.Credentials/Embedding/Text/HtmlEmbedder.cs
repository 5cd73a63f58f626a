using System.Text;
using Countersign.Credentials.Containers.Text;

namespace Countersign.Credentials.Embedding.Text;

/// <summary>HTML (C2PA 2.4, A.7): a <c>script</c> of type <c>application/c2pa</c> as the last element of the head. The element whole is left out of the hash.</summary>
internal sealed class HtmlEmbedder : IEmbedder
{
    private const string Open = "<script type=\"application/c2pa\">";
    private const string Close = "</script>";

    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var head = HtmlHead.Read(source, limits);
        if (head.Scripts.Count > 1 || (head.Scripts.Count == 0 && head.End is null) || head.Links.Count > 0)
        {
            defect = new("container.unsupported", head.Links.Count > 0 ? "The page refers to a manifest elsewhere, and may have one of the two only (A.7.1)."
                : head.Scripts.Count > 1 ? "The page has more than one manifest (A.7.1)."
                : "The page has no end of its head, before which credentials belong.", head.Scripts.Count > 1 ? head.Scripts[1].Element.Offset : 0);
            return false;
        }

        var edits = new SourceEdits(source.Length);
        foreach (var wrapper in CredentialLocator.Find(source.Source, limits).Stores.Where(s => s.Encoding == StoreEncoding.VariationSelectors)) edits.Cut(wrapper.Carrier.Offset, wrapper.Carrier.Length);
        var carrier = new CarrierPiece(Open.Length + ((storeLength + 2L) / 3 * 4) + Close.Length, store => Encoding.ASCII.GetBytes(Open + Convert.ToBase64String(store.Span) + Close));
        if (head.Scripts is [var script]) edits.Cut(script.Element.Offset, script.Element.Length);
        edits.Insert(head.Scripts is [var old] ? old.Element.Offset : head.End!.Value, carrier);
        defect = edits.ToPlan(out plan);
        return defect is null;
    }
}
