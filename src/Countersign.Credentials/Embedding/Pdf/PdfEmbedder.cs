using System.Text;
using Countersign.Credentials.Containers.Pdf;

namespace Countersign.Credentials.Embedding.Pdf;

/// <summary>
/// PDF (A.4): an incremental update behind the file as it is, with the store as an unfiltered embedded file stream, whose data alone is left out of the hash; a file specification; and the catalog anew, which names
/// the specification in <c>AF</c> and in the name tree of embedded files. A store of an earlier revision stays where it is and is named no longer: the new one is complete.
/// <para>
/// Digital signatures in the PDF stay valid, since every byte that they cover stays. Where the first of them certifies the document, what may be added is limited (ISO 32000-2, 12.8.2.2): with permission 3 the specification
/// hangs on a hidden annotation instead of the name tree, as A.4.2.1 asks; with 1 or 2 nothing may be added. A digital signature that is added after the store breaks the store's hash, for its bytes are new: sign
/// the PDF first. Encrypted files are refused: the strings of the new objects would have to be encrypted with a key that is not known here.
/// </para>
/// </summary>
internal sealed class PdfEmbedder : IEmbedder
{
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        if (PdfFile.Open(source, limits, out defect) is not { } pdf) return false;
        var newest = pdf.Xref.Sections[0];
        if (newest.Trailer["Root"] is not { Kind: PdfKind.Reference, Number: var number } || pdf.Object(number) is not { Dictionary.IsDictionary: true, Data: null } catalog)
        {
            defect = pdf.IsEncrypted ? Encrypted() : new StoreDefect("container.damaged", "The catalog of the PDF cannot be read.", newest.Offset);
            return false;
        }

        if (pdf.IsEncrypted)
        {
            defect = Encrypted();
            return false;
        }

        var size = pdf.Xref.Sections.Max(s => s.Size);
        if (size > int.MaxValue - 16)
        {
            defect = new("container.damaged", "The PDF numbers its objects beyond what is possible.", newest.Offset);
            return false;
        }

        var update = new PdfUpdate(pdf, size);
        var store = update.NewNumber();
        var specification = update.NewNumber();
        update.Add(specification, 0, "<</Type/Filespec/AFRelationship/C2PA_Manifest/Subtype/application#2Fc2pa/F(content_credential.c2pa)/UF(content_credential.c2pa)/Desc(Content Credentials)"
            + $"/EF<</F {store} 0 R/UF {store} 0 R>>>>");

        var changes = new List<(string Key, byte[] Value)> { ("AF", Associated(pdf, catalog, specification)) };
        switch (PdfCertifications.Of(pdf, catalog.Dictionary))
        {
            case PdfCertification.None:
                changes.Add(("Names", PdfNameTree.WithFile(pdf, catalog, update, specification)));
                break;
            case PdfCertification.Annotations:
                if (PdfPages.TryAttach(pdf, catalog.Dictionary, update, specification)) break;
                defect = new("container.damaged", "The first page of the PDF cannot be read.", newest.Offset);
                return false;
            default:
                defect = new("container.unsupported", "The PDF is certified and allows no additions (DocMDP).", newest.Offset);
                return false;
        }

        update.Add(catalog.Number, catalog.Generation, PdfUpdate.Rewrite(catalog, changes));
        if (pdf.LimitReached)
        {
            defect = new("limit.reached", "The PDF has more objects than are read.", 0);
            return false;
        }

        return update.TryFinish(source, store, storeLength, out plan, out defect);
    }

    private static StoreDefect Encrypted() => new StoreDefect("container.unsupported", "The PDF is encrypted.", 0);

    // The new one first: some readers look at the first alone. Of manifest stores only that of the active manifest is named here (C2PA 2.5, A.4.2.1).
    private static byte[] Associated(PdfFile pdf, PdfStream catalog, long specification)
    {
        var array = new MemoryStream();
        array.Write(Encoding.ASCII.GetBytes($"[{specification} 0 R"));
        if (PdfUpdate.Follow(pdf, catalog.Dictionary["AF"], catalog.Bytes) is var (value, bytes))
        {
            var items = value.Kind == PdfKind.Array ? value.Items : value.IsDictionary ? [catalog.Dictionary["AF"]!] : [];
            var from = value.Kind == PdfKind.Array ? bytes : catalog.Bytes;
            foreach (var item in items.Where(i => !PdfStores.IsManifest(pdf, pdf.Resolve(i)))) PdfUpdate.WriteRaw(array, item, from);
        }

        array.Write("]"u8);
        return array.ToArray();
    }
}
