using System.Text;
using Countersign.Credentials.Containers.Pdf;

namespace Countersign.Credentials.Embedding.Pdf;

/// <summary>Adds a file to the name tree of embedded files (ISO 32000-2, 7.7.4 and 7.9.6): keys in order, in leaves with their limits.</summary>
internal static class PdfNameTree
{
    /// <summary>The value of the catalog's <c>Names</c> with the file in it; the tree's new root goes into the update.</summary>
    public static byte[] WithFile(PdfFile pdf, PdfStream catalog, PdfUpdate update, long specification)
    {
        var root = update.NewNumber();
        var reference = Encoding.ASCII.GetBytes($"{root} 0 R");
        var names = PdfUpdate.Follow(pdf, catalog.Dictionary["Names"], catalog.Bytes);
        if (names is not var (value, bytes) || !value.IsDictionary)
        {
            update.Add(root, 0, Leaf(Key(specification), specification));
            return [.. "<</EmbeddedFiles "u8, .. reference, .. ">>"u8];
        }

        var tree = PdfUpdate.Follow(pdf, value["EmbeddedFiles"], bytes);
        if (tree is not var (node, nodeBytes) || !node.IsDictionary) update.Add(root, 0, Leaf(Key(specification), specification));
        else if (PdfUpdate.Follow(pdf, node["Kids"], nodeBytes) is var (kids, kidBytes) && kids.Kind == PdfKind.Array) update.Add(root, 0, WithKid(pdf, kids, kidBytes, update, specification));
        else update.Add(root, 0, WithName(pdf, PdfUpdate.Follow(pdf, node["Names"], nodeBytes), specification));
        return PdfUpdate.Rewrite(value, bytes, [("EmbeddedFiles", reference)]);
    }

    // Unlike any other of the file, since the number of the object is.
    private static byte[] Key(long specification) => Encoding.ASCII.GetBytes($"content_credential-{specification}.c2pa");

    private static byte[] Leaf(byte[] key, long specification) => [.. "<</Names["u8, .. Hexadecimal(key), .. Encoding.ASCII.GetBytes($" {specification} 0 R]>>")];

    private static byte[] Hexadecimal(byte[] key) => Encoding.ASCII.GetBytes("<" + Convert.ToHexString(key) + ">");

    // A root that is a leaf: the entry goes where its key belongs. Entries of earlier stores go, for the new store has what they had.
    private static byte[] WithName(PdfFile pdf, (PdfValue Value, byte[] Bytes)? names, long specification)
    {
        var key = Key(specification);
        var leaf = new MemoryStream();
        leaf.Write("<</Names["u8);
        var items = names is { Value.Kind: PdfKind.Array } ? names.Value.Value.Items : [];
        var written = false;
        for (var i = 0; i + 1 < items.Count; i += 2)
        {
            if (PdfStores.IsManifest(pdf, pdf.Resolve(items[i + 1]))) continue;
            if (!written && items[i].Text.AsSpan().SequenceCompareTo(key) > 0)
            {
                Write();
                written = true;
            }

            PdfUpdate.WriteRaw(leaf, items[i], names!.Value.Bytes);
            PdfUpdate.WriteRaw(leaf, items[i + 1], names.Value.Bytes);
        }

        if (!written) Write();
        leaf.Write("]>>"u8);
        return leaf.ToArray();

        void Write()
        {
            leaf.Write(" "u8);
            leaf.Write(Hexadecimal(key));
            leaf.Write(Encoding.ASCII.GetBytes($" {specification} 0 R"));
        }
    }

    // A root with leaves below it gets one leaf more, between two others or at the end. Inside the range of another leaf its key would be out of order, so then it gets one behind the last.
    private static byte[] WithKid(PdfFile pdf, PdfValue kids, byte[] bytes, PdfUpdate update, long specification)
    {
        var key = Key(specification);
        var limits = kids.Items.Select(k => pdf.Resolve(pdf.Resolve(k)?["Limits"]) is { Kind: PdfKind.Array, Items: [var low, var high] } ? (low.Text, high.Text) : ([], [])).ToList();
        var place = limits.FindIndex(l => l.Item2.AsSpan().SequenceCompareTo(key) >= 0);
        if (place >= 0 && limits[place].Item1.AsSpan().SequenceCompareTo(key) <= 0)
        {
            key = [.. limits[^1].Item2, .. " c2pa"u8];
            place = -1;
        }

        if (place < 0) place = kids.Items.Count;
        var leaf = update.NewNumber();
        update.Add(leaf, 0, [.. "<</Limits["u8, .. Hexadecimal(key), .. Hexadecimal(key), .. "]/Names["u8, .. Hexadecimal(key), .. Encoding.ASCII.GetBytes($" {specification} 0 R]>>")]);
        var root = new MemoryStream();
        root.Write("<</Kids["u8);
        for (var i = 0; i <= kids.Items.Count; i++)
        {
            if (i == place) root.Write(Encoding.ASCII.GetBytes($" {leaf} 0 R"));
            if (i < kids.Items.Count) PdfUpdate.WriteRaw(root, kids.Items[i], bytes);
        }

        root.Write("]>>"u8);
        return root.ToArray();
    }
}
