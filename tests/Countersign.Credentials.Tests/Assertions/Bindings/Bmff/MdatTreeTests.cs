using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings.Bmff;
using Countersign.Credentials.Containers.Bmff;
using Countersign.Credentials.Tests.Forging;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

/// <summary>Media data bound piece by piece, C2PA 2.2 §15.12.2.1 and §A.5.4.1.1.</summary>
public class MdatTreeTests
{
    private static readonly byte[] s_film = Fixture.Film();

    private static readonly int s_mdat = Fixture.Find(s_film, "mdat");

    private static readonly object s_exclusion = Fixture.Exclusion("/mdat", ("subset", new object[] { ForgedManifest.Map(("offset", 16), ("length", 0)) }));

    private static Dictionary<string, object?> Assertion(byte[] film, params object[] trees)
    {
        var assertion = Fixture.Assertion(Fixture.Hash(film, "moov free mdat zzzz", without: [(s_mdat + 16)..(s_mdat + 108)]), s_exclusion);
        assertion["merkle"] = trees;
        return assertion;
    }

    private static List<byte[]> Leaves(int from, params int[] sizes)
    {
        var leaves = new List<byte[]>();
        foreach (var size in sizes)
        {
            leaves.Add(SHA256.HashData(s_film.AsSpan(from, size)));
            from += size;
        }

        return leaves;
    }

    private static Dictionary<string, object?> Tree(IEnumerable<byte[]> row, int count, params (string, object?)[] more) =>
        ForgedManifest.Map([("uniqueId", 7), ("localId", 0), ("count", count), ("hashes", row.ToArray()), .. more]);

    [Fact]
    public void Leaves_may_be_of_one_size_of_several_or_one()
    {
        var payload = s_mdat + 8;
        Assert.Equal("match", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(payload, 30, 30, 30, 10), 4, ("fixedBlockSize", 30)))));
        Assert.Equal("match", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(payload, 1, 0, 99), 3, ("variableBlockSizes", new object[] { 1, 0, 99 })))));
        Assert.Equal("match", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(payload, 100), 1))));
    }

    [Fact]
    public void Leaves_may_begin_at_byte_sixteen_as_a_widely_used_writer_has_it()
    {
        var payload = s_mdat + 16;
        Assert.Equal("match", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(payload, 40, 40, 12), 3, ("fixedBlockSize", 40)))));
        Assert.Equal("match", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(payload, 92), 1, ("variableBlockSizes", new object[] { 92 })))));
    }

    [Fact]
    public void Leaves_at_byte_sixteen_are_refused_where_the_bytes_before_are_not_hashed()
    {
        var gap = Fixture.Exclusion("/mdat", ("subset", new object[] { ForgedManifest.Map(("offset", 8), ("length", 0)) }));
        var assertion = Fixture.Assertion(Fixture.Hash(s_film, "moov free mdat zzzz", without: [(s_mdat + 8)..(s_mdat + 108)]), gap);
        assertion["merkle"] = new object[] { Tree(Leaves(s_mdat + 16, 92), 1) };
        Assert.Equal("mismatch", Fixture.Check(s_film, assertion));
    }

    [Fact]
    public void A_changed_block_is_named()
    {
        var assertion = Assertion(s_film, Tree(Leaves(s_mdat + 8, 30, 30, 30, 10), 4, ("fixedBlockSize", 30)));
        var changed = s_film.ToArray();
        changed[s_mdat + 8 + 65] ^= 1;
        var status = SignedFilm.Check(changed, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(assertion)))[0];
        Assert.Equal("assertion.bmffHash.mismatch", status.Code);
        Assert.Equal(s_mdat + 8 + 60, status.Offset);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(30, 30, 30, 9)]
    [InlineData(30, 30, 30, 11)]
    [InlineData(30, 30, 40, 0, 0)]
    public void Blocks_that_do_not_fill_the_media_data_or_are_not_as_many_as_said_are_malformed(params int[] sizes) =>
        Assert.Equal("malformed", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(s_mdat + 8, 30, 30, 30, 10), 4, ("variableBlockSizes", sizes)))));

    [Fact]
    public void Blocks_whose_sum_overflows_are_malformed_2445() =>
        Assert.Equal("malformed", Fixture.Check(s_film, Assertion(s_film, Tree(Leaves(s_mdat + 8, 50, 50), 2, ("variableBlockSizes", new object[] { long.MaxValue, long.MaxValue })))));

    [Fact]
    public void Media_data_that_no_tree_covers_is_a_mismatch()
    {
        byte[] two = [.. s_film, .. Shared.Store.Box("mdat", new byte[50])];
        var at = s_film.Length;
        var assertion = Fixture.Assertion(Fixture.Hash(two, "moov free mdat zzzz", without: [(s_mdat + 16)..(s_mdat + 108), (at + 16)..(at + 58)]), s_exclusion);
        assertion["merkle"] = new object[] { Tree(Leaves(s_mdat + 8, 100), 1) };
        Assert.Equal("mismatch", Fixture.Check(two, assertion));
    }

    [Fact]
    public void A_tree_for_media_data_that_is_not_there_is_a_mismatch()
    {
        var tree = Tree(Leaves(s_mdat + 8, 100), 1);
        tree["localId"] = 1;
        Assert.Equal("mismatch", Fixture.Check(s_film, Assertion(s_film, tree)));
    }

    [Fact]
    public void A_row_above_the_leaves_needs_its_merkle_boxes_in_sequence()
    {
        var leaves = Leaves(s_mdat + 8, 30, 30, 30, 10);
        var rows = MerkleTree.Build(leaves, HashAlgorithmName.SHA256);
        var assertion = Assertion(s_film, Tree(rows[2], 4, ("fixedBlockSize", 30)));
        Assert.Equal("malformed", Fixture.Check(s_film, assertion));
        Assert.Equal("match", Fixture.Check([.. s_film, .. Boxes(0, 1, 2, 3)], assertion));
        Assert.Equal("mismatch", Fixture.Check([.. s_film, .. Boxes(0, 2, 1, 3)], assertion));
        Assert.Equal("malformed", Fixture.Check([.. s_film, .. Boxes(0, 1, 2)], assertion));
        byte[] changed = [.. s_film, .. Boxes(0, 1, 2, 3)];
        changed[s_mdat + 50] ^= 1;
        Assert.Equal("mismatch", Fixture.Check(changed, assertion));

        byte[] Boxes(params int[] order) => [.. order.SelectMany(i => C2paBox.Merkle(CborText.Encode(ForgedManifest.Map(
            ("uniqueId", 7), ("localId", 0), ("location", i), ("hashes", MerkleTree.Proof(rows, i, 2)))), 200))];
    }

    [Fact]
    public void The_exclusion_of_media_data_is_expected_only_beside_a_tree()
    {
        Assert.Single(SignedFilm.Check(s_film, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(Assertion(s_film, Tree(Leaves(s_mdat + 8, 100), 1))))));
        var alone = Fixture.Assertion(Fixture.Hash(s_film, "moov free mdat zzzz", without: [(s_mdat + 16)..(s_mdat + 108)]), s_exclusion);
        Assert.Equal("assertion.bmffHash.additionalExclusionsPresent", SignedFilm.Check(s_film, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(alone)))[1].Code);
    }
}
