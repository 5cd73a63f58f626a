using System.Text;
using Countersign.Credentials.Embedding.Pdf;
using Countersign.Credentials.Tests.Containers.Pdf;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding.Pdf;

/// <summary>A store goes into PDFs of every structure by an incremental update (A.4), and other readers of PDF find the file sound and the store in it.</summary>
public sealed class PdfEmbedderTests
{
    private static readonly string[] s_names = [.. PdfMaker.Plain("/Names 5 0 R/AF[6 0 R]/Lang(en)"), "<</EmbeddedFiles<</Names[(a)6 0 R(z)6 0 R]>>/Dests<<>>>>", "<</Type/Filespec/F(a.txt)/AFRelationship/Data>>"];

    private static readonly string[] s_tree =
    [
        .. PdfMaker.Plain("/Names<</EmbeddedFiles 5 0 R>>"), "<</Kids[6 0 R 7 0 R]>>", "<</Limits[(a)(b)]/Names[(a)8 0 R(b)8 0 R]>>", "<</Limits[(x)(z)]/Names[(x)8 0 R(z)8 0 R]>>", "<</Type/Filespec/F(a.txt)>>",
    ];

    public static TheoryData<string> Kinds { get; } = ["classic", "crlf", "shifted", "shifted-zero", "packed", "hybrid", "names", "packed-names", "tree", "updated", "no-id"];

