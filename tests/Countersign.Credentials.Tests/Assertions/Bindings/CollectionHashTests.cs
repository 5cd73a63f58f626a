using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>C2PA 2.2 §15.12.5.1 and §18.8, over the files of a folder.</summary>
public class CollectionHashTests
{
    private const string Label = "c2pa.hash.collection.data";

    private static readonly Dictionary<string, byte[]> s_files = new(StringComparer.Ordinal) { ["a.txt"] = "first"u8.ToArray(), ["scenes/2.txt"] = "second"u8.ToArray() };

    private static string Run(object? assertion, Func<string, Stream?>? open = null) => Bound.Run(Label, assertion,
        new(Stream.Null, new(StoreContainer.Unknown, [], null, []), ParseLimits.Default, false) { OpenMember = open ?? (path => s_files.TryGetValue(path, out var bytes) ? new MemoryStream(bytes) : null) });

    private static Dictionary<string, object?> List(params (string? Uri, byte[]? Hash)[] files) =>
        Map(("alg", "sha256"), ("uris", files.Select(f => Map(new[] { ("uri", (object?)f.Uri), ("hash", f.Hash) }.Where(e => e.Item2 is not null).ToArray())).ToArray()));

    private static byte[] Hash(string uri) => SHA256.HashData(s_files[uri]);

    [Fact]
    public void Files_that_are_as_they_were_match() => Assert.Equal("collectionHash.match", Run(List(("a.txt", Hash("a.txt")), ("scenes/2.txt", Hash("scenes/2.txt")))));

    [Fact]
    public void A_file_that_is_not_listed_is_no_failure() => Assert.Equal("collectionHash.match", Run(List(("a.txt", Hash("a.txt")))));

    [Fact]
    public void A_changed_file_is_a_mismatch() => Assert.Equal("collectionHash.mismatch", Run(List(("a.txt", Hash("scenes/2.txt")))));

    [Fact]
    public void A_listed_file_that_is_not_there_is_counted() => Assert.Equal("collectionHash.incorrectFileCount", Run(List(("a.txt", Hash("a.txt")), ("b.txt", new byte[32]))));

    [Theory]
    [InlineData("../a.txt")]
    [InlineData("scenes/../a.txt")]
    [InlineData("./a.txt")]
    [InlineData("scenes/./2.txt")]
    [InlineData("..")]
    [InlineData("scenes\\..\\a.txt")]
    [InlineData("%2e%2e/a.txt")]
    [InlineData("%2E./a.txt")]
    [InlineData("scenes%2f..%2fa.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("\\\\host\\share")]
    [InlineData("//host/a.txt")]
    [InlineData("file:a.txt")]
    [InlineData("https://example.org/a.txt")]
    [InlineData("C:/a.txt")]
    [InlineData("a\0.txt")]
    [InlineData("a%00.txt")]
    [InlineData("")]
    public void An_address_that_leads_out_of_the_collection_is_refused_before_anything_is_opened(string uri) =>
        Assert.Equal("collectionHash.invalidURI", Run(List((uri, new byte[32])), _ => throw new InvalidOperationException("It was opened.")));

    [Theory]
    [InlineData("a..b.txt")]
    [InlineData(".hidden")]
    [InlineData("scenes/...")]
    public void Dots_that_are_part_of_a_name_are_none(string uri) => Assert.True(CollectionHash.IsInside(uri));

    [Fact]
    public void A_list_that_is_incomplete_is_malformed()
    {
        Assert.Equal("collectionHash.malformed", Run(Map(("alg", "sha256"))));
        Assert.Equal("collectionHash.malformed", Run(List()));
        Assert.Equal("collectionHash.malformed", Run(List((null, new byte[32]))));
        Assert.Equal("collectionHash.malformed", Run(List(("a.txt", null))));
        var noName = List(("a.txt", Hash("a.txt")));
        noName.Remove("alg");
        Assert.Equal("collectionHash.malformed", Run(noName));
    }

    [Fact]
    public void An_algorithm_that_is_not_allowed_is_unsupported()
    {
        var list = List(("a.txt", Hash("a.txt")));
        list["alg"] = "md5";
        Assert.Equal("algorithm.unsupported", Run(list));
    }

    [Fact]
    public void A_file_that_is_listed_again_and_again_is_not_hashed_again_and_again()
    {
        var opened = 0;
        var list = List([.. Enumerable.Repeat(((string?)"a.txt", (byte[]?)Hash("a.txt")), 1000)]);
        Assert.Equal("collectionHash.malformed", Run(list, path => { opened++; return new MemoryStream(s_files[path]); }));
        Assert.Equal(0, opened);
    }
}
