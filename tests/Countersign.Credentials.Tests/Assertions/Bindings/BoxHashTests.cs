using Countersign.Credentials.Containers;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>C2PA 2.2 §15.12.3 and §18.7, rule by rule.</summary>
public class BoxHashTests
{
    private const string Label = "c2pa.hash.boxes";
    private static readonly byte[] s_zero = [0];

    private static byte[] Png(params (string, byte[])[] more) => Store.Png([("IHDR", new byte[13]), ("caBX", Store.Make()), .. more, ("IDAT", [1, 2, 3])]);

    [Theory]
    [InlineData("png", "PNGh IHDR C2PA IDAT IEND")]
    [InlineData("jpg", "SOI C2PA SOS EOI")]
    [InlineData("gif", "GIF89a LSD C2PA 3B")]
    [InlineData("wav", "WAVE fmt  INFO C2PA")]
    [InlineData("jxl", "JXL  ftyp jumb C2PA jxlc")]
    public void The_boxes_of_a_file_have_the_names_of_their_kind_and_cover_it(string kind, string names)
    {
        var asset = Asset(Sample(kind));
        Assert.True(BoxMap.TryRead(asset, out var boxes, out var end, out var says), says);
        Assert.Equal(names, string.Join(' ', boxes.Select(b => b.Name)));
        Assert.Equal(asset.Stream.Length, end);
        Assert.Equal(0, boxes[0].Range.Offset);
        Assert.All(boxes.Zip(boxes.Skip(1)), pair => Assert.Equal(pair.First.Range.End, pair.Second.Range.Offset));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("gif")]
    [InlineData("wav")]
    [InlineData("jxl")]
    public void Right_hashes_match_and_a_change_of_any_other_byte_does_not(string kind)
    {
        var file = Sample(kind);
        var asset = Asset(file);
        var assertion = Describe(file);
        Assert.Equal("boxesHash.match", Run(Label, assertion, asset));
        var store = asset.Presence.Stores[0].Carrier;
        for (var i = 0; i < file.Length; i++)
        {
            if (i >= store.Offset && i < store.End) continue;
            file[i] ^= 0x10;
            Assert.DoesNotContain("boxesHash.match", Run(Label, assertion, asset), StringComparison.Ordinal);
            file[i] ^= 0x10;
        }
    }

    [Fact]
    public void Restart_markers_take_the_coded_data_behind_them_along()
    {
        byte[] file = [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xC0, 0, 2, 0xFF, 0xDA, 0, 2, 7, 0xFF, 0, 8, 0xFF, 0xD0, 9, 0xFF, 0xD1, 10, 0xFF, 0xFF, 0xD9];
        Assert.True(BoxMap.TryRead(Asset(file), out var boxes, out _, out var says), says);
        Assert.Equal("SOI DQT SOF0 SOS RST0 RST1 EOI", string.Join(' ', boxes.Select(b => b.Name)));
        Assert.Equal(new ByteRange(12, 8), boxes[3].Range);
        Assert.Equal(new ByteRange(20, 3), boxes[4].Range);
    }

    [Fact]
    public void Several_names_are_hashed_from_the_first_to_the_last_with_what_lies_between()
    {
        var file = Png();
        var idat = file.Length - 12 - 15;
        Assert.Equal("boxesHash.match", Run(Label, BoxHash(Box(Naive(file[..33]), "PNGh", "IHDR"), Box(s_zero, "C2PA"), Box(Naive(file[idat..]), "IDAT", "IEND")), Asset(file)));
    }

