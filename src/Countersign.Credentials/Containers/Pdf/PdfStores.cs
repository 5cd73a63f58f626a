using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Pdf;

/// <summary>A manifest store of a PDF as a whole.</summary>
/// <param name="Revision">The revision that added it: 0 for the original.</param>
/// <param name="Data">The stream's data, which is what a data hash leaves out.</param>
/// <param name="Dictionary">The stream's dictionary.</param>
internal sealed record PdfStore(int Revision, ByteRange Data, PdfValue Dictionary)
{
    /// <summary>Whether the data is the store as it is.</summary>
    public bool IsPlain => Dictionary["Filter"] is null or { Kind: PdfKind.Array, Items.Count: 0 } || IsIdentity;

    /// <summary>Whether the only filter is the one that takes the stream out of a PDF's encryption (A.4.1).</summary>
    public bool IsIdentity => (Dictionary["Filter"] is { } filter && (filter.Is("Crypt") || (filter.Kind == PdfKind.Array && filter.Items.Count == 1 && filter.Items[0].Is("Crypt"))))
        && ((Dictionary["DecodeParms"] is { Kind: PdfKind.Array, Items: [var only] } ? only : Dictionary["DecodeParms"]) is not { IsDictionary: true } parameters || parameters["Name"] is not { } name || name.Is("Identity"));
}

/// <summary>
/// The manifest stores of a PDF, revision by revision. The file is looked at as it was after each update, since a later update may name another store in the place of an earlier one, which then still counts
/// (A.4.2.1, §15.5.2.2).
/// </summary>
internal static class PdfStores
{
    // Attachments of one document; each may cost an object.
    private const int MostAssociated = 1_000;

    /// <summary>The stores, oldest first.</summary>
    public static IReadOnlyList<PdfStore> Find(PdfFile pdf)
    {
        var stores = new Dictionary<long, PdfStore>();
        var sections = pdf.Xref.Sections;
        for (var i = sections.Count - 1; i >= 0 && !pdf.LimitReached; i--)
        {
            // The sections of one revision are looked at together.
            if (i > 0 && sections[i - 1].Revision == sections[i].Revision) continue;
            if (pdf.Resolve(sections[i].Trailer["Root"], i) is not { IsDictionary: true } catalog) continue;
            foreach (var specification in Associated(pdf, catalog, i))
            {
                if (pdf.Resolve(specification, i) is not { } spec || !IsManifest(pdf, spec, i)) continue;
                if (pdf.Resolve(spec["EF"], i) is not { IsDictionary: true } files || (files["F"] ?? files["UF"]) is not { Kind: PdfKind.Reference, Number: var number }) continue;
                if (pdf.Object(number, i, out var section) is not { Data: { } data } stream) continue;
                stores.TryAdd(data.Offset, new(section!.Revision, data, stream.Dictionary));
            }
        }

        return [.. stores.Values.OrderBy(s => s.Revision).ThenBy(s => s.Data.Offset)];
    }

    /// <summary>Whether a file specification is one of a manifest store.</summary>
    public static bool IsManifest(PdfFile pdf, PdfValue? specification, int from = 0) =>
        specification is { IsDictionary: true } && pdf.Resolve(specification["AFRelationship"], from)?.Is("C2PA_Manifest") == true;

    // An array (ISO 32000-2, table 29); the words of A.4.2.1 before C2PA 2.5 read as though it were a single reference.
    private static IEnumerable<PdfValue> Associated(PdfFile pdf, PdfValue catalog, int from) => pdf.Resolve(catalog["AF"], from) switch
    {
        { Kind: PdfKind.Array, Items: var items } => items.Take(MostAssociated),
        { IsDictionary: true } => [catalog["AF"]!],
        _ => [],
    };

    /// <summary>The stores of a PDF that count, oldest first; of other files every store.</summary>
    public static IReadOnlyList<StoreLocation> InOrder(CredentialPresence presence) => [.. presence.Stores.Where(s => s.Defect is not { Code: "store.multiple" })];

    /// <summary>
    /// Joins stores into one (A.4.2.1: "as if they were contained in a single C2PA Manifest Store"). The manifests of the last one come last, so that its active manifest stays active; of a label that
    /// several have, the newest counts, since a manifest may have had assertions redacted since.
    /// </summary>
    /// <param name="stores">The JUMBF of each, oldest first; at least one.</param>
    /// <param name="limits">How far a hostile store may lead.</param>
    /// <returns>The last one itself when the others add nothing to it.</returns>
    public static byte[] Merge(IReadOnlyList<byte[]> stores, ParseLimits limits)
    {
        var newest = stores[^1];
        if (stores.Count == 1 || !JumbfReader.TryRead(newest, limits, out var last, out _)) return newest;
        var labels = last.Children.Select(c => c.Label).ToHashSet(StringComparer.Ordinal);
        var older = new List<ReadOnlyMemory<byte>>();
        long size = newest.Length;
        for (var i = stores.Count - 2; i >= 0; i--)
        {
            if (!JumbfReader.TryRead(stores[i], limits, out var store, out _) || store.Description!.Uuid != JumbfTypes.Store) continue;
            var added = store.Children.Where(c => c.IsSuperbox && !labels.Contains(c.Label)).ToList();
            size += added.Sum(c => (long)c.Bytes.Length);
            if (size > limits.MaxStoreBytes) break;
            older.InsertRange(0, added.Select(c => c.Bytes));
            labels.UnionWith(added.Select(c => c.Label));
        }

        return older.Count == 0 ? newest : JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", [], older.Concat(last.Children.Select(c => c.Bytes)));
    }
}
