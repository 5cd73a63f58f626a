using System.Security.Cryptography;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>
/// The hash tree of C2PA 2.2 §A.5.4: a node is the hash of its two children's hashes, and a node without a sibling goes up as it is.
/// </summary>
internal static class MerkleTree
{
    /// <summary>Which row, leaves being row 0, has so many nodes; null when none has.</summary>
    public static int? RowOf(long leaves, long nodes)
    {
        for (var row = 0; ; row++)
        {
            if (leaves == nodes) return row;
            if (leaves <= 1 || leaves < nodes) return null;
            leaves = (leaves / 2) + (leaves % 2);
        }
    }

    /// <summary>Follows a proof from a leaf up to the row that the manifest holds.</summary>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="location">The leaf's number, from 0.</param>
    /// <param name="leaves">Number of leaves.</param>
    /// <param name="row">The row that the manifest holds; one that the tree has.</param>
    /// <param name="proof">The siblings on the way, leaf-most first; those that do not exist are not listed.</param>
    /// <param name="algorithm">The hash of the tree.</param>
    /// <returns>True when the way ends at the hash that the row has there.</returns>
    public static bool Leads(
        ReadOnlySpan<byte> leaf, long location, long leaves, IReadOnlyList<ReadOnlyMemory<byte>> row, IReadOnlyList<ReadOnlyMemory<byte>> proof, HashAlgorithmName algorithm)
    {
        if (location < 0 || location >= leaves) return false;
        var hash = leaf.ToArray();
        var next = 0;
        for (var nodes = leaves; nodes != row.Count; nodes = (nodes / 2) + (nodes % 2), location /= 2)
        {
            if (nodes <= 1) return false;
            var right = (location & 1) == 1;
            if (!right && location + 1 == nodes) continue;
            if (next >= proof.Count) return false;
            var sibling = proof[next++].Span;
            hash = right ? Parent(sibling, hash, algorithm) : Parent(hash, sibling, algorithm);
        }

        return location < row.Count && CryptographicOperations.FixedTimeEquals(hash, row[(int)location].Span);
    }

    /// <summary>All rows from the leaves to the root.</summary>
    public static IReadOnlyList<IReadOnlyList<byte[]>> Build(IReadOnlyList<byte[]> leaves, HashAlgorithmName algorithm)
    {
        var rows = new List<IReadOnlyList<byte[]>> { leaves };
        while (rows[^1].Count > 1)
        {
            var below = rows[^1];
            var row = new List<byte[]>((below.Count + 1) / 2);
            for (var i = 0; i < below.Count; i += 2) row.Add(i + 1 < below.Count ? Parent(below[i], below[i + 1], algorithm) : below[i]);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The siblings on the way from a leaf to a row.</summary>
    public static IReadOnlyList<byte[]> Proof(IReadOnlyList<IReadOnlyList<byte[]>> rows, int location, int row)
    {
        var proof = new List<byte[]>();
        for (var at = 0; at < row; at++, location /= 2)
        {
            var sibling = location ^ 1;
            if (sibling < rows[at].Count) proof.Add(rows[at][sibling]);
        }

        return proof;
    }

    private static byte[] Parent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        hash.AppendData(left);
        hash.AppendData(right);
        return hash.GetHashAndReset();
    }
}
