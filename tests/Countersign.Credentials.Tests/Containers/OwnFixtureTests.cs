using System.Text;
using Countersign.Credentials.Tests.Shared;
using CsCheck;

namespace Countersign.Credentials.Tests.Containers;

public class OwnFixtureTests
{
    private static readonly byte[] TheStore = Store.Make();

    public static TheoryData<string, StoreContainer> Kinds => new()
    {
        { "jpeg", StoreContainer.Jpeg }, { "png", StoreContainer.Png }, { "riff", StoreContainer.Riff }, { "bmff", StoreContainer.Bmff },
        { "tiff", StoreContainer.Tiff }, { "gif", StoreContainer.Gif }, { "id3", StoreContainer.Id3 }, { "jxl", StoreContainer.Jxl },
        { "svg", StoreContainer.Svg }, { "pdf", StoreContainer.Pdf }, { "selectors", StoreContainer.Text }, { "armour", StoreContainer.Text },
        { "sidecar", StoreContainer.Sidecar },
    };

    private static byte[] File(string kind, byte[] store) => kind switch
    {
        "jpeg" => Store.Jpeg(Store.App11(1, 1, store)),
        "png" => Store.Png(("caBX", store)),
        "riff" => Store.Riff(("data", new byte[5]), ("C2PA", store)),
        "bmff" => [.. Store.Box("ftyp", new byte[8]), .. Store.C2paBox("manifest", store), .. Store.Box("mdat", new byte[40])],
        "tiff" => Store.Tiff(store),
        "gif" => Store.Gif(store),
        "id3" => Store.Id3(store),
        "jxl" => [.. Store.Box("JXL ", [13, 10, 0x87, 10]), .. Store.Box("jumb", new byte[40]), .. store],
        "svg" => Store.Svg("<c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">" + Convert.ToBase64String(store) + "</c2pa:manifest>"),
        "pdf" => Store.Pdf(store),
        "selectors" => Store.Selectors(store),
        "armour" => Encoding.UTF8.GetBytes("# -----BEGIN C2PA MANIFEST----- data:application/c2pa;base64," + Convert.ToBase64String(store) + " -----END C2PA MANIFEST-----\n"),
        _ => store,
    };

    private static CredentialPresence Find(byte[] file) => CredentialLocator.Find(new MemoryStream(file));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_store_is_found_in_each_container(string kind, StoreContainer container)
    {
        var presence = Find(File(kind, TheStore));
        var store = Assert.Single(presence.Stores);
        Assert.Equal(container, presence.Container);
        Assert.True(store.LooksLikeC2pa);
        Assert.Null(store.Defect);
        Assert.Empty(presence.Defects);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_parts_are_the_bytes_of_the_store(string kind, StoreContainer container)
    {
        var file = File(kind, TheStore);
        var store = Assert.Single(Find(file).Stores);
        Assert.Equal(container, store.Container);
        if (store.Encoding != StoreEncoding.Raw) return;
        byte[] joined = [.. store.Parts.SelectMany(p => file[(int)p.Offset..(int)p.End])];
        Assert.Equal(TheStore, joined[..TheStore.Length]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_a_store_nothing_is_found(string kind, StoreContainer container)
    {
        if (container is StoreContainer.Sidecar) return;
        byte[] other = [.. "JUNK"u8, .. new byte[30]];
        var presence = Find(kind switch
        {
            "jpeg" => Store.Jpeg(Store.App11(1, 1, Store.Box("jumb", Store.Box("jumd", new byte[20])))),
            "png" => Store.Png(("juNK", other)),
            "riff" => Store.Riff(("data", other)),
            "bmff" => [.. Store.Box("ftyp", new byte[8]), .. Store.Box("uuid", new byte[40])],
            "svg" => Store.Svg("<title>c2pa:manifest</title>"),
            "pdf" => Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF"),
            "jxl" => [.. Store.Box("JXL ", [13, 10, 0x87, 10]), .. Store.Box("jumb", new byte[40])],
            _ => Encoding.ASCII.GetBytes("plain words"),
        });
        Assert.False(presence.HasStore);
    }

    [Fact]
    public void A_jpeg_store_over_three_segments_is_joined()
    {
        var store = Store.Make(300);
        var header = store[..8];
        var file = Store.Jpeg(
            Store.App11(7, 1, store[..100]),
            Store.App11(7, 2, [.. header, .. store[100..200]]),
            Store.App11(7, 3, [.. header, .. store[200..]]));
        var found = Assert.Single(Find(file).Stores);
        Assert.Equal(store.Length, found.Length);
        Assert.Equal(store, found.Parts.SelectMany(p => file[(int)p.Offset..(int)p.End]).ToArray());
        Assert.Null(found.Defect);
    }

    [Fact]
    public void Jpeg_segments_with_something_between_are_scattered()
    {
        var store = Store.Make(300);
        var file = Store.Jpeg(Store.App11(7, 1, store[..100]), [0xFF, 0xFE, 0, 4, 1, 2], Store.App11(7, 2, [.. store[..8], .. store[100..]]));
        Assert.Equal("store.scattered", Assert.Single(Find(file).Stores).Defect?.Code);
    }

    [Fact]
    public void A_store_cut_short_is_present_and_truncated()
    {
        var presence = Find(Store.Png(("caBX", TheStore[..^10])));
        Assert.Equal("store.truncated", Assert.Single(presence.Stores).Defect?.Code);
    }

    [Fact]
    public void Two_stores_are_listed_and_called_out()
    {
        var presence = Find(Store.Png(("caBX", TheStore), ("caBX", TheStore)));
        Assert.Equal(2, presence.Stores.Count);
        Assert.Contains(presence.Defects, d => d.Code == "store.multiple");
    }

    [Fact]
    public void An_original_and_its_update_are_no_multiple_stores()
    {
        var presence = Find([.. Store.Box("ftyp", new byte[8]), .. Store.C2paBox("original", TheStore), .. Store.C2paBox("update", TheStore)]);
        Assert.Equal(2, presence.Stores.Count);
        Assert.Empty(presence.Defects);
    }

    [Fact]
    public void A_huge_box_is_skipped_and_not_read()
    {
        byte[] head = [.. Store.Box("ftyp", new byte[8]), 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 2, 0x80, 0, 0, 16]; // mdat of 10 GiB
        byte[] tail = Store.C2paBox("manifest", TheStore);
        using var file = new SparseStream(head, 16 + (10L << 30), tail);
        var presence = CredentialLocator.Find(file, ParseLimits.Default);
        Assert.True(Assert.Single(presence.Stores).LooksLikeC2pa);
        Assert.True(file.BytesRead < 1 << 20);
    }

    [Theory]
    [InlineData("https://example.org/m.c2pa", "https://example.org/m.c2pa")]
    [InlineData("self#jumbf=/c2pa/urn:uuid:1", null)]
    [InlineData("file:///etc/passwd", null)]
    public void A_remote_manifest_is_named_only_by_a_web_address(string value, string? expected)
    {
        var xmp = Encoding.UTF8.GetBytes($"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:dcterms=\"http://purl.org/dc/terms/\" dcterms:provenance=\"{value}\"/></rdf:RDF></x:xmpmeta>");
        byte[] payload = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. xmp];
        Assert.Equal(expected, Find(Store.Jpeg([0xFF, 0xE1, .. Store.Be16(2 + payload.Length), .. payload])).RemoteManifest);
        Assert.Equal(expected, Find(Store.Png(("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. xmp]))).RemoteManifest);
    }

    [Fact]
    public void A_packet_of_multiplying_entities_names_nothing()
    {
        var xmp = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><x xmlns:d=\"http://purl.org/dc/terms/\" d:provenance=\"https://e.org/&b;\"/>"u8;
        Assert.Null(Find(Store.Png(("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. xmp]))).RemoteManifest);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_files_never_throw(string kind, StoreContainer container)
    {
        _ = container;
        var file = File(kind, TheStore);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, file.Length]).Sample(
            (a, x, b, y, cut) =>
            {
                var mutant = file.ToArray();
                mutant[a] = x;
                mutant[b] = y;
                return Find(mutant[..(cut < 8 ? mutant.Length : cut)]).Stores is not null;
            }, iter: 1000, threads: 1);
    }
}
