using System.Text;
using Countersign.Credentials.Containers.Text;
using Countersign.Credentials.Embedding.Text;
using Countersign.Credentials.Tests.Shared;
using CsCheck;

namespace Countersign.Credentials.Tests.Embedding.Text;

/// <summary>Texts take a store in one of three ways (C2PA 2.4, A.7 to A.9), and change in nothing else.</summary>
public sealed class TextEmbedderTests
{
    private const string Fountain = "Title: A Day\n\nINT. HOUSE - DAY\n\nJOHN\nHello.\n\nFADE OUT.\n";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static TheoryData<string> Texts { get; } = [Fountain, "no line end", "crlf\r\nlines\r\n", "\uFEFFwith a byte order mark\n", "emoji \u263A\uFE0F and a stray \uFEFF mark", "caf\u00E9 \u6F22\u5B57 \uD55C\uAE00\n", "\n"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_wrapper_stands_behind_the_text_which_stays_as_it_is(string text)
    {
        var store = Store.Make(200);
        var output = Planned.Embed(new TextEmbedder(), Bytes(text), store);
        Assert.True(output.AsSpan().StartsWith(Bytes(text)));
        var (found, location) = Planned.Find(output);
        Assert.Equal(store, found);
        Assert.Equal(new ByteRange(Bytes(text).Length, TextWrapper.Size(store.Length)), location.Carrier);
        Assert.Equal(output.Length, location.Carrier.End);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_second_store_takes_the_place_of_the_first(string text)
    {
        var store = Store.Make(33);
        Assert.Equal(Planned.Embed(new TextEmbedder(), Bytes(text), store), Planned.Embed(new TextEmbedder(), Planned.Embed(new TextEmbedder(), Bytes(text), Store.Make(900)), store));
    }

    [Fact]
    public void The_length_of_a_wrapper_depends_on_the_length_of_its_store_alone() =>
        Gen.Byte.Array[0, 300].Sample(store =>
        {
            var wrapper = TextWrapper.Render(store);
            return wrapper.Length == TextWrapper.Size(store.Length) && TextWrapper.IsPadded(VariationSelectors.Run(wrapper.AsSpan(3))) && VariationSelectors.Decode(wrapper.AsSpan(3))!.AsSpan().SequenceEqual(store);
        });

    [Fact]
    public void The_padding_is_that_of_other_writers()
    {
        // Worked out by hand: for this store the target is 125 bytes and the bare wrapper has 114; the gap of 11 is one selector of 0x00 and two of 0x10.
        var run = VariationSelectors.Run(TextWrapper.Render("c2pa-manifest-01"u8).AsSpan(3));
        Assert.Equal([0x00, 0x10, 0x10], run[^3..]);
        Assert.Equal(125, TextWrapper.Size(16));
    }

    [Fact]
    public void Text_in_another_form_is_written_in_form_c()
    {
        var output = Planned.Embed(new TextEmbedder(), Bytes("cafe\u0301\n"), Store.Make());
        Assert.True(output.AsSpan().StartsWith(Bytes("caf\u00E9\n")));
    }

    [Fact]
    public void What_is_no_utf8_or_too_long_is_refused()
    {
        Assert.Equal("container.unsupported", Planned.Refused(new TextEmbedder(), [.. "caf"u8, 0xE9, .. " au lait"u8]).Code);
        Assert.False(new TextEmbedder().TryPlan(new StreamWindow(new MemoryStream(new byte[100])), 10, new ParseLimits { MaxTextBytes = 50 }, out _, out var defect));
        Assert.Equal("limit.reached", defect!.Code);
    }

    [Theory]
    [InlineData("a.py", "print()\n", "# ", "\nprint()\n")]
    [InlineData("a.md", "# Title\r\n", "<!-- ", " -->\r\n# Title\r\n")]
    [InlineData("a.css", "body{}", "/*! ", " */\nbody{}")]
    [InlineData("a.fountain", Fountain, "[[ ", " ]]\n" + Fountain)]
    [InlineData("a.sh", "#!/bin/sh\necho\n", "#!/bin/sh\necho\n# ", "\n")]
    [InlineData("a.sh", "#!/bin/sh\r\necho", "#!/bin/sh\r\necho\r\n# ", "")]
    [InlineData("a.xml", "<?xml version=\"1.0\"?>\n<a/>\n", "<?xml version=\"1.0\"?>\n<a/>\n<!-- ", " -->\n")]
    [InlineData("a.md", "---\ntitle: A\n---\nText\n", "---\n", "\ntitle: A\n---\nText\n")]
    public void Structured_text_gets_a_comment_where_its_kind_has_room_for_one(string name, string text, string before, string behind)
    {
        var store = Store.Make(100);
        var embedder = new ArmourEmbedder(CommentStyle.ForFile(name));
        var output = Planned.Embed(embedder, Bytes(text), store);
        var line = Encoding.UTF8.GetString(output);
        Assert.StartsWith(before + "-----BEGIN C2PA MANIFEST-----", line, StringComparison.Ordinal);
        Assert.EndsWith("-----END C2PA MANIFEST-----" + behind, line, StringComparison.Ordinal);
        var (found, location) = Planned.Find(output);
        Assert.Equal(store, found);
        // Without the carrier there is the text; at the end of a file without the break that the carrier took along (A.9.4).
        var rest = Encoding.UTF8.GetString([.. output.AsSpan(0, (int)location.Carrier.Offset), .. output.AsSpan((int)location.Carrier.End)]);
        Assert.Equal(location.Carrier.End == output.Length ? text.TrimEnd('\r', '\n') : text, rest);
        // A second one takes the place of the first, also by a caller who does not know the style.
        Assert.Equal(output, Planned.Embed(new TextEmbedder(), Planned.Embed(embedder, Bytes(text), Store.Make(7)), store));
    }

    [Fact]
    public void A_wrapper_gives_way_to_a_block()
    {
        var output = Planned.Embed(new ArmourEmbedder(CommentStyle.ForFile("a.py")), Planned.Embed(new TextEmbedder(), Bytes("print()\n"), Store.Make()), Store.Make());
        Assert.EndsWith("print()\n", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        Planned.Find(output);
    }

    [Fact]
    public void Blocks_that_are_not_plain_are_refused()
    {
        var block = "-----BEGIN C2PA MANIFEST----- https://example.com/ -----END C2PA MANIFEST-----";
        var python = new ArmourEmbedder(CommentStyle.ForFile("a.py"));
        Assert.Contains("more than one", Planned.Refused(python, Bytes($"# {block}\n# {block}\n")).Says, StringComparison.Ordinal);
        Assert.Contains("other than a comment", Planned.Refused(python, Bytes($"x = 1 # {block}\n")).Says, StringComparison.Ordinal);
        Assert.Contains("carriage return", Planned.Refused(python, Bytes("a\rb\n")).Says, StringComparison.Ordinal);
        Assert.Equal("container.unsupported", Planned.Refused(new ArmourEmbedder(null), Bytes("a\n")).Code);
        Assert.Null(CommentStyle.ForFile("a.txt"));
        Assert.Null(CommentStyle.ForFile("a.csv"));
    }

    [Fact]
    public void A_page_gets_a_script_at_the_end_of_its_head()
    {
        const string Page = "<!DOCTYPE html>\n<html><head><title>A</title></head><body>B</body></html>\n";
        var store = Store.Make(64);
        var output = Planned.Embed(new TextEmbedder(), Bytes(Page), store);
        Assert.Equal(Page.Replace("</head>", $"<script type=\"application/c2pa\">{Convert.ToBase64String(store)}</script></head>", StringComparison.Ordinal), Encoding.UTF8.GetString(output));
        Assert.Equal(store, Planned.Find(output).Store);
        Assert.Equal(output, Planned.Embed(new TextEmbedder(), Planned.Embed(new TextEmbedder(), Bytes(Page), Store.Make(5)), store));
        Assert.Equal("container.unsupported", Planned.Refused(new TextEmbedder(), Bytes("<html><body>no head</body></html>")).Code);
    }
}
