using Countersign.Credentials.Tests.Shared;
using CsCheck;
using Countersign.Credentials.Tests.Forging;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

public class BmffMalformedTests
{
    private static readonly byte[] s_film = Fixture.Film();

    private static Dictionary<string, object?> Tree(params (string Key, object? Value)[] changes)
    {
        var map = ForgedManifest.Map(("uniqueId", 0), ("localId", 0), ("count", 1), ("hashes", new object[] { new byte[32] }));
        foreach (var (key, value) in changes) map[key] = value;
        return map;
    }

    private static string WithTrees(params object[] trees)
    {
        var assertion = Fixture.Assertion(new byte[32]);
        assertion["merkle"] = trees;
        return Fixture.Check(s_film, assertion);
    }

    [Fact]
    public void Exclusions_must_be_a_list_of_one_or_more()
    {
        Assert.Equal("malformed", Fixture.Check(s_film, ForgedManifest.Map(("hash", new byte[32]))));
        Assert.Equal("malformed", Fixture.Check(s_film, ForgedManifest.Map(("hash", new byte[32]), ("exclusions", Array.Empty<object>()))));
        Assert.Equal("malformed", Fixture.Check(s_film, ForgedManifest.Map(("hash", new byte[32]), ("exclusions", "all"))));
        Assert.Equal("malformed", Fixture.Check(s_film, "nothing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("moov")]
    [InlineData("/")]
    [InlineData("//moov")]
    [InlineData("/moov/")]
    [InlineData("/moo")]
    [InlineData("/moov[0]")]
    [InlineData("/moov[01]")]
    [InlineData("/moov[-1]")]
    [InlineData("/moov[1")]
    [InlineData("/moov[]")]
    [InlineData("/moov[99999999999]")]
    [InlineData("/m\u0439\u0439v")]
    public void A_path_outside_the_syntax_is_malformed(string xpath) =>
        Assert.Equal("malformed", Fixture.Check(s_film, Fixture.Assertion(new byte[32], Fixture.Exclusion(xpath))));

    [Fact]
    public void Parts_that_overlap_or_are_negative_are_malformed()
    {
        Assert.Equal("malformed", Parts((0, 10), (9, 1)));
        Assert.Equal("malformed", Parts((10, 1), (0, 1)));
        Assert.Equal("malformed", Parts((-1, 1)));
        Assert.Equal("malformed", Parts((0, -1)));
        Assert.Equal("malformed", Parts((0, 0), (5, 1)));
        Assert.Equal("mismatch", Parts((0, 10), (10, 1)));

        static string Parts(params (int Offset, int Length)[] parts) => Fixture.Check(s_film, Fixture.Assertion(new byte[32],
            Fixture.Exclusion("/mdat", ("subset", parts.Select(p => ForgedManifest.Map(("offset", p.Offset), ("length", p.Length))).ToArray()))));
    }

    [Fact]
    public void Data_without_a_value_is_malformed_and_not_a_match_for_all() =>
        Assert.Equal("malformed", Fixture.Check(s_film, Fixture.Assertion(new byte[32], Fixture.Exclusion("/mdat", ("data", new object[] { ForgedManifest.Map(("offset", 0)) })))));

    [Fact]
    public void An_assertion_that_binds_nothing_is_malformed() => Assert.Equal("malformed", Fixture.Check(s_film, Fixture.Assertion(null)));

    [Theory]
    [InlineData("count", 0)]
    [InlineData("count", -5)]
    [InlineData("count", long.MaxValue)]
    [InlineData("count", 3)]
    [InlineData("fixedBlockSize", 0)]
    [InlineData("fixedBlockSize", -1)]
    [InlineData("uniqueId", "a")]
    [InlineData("hashes", "a")]
    public void A_tree_with_a_number_that_cannot_be_is_malformed(string key, object value)
    {
        // One hash is the root of any tree, so that a great number of leaves must be found out otherwise.
        var hashes = key == "count" && value is 3 ? new object[] { new byte[32], new byte[32], new byte[32], new byte[32] } : null;
        var tree = Tree((key, value));
        if (hashes is not null) tree["hashes"] = hashes;
        Assert.Equal(key == "count" && value is long ? "mismatch" : "malformed", WithTrees(tree));
    }

    [Fact]
    public void Blocks_both_of_one_size_and_of_several_are_malformed() =>
        Assert.Equal("malformed", WithTrees(Tree(("fixedBlockSize", 5), ("variableBlockSizes", new object[] { 100 }))));

    [Fact]
    public void Two_trees_of_one_name_are_malformed() => Assert.Equal("malformed", WithTrees(Tree(), Tree()));

    [Fact]
    public void An_algorithm_that_is_not_allowed_is_named()
    {
        var assertion = Fixture.Assertion(new byte[32]);
        assertion["alg"] = "md5";
        Assert.Equal("algorithm.unsupported", SignedFilm.Check(s_film, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(assertion)), "sha256")[0].Code);
        assertion["alg"] = null;
        Assert.Equal("algorithm.unsupported", SignedFilm.Check(s_film, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(assertion)))[0].Code);
        assertion["hash"] = Fixture.Hash(s_film, "moov free mdat zzzz");
        Assert.Equal("match", Fixture.Check(s_film, assertion, claimAlgorithm: "sha256"));
    }

    [Fact]
    public void Many_exclusions_over_many_boxes_end_soon()
    {
        var limits = ParseLimits.Default with { MaxElements = 20_000 };
        byte[] film = [.. Enumerable.Repeat(Store.Box("free", []), 15_000).SelectMany(b => b)];
        var many = Enumerable.Repeat(Fixture.Exclusion("/free", ("length", 9)), 900).ToArray();
        var status = SignedFilm.Check(film, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(Fixture.Assertion(new byte[32], many))), null, limits)[0];
        Assert.Equal("assertion.bmffHash.mismatch", status.Code);
        Assert.Contains("too many", status.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutants_of_films_and_of_assertions_never_throw()
    {
        var assertion = Fixture.Assertion(Fixture.Hash(s_film, "moov free zzzz"), Fixture.Exclusion("/mdat", ("subset", new object[] { ForgedManifest.Map(("offset", 16), ("length", 0)) })), Fixture.Exclusion("/moov/trak[1]/tkhd", ("flags", new byte[3])));
        assertion["merkle"] = new object[] { Tree(("count", 3), ("fixedBlockSize", 40), ("hashes", new object[] { new byte[32], new byte[32], new byte[32] })) };
        var bytes = CborText.Encode(assertion);
        Gen.Select(Gen.Select(Gen.Int[0, s_film.Length - 1], Gen.Byte).Array[0, 6], Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[0, 3], Gen.Int[0, s_film.Length]).Sample((film, cbor, cut) =>
        {
            var mutant = s_film.ToArray();
            foreach (var (at, value) in film) mutant[at] = value;
            var changed = bytes.ToArray();
            foreach (var (at, value) in cbor) changed[at] = value;
            if (!Countersign.Credentials.Cbor.CborNode.TryRead(changed, ParseLimits.Default, out var node, out _)) return true;
            return SignedFilm.Check(cut % 3 == 0 ? mutant[..cut] : mutant, "c2pa.hash.bmff.v3", node).Count > 0;
        }, iter: 2000, threads: 1);
    }
}
