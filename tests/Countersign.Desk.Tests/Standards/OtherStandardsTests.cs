using System.Formats.Cbor;
using Countersign.Core.Statements;

namespace Countersign.Desk.Tests.Standards;

/// <summary>TDMRep, Spawning, PLUS and CAWG: what documents say, and what no document can.</summary>
public sealed class OtherStandardsTests
{
    [Theory]
    [InlineData("""[{"location":"/","tdm-reservation":1}]""", "-analyse.mine -train")]
    [InlineData("""[{"location":"/","tdm-reservation":0}]""", "+analyse.mine")]
    // The first that matches is the most specific, whatever its length.
    [InlineData("""[{"location":"/","tdm-reservation":1},{"location":"/a/poster.jpg","tdm-reservation":0}]""", "-analyse.mine -train")]
    [InlineData("""[{"location":"/b","tdm-reservation":1},{"location":"/a/*.jpg$","tdm-reservation":0}]""", "+analyse.mine")]
    [InlineData("""[{"location":"/a","tdm-reservation":2},{"location":"/","tdm-reservation":0}]""", "")]
    [InlineData("""[{"location":"/a","tdm-reservation":"1"}]""", "-analyse.mine -train")]
    [InlineData("""[{"location":"/a","tdm-reservation":"0"}]""", "")]
    [InlineData("""[{"location":"/a"}]""", "")]
    [InlineData("""[{"location":"https://example.org/a/","tdm-reservation":1,"tdm-policy":"https://example.org/p.json"}]""", "-analyse.mine -train")]
    [InlineData("""[{"location":"https://example.org/a/","tdm-reservation":0},{"location":"/","tdm-reservation":0}]""", "")]
    // A rule that cannot be read may have been the first to match.
    [InlineData("""[{"tdm-reservation":1},{"location":"/","tdm-reservation":0}]""", "")]
    [InlineData("[]", "")]
    public void A_tdmrep_file_says(string json, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("tdmrep", json, "tdmrep.json")));

    [Theory]
    [InlineData("""{"location":"/","tdm-reservation":0}""")]
    [InlineData("""[{"location":"/","tdm-reservation":0,"tdm-reservation":1}]""")]
    [InlineData("""[{"location":"/","tdm-reservation":0}] x""")]
    [InlineData("not json")]
    public void What_is_no_tdmrep_file_is_refused(string json) => Assert.Equal("tdmrep.form", Docs.TryImport("tdmrep", json, "tdmrep.json").Problems[0].Code);

    [Theory]
    [InlineData("tdm-reservation: 1", "-analyse.mine -train")]
    [InlineData("TDM-Reservation: 0", "+analyse.mine")]
    [InlineData("tdm-reservation: 0\ntdm-reservation: 1", "-analyse.mine -train")]
    [InlineData("tdm-reservation: 0\ntdm-reservation: 2", "")]
    [InlineData("tdm-reservation: true", "")]
    [InlineData("Content-Type: text/html", "")]
    public void A_tdm_header_says(string headers, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("tdmrep", headers, "a.jpg.headers")));

    [Theory]
    [InlineData("""<!DOCTYPE html><html><head><meta name="tdm-reservation" content="1"><meta name=tdm-policy content=https://e.org/p></head>""", "-analyse.mine -train")]
    [InlineData("<META CONTENT='0' NAME=TDM-Reservation />", "+analyse.mine")]
    [InlineData("""<meta name="tdm-reservation" content="&#49;">""", "-analyse.mine -train")]
    [InlineData("""<!-- <meta name="tdm-reservation" content="0"> -->""", "")]
    [InlineData("""<script>"<meta name='tdm-reservation' content='0'>"</script>""", "")]
    [InlineData("""<title><meta name="tdm-reservation" content="0"></title>""", "")]
    [InlineData("""<p title="<meta name='tdm-reservation' content='0'>">""", "")]
    [InlineData("""<meta name="tdm-reservation" content="0""", "")]
    public void A_page_says(string html, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("tdmrep", html, "page.html")));

    [Theory]
    [InlineData("User-Agent: *\nDisallow: /\nDisallow: *", "-train")]
    [InlineData("User-Agent: *\nDisallow: *.jpg", "-train")]
    [InlineData("User-Agent: *\nDisallow: *.JPG", "-train")]
    [InlineData("User-Agent: *\nAllow: /", "+train")]
    [InlineData("User-Agent: *\nAllow: *.jpg", "+train")]
    [InlineData("User-Agent: *\nAllow: *.jp", "")]
    [InlineData("User-Agent: *\nAllow: *.jpg\nDisallow: /a", "-train")]
    [InlineData("User-Agent: *\nDisallow: *.png", "")]
    [InlineData("User-Agent: GPTBot\nDisallow: /", "")]
    [InlineData("", "")]
    public void An_ai_txt_says(string text, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("spawning", text, "ai.txt")));

    [Theory]
    [InlineData("X-Robots-Tag: noai", "-train")]
    [InlineData("X-Robots-Tag: noindex, NoImageAI", "-train")]
    [InlineData("X-Robots-Tag: noindex\nx-robots-tag: noai", "-train")]
    [InlineData("X-Robots-Tag: examplebot: noai, nofollow", "")]
    [InlineData("X-Robots-Tag: unavailable_after: 25 Jun 2030 15:00:00 PST, noai", "-train")]
    [InlineData("X-Robots-Tag: all", "")]
    public void A_noai_header_says(string headers, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("spawning", headers, "a.jpg.headers.txt")));

    [Fact]
    public void A_page_can_say_noai() => Assert.Equal("-train", Docs.Wishes(Docs.Import("spawning", "<head><meta name=robots content='index, noai'>", "page.htm")));

    private static string Policy(string permission) => $$"""{"@context":["http://www.w3.org/ns/odrl.jsonld","http://www.w3.org/ns/tdmrep.jsonld"],"uid":"https://e.org/1","@type":"Offer","profile":"http://www.w3.org/ns/tdmrep","permission":[{{permission}}]}""";

    [Theory]
    [InlineData("""{"action":"tdm:mine"}""", null, true)]
    [InlineData("""{"action":"tdm:mine","constraint":[{"leftOperand":"purpose","operator":"eq","rightOperand":"tdm:research"}]}""", "research", true)]
    [InlineData("""{"action":"tdm:mine","constraint":[{"leftOperand":"purpose","operator":"eq","rightOperand":"tdm:research"}]}""", "advertising", false)]
    [InlineData("""{"action":"tdm:mine","constraint":[{"leftOperand":"purpose","operator":"eq","rightOperand":"tdm:research"}]}""", null, false)]
    [InlineData("""{"action":"tdm:mine","constraint":[{"leftOperand":"purpose","operator":"eq","rightOperand":"tdm:non-research"}]}""", "research", false)]
    [InlineData("""{"action":"tdm:mine","constraint":[{"leftOperand":"purpose","operator":"neq","rightOperand":"tdm:research"}]}""", "research", false)]
    [InlineData("""{"action":"tdm:mine","constraint":{"leftOperand":"spatial","operator":"eq","rightOperand":"FR"}}""", null, false)]
    [InlineData("""{"action":"tdm:mine","duty":[{"action":"obtainConsent"}]}""", null, false)]
    [InlineData("""{"action":"tdm:mine","duty":{"action":"compensate"}}""", null, false)]
    [InlineData("""{"action":"tdm:mine","target":"https://e.org/others"}""", null, false)]
    [InlineData("""{"action":"tdm:mine","assignee":"https://e.org/somebody"}""", null, false)]
    [InlineData("""{"action":"use"}""", null, false)]
    [InlineData("1", null, false)]
    public void A_holders_own_tdm_policy_lets_mine_under_what_is_understood(string permission, string? purpose, bool isLet)
    {
        var statements = Docs.Import("tdmrep", Policy(permission), "policy.json", own: true).Statements;
        var use = Core.Clearance.Use.Of(Docs.Act("analyse.mine"), Docs.Finder, Docs.Poster);
        if (purpose is not null) use = use.With(Dimension.Purpose, purpose);
        Assert.Equal(isLet, Core.Clearance.PlainInterpreter.Decide(use, Docs.Facts(statements), Docs.Now).Verdict == Core.Clearance.Verdict.Allow);
        Assert.NotEqual(Core.Clearance.Verdict.Allow, Docs.Decide("train", null, statements).Verdict);
        Assert.Empty(Docs.Import("tdmrep", Policy(permission), "policy.json").Statements);
    }

    [Fact]
    public void A_policy_of_another_profile_or_with_more_than_its_profile_has_is_refused()
    {
        const string mine = """{"action":"tdm:mine"}""";
        Assert.Equal("tdmrep.profile", Docs.TryImport("tdmrep", Policy(mine).Replace("ns/tdmrep\"", "ns/other\"", StringComparison.Ordinal), "p.json", own: true).Problems[0].Code);
        Assert.Equal("tdmrep.policy", Docs.TryImport("tdmrep", Policy(mine).Replace("\"uid\"", "\"prohibition\":[],\"uid\"", StringComparison.Ordinal), "p.json", own: true).Problems[0].Code);
    }

    private static string Xmp(string value) =>
        $"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" plus:DataMining=\"{value}\"/></rdf:RDF></x:xmpmeta>";

    [Theory]
    [InlineData("http://ns.useplus.org/ldf/vocab/DMI-ALLOWED", "+analyse.index +analyse.mine +train")]
    [InlineData("http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED", "-analyse.index -analyse.mine -train")]
    [InlineData("DMI-PROHIBITED-GENAIMLTRAINING", "-train.generative")]
    [InlineData("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "-analyse.mine -train")]
    [InlineData("DMI-PROHIBITED-SEECONSTRAINT", "-analyse.index -analyse.mine -train")]
    [InlineData("DMI-UNSPECIFIED", "")]
    [InlineData("DMI-WHATEVER", "")]
    public void Xmp_says(string value, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("plus", Xmp(value), "a.xmp")));

    [Theory]
    [InlineData("""{"entries":{"cawg.data_mining":{"use":"allowed"},"cawg.ai_inference":{"use":"notAllowed"}}}""", "+analyse.mine -prompt")]
    [InlineData("""{"entries":{"cawg.ai_training":{"use":"constrained","constraint_info":"ask"},"c2pa.ai_generative_training":{"use":"allowed"}}}""", "-train.analytic +train.generative")]
    [InlineData("""{"cawg.ai_training":"allowed","com.example.own":"allowed"}""", "+train.analytic")]
    [InlineData("""{"entries":{"cawg.data_mining":{"use":"Allowed"}}}""", "-analyse.mine")]
    [InlineData("""{"entries":{"cawg.data_mining":{}}}""", "-analyse.mine")]
    public void An_assertion_says(string json, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("cawg", json, "a.training-mining.json")));

    [Fact]
    public void An_assertion_is_read_from_cbor()
    {
        var writer = new CborWriter();
        writer.WriteStartMap(1);
        writer.WriteTextString("entries");
        writer.WriteStartMap(2);
        writer.WriteTextString("cawg.ai_generative_training");
        writer.WriteStartMap(2);
        writer.WriteTextString("constraint_info");
        writer.WriteTextString("use");
        writer.WriteTextString("use");
        writer.WriteTextString("allowed");
        writer.WriteEndMap();
        writer.WriteTextString("cawg.data_mining");
        writer.WriteStartMap(1);
        writer.WriteTextString("use");
        writer.WriteTextString("constrained");
        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteEndMap();
        var bytes = writer.Encode();
        var imported = Docs.Standard("cawg").Import(bytes, new(Docs.Finder, Docs.Made, [Docs.Poster], "a.cbor"));
        Assert.Equal("-analyse.mine +train.generative", Docs.Wishes(imported.Value));
        Assert.False(Docs.Standard("cawg").Import(bytes.AsMemory(0, bytes.Length - 1), new(Docs.Finder, Docs.Made, [Docs.Poster], "a.cbor")).IsOk);
    }

    [Fact]
    public void No_document_speaks_of_a_person()
    {
        foreach (var standard in Countersign.Desk.Standards.KnownStandards.All)
        {
            var outcome = standard.Import(Docs.Bytes("User-agent: *\nAllow: /"), new(Docs.Finder, Docs.Made, [SubjectId.Parse("persona:mara/voice").Value], "ai.txt"));
            Assert.False(outcome.IsOk, standard.Name);
        }
    }
}
