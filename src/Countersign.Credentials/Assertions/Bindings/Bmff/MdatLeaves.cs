using System.Security.Cryptography;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>
/// The hash trees of a film or picture in one piece: one for each <c>mdat</c>, whose payload is cut into leaves
/// (C2PA 2.2 §15.12.2.1, §A.5.4.1.1).
/// </summary>
internal static class MdatLeaves
{
    public static BmffVerdict? Check(BmffHashMap map, BmffHasher file, IReadOnlyList<MerkleBox> boxes)
    {
        if (map.Hash is null) return BmffVerdict.Malformed("The film is in one piece, and the assertion has no hash of what is outside its media data.");
        var mdats = file.Tree.Roots.Where(b => b.Is("mdat"u8)).ToList();
        var covered = new HashSet<Int128>();
        foreach (var tree in map.Merkle)
        {
            if (tree.InitHash is not null) return BmffVerdict.Malformed("A hash tree speaks of an initialisation segment, and the film is in one piece.");
            if (tree.LocalId < 0 || tree.LocalId >= mdats.Count) return BmffVerdict.Mismatch($"A hash tree is for media data {tree.LocalId}, and there are {mdats.Count}.");
            // Each mdat is hashed once however many trees there are, or an assertion of a few kilobytes could ask for days of work.
            if (!covered.Add(tree.LocalId)) return BmffVerdict.Malformed("Two hash trees are for the same media data.");
            if (CheckTree(tree, file, mdats[(int)tree.LocalId], boxes) is { } verdict) return verdict;
        }

        for (var i = 0; i < mdats.Count; i++)
        {
            if (!covered.Contains(i) && file.FirstGap(mdats[i]) is not null)
                return BmffVerdict.Mismatch("Media data is left out of the hash, and no hash tree covers it.", mdats[i].Offset);
        }

        return null;
    }

    private static BmffVerdict? CheckTree(BmffMerkleMap tree, BmffHasher file, in BmffBox mdat, IReadOnlyList<MerkleBox> boxes)
    {
        if (BmffHashMap.AlgorithmOf(tree.Algorithm) is not { } algorithm) return BmffVerdict.Algorithm(tree.Algorithm);
        List<MerkleBox> own = [];
        if (!tree.RowIsLeaves)
        {
            own = boxes.Where(b => b.Tree == (tree.UniqueId, tree.LocalId)).ToList();
            if (own.Count != tree.Count) return BmffVerdict.Malformed($"A hash tree has {tree.Count} leaves, and {own.Count} Merkle boxes stand for them.", mdat.Offset);
            for (var i = 0; i < own.Count; i++)
            {
                if (own[i].Location != i) return BmffVerdict.Mismatch("The Merkle boxes are out of sequence.", own[i].Offset);
            }
        }

        var verdict = CheckFrom(mdat.DataOffset, tree, file, mdat, own, algorithm);
        // The payload begins after the header (§18.6.3). A widely used writer begins at byte 16 of the box whatever the length of the
        // header; the eight bytes between are then bound by the hash of the file, so nothing is lost by accepting it.
        if (verdict is not null && mdat.HeaderLength == 8 && mdat.Length > 16 && (file.FirstGap(mdat) ?? long.MaxValue) >= mdat.Offset + 16)
        {
            var other = CheckFrom(mdat.Offset + 16, tree, file, mdat, own, algorithm);
            // When both fail, the one that came further tells where the damage is.
            return other is null || other.Offset > verdict.Offset ? other : verdict;
        }

        return verdict;
    }

    private static BmffVerdict? CheckFrom(long from, BmffMerkleMap tree, BmffHasher file, in BmffBox mdat, List<MerkleBox> boxes, HashAlgorithmName algorithm)
    {
        var payload = mdat.End - from;
        if (tree.VariableBlockSizes is { } sizes)
        {
            long sum = 0;
            foreach (var size in sizes)
            {
                if (size > payload - sum) return BmffVerdict.Malformed("The blocks of a hash tree are together longer than the media data.", mdat.Offset);
                sum += size;
            }

            if (sizes.Count != tree.Count || sum != payload) return BmffVerdict.Malformed("The blocks of a hash tree do not add up to the media data.", mdat.Offset);
        }
        else if (Blocks(payload, tree.FixedBlockSize) != tree.Count)
        {
            return BmffVerdict.Malformed($"A hash tree has {tree.Count} leaves, and the media data has {Blocks(payload, tree.FixedBlockSize)} blocks.", mdat.Offset);
        }

        var at = from;
        for (var i = 0; i < tree.Count; i++)
        {
            var size = tree.VariableBlockSizes?[i] ?? tree.FixedBlockSize ?? payload;
            var end = size > mdat.End - at ? mdat.End : at + size;
            var leaf = file.HashBytes(algorithm, at, end);
            var fits = tree.RowIsLeaves
                ? CryptographicOperations.FixedTimeEquals(leaf, tree.Row[i].Span)
                : MerkleTree.Leads(leaf, i, tree.Count, tree.Row, boxes[i].Proof, algorithm);
            if (!fits) return BmffVerdict.Mismatch($"Block {i} of the media data, {end - at} bytes, does not have the hash that was signed.", at);
            at = end;
        }

        return null;
    }

    private static long Blocks(long payload, long? size) => size is { } s ? (payload / s) + (payload % s == 0 ? 0 : 1) : 1;
}
