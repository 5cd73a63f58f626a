using System.Text;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Containers.Pdf;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Containers.Pdf;

/// <summary>Which streams of a PDF are its stores, in which revision (A.4.2, §15.5.2.2).</summary>
public sealed class PdfLocatorTests
{
    private static CredentialPresence Find(byte[] file) => CredentialLocator.Find(new MemoryStream(file));

    private static (int, string) Catalog(string entries) => (1, $"<</Type/Catalog/Pages 2 0 R{entries}>>");

    private static byte[] Read(byte[] file, StoreLocation location)
    {
        Assert.True(StoreBytes.TryRead(new StreamWindow(new MemoryStream(file)), location, ParseLimits.Default, out var store, out var defect), defect?.Says);
        return store;
    }

    [Fact]
    public void Each_revision_has_its_store_and_the_last_is_listed_last()
    {
        var (first, second) = (Store.Make(10), Store.Make(20));
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, first), Catalog("/AF[10 0 R]")]);
        file = PdfMaker.Update(file, [.. PdfMaker.Attached(20, second), Catalog("/AF[20 0 R]")]);
        var presence = Find(file);
        Assert.Equal([first, second], presence.Stores.Select(s => Read(file, s)));
        Assert.All(presence.Stores, s => Assert.Null(s.Defect));
        Assert.Equal(presence.Stores, PdfStores.InOrder(presence));
    }

    [Fact]
    public void A_store_that_a_later_update_names_no_longer_still_counts()
    {
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, Store.Make()), Catalog("/AF[10 0 R]")]);
        file = PdfMaker.Update(file, Catalog(""));
        Assert.Single(Find(file).Stores);
    }

    [Fact]
    public void Two_stores_of_one_revision_do_not_count_and_those_before_them_do()
    {
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, Store.Make(1)), Catalog("/AF[10 0 R]")]);
        file = PdfMaker.Update(file, [.. PdfMaker.Attached(20, Store.Make(2)), .. PdfMaker.Attached(30, Store.Make(3)), Catalog("/AF[20 0 R 30 0 R]")]);
        var presence = Find(file);
        Assert.Equal([null, "store.multiple", "store.multiple"], presence.Stores.Select(s => s.Defect?.Code));
        Assert.Equal([presence.Stores[0]], PdfStores.InOrder(presence));
    }

    [Fact]
    public void A_store_of_an_object_in_the_document_is_not_the_documents()
    {
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, Store.Make()), (4, "<</Length 0/AF[10 0 R]>>stream\n\nendstream")]);
        Assert.False(Find(file).HasStore);
    }

    [Fact]
    public void A_name_in_a_page_is_no_store()
    {
        var file = PdfMaker.Classic([.. PdfMaker.Plain(), "<</Length 60>>stream\n(/AFRelationship /C2PA_Manifest /Subtype /application#2Fc2pa)\nendstream"]);
        Assert.False(Find(file).HasStore);
    }

    [Fact]
    public void A_single_reference_where_an_array_belongs_is_followed()
    {
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, Store.Make()), Catalog("/AF 10 0 R")]);
        Assert.Single(Find(file).Stores);
    }

    [Fact]
    public void A_packed_store_is_unpacked()
    {
        var store = Store.Make(500);
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, store, "/Filter[/FlateDecode]", PdfMaker.Zip(store)), Catalog("/AF[10 0 R]")]);
        var location = Assert.Single(Find(file).Stores);
        Assert.Equal(StoreEncoding.PdfFilter, location.Encoding);
        Assert.True(location.LooksLikeC2pa);
        Assert.Equal(store, Read(file, location));
    }

    [Theory]
    [InlineData("/Length 99999")]
    [InlineData("/Length 1")]
    [InlineData("/Length 11 0 R")]
    [InlineData("")]
    public void A_wrong_length_does_not_hide_a_store(string length)
    {
        var store = Store.Make(100);
        var attached = PdfMaker.Attached(10, store);
        attached[1].Item2 = attached[1].Item2.Replace($"/Length {store.Length}", length, StringComparison.Ordinal);
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. attached, Catalog("/AF[10 0 R]")]);
        Assert.Equal(store, Read(file, Assert.Single(Find(file).Stores)));
    }

    [Fact]
    public void Without_a_table_the_names_are_searched_for()
    {
        var file = PdfMaker.Update(PdfMaker.Classic(), [.. PdfMaker.Attached(10, Store.Make()), Catalog("/AF[10 0 R]")]);
        var text = Encoding.Latin1.GetString(file).Replace("startxref", "startxxxx", StringComparison.Ordinal);
        Assert.True(Find(Encoding.Latin1.GetBytes(text)).HasStore);
    }

    [Fact]
    public void The_documents_metadata_names_a_remote_manifest()
    {
        const string Xmp = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description xmlns:d=\"http://purl.org/dc/terms/\" d:provenance=\"https://example.com/a.c2pa\"/></r:RDF></x:xmpmeta>";
        foreach (var (filter, data) in ((string, string)[])[("", Xmp), ("/Filter/FlateDecode", Encoding.Latin1.GetString(PdfMaker.Zip(Encoding.UTF8.GetBytes(Xmp))))])
        {
            var file = PdfMaker.Classic([.. PdfMaker.Plain("/Metadata 5 0 R"), $"<</Type/Metadata/Subtype/XML/Length {data.Length}{filter}>>stream\n{data}\nendstream"]);
            Assert.Equal("https://example.com/a.c2pa", Find(file).RemoteManifest);
        }
    }

    [Fact]
    public void Sections_that_lead_to_each_other_end()
    {
        var file = PdfMaker.Classic();
        var text = Encoding.Latin1.GetString(file);
        var start = text[(text.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..text.LastIndexOf("\n%%EOF", StringComparison.Ordinal)];
        Assert.Null(PdfFile.Open(new StreamWindow(new MemoryStream(PdfMaker.Classic(trailer: "/Prev " + start))), ParseLimits.Default, out var defect));
        Assert.Equal("container.damaged", defect!.Code);
    }

    [Fact]
    public void Updates_without_number_reach_a_limit()
    {
        var file = PdfMaker.Classic();
        for (var i = 0; i < 12; i++) file = PdfMaker.Update(file, Catalog(""));
        Assert.Null(PdfFile.Open(new StreamWindow(new MemoryStream(file)), new ParseLimits { MaxPdfSections = 10 }, out var defect));
        Assert.Equal("limit.reached", defect!.Code);
    }

    [Fact]
    public void Deep_nesting_and_a_stream_that_is_its_own_length_end()
    {
        Assert.False(Find(PdfMaker.Classic([$"<</Type/Catalog/AF {new string('[', 100_000)}>>"])).HasStore);
        var file = PdfMaker.Update(PdfMaker.Classic(), (10, "<</Type/Filespec/AFRelationship/C2PA_Manifest/EF<</F 11 0 R>>>>"), (11, "<</Length 11 0 R>>\nstream\nabc\nendstream"), Catalog("/AF[10 0 R]"));
        Assert.Equal(3, Assert.Single(Find(file).Stores).Length);
    }

    [Fact]
    public void Manifests_of_all_stores_are_joined_and_the_newest_of_a_label_counts()
    {
        byte[] Manifest(string label, int size) => JumbfWriter.Superbox(JumbfTypes.StandardManifest, label, [], (ReadOnlyMemory<byte>)JumbfWriter.Box("free"u8, new byte[size]));
        byte[] Of(params byte[][] manifests) => JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", [], manifests.Select(m => (ReadOnlyMemory<byte>)m));
        var joined = PdfStores.Merge([Of(Manifest("a", 1)), Of(Manifest("b", 2), Manifest("a", 5)), Of(Manifest("a", 9), Manifest("c", 3))], ParseLimits.Default);
        Assert.Equal(Of(Manifest("b", 2), Manifest("a", 9), Manifest("c", 3)), joined);
        var complete = Of(Manifest("a", 1), Manifest("b", 2));
        Assert.Same(complete, PdfStores.Merge([Of(Manifest("a", 1)), complete], ParseLimits.Default));
        Assert.Same(complete, PdfStores.Merge([[1, 2, 3], complete], ParseLimits.Default));
    }

    [Fact]
    public void Damage_gives_defects_and_never_exceptions()
    {
        var random = new Random(8);
        var file = PdfMaker.Update(PdfMaker.Packed(), [.. PdfMaker.Attached(10, Store.Make()), Catalog("/AF[10 0 R]")]);
        for (var i = 0; i < 3000; i++)
        {
            var broken = (byte[])file.Clone();
            for (var flips = random.Next(1, 8); flips > 0; flips--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            if (i % 5 == 0) broken = broken[..random.Next(broken.Length)];
            Assert.NotNull(Find(broken));
        }
    }
}
