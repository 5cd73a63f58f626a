using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Pdf;

/// <summary>
/// PDF (A.4): embedded files that the catalog names with <c>/AFRelationship /C2PA_Manifest</c>, one per revision and listed oldest first: the last one holds the active manifest (A.4.2.1). A store of an object
/// in the document (A.4.3) is not the document's and is not listed. Where several stand in one revision, none of them counts (§15.5.2.2); they are listed with the defect <c>store.multiple</c>.
/// </summary>
internal static class PdfLocator
{
    public static void Find(LocateContext context)
    {
        var file = context.File;
        if (PdfFile.Open(file, context.Limits, out _) is not { } pdf || pdf.Resolve(pdf.Xref.Sections[0].Trailer["Root"]) is not { IsDictionary: true } catalog)
        {
            PdfScan.Find(context);
            return;
        }

        var stores = PdfStores.Find(pdf);
        foreach (var store in stores) Add(context, pdf, store, stores.Count(s => s.Revision == store.Revision) > 1);
        AddMetadata(context, pdf, catalog);
        if (pdf.LimitReached) context.AddDefect("limit.reached", "The PDF has more objects than are searched.", 0);
    }

    private static void Add(LocateContext context, PdfFile pdf, PdfStore store, bool several)
    {
        var (offset, length) = (store.Data.Offset, store.Data.Length);
        var defect = several ? new StoreDefect("store.multiple", "More than one manifest store stands in one update section of the PDF, so none of them counts.", offset) : null;
        if (!store.IsPlain || (pdf.IsEncrypted && !store.IsIdentity))
        {
            // Packed, though it need not be; what it unpacks to is looked at, and unpacked again when it is read.
            var head = !pdf.IsEncrypted && pdf.File.Copy(offset, length, context.Limits.MaxInflatedBytes) is { } packed ? PdfFlate.Decode(store.Dictionary, packed, context.Limits.MaxInflatedBytes) : null;
            context.Add(offset, length, store.Data, [store.Data], StoreEncoding.PdfFilter, head is not null && StoreProbe.Look(head).IsC2pa,
                defect ?? (head is null ? null : StoreProbe.Judge(head, head.Length, offset)));
            return;
        }

        var first = context.File.Peek(offset, (int)Math.Min(length, StoreProbe.HeadLength));
        context.Add(offset, length, store.Data, [store.Data], StoreEncoding.Raw, StoreProbe.Look(first).IsC2pa, defect ?? StoreProbe.Judge(first, length, offset));
    }

    private static void AddMetadata(LocateContext context, PdfFile pdf, PdfValue catalog)
    {
        if (pdf.IsEncrypted || catalog["Metadata"] is not { Kind: PdfKind.Reference, Number: var number } || pdf.Object(number) is not { Data: { } data } metadata) return;
        if (context.File.Copy(data.Offset, data.Length, context.Limits.MaxXmpBytes) is { } packed && PdfFlate.Decode(metadata.Dictionary, packed, context.Limits.MaxXmpBytes) is { } packet) context.AddXmp(packet);
    }
}
