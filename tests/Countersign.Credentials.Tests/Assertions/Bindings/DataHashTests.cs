using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>C2PA 2.2 §15.12.1, rule by rule, over a PNG with a store and over a JPEG.</summary>
public class DataHashTests
{
    private const string Label = "c2pa.hash.data";
    private static readonly byte[] s_text = "eight chunks of nothing much, and a bit"u8.ToArray();
    private static readonly byte[] s_png = Store.Png(("IHDR", new byte[13]), ("caBX", Store.Make(60)), ("eXIf", "taken by N. N."u8.ToArray()), ("IDAT", s_text));

    // The chunk with its length, type and CRC.
    private static (int Start, int Length) Chunk => (8 + 25, 12 + Store.Make(60).Length);

    [Fact]
    public void A_hash_over_all_but_the_chunk_of_the_store_matches() => Assert.Equal("dataHash.match", Run(Label, DataHash(s_png, Chunk), Asset(s_png)));

    [Fact]
    public void A_changed_byte_anywhere_else_is_noticed()
    {
        var assertion = DataHash(s_png, Chunk);
        for (var i = 0; i < s_png.Length; i += 7)
        {
            if (i >= Chunk.Start && i < Chunk.Start + Chunk.Length) continue;
            var changed = (byte[])s_png.Clone();
            changed[i] ^= 1;
            // The presence is that of the sound file, so that a broken head is no other finding.
            Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(s_png) with { Stream = new MemoryStream(changed) }));
        }
    }

    [Fact]
    public void A_second_exclusion_is_reported_and_is_no_failure()
    {
        var exif = (Chunk.Start + Chunk.Length + 8, 14);
        Assert.Equal("dataHash.match dataHash.additionalExclusionsPresent", Run(Label, DataHash(s_png, Chunk, exif), Asset(s_png)));
    }

    [Fact]
    public void An_empty_exclusion_is_a_place_holder_and_leaves_nothing_out() => Assert.Equal("dataHash.match", Run(Label, DataHash(s_text, (0, 0)), Asset(s_text, embedded: false)));

    [Fact]
    public void Without_exclusions_the_whole_file_is_hashed() => Assert.Equal("dataHash.match", Run(Label, Map(("alg", "sha256"), ("hash", Naive(s_text))), Asset(s_text, embedded: false)));

    [Theory]
    [InlineData(10L, 5L, 14L, 5L)]
    [InlineData(20L, 5L, 10L, 5L)]
    [InlineData(-1L, 5L, 10L, 5L)]
    [InlineData(0L, -5L, 10L, 5L)]
    public void Exclusions_that_overlap_are_out_of_order_or_negative_are_malformed(long start, long length, long next, long nextLength) => Assert.Equal("dataHash.malformed",
        Run(Label, Map(("exclusions", new[] { Exclusion(start, length), Exclusion(next, nextLength) }), ("hash", new byte[32])), Asset(s_text, embedded: false)));

    [Fact]
    public void Exclusions_that_touch_are_in_order() => Assert.Equal("dataHash.match dataHash.additionalExclusionsPresent", Run(Label, DataHash(s_text, (3, 4), (7, 2)), Asset(s_text)));

    [Fact]
    public void Exclusions_that_are_no_list_or_have_no_length_are_malformed()
    {
        foreach (var exclusions in (object?[])["all of it", Map(("start", 1)), new object?[] { Map(("start", 1)) }, new object?[] { Map(("start", "1"), ("length", 2)) }, new object?[] { 3 }])
            Assert.Equal("dataHash.malformed", Run(Label, Map(("exclusions", exclusions), ("hash", new byte[32])), Asset(s_text)));
        Assert.Equal("dataHash.malformed", Run(Label, "no map", Asset(s_text)));
    }

    [Theory]
    [InlineData(30L, 100L)]
    [InlineData(5000L, 1L)]
    [InlineData(1L, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void An_exclusion_beyond_the_end_is_a_mismatch(long start, long length) =>
        Assert.Equal("dataHash.mismatch", Run(Label, Map(("exclusions", new[] { Exclusion(start, length) }), ("hash", new byte[32])), Asset(s_text)));

    [Fact]
    public void More_exclusions_than_the_limit_are_refused()
    {
        var many = DataHash(s_text, [.. Enumerable.Range(0, 12).Select(i => (2 * i, 1))]);
        Assert.Equal("dataHash.malformed", Run(Label, many, Asset(s_text, limits: ParseLimits.Default with { MaxExclusions = 11 })));
    }

    [Fact]
    public void An_assertion_without_a_hash_is_a_mismatch() => Assert.Equal("dataHash.mismatch", Run(Label, Map(("alg", "sha256")), Asset(s_text)));

    [Fact]
    public void The_algorithm_of_the_assertion_stands_before_that_of_the_claim()
    {
        Assert.Equal("dataHash.match", Run(Label, Map(("alg", "sha256"), ("hash", Naive(s_text))), Asset(s_text), "sha512"));
        Assert.Equal("dataHash.match", Run(Label, Map(("hash", Naive(s_text))), Asset(s_text), "sha256"));
        Assert.Equal("dataHash.match", Run(Label, Map(("hash", System.Security.Cryptography.SHA384.HashData(s_text))), Asset(s_text), "sha384"));
        Assert.Equal("dataHash.match", Run(Label, Map(("hash", System.Security.Cryptography.SHA512.HashData(s_text))), Asset(s_text), "sha512"));
    }

    [Theory]
    [InlineData("md5")]
    [InlineData("sha1")]
    [InlineData("SHA256")]
    [InlineData("")]
    public void Another_algorithm_is_unsupported(string name) => Assert.Equal("algorithm.unsupported", Run(Label, Map(("alg", name), ("hash", Naive(s_text))), Asset(s_text)));

    [Fact]
    public void No_algorithm_anywhere_is_unsupported() => Assert.Equal("algorithm.unsupported", Run(Label, Map(("hash", Naive(s_text))), Asset(s_text), null));

    [Fact]
    public void After_an_update_the_exclusion_is_as_long_as_the_store_is_now_and_those_behind_it_move()
    {
        var exif = (Chunk.Start + Chunk.Length + 8, 14);
        var assertion = DataHash(s_png, Chunk, exif);
        var grown = Store.Png(("IHDR", new byte[13]), ("caBX", Store.Make(260)), ("eXIf", "taken by N. N."u8.ToArray()), ("IDAT", s_text));
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(grown)));
        Assert.Equal("dataHash.match dataHash.additionalExclusionsPresent", Run(Label, assertion, Asset(grown), updated: true));
        grown[^20] ^= 1;
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(grown), updated: true));
    }

    [Fact]
    public void After_an_update_of_a_JPEG_all_its_segments_are_left_out()
    {
        var first = Store.Make();
        var file = Store.Jpeg(Store.App11(1, 1, first));
        var assertion = DataHash(file, (2, 12 + first.Length));
        var second = Store.Make(200);
        // LBox and TBox stand again at the head of the second segment.
        var grown = Store.Jpeg(Store.App11(1, 1, second[..100]), Store.App11(1, 2, [.. second[..8], .. second[100..]]));
        Assert.Equal("dataHash.match", Run(Label, assertion, Asset(grown), updated: true));
        Assert.NotEqual("dataHash.match", Run(Label, assertion, Asset(grown)));
    }

    [Fact]
    public void A_RIFF_chunk_is_left_out_as_a_whole()
    {
        var store = Store.Make(25);
        var wav = Store.Riff(("fmt ", new byte[16]), ("C2PA", store));
        Assert.Equal("dataHash.match", Run(Label, DataHash(wav, (36, 8 + store.Length)), Asset(wav)));
    }

    [Fact]
    public void Of_a_TIFF_an_ID3_tag_and_an_SVG_the_store_alone_is_left_out()
    {
        var store = Store.Make();
        var tiff = Store.Tiff(store);
        Assert.Equal("dataHash.match", Run(Label, DataHash(tiff, (26, store.Length)), Asset(tiff)));
        byte[] mp3 = [.. Store.Id3(store), .. new byte[10]];
        Assert.Equal("dataHash.match", Run(Label, DataHash(mp3, (mp3.Length - 10 - store.Length, store.Length)), Asset(mp3)));
        var base64 = Convert.ToBase64String(store);
        var svg = Store.Svg($"<c2pa:manifest>{base64}</c2pa:manifest>");
        Assert.Equal("dataHash.match", Run(Label, DataHash(svg, (svg.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(base64)), base64.Length)), Asset(svg)));
    }
}
