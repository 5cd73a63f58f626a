using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings.Bmff;
using CsCheck;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

public class MerkleTreeTests
{
    [Fact]
    public void Every_leaf_leads_to_every_row_and_no_other_leaf_does() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[0, 7], Gen.Int[0, 69]).Sample((count, rowNumber, leaf) =>
        {
            var leaves = Enumerable.Range(0, count).Select(i => SHA256.HashData([(byte)i])).ToList();
            var rows = MerkleTree.Build(leaves, HashAlgorithmName.SHA256);
            rowNumber = Math.Min(rowNumber, rows.Count - 1);
            leaf %= count;
            var row = rows[rowNumber].Select(h => (ReadOnlyMemory<byte>)h).ToList();
            var proof = MerkleTree.Proof(rows, leaf, rowNumber).Select(h => (ReadOnlyMemory<byte>)h).ToList();
            Assert.Equal(rowNumber, MerkleTree.RowOf(count, row.Count));
            Assert.True(MerkleTree.Leads(leaves[leaf], leaf, count, row, proof, HashAlgorithmName.SHA256));
            Assert.False(MerkleTree.Leads(SHA256.HashData("other"u8), leaf, count, row, proof, HashAlgorithmName.SHA256));
            for (var other = 0; other < count; other++)
            {
                if (other != leaf) Assert.False(MerkleTree.Leads(leaves[leaf], other, count, row, proof, HashAlgorithmName.SHA256) && other >= 0 && rows[rowNumber].Count == count);
            }

            if (proof.Count > 0) Assert.False(MerkleTree.Leads(leaves[leaf], leaf, count, row, proof[1..], HashAlgorithmName.SHA256));
        }, iter: 300, threads: 1);

    [Theory]
    [InlineData(long.MaxValue, 1, 63)]
    [InlineData(5, 3, 1)]
    [InlineData(5, 2, 2)]
    [InlineData(5, 4, null)]
    [InlineData(1, 2, null)]
    [InlineData(0, 1, null)]
    public void A_row_is_known_by_its_number_of_nodes(long leaves, long nodes, int? row) => Assert.Equal(row, MerkleTree.RowOf(leaves, nodes));
}
