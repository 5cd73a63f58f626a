using System.Text;
using Countersign.Credentials.Containers.Pdf;

namespace Countersign.Credentials.Embedding.Pdf;

/// <summary>Hangs a file on a hidden annotation of the first page (A.4.2.1, for certified PDFs).</summary>
internal static class PdfPages
{
    private const int MostLevels = 32;

    public static bool TryAttach(PdfFile pdf, PdfValue catalog, PdfUpdate update, long specification)
    {
        if (First(pdf, catalog) is not { } page) return false;
        var annotation = update.NewNumber();
        // Flag 2 hides it: it is there to refer to the file, and there is nothing to see.
        update.Add(annotation, 0, $"<</Type/Annot/Subtype/FileAttachment/FS {specification} 0 R/Rect[0 0 0 0]/F 2/P {page.Number} {page.Generation} R/Contents(Content Credentials)>>");
        var list = new MemoryStream();
        list.Write("["u8);
        if (PdfUpdate.Follow(pdf, page.Dictionary["Annots"], page.Bytes) is var (value, bytes) && value.Kind == PdfKind.Array)
        {
            foreach (var item in value.Items.Where(i => !PdfStores.IsManifest(pdf, pdf.Resolve(pdf.Resolve(i) is { IsDictionary: true } old ? old["FS"] : null)))) PdfUpdate.WriteRaw(list, item, bytes);
        }

        list.Write(Encoding.ASCII.GetBytes($" {annotation} 0 R]"));
        update.Add(page.Number, page.Generation, PdfUpdate.Rewrite(page, [("Annots", list.ToArray())]));
        return true;
    }

    private static PdfStream? First(PdfFile pdf, PdfValue catalog)
    {
        var at = catalog["Pages"];
        for (var level = 0; level < MostLevels && at is { Kind: PdfKind.Reference, Number: var number } && pdf.Object(number) is { Dictionary.IsDictionary: true, Data: null } node; level++)
        {
            if (pdf.Resolve(node.Dictionary["Kids"]) is not { Kind: PdfKind.Array, Items: var kids }) return node.Dictionary["Type"]?.Is("Page") == true ? node : null;
            at = kids.Count > 0 ? kids[0] : null;
        }

        return null;
    }
}
