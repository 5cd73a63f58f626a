using System.Text;
using System.Xml.Linq;

namespace Countersign.Credentials.Tests.Embedding;

public class SvgEmbedderTests
{
    private static readonly XNamespace s_c2pa = "http://c2pa.org/manifest";

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Manifest(byte[] output)
    {
        var root = XDocument.Load(new MemoryStream(output)).Root!;
        return Convert.FromBase64String(Assert.Single(root.Elements(root.Name.Namespace + "metadata").Elements(s_c2pa + "manifest")).Value);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'\n a='>' b=\"'/>\" ><g/></svg>")]
    [InlineData("<s:svg xmlns:s='http://www.w3.org/2000/svg'></s:svg>")]
    [InlineData("<?a <svg> ?><!-- <svg> --><svg xmlns='http://www.w3.org/2000/svg'><metadata>m</metadata></svg>")]
    public void An_xml_reader_finds_the_store(string source)
    {
        var store = Planted.Bytes(501);
        Assert.Equal(store, Manifest(Planted.Store(Text(source), store)));
    }

    [Fact]
    public void Everything_else_stays_byte_for_byte()
    {
        var source = Sources.Of("svg");
        var output = Planted.Store(source, Planted.Bytes(501));
        var text = Encoding.UTF8.GetString(output);
        var from = text.IndexOf("<metadata>", StringComparison.Ordinal);
        var to = text.IndexOf("</metadata>", StringComparison.Ordinal) + "</metadata>".Length;
        Assert.Equal(source, Encoding.UTF8.GetBytes(text.Remove(from, to - from)));
        Assert.EndsWith("data-x=\"a>b\">", text[..from], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_metadata_that_is_there_the_last_takes_it()
    {
        const string Before = "<svg xmlns='http://www.w3.org/2000/svg'><metadata>1</metadata><g><metadata>2</metadata></g><!-- <metadata> --><metadata/><metadata id='>'>", After = "<a/></metadata><g/></svg>";
        var store = Planted.Bytes(300);
        Assert.Equal(Before + "<c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">" + Convert.ToBase64String(store) + "</c2pa:manifest>" + After, Encoding.UTF8.GetString(Planted.Store(Text(Before + After), store)));
    }

    [Fact]
    public void A_manifest_element_is_filled_anew_where_it_is()
    {
        const string Before = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:c2pa='http://c2pa.org/manifest'>\n <g/><metadata id='m'>\n <c2pa:manifest>", After = "</c2pa:manifest ></metadata></svg>";
        var store = Planted.Bytes(300);
        var output = Planted.Store(Text(Before + Convert.ToBase64String(Planted.Bytes(90)) + After), store);
        Assert.Equal(Before + Convert.ToBase64String(store) + After, Encoding.UTF8.GetString(output));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><c2pa:manifest>AA</c2pa:manifest><g/></svg>", "<g/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><g/><c2pa:manifest/></svg>", "<g/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><metadata><c2pa:manifest>A</c2pa:manifest></metadata><metadata><c2pa:manifest>A</c2pa:manifest></metadata></svg>", "</svg>")]
    public void Elements_in_wrong_places_and_several_of_them_go(string source, string rest)
    {
        var store = Planted.Bytes(300);
        var output = Planted.Store(Text(source), store);
        Assert.Equal(store, Manifest(output));
        Assert.EndsWith(Convert.ToBase64String(store) + "</c2pa:manifest></metadata>" + rest, Encoding.UTF8.GetString(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_two_bytes_a_letter_is_refused()
    {
        Assert.Equal("container.unsupported", Refusal([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<svg/>")]));
        Assert.Equal("container.unsupported", Refusal(Encoding.BigEndianUnicode.GetBytes("<svg/>")));
    }

    [Theory]
    [InlineData("<html><svg></svg></html>")]
    [InlineData("<!-- <svg>")]
    [InlineData("<!DOCTYPE svg [ <!ENTITY a '>'> ")]
    [InlineData("<svg a='")]
    [InlineData("<svg><metadata><c2pa:manifest>AA<b/></c2pa:manifest></metadata></svg>")]
    public void What_has_no_root_or_no_end_is_refused(string source) => Assert.Equal("container.damaged", Refusal(Text(source)));

    private static string? Refusal(byte[] source)
    {
        Assert.False(new Credentials.Embedding.Svg.SvgEmbedder().TryPlan(new StreamWindow(new MemoryStream(source)), 1000, ParseLimits.Default, out _, out var defect));
        return defect!.Code;
    }
}
