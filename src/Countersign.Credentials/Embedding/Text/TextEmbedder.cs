using Countersign.Credentials.Containers.Text;

namespace Countersign.Credentials.Embedding.Text;

/// <summary>
/// Unstructured text in UTF-8 (C2PA 2.4, A.8): the wrapper stands behind the last character, so that a reader of the text is through with it before it comes to the wrapper. Line ends and a byte order
/// mark stay as they are. The text is written in Normalization Form C, in which it is hashed and in which the exclusion counts (A.8.7): text that is in another form changes by that, though not to the eye.
/// A store that is there keeps its kind of place: a script of a page (A.7) and an armoured block (A.9) are filled anew. A page without one gets a script.
/// </summary>
internal sealed class TextEmbedder : IEmbedder
{
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        if (HtmlHead.IsPage(source.Peek(0, 1024))) return new HtmlEmbedder().TryPlan(source, storeLength, limits, out plan, out defect);
        if (ArmourEmbedder.HasStore(source, limits)) return new ArmourEmbedder(null).TryPlan(source, storeLength, limits, out plan, out defect);

        plan = null;
        defect = null;
        if (source.Copy(0, source.Length, limits.MaxTextBytes) is not { } bytes)
        {
            defect = new("limit.reached", $"The text is longer than {limits.MaxTextBytes} bytes, and has to be normalized as a whole.", 0);
            return false;
        }

        var wrappers = CredentialLocator.Find(source.Source, limits).Stores.Where(s => s.Encoding == StoreEncoding.VariationSelectors).Select(s => s.Carrier).ToList();
        var plain = bytes;
        if (wrappers.Count > 0)
        {
            var kept = new MemoryStream(bytes.Length);
            var at = 0;
            foreach (var wrapper in wrappers.OrderBy(w => w.Offset))
            {
                kept.Write(bytes, at, (int)wrapper.Offset - at);
                at = (int)wrapper.End;
            }

            kept.Write(bytes, at, bytes.Length - at);
            plain = kept.ToArray();
        }

        if (!Nfc.TryNormalize(plain, out var normalized))
        {
            defect = new("container.unsupported", "The text is not in UTF-8, in which alone it can carry credentials.", 0);
            return false;
        }

        var carrier = new CarrierPiece(TextWrapper.Size(storeLength), store => TextWrapper.Render(store.Span));
        if (normalized is not null)
        {
            plan = new([new LiteralPiece(normalized), carrier]);
            return true;
        }

        var edits = new SourceEdits(source.Length);
        foreach (var wrapper in wrappers) edits.Cut(wrapper.Offset, wrapper.Length);
        edits.Insert(source.Length, carrier);
        defect = edits.ToPlan(out plan);
        return defect is null;
    }
}
