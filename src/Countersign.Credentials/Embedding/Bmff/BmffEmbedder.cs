using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// MP4, MOV, M4A, HEIF and AVIF (C2PA 2.2 §A.5): the store goes into a <c>uuid</c> box after <c>ftyp</c>, and every absolute offset in
/// the file is moved. The hashed pieces of the plan are what <c>c2pa.hash.bmff.v3</c> hashes with the exclusions of
/// <see cref="BmffHashAssertion"/>.
/// </summary>
internal sealed class BmffEmbedder : IEmbedder
{
    /// <summary>The label of the assertion that binds such a file.</summary>
    public const string HashLabel = "c2pa.hash.bmff.v3";

    /// <summary>The content of the assertion; its length depends on the algorithm alone.</summary>
    /// <param name="alg"><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
    /// <param name="hash">The hash of the plan's hashed pieces, or as many bytes of anything to learn the length.</param>
    public static byte[] HashAssertion(string alg, ReadOnlySpan<byte> hash) => BmffHashAssertion.Write(alg, hash);

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        var tree = BmffTree.Read(source, limits);
        var roots = tree.Roots.ToList();
        defect = tree.Defect ?? tree.InnerDefect ?? Refusal(source, roots, limits);
        if (defect is not null) return false;

        var carrier = new CarrierPiece(C2paBox.ManifestOverhead + (long)storeLength, store => C2paBox.Manifest(store.Span, 0));
        return TryCompose(source, tree, roots, PlaceFor(roots), carrier, limits, out plan, out defect);
    }

    /// <summary>Puts a carrier in at the beginning of a root box or at the end of the file, and leaves out what C2PA boxes there are.</summary>
    internal static bool TryCompose(
        StreamWindow source, BmffTree tree, List<BmffBox> roots, long place, CarrierPiece carrier, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        var changes = new List<SizeChange> { new(place, 0, carrier.Size) };
        changes.AddRange(roots.Where(r => C2paBox.Is(source, r)).Select(r => new SizeChange(r.Offset, r.Length, 0)));
        var rewrite = BmffRewrite.For(source, tree, changes, limits);
        defect = rewrite.Defect;
        if (defect is not null) return false;

        var writer = new PieceWriter(rewrite);
        var placed = false;
        foreach (var root in roots)
        {
            if (root.Offset >= place && !placed)
            {
                writer.Add(carrier);
                placed = true;
            }

            if (!C2paBox.Is(source, root)) writer.AddRoot(root, !IsExcluded(root));
        }

        if (!placed) writer.Add(carrier);
        writer.AddSource(tree.End, tree.FileLength, hashed: true);
        plan = new(writer.Pieces);
        return true;
    }

    /// <summary>True for the root boxes that the assertion leaves out (C2PA 2.2 §A.5.6).</summary>
    internal static bool IsExcluded(in BmffBox root) => root.Is("ftyp"u8) || root.Is("mfra"u8);

    /// <summary>After <c>ftyp</c>, and before any <c>moov</c> or <c>mdat</c>; where these exclude one another, the latter counts.</summary>
    internal static long PlaceFor(List<BmffBox> roots)
    {
        foreach (var root in roots)
        {
            if (root.Is("ftyp"u8)) return root.End;
            if (root.Is("moov"u8) || root.Is("mdat"u8) || root.Is("moof"u8)) break;
        }

        return 0;
    }

    internal static StoreDefect? Refusal(StreamWindow source, List<BmffBox> roots, ParseLimits limits)
    {
        if (roots.Count > limits.MaxBmffRoots) return new("limit.reached", $"The file has more than {limits.MaxBmffRoots} boxes side by side.", 0);
        if (roots.Count == 0) return new("container.damaged", "The file has no boxes.", 0);
        var inFragment = false;
        long? removed = null;
        foreach (var root in roots)
        {
            if (root.Is("ftyp"u8) && source.Peek(root.DataOffset, 4).SequenceEqual("crx "u8))
                return new("container.unsupported", "A Canon raw picture has offsets in boxes of its maker, which cannot be rewritten.", root.Offset);
            if (root.Is("moof"u8)) (inFragment, removed) = (true, null);
            else if (inFragment && C2paBox.Is(source, root)) removed = root.Offset;
            // Samples of a fragment are counted from its moof.
            else if (inFragment && root.Is("mdat"u8) && removed is { } at)
                return new("container.unsupported", "A credential stands between a fragment's header and its media data.", at);
        }

        return null;
    }
}