    [Fact]
    public void A_box_that_was_put_in_is_unknown()
    {
        var assertion = Describe(Png());
        Assert.Equal("boxesHash.unknownBox", Run(Label, assertion, Asset(Png(("tEXt", "forged"u8.ToArray())))));
        byte[] trailing = [.. Png(), .. "PK forged"u8];
        Assert.Equal("boxesHash.unknownBox", Run(Label, assertion, Asset(trailing)));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("gif")]
    [InlineData("wav")]
    public void Bytes_behind_the_last_box_are_unknown_unless_listed_as_what_comes_after(string kind)
    {
        var file = Sample(kind);
        byte[] longer = [.. file, .. "and a film"u8];
        var boxes = Entries(file);
        Assert.Equal("boxesHash.unknownBox", Run(Label, BoxHash(boxes), Asset(longer)));
        var after = Box(Naive("and a film"u8.ToArray()), "c2pa.after");
        Assert.Equal("boxesHash.match", Run(Label, BoxHash([.. boxes, after]), Asset(longer)));
        longer[^1] ^= 1;
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash([.. boxes, after]), Asset(longer)));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash([after, .. boxes]), Asset(longer)));
    }

    [Fact]
    public void A_second_picture_is_listed_box_by_box_or_as_what_comes_after()
    {
        byte[] file = [.. Sample("jpg"), 0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 5, 0xFF, 0xD9];
        var first = Entries(Sample("jpg"));
        Assert.Equal("boxesHash.match", Run(Label, Describe(file), Asset(file)));
        Assert.Equal("boxesHash.match", Run(Label, BoxHash([.. first, Box(Naive(file[^9..]), "c2pa.after")]), Asset(file)));
        Assert.Equal("boxesHash.unknownBox", Run(Label, BoxHash(first), Asset(file)));
    }

    [Fact]
    public void Boxes_in_another_order_are_a_mismatch()
    {
        var entries = Entries(Png(("tEXt", "one"u8.ToArray())));
        (entries[3], entries[4]) = (entries[4], entries[3]);
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(entries), Asset(Png(("tEXt", "one"u8.ToArray())))));
    }

    [Fact]
    public void A_box_that_is_gone_is_a_mismatch() => Assert.Equal("boxesHash.mismatch",
        Run(Label, BoxHash([.. Entries(Png()), Box(new byte[32], "tEXt")]), Asset(Png())));

    [Fact]
    public void A_list_that_is_absent_or_empty_or_has_no_names_is_malformed()
    {
        Assert.Equal("boxesHash.malformed", Run(Label, Map(("alg", "sha256")), Asset(Png())));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(), Asset(Png())));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(Map(("hash", s_zero))), Asset(Png())));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(Box(s_zero)), Asset(Png())));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(Map(("names", new object[] { 1 }), ("hash", s_zero))), Asset(Png())));
    }

    [Fact]
    public void An_entry_without_a_hash_is_a_mismatch() => Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(Map(("names", new[] { "PNGh" }))), Asset(Png())));

    [Fact]
    public void The_algorithm_is_that_of_the_entry_the_list_or_the_claim()
    {
        var entries = Entries(Png());
        Assert.Equal("boxesHash.match", Run(Label, Map(("boxes", entries)), Asset(Png())));
        Assert.Equal("algorithm.unsupported", Run(Label, Map(("boxes", entries)), Asset(Png()), null));
        Assert.Equal("algorithm.unsupported", Run(Label, Map(("alg", "md5"), ("boxes", entries)), Asset(Png())));
        entries[0]!["alg"] = "sha512";
        entries[0]!["hash"] = System.Security.Cryptography.SHA512.HashData(Png()[..8]);
        Assert.Equal("boxesHash.match", Run(Label, BoxHash(entries), Asset(Png())));
    }

    [Fact]
    public void An_excluded_box_may_change_and_its_absence_of_cover_is_reported()
    {
        var entries = Entries(Png(("eXIf", "N. N."u8.ToArray())));
        entries[3] = Map(("names", new[] { "eXIf" }), ("hash", s_zero), ("excluded", true));
        Assert.Equal("boxesHash.match boxesHash.additionalExclusionsPresent", Run(Label, BoxHash(entries), Asset(Png(("eXIf", "someone"u8.ToArray())))));
        entries[3]!["excluded"] = false;
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(entries), Asset(Png(("eXIf", "someone"u8.ToArray())))));
    }

    [Fact]
    public void A_stretch_of_a_box_for_metadata_may_be_left_out_2_4()
    {
        var file = Png(("eXIf", "by N. N."u8.ToArray()));
        var entries = Entries(file);
        var exif = file.AsSpan().IndexOf("by N. N."u8);
        entries[3] = With(Exclusion(8 + 3, 5));
        Assert.Equal("boxesHash.match boxesHash.additionalExclusionsPresent", Run(Label, BoxHash(entries), Asset(Png(("eXIf", "by A. B."u8.ToArray())))));
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(entries), Asset(Png(("eXIf", "BY A. B."u8.ToArray())))));
        entries[3] = With(Exclusion(0, 8));
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(entries), Asset(file)));
        entries[3] = With(Exclusion(8, 100));
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(entries), Asset(file)));
        entries[3] = With(Exclusion(12, 2), Exclusion(11, 1));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(entries), Asset(file)));
        entries[3] = With(Exclusion(-1, 2));
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(entries), Asset(file)));
        var elsewhere = With(Exclusion(11, 2));
        ((Dictionary<string, object?>)((object[])elsewhere["exclusions"]!)[0])["boxIndex"] = 1;
        entries[3] = elsewhere;
        Assert.Equal("boxesHash.malformed", Run(Label, BoxHash(entries), Asset(file)));

        Dictionary<string, object?> With(params Dictionary<string, object?>[] exclusions)
        {
            foreach (var e in exclusions) e["boxIndex"] = 0;
            // The CRC is left as the test's PNG has it: zero.
            return Map(("names", new[] { "eXIf" }), ("hash", Naive([.. file[(exif - 8)..(exif + 3)], .. file[(exif + 8)..(exif + 12)]])), ("exclusions", exclusions.Cast<object>().ToArray()));
        }
    }

    [Fact]
    public void A_stretch_of_the_picture_itself_may_not_be_left_out()
    {
        var entries = Entries(Png());
        var exclusion = Exclusion(8, 3);
        exclusion["boxIndex"] = 0;
        entries[3] = Map(("names", new[] { "IDAT" }), ("hash", s_zero), ("exclusions", new[] { exclusion }));
        Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(entries), Asset(Png())));
    }

    [Fact]
    public void Only_a_store_can_be_left_out_as_the_store()
    {
        // An APP11 of another standard under the name of the store.
        byte[] file = Store.Jpeg(Store.App11(1, 1, "no store of anything, but long enough to be one for all that"u8.ToArray()));
        var entries = Entries(file);
        Assert.Equal(["APP11"], (string[])entries[1]!["names"]!);
        Assert.Equal("boxesHash.match", Run(Label, BoxHash(entries), Asset(file)));
        entries[1] = Box(s_zero, "C2PA");
        Assert.Equal("boxesHash.unknownBox", Run(Label, BoxHash(entries), Asset(file)));
    }

    [Fact]
    public void A_store_with_something_behind_it_in_its_chunk_is_not_left_out()
    {
        var assertion = Describe(Png());
        var sound = Store.Make();
        var forged = Store.Png(("IHDR", new byte[13]), ("caBX", [.. sound, .. "forged"u8]), ("IDAT", [1, 2, 3]));
        Assert.Equal("boxesHash.mismatch", Run(Label, assertion, Asset(forged)));
        var padded = Store.Png(("IHDR", new byte[13]), ("caBX", [.. sound, 0, 0]), ("IDAT", [1, 2, 3]));
        Assert.Equal("boxesHash.match", Run(Label, assertion, Asset(padded)));
    }

    [Fact]
    public void A_store_among_other_names_is_malformed() => Assert.Equal("boxesHash.malformed",
        Run(Label, BoxHash(Box(new byte[32], "PNGh", "IHDR", "C2PA", "IDAT", "IEND")), Asset(Png())));

    [Fact]
    public void A_file_of_no_known_boxes_is_a_mismatch() => Assert.Equal("boxesHash.mismatch", Run(Label, BoxHash(Box(s_zero, "C2PA")), Asset("a text"u8.ToArray())));

    private static byte[] Sample(string kind) => kind switch
    {
        "png" => Png(),
        "jpg" => Store.Jpeg(Store.App11(1, 1, Store.Make())),
        "gif" => Store.Gif(Store.Make()),
        "wav" => Store.Riff(("fmt ", new byte[16]), ("LIST", [.. "INFO"u8, .. "IART\u0003\0\0\0abc\0"u8]), ("C2PA", Store.Make(25))),
        _ => [.. Store.Box("JXL ", [13, 10, 0x87, 10]), .. Store.Box("ftyp", [.. "jxl \0\0\0\0jxl "u8]), .. Store.Box("jumb", Store.Box("jumd", new byte[20])), .. Store.Make(), .. Store.Box("jxlc", [0xFF, 10, 1])],
    };

    private static Dictionary<string, object?> Describe(byte[] file) => BoxHash(Entries(file));

    private static Dictionary<string, object?>?[] Entries(byte[] file)
    {
        Assert.True(BoxMap.TryRead(Asset(file), out var boxes, out _, out var says), says);
        return [.. boxes.Select(b => b.Name == "C2PA" ? Box(s_zero, "C2PA") : Box(Naive(file[(int)b.Range.Offset..(int)b.Range.End]), b.Name))];
    }
}
