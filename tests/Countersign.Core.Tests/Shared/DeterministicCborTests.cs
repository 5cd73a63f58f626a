using Countersign.Core.Shared;
using CsCheck;

namespace Countersign.Core.Tests.Shared;

public sealed class DeterministicCborTests
{
    private static readonly Gen<Tree> s_leaf = Gen.OneOf(Gen.String.Where(text => !text.Any(char.IsSurrogate)).Select(text => (Tree)text), Gen.Long.Select(whole => (Tree)whole), Gen.Bool.Select(flag => (Tree)flag));

    private static Gen<Tree> Trees(int depth) => depth == 0 ? s_leaf : Gen.OneOf(
        s_leaf,
        Trees(depth - 1).Array[0, 4].Select(items => Tree.Of(items)),
        Gen.Select(Gen.Char.AlphaNumeric.Array[1, 4], Trees(depth - 1)).Array[0, 4].Select(parts =>
            (Tree)new Tree.Map([.. parts.Select(part => new KeyValuePair<string, Tree>(new(part.Item1), part.Item2)).DistinctBy(part => part.Key)])));

    [Fact]
    public void Trees_come_back_equal() => Trees(3).Sample(tree => Assert.Equal(tree, DeterministicCbor.Read(DeterministicCbor.Write(tree)).Value), iter: 2_000);

    [Fact]
    public void The_order_of_names_does_not_matter() =>
        Assert.Equal(DeterministicCbor.IdOf(Tree.Of(("b", 1), ("aa", 2), ("a", 3))), DeterministicCbor.IdOf(Tree.Of(("aa", 2), ("a", 3), ("b", 1))));

    [Theory]
    [InlineData("9f01ff", "an indefinite list")]
    [InlineData("bf616101ff", "an indefinite map")]
    [InlineData("7f6161ff", "an indefinite text")]
    [InlineData("a2616201616101", "names out of order")]
    [InlineData("a2616101616102", "a name twice")]
    [InlineData("1801", "a number longer than it need be")]
    [InlineData("0101", "bytes after the end")]
    [InlineData("f93c00", "a float")]
    [InlineData("c001", "a tag")]
    [InlineData("4101", "bytes")]
    [InlineData("f6", "null")]
    [InlineData("a10101", "a name that is no text")]
    [InlineData("9bffffffffffffffff", "a list that claims to be endless")]
    [InlineData("7b7fffffffffffffff", "a text that claims to be endless")]
    [InlineData("", "nothing")]
    [InlineData("8201", "a list cut short")]
    public void Any_other_spelling_is_refused(string hex, string what)
    {
        var outcome = DeterministicCbor.Read(Convert.FromHexString(hex));
        Assert.False(outcome.IsOk, what);
        Assert.Equal("cbor.not-deterministic", outcome.Problems[0].Code);
    }

    [Fact]
    public void Deep_nesting_is_refused() => Assert.False(DeterministicCbor.Read(Enumerable.Repeat((byte)0x81, 100_000).ToArray()).IsOk);

    [Fact]
    public void Whatever_is_read_has_only_that_spelling() => Gen.Select(Trees(3), Gen.Int[0, 1_000], Gen.Byte).Sample((tree, at, value) =>
    {
        var bytes = DeterministicCbor.Write(tree);
        bytes[at % bytes.Length] = value;
        if (DeterministicCbor.Read(bytes).Try(out var read, out _)) Assert.Equal(bytes, DeterministicCbor.Write(read));
    }, iter: 5_000);
}
