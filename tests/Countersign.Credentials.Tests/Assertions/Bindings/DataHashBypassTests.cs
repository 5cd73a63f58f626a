using System.Text;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>Ways to put content where the hash does not look. The numbers are those of the reports in the reference implementation.</summary>
public class DataHashBypassTests
{
    private const string Label = "c2pa.hash.data";

    [Fact]
    public void A_shorter_store_in_an_SVG_with_markup_in_the_room_that_it_leaves_2653()
    {
        var sound = Svg(Convert.ToBase64String(Store.Make(120)), out var start);
        var length = Convert.ToBase64String(Store.Make(120)).Length;
        var assertion = DataHash(sound, (start, length));
        Assert.Equal("dataHash.match", Run(Label, assertion, Asset(sound)));

        var inside = Convert.ToBase64String(Store.Make(30)) + "</c2pa:manifest><rect fill='red'/><c2pa:manifest>";
        var forged = Svg(inside.PadRight(length), out _);
        Assert.Equal(sound.Length, forged.Length);
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(forged)));
    }

    [Fact]
    public void A_shorter_store_in_a_PNG_with_a_chunk_behind_it()
    {
        var sound = Store.Png(("caBX", Store.Make(100)), ("IDAT", new byte[9]));
        var assertion = DataHash(sound, (8, 12 + Store.Make(100).Length));
        var forged = Store.Png(("caBX", Store.Make(40)), ("tEXt", Pad("forged", 48)), ("IDAT", new byte[9]));
        Assert.Equal(sound.Length, forged.Length);
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(forged)));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("wav")]
    [InlineData("gif")]
    [InlineData("tif")]
    [InlineData("mp3")]
    [InlineData("svg")]
    [InlineData("jpg")]
    public void A_shorter_store_with_something_behind_it_in_the_same_box(string kind)
    {
        var sound = File(kind, Store.Make(100));
        var exclusion = Exclusion(Asset(sound));
        var assertion = DataHash(sound, exclusion);
        Assert.Equal("dataHash.match", Run(Label, assertion, Asset(sound)));

        var zeros = File(kind, [.. Store.Make(60), .. new byte[40]]);
        Assert.Equal(sound.Length, zeros.Length);
        Assert.Equal("dataHash.match", Run(Label, assertion, Asset(zeros)));

        var forged = File(kind, [.. Store.Make(60), .. Pad("forged", 40)]);
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(forged)));
    }

    [Fact]
    public void A_manifest_from_elsewhere_over_an_overwritten_exclusion_2643()
    {
        var sound = Store.Png(("caBX", Store.Make(100)), ("IDAT", new byte[9]));
        var exclusion = (8, 12 + Store.Make(100).Length);
        var assertion = DataHash(sound, exclusion);
        var forged = (byte[])sound.Clone();
        Encoding.ASCII.GetBytes("another picture").CopyTo(forged, 20);
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(forged, embedded: false)));
        Array.Clear(forged, 8, exclusion.Item2);
        Assert.StartsWith("dataHash.match", Run(Label, assertion, Asset(forged, embedded: false)), StringComparison.Ordinal);
        Assert.Equal("dataHash.match", Run(Label, assertion, Asset(sound, embedded: false)));
    }

    [Fact]
    public void A_JPEG_whose_exclusion_is_longer_than_its_segments()
    {
        // Even where the rest is zeros: §15.12.1.2 wants the lengths to agree.
        byte[] file = [.. Store.Jpeg(Store.App11(1, 1, Store.Make()))];
        byte[] padded = [.. file[..(2 + 12 + Store.Make().Length)], 0, 0, 0, 0, .. file[(2 + 12 + Store.Make().Length)..]];
        Assert.Equal("dataHash.mismatch", Run(Label, DataHash(padded, (2, 16 + Store.Make().Length)), Asset(padded)));
        Assert.Equal("dataHash.mismatch", Run(Label, DataHash(file, (0, 14 + Store.Make().Length)), Asset(file)));
        Assert.Equal("dataHash.mismatch", Run(Label, DataHash(file, (2, 10 + Store.Make().Length)), Asset(file)));
    }

    [Fact]
    public void Segments_of_a_store_with_another_between_them_are_no_store_2610()
    {
        var store = Store.Make(200);
        byte[] other = [0xFF, 0xE1, 0, 8, .. "forged"u8];
        var file = Store.Jpeg(Store.App11(1, 1, store[..100]), other, Store.App11(1, 2, [.. store[..8], .. store[100..]]));
        var presence = CredentialLocator.Find(new MemoryStream(file));
        Assert.Equal("store.scattered", presence.Stores[0].Defect?.Code);
        // With the exclusion over the whole of it, it is not validated at all: the store is refused before.
        Assert.Equal(CredentialState.Error, new CredentialReader().Read(new MemoryStream(file), TestContext.Current.CancellationToken).State);
    }

    [Fact]
    public void An_armoured_text_with_words_between_the_mark_and_the_store()
    {
        var base64 = Convert.ToBase64String(Store.Make(120));
        var sound = Encoding.UTF8.GetBytes($"# -----BEGIN C2PA MANIFEST----- data:application/c2pa;base64,{base64} -----END C2PA MANIFEST-----\nrest\n");
        Assert.Single(CredentialLocator.Find(new MemoryStream(sound)).Stores);
        var shorter = Convert.ToBase64String(Store.Make(60));
        var forged = Encoding.UTF8.GetBytes($"# -----BEGIN C2PA MANIFEST----- {"rm -rf x".PadRight(base64.Length - shorter.Length - 1)} data:application/c2pa;base64,{shorter} -----END C2PA MANIFEST-----\nrest\n");
        // Words in the block make it no block: there is then no store whose exclusion could cover them.
        Assert.Empty(CredentialLocator.Find(new MemoryStream(forged)).Stores);
    }

    [Fact]
    public void Selectors_behind_the_store_in_a_text()
    {
        var sound = Store.Selectors(Store.Make());
        Assert.Equal("dataHash.match", Run(Label, DataHash(sound, Exclusion(Asset(sound))), Asset(sound)));
        byte[] more = [.. sound, .. "󠅁󠅁"u8];
        Assert.Equal("dataHash.malformed", Run(Label, DataHash(more, Exclusion(Asset(more))), Asset(more)));
    }

    [Fact]
    public void An_exclusion_that_grows_over_the_end_of_the_file_is_a_mismatch()
    {
        var file = Store.Png(("caBX", Store.Make(100)));
        var assertion = DataHash(file, (8, 20), (file.Length - 12, 12));
        Assert.Equal("dataHash.mismatch", Run(Label, assertion, Asset(file), updated: true));
    }

    private static byte[] File(string kind, byte[] store) => kind switch
    {
        "png" => Store.Png(("caBX", store), ("IDAT", new byte[9])),
        "wav" => Store.Riff(("fmt ", new byte[16]), ("C2PA", store)),
        "gif" => Store.Gif(store),
        "tif" => Store.Tiff(store),
        "mp3" => [.. Store.Id3(store), .. new byte[12]],
        "svg" => Svg(Convert.ToBase64String(store), out _),
        _ => Store.Jpeg(Store.App11(1, 1, store)),
    };

    private static (int Start, int Length) Exclusion(Credentials.Assertions.Bindings.BindingAsset asset)
    {
        var room = Credentials.Assertions.Bindings.StoreRoom.Of(asset.Presence.Stores[0]);
        return ((int)room.Offset, (int)room.Length);
    }

    private static byte[] Svg(string inside, out int start)
    {
        var svg = Store.Svg($"<c2pa:manifest>{inside}</c2pa:manifest>");
        start = svg.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("<c2pa:manifest>" + inside[..8])) + 15;
        return svg;
    }

    private static byte[] Pad(string text, int length) => Encoding.ASCII.GetBytes(text.PadRight(length, '.'));
}
