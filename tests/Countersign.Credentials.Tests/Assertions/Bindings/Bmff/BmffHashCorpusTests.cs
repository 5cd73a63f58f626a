using System.Text.Json;
using Countersign.Credentials.Containers.Bmff;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

public class BmffHashCorpusTests
{
    private const string Additional = "assertion.bmffHash.additionalExclusionsPresent";

    [Theory]
    [InlineData("c2pa-rs-fixtures__legacy.mp4")]
    [InlineData("c2pa-ts__trustnxt-icon-signed-v2-bmff.heic")]
    [InlineData("encypher__fixtures__signed_test.mp4")]
    public void A_file_of_the_corpus_has_the_hash_that_the_reference_found(string name)
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var row = expected.RootElement.GetProperty("files").GetProperty(name);
        var statuses = SignedFilm.Check(Path.Combine(folder, "corpus", name));
        Assert.Contains("assertion.bmffHash.match", row.GetProperty("success").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("assertion.bmffHash.match", statuses[0].Code);
    }

    [Theory]
    [InlineData("c2pa-rs-fixtures__legacy.mp4", true)]
    [InlineData("c2pa-ts__trustnxt-icon-signed-v2-bmff.heic", false)]
    // The reference counts free and skip as additional; C2PA 2.4 §15.12.2 says that they are not.
    [InlineData("encypher__fixtures__signed_test.mp4", false)]
    public void Exclusions_beyond_the_expected_ones_free_and_skip_are_reported(string name, bool additional)
    {
        var statuses = SignedFilm.Check(Path.Combine(SharedData.Need("credentials"), "corpus", name));
        Assert.Equal(additional, statuses.Any(s => s.Code == Additional));
    }

    [Theory]
    [InlineData("es256-c.mov")]
    [InlineData("es256-c-assertion.mov")]
    [InlineData("es256-c-cert.mov")]
    [InlineData("es256-c-claim.mov")]
    [InlineData("es256-c-media.mov")]
    public void A_tampered_film_fails_exactly_when_the_media_was_changed(string name)
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tampered.json")));
        var row = expected.RootElement.EnumerateObject().Select(p => p.Value).Prepend(expected.RootElement)
            .First(e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out _)).GetProperty(name);
        var codes = row.GetProperty("success").EnumerateArray().Concat(row.GetProperty("failure").EnumerateArray()).Select(c => c.GetString());
        Assert.Contains(SignedFilm.Check(Path.Combine(folder, "tampered", name))[0].Code, codes);
    }

    [Theory]
    [InlineData("corpus/c2pa-ts__trustnxt-icon-signed-v2-bmff.heic")]
    [InlineData("corpus/encypher__fixtures__signed_test.mp4")]
    public void A_change_of_any_byte_is_noticed_unless_the_byte_is_excluded(string name)
    {
        var path = Path.Combine(SharedData.Need("credentials"), name);
        var bytes = File.ReadAllBytes(path);
        var tree = BmffTree.Read(new StreamWindow(new MemoryStream(bytes)), ParseLimits.Default);
        var (label, assertion) = SignedFilm.Assertion(bytes);
        foreach (var root in tree.Roots)
        {
            // The header too, but a changed size or type makes other boxes of what follows.
            var excluded = root.Is("ftyp"u8) || root.Is("uuid"u8) || root.Is("free"u8);
            var at = root.Offset + (excluded ? root.Length - 1 : root.Length / 2);
            bytes[at] ^= 0x40;
            var code = SignedFilm.Check(bytes, label, assertion)[0].Code;
            bytes[at] ^= 0x40;
            if (!excluded) Assert.Equal("assertion.bmffHash.mismatch", code);
            else if (root.DataLength > 0) Assert.Equal("assertion.bmffHash.match", code);
        }
    }

    [Fact]
    public void A_thousand_boxes_one_in_another_are_neither_followed_nor_an_error()
    {
        var bytes = File.ReadAllBytes(SharedData.Need("credentials/corpus/c2pa-rs-fixtures__nested_moov_1000.mp4"));
        var tree = BmffTree.Read(new StreamWindow(new MemoryStream(bytes)), ParseLimits.Default);
        Assert.Equal("limit.reached", tree.Defect?.Code);
        Assert.True(tree.Boxes.Count < 100);
    }
}