    private static byte[] File(string kind) => kind switch
    {
        "crlf" => PdfMaker.Classic(newLine: "\r\n"),
        // Something before the header, with offsets from the header and from the start of the file.
        "shifted" => PdfMaker.Classic(header: "junk\n%PDF-1.4\n", origin: 5),
        "shifted-zero" => PdfMaker.Classic(header: "junk\n%PDF-1.4\n"),
        "packed" => PdfMaker.Packed(),
        "hybrid" => PdfMaker.Hybrid(),
        "names" => PdfMaker.Classic(s_names),
        "packed-names" => PdfMaker.Packed(s_names),
        "tree" => PdfMaker.Classic(s_tree),
        "updated" => PdfMaker.Update(PdfMaker.Classic(), (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>")),
        "no-id" => PdfMaker.Classic(trailer: ""),
        _ => PdfMaker.Classic(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_store_is_added_behind_the_file_and_found_there(string kind)
    {
        var file = File(kind);
        var store = Store.Make(1000);
        var output = Planned.Embed(new PdfEmbedder(), file, store);
        Assert.True(output.AsSpan().StartsWith(file));
        var (found, location) = Planned.Find(output);
        Assert.Equal(store, found);
        Assert.Equal(new ByteRange(output.AsSpan().IndexOf(store), store.Length), location.Carrier);
        Assert.Equal(location.Carrier, location.Parts[0]);
        Assert.Equal(StoreEncoding.Raw, location.Encoding);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_second_store_is_the_last_one_and_the_first_stays_in_its_revision(string kind)
    {
        var (first, second) = (Store.Make(300), Store.Make(50));
        var output = Planned.Embed(new PdfEmbedder(), Planned.Embed(new PdfEmbedder(), File(kind), first), second);
        var presence = CredentialLocator.Find(new MemoryStream(output));
        Assert.Equal([first.Length, second.Length], presence.Stores.Select(s => s.Length));
        Assert.Equal(second, Planned.Find(output).Store);
        // Of the stores, the catalog and a plain name tree name the last one only.
        if (kind != "tree") Assert.Equal(kind.Contains("names", StringComparison.Ordinal) ? 3 : 1, Tools.Attachments(output)?.Count ?? (kind.Contains("names", StringComparison.Ordinal) ? 3 : 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Another_reader_finds_the_output_sound_and_the_store_in_it(string kind)
    {
        var store = Store.Make(777);
        var output = Planned.Embed(new PdfEmbedder(), Planned.Embed(new PdfEmbedder(), File(kind), Store.Make(5)), store);
        var attachments = Tools.Need(Tools.Attachments(output));
        // As sound as it was before: with something before the header qpdf takes offsets from the header, whatever the file means.
        Assert.True(Tools.Run("qpdf", output, "--check", "@").Code is 0 or 3 && Tools.Run("qpdf", output, "--check", "@").Code <= Tools.Run("qpdf", File(kind), "--check", "@").Code);
        var ours = Assert.Single(attachments, a => a.Key.StartsWith("content_credential-", StringComparison.Ordinal) && Tools.Attachment(output, a.Key).AsSpan().SequenceEqual(store));
        Assert.NotEmpty(ours.Key);
        if (kind.Contains("names", StringComparison.Ordinal)) Assert.Contains("a", attachments.Select(a => a.Key));
    }

    [Theory]
    [InlineData("annotation")]
    [InlineData("retest")]
    public void Linearized_files_with_cross_reference_streams_take_one(string name)
    {
        var file = System.IO.File.ReadAllBytes(SharedData.Need($"credentials/corpus/c2pa-rs-fixtures__basic-{name}.pdf"));
        var store = Store.Make(4000);
        var output = Planned.Embed(new PdfEmbedder(), file, store);
        Assert.Equal(store, Planned.Find(output).Store);
        Assert.Equal(store, Planned.Find(Planned.Embed(new PdfEmbedder(), Planned.Embed(new PdfEmbedder(), file, Store.Make()), store)).Store);
        Assert.Contains(Tools.Need(Tools.Attachments(output)), a => Tools.Attachment(output, a.Key).AsSpan().SequenceEqual(store));
        Assert.Equal(Tools.Run("pdftotext", file, "@", "-").Output, Tools.Run("pdftotext", output, "@", "-").Output);
    }

    [Fact]
    public void A_file_of_the_corpus_that_is_encrypted_is_refused()
    {
        foreach (var name in (string[])["password", "signed"])
        {
            var file = System.IO.File.ReadAllBytes(SharedData.Need($"credentials/corpus/c2pa-rs-fixtures__basic-{name}.pdf"));
            var defect = Planned.Refused(new PdfEmbedder(), file);
            Assert.Equal("container.unsupported", defect.Code);
            Assert.Contains("encrypted", defect.Says, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_attachment_that_is_no_store_keeps_its_place_in_the_catalog_behind_the_store()
    {
        var output = Encoding.Latin1.GetString(Planned.Embed(new PdfEmbedder(), File("names"), Store.Make()));
        Assert.Contains("/AF [8 0 R 6 0 R]", output, StringComparison.Ordinal);
        Assert.Contains("/Dests <<>>", output, StringComparison.Ordinal);
        Assert.Contains("/Lang (en)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/P 3", true)]
    [InlineData("/P 2", false)]
    [InlineData("/P 1", false)]
    [InlineData("", false)]
    public void A_certified_file_gets_an_annotation_or_is_left_alone(string permission, bool takes)
    {
        string[] objects = [.. PdfMaker.Plain("/Perms<</DocMDP 5 0 R>>"), $"<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<<{permission}>>>>]>>"];
        var file = PdfMaker.Classic(objects);
        if (!takes)
        {
            Assert.Contains("certified", Planned.Refused(new PdfEmbedder(), file).Says, StringComparison.Ordinal);
            return;
        }

        var store = Store.Make(9);
        var output = Planned.Embed(new PdfEmbedder(), Planned.Embed(new PdfEmbedder(), file, Store.Make()), store);
        Assert.Equal(store, Planned.Find(output).Store);
        var text = Encoding.Latin1.GetString(output);
        Assert.DoesNotContain("/Names", text, StringComparison.Ordinal);
        // The page of the last update has the annotation of the last store alone.
        var page = text[text.LastIndexOf("\n3 0 obj", StringComparison.Ordinal)..];
        Assert.Matches(@"/Annots \[ \d+ 0 R\]", page[..page.IndexOf("endobj", StringComparison.Ordinal)]);
        if (Tools.Exists("qpdf")) Assert.Equal(0, Tools.Run("qpdf", output, "--check", "@").Code);
    }

    [Fact]
    public void The_same_plan_comes_out_twice()
    {
        var store = Store.Make(60);
        Assert.Equal(Planned.Embed(new PdfEmbedder(), File("packed"), store), Planned.Embed(new PdfEmbedder(), File("packed"), store));
    }

    [Fact]
    public void What_is_damaged_is_refused_and_never_throws()
    {
        var random = new Random(20);
        foreach (var kind in Kinds.Select(k => k.Data))
        {
            var file = File(kind);
            for (var i = 0; i < 300; i++)
            {
                var broken = (byte[])file.Clone();
                for (var flips = random.Next(1, 6); flips > 0; flips--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                if (i % 7 == 0) broken = broken[..random.Next(broken.Length)];
                var window = new StreamWindow(new MemoryStream(broken));
                if (!new PdfEmbedder().TryPlan(window, 100, ParseLimits.Default, out var plan, out var defect)) Assert.NotNull(defect);
                else Assert.Equal(broken.Length, plan!.Pieces[0].Length);
            }
        }
    }
}
