using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>C2PA 2.2 §15.12.4 and §18.9: a picture with a film behind it, as phones make them.</summary>
public class MultiAssetHashTests
{
    private static readonly byte[] s_picture = Store.Jpeg(Store.App11(1, 1, Store.Make()));
    private static readonly byte[] s_film = "ftyp and a film of some hundred bytes or so"u8.ToArray();
    private static readonly byte[] s_both = [.. s_picture, .. s_film];

    private static (int, int) Segment => (2, 12 + Store.Make().Length);

    private static Dictionary<string, object?> Part(long offset, long length, string label, bool? optional = null) => Map([
        ("location", Map(("byteOffset", offset), ("length", length))), ("hashAssertion", Map(("url", "self#jumbf=c2pa.assertions/" + label), ("hash", new byte[32]))),
        .. optional is { } flag ? new[] { ("optional", (object?)flag) } : []]);

    private static Dictionary<string, object?> Both(bool? optional = true) => Map(("parts", new[]
    {
        Part(0, s_picture.Length, "c2pa.hash.data.part"), Part(s_picture.Length, s_film.Length, "c2pa.hash.data.part__1", optional),
    }));

    // The whole is bound by its own hash; the parts by theirs, whose places count from the start of the part.
    private static string Run(byte[] file, params Dictionary<string, object?>[] lists)
    {
        var whole = Check("c2pa.hash.data", DataHash(s_both, Segment));
        return Codes(HardBindings.Check(whole, [.. lists.Select(l => Check("c2pa.hash.multi-asset", l))], Find, Asset(file), TestContext.Current.CancellationToken));

        static BindingCheck? Find(HashedUri reference) => reference.Url?.Split('/')[^1] switch
        {
            "c2pa.hash.data.part" => Check("c2pa.hash.data.part", DataHash(s_picture, Segment)),
            "c2pa.hash.data.part__1" => Check("c2pa.hash.data.part__1", DataHash(s_film)),
            _ => null,
        };
    }

    [Fact]
    public void While_the_whole_is_sound_the_parts_are_not_asked() => Assert.Equal("dataHash.match", Run(s_both, Map(("parts", "nonsense"))));

    [Fact]
    public void An_optional_part_that_was_cut_off_is_no_failure() => Assert.Equal("multiAssetHash.match", Run(s_picture, Both()));

    [Fact]
    public void Without_a_list_of_parts_the_same_file_fails() => Assert.Equal("dataHash.mismatch", Run(s_picture));

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void A_part_that_is_not_optional_is_missed(bool? optional) => Assert.Equal("multiAssetHash.missingPart", Run(s_picture, Both(optional)));

    [Fact]
    public void A_part_that_was_changed_is_a_mismatch()
    {
        foreach (var at in (int[])[s_picture.Length - 4, s_picture.Length + 5])
        {
            var changed = (byte[])s_both.Clone();
            changed[at] ^= 0x20;
            Assert.Equal("multiAssetHash.mismatch", Run(changed, Both()));
        }
    }

    [Fact]
    public void A_part_that_is_there_in_part_is_malformed() => Assert.Equal("multiAssetHash.malformed", Run(s_both[..^5], Both()));

    [Fact]
    public void Bytes_that_no_part_covers_are_malformed()
    {
        byte[] longer = [.. s_both, 1];
        Assert.Equal("multiAssetHash.malformed", Run(longer, Both()));
        Assert.Equal("multiAssetHash.malformed", Run(s_picture, Map(("parts", new[] { Part(1, s_picture.Length - 1, "c2pa.hash.data.part") }))));
    }

    [Fact]
    public void Parts_that_overlap_or_come_in_another_order_are_malformed()
    {
        var changed = (byte[])s_both.Clone();
        changed[^1] ^= 1;
        Assert.Equal("multiAssetHash.malformed", Run(changed, Map(("parts", new[] { Part(0, s_picture.Length, "c2pa.hash.data.part"), Part(s_picture.Length - 1, s_film.Length + 1, "c2pa.hash.data.part__1") }))));
        Assert.Equal("multiAssetHash.malformed", Run(changed, Map(("parts", new[] { Part(s_picture.Length, s_film.Length, "c2pa.hash.data.part__1"), Part(0, s_picture.Length, "c2pa.hash.data.part") }))));
    }

    [Fact]
    public void A_list_that_is_empty_or_has_a_part_without_place_or_hash_is_malformed()
    {
        foreach (var parts in (object[])[Array.Empty<object>(), "x", new object[] { Map(("location", Map(("byteOffset", 0), ("length", 3)))) }, new object[] { Map(("hashAssertion", Map(("url", "x"), ("hash", new byte[32])))) },
            new object[] { Part(-1, 5, "c2pa.hash.data.part") }, new object[] { Part(0, -5, "c2pa.hash.data.part") }, new object[] { Part(0, long.MaxValue, "c2pa.hash.data.part") }, new object[] { Part(0, s_picture.Length, "nowhere") }])
            Assert.Equal("multiAssetHash.malformed", Run(s_picture, Map(("parts", parts))));
        Assert.Equal("multiAssetHash.malformed", Run(s_picture, Map()));
    }

    [Fact]
    public void Two_lists_of_parts_are_malformed() => Assert.Equal("multiAssetHash.malformed", Run(s_picture, Both(), Both()));

    [Fact]
    public void A_part_may_be_of_another_kind_than_the_first_and_bound_by_its_boxes()
    {
        var png = Store.Png(("IHDR", new byte[13]));
        byte[] file = [.. s_picture, .. png];
        var list = Map(("parts", new[] { Part(0, s_picture.Length, "data"), Part(s_picture.Length, png.Length, "boxes") }));
        var boxes = BoxHash(Box(Naive(png), "PNGh", "IHDR", "IEND"));
        var codes = HardBindings.Check(Check("c2pa.hash.data", DataHash(s_both, Segment)), [Check("c2pa.hash.multi-asset", list)],
            r => r.Url!.EndsWith("boxes", StringComparison.Ordinal) ? Check("c2pa.hash.boxes.part", boxes) : Check("c2pa.hash.data.part", DataHash(s_picture, Segment)), Asset(file), TestContext.Current.CancellationToken);
        Assert.Equal("multiAssetHash.match", Codes(codes));
    }

    [Theory]
    [InlineData("c2pa.hash.data", true)]
    [InlineData("c2pa.hash.data__1", true)]
    [InlineData("c2pa.hash.boxes", true)]
    [InlineData("c2pa.hash.bmff", true)]
    [InlineData("c2pa.hash.bmff.v2", true)]
    [InlineData("c2pa.hash.bmff.v3__2", true)]
    [InlineData("c2pa.hash.collection.data", true)]
    [InlineData("c2pa.hash.data.part", false)]
    [InlineData("c2pa.hash.bmff.v3.part__1", false)]
    [InlineData("c2pa.hash.multi-asset", false)]
    [InlineData("c2pa.hash.database", false)]
    public void Hard_bindings_are_known_by_their_labels(string label, bool expected) => Assert.Equal(expected, HardBindings.IsHardBinding(label));
}
