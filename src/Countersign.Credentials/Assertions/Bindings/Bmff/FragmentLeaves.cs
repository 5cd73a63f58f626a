using System.Security.Cryptography;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>
/// The hash trees of a fragmented film: a leaf is a fragment, and before each fragment a <c>merkle</c> box says which leaf it is
/// (C2PA 2.2 §15.12.2.2, §18.6.6, §A.5.4.1.2).
/// </summary>
internal sealed class FragmentLeaves(BmffHashMap map, BmffHasher init)
{
    private readonly Dictionary<(Int128, Int128), (BmffMerkleMap Map, long Next)> _trees =
        map.Merkle.ToDictionary(m => (m.UniqueId, m.LocalId), m => (m, 0L));

    private readonly Dictionary<HashAlgorithmName, byte[]> _initHashes = [];

    /// <summary>One file: what comes before the first <c>moof</c>, then each <c>moof</c> with all that follows until the next.</summary>
    public BmffVerdict? CheckOneFile(IReadOnlyList<MerkleBox> boxes)
    {
        var moofs = init.Tree.Roots.Where(b => b.Is("moof"u8)).Select(b => b.Offset).ToList();
        foreach (var tree in map.Merkle)
        {
            if (CheckInit(tree, moofs[0]) is { } verdict) return verdict;
        }

        var next = 0;
        for (var i = 0; i < moofs.Count; i++)
        {
            var before = new List<MerkleBox>();
            for (; next < boxes.Count && boxes[next].Offset < moofs[i]; next++) before.Add(boxes[next]);
            if (CheckFragment(init, before, moofs[i], i + 1 < moofs.Count ? moofs[i + 1] : init.Tree.FileLength) is { } verdict) return verdict;
        }

        foreach (var (tree, seen) in _trees.Values)
        {
            if (seen != tree.Count) return BmffVerdict.Mismatch($"Of {tree.Count} fragments {seen} are there.");
        }

        return null;
    }

    /// <summary>Several files: the initialisation segment, and each fragment a file of its own.</summary>
    public BmffVerdict? CheckFiles(IReadOnlyList<Stream> fragments, ParseLimits limits, CancellationToken cancel)
    {
        if (map.Hash is not null) return BmffVerdict.Mismatch("The assertion has a hash of one file, and the film is in several.");
        var inits = new HashSet<(Int128, Int128)>();
        foreach (var fragment in fragments)
        {
            using var file = new BmffHasher(fragment, map, limits, cancel);
            if (file.Tree.Defect is { Code: "limit.reached" } limit) return BmffVerdict.Mismatch(limit.Says, limit.Offset);
            if (!MerkleBox.TryReadAll(file.Window, file.Tree, limits, out var boxes, out var says)) return BmffVerdict.Malformed(says);
            foreach (var box in boxes)
            {
                if (!_trees.TryGetValue(box.Tree, out var known) || !inits.Add(box.Tree)) continue;
                if (CheckInit(known.Map, init.Tree.FileLength) is { } wrong) return wrong;
            }

            if (CheckFragment(file, boxes, 0, file.Tree.FileLength) is { } verdict) return verdict;
        }

        // Trees of which no fragment is there belong to other tracks, with other initialisation segments.
        foreach (var (tree, seen) in _trees.Values)
        {
            if (seen != 0 && seen != tree.Count) return BmffVerdict.Mismatch($"Of {tree.Count} fragments {seen} are there.");
        }

        return null;
    }

    private BmffVerdict? CheckInit(BmffMerkleMap tree, long end)
    {
        if (BmffHashMap.AlgorithmOf(tree.Algorithm) is not { } algorithm) return BmffVerdict.Algorithm(tree.Algorithm);
        if (tree.InitHash is not { } signed) return BmffVerdict.Malformed("A hash tree of a fragmented film has no hash of the initialisation segment.");
        if (!_initHashes.TryGetValue(algorithm, out var hash)) _initHashes[algorithm] = hash = init.HashBoxes(algorithm, 0, end);
        return CryptographicOperations.FixedTimeEquals(hash, signed.Span) && !init.Exhausted
            ? null
            : BmffVerdict.Mismatch("The initialisation segment does not have the hash that was signed.", 0);
    }

    private BmffVerdict? CheckFragment(BmffHasher file, List<MerkleBox> boxes, long from, long to)
    {
        if (boxes.Count == 0) return BmffVerdict.Malformed("No Merkle box stands before a fragment.", from);
        var hashes = new Dictionary<HashAlgorithmName, byte[]>();
        foreach (var box in boxes)
        {
            if (!_trees.TryGetValue(box.Tree, out var known)) return BmffVerdict.Mismatch("A Merkle box names a tree that was not signed.", box.Offset);
            var (tree, next) = known;
            if (box.Location != next) return BmffVerdict.Mismatch($"Fragment {box.Location} stands where fragment {next} is due.", box.Offset);
            _trees[box.Tree] = (tree, next + 1);
            if (BmffHashMap.AlgorithmOf(tree.Algorithm) is not { } algorithm) return BmffVerdict.Algorithm(tree.Algorithm);
            if (!hashes.TryGetValue(algorithm, out var leaf)) hashes[algorithm] = leaf = file.HashBoxes(algorithm, from, to);
            if (file.Exhausted || !MerkleTree.Leads(leaf, box.Location, tree.Count, tree.Row, box.Proof, algorithm))
                return BmffVerdict.Mismatch($"Fragment {box.Location} does not have the hash that was signed.", from);
        }

        return null;
    }
}
