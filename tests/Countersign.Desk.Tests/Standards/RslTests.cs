using Countersign.Core.Clearance;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Rsl;

namespace Countersign.Desk.Tests.Standards;

public sealed class RslTests
{
    private static string Rsl(string licences, string url = "/") => $"<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"{url}\">{licences}</content></rsl>";

    private static string Permits(string words, string more = "") => $"<license><permits type=\"usage\">{words}</permits>{more}</license>";

    private static string Prohibits(string words, string more = "") => $"<license><prohibits type=\"usage\">{words}</prohibits>{more}</license>";

    [Theory]
    [InlineData("all", "+analyse.index +analyse.mine +prompt +train")]
    [InlineData("ai-train", "-analyse.index -analyse.mine -prompt +train")]
    [InlineData("ai-train ai-input", "-analyse.index -analyse.mine +prompt +train")]
    [InlineData("ai-train,ai-input", "-analyse.index -analyse.mine +prompt +train")]
    [InlineData("search", "-analyse.index -analyse.mine -prompt -train")]
    [InlineData("search ai-index", "+analyse.index -analyse.mine -prompt -train")]
    [InlineData("ai-all", "-analyse.index -analyse.mine +prompt +train")]
    [InlineData("train-ai", "-analyse.index -analyse.mine -prompt -train")]
    [InlineData("AI-TRAIN", "-analyse.index -analyse.mine -prompt -train")]
    public void What_a_found_licence_permits_is_open_and_the_rest_is_not(string words, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("rsl", Rsl(Permits(words)))));

    [Theory]
    [InlineData("ai-all", "-analyse.index -analyse.mine -generate -prompt -train")]
    [InlineData("all", "-analyse.index -analyse.mine -generate -prompt -train")]
    // A licence permits what it does not prohibit.
    [InlineData("ai-train", "+analyse.index +analyse.mine +prompt -train")]
    [InlineData("train-genai", "+analyse.index +analyse.mine +prompt -train")]
    [InlineData("something-new", "-analyse.index -analyse.mine -prompt -train")]
    public void What_a_found_licence_prohibits_is_reserved(string words, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("rsl", Rsl(Prohibits(words)))));

    [Theory]
    [InlineData("<payment type=\"free\"/>", true)]
    [InlineData("<payment/>", true)]
    [InlineData("<payment type=\"attribution\"/>", false)]
    [InlineData("<payment type=\"crawl\"><amount currency=\"USD\">0.01</amount></payment>", false)]
    [InlineData("<payment type=\"free\"><standard>https://example.org/terms</standard></payment>", false)]
    [InlineData("<permits type=\"geo\">FR</permits>", false)]
    [InlineData("<prohibits type=\"geo\">FR</prohibits>", false)]
    [InlineData("<permits type=\"user\">education</permits>", false)]
    [InlineData("<permits type=\"mood\">good</permits>", false)]
    [InlineData("<permits>good</permits>", false)]
    [InlineData("<prohibits type=\"usage\">ai-train</prohibits>", false)]
    [InlineData("<permits type=\"usage\">search</permits>", false)]
    [InlineData("<reporting type=\"telemetry\" profile=\"p\"/>", false)]
    [InlineData("<novelty/>", false)]
    [InlineData("<x:novelty xmlns:x=\"urn:x\"/>", false)]
    [InlineData("<legal type=\"warranty\">ownership</legal>", true)]
    public void A_condition_leaves_a_found_permission_closed(string condition, bool isOpen) =>
        Assert.Equal(isOpen, Docs.Wishes(Docs.Import("rsl", Rsl(Permits("ai-train", condition)))).Contains("+train", StringComparison.Ordinal));

    [Fact]
    public void Without_the_namespace_nothing_is_open()
    {
        var text = Rsl(Permits("all")).Replace(" xmlns=\"https://rslstandard.org/rsl\"", "", StringComparison.Ordinal);
        Assert.DoesNotContain("+", Docs.Wishes(Docs.Import("rsl", text)), StringComparison.Ordinal);
        Assert.Equal("rsl.form", Docs.TryImport("rsl", text.Replace("<rsl>", "<rsl xmlns=\"urn:other\">", StringComparison.Ordinal)).Problems[0].Code);
    }

    [Fact]
    public void The_most_specific_content_governs()
    {
        var both = $"<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\">{Prohibits("all")}</content><content url=\"https://example.org/a/*.jpg$\">{Permits("all")}</content></rsl>";
        Assert.Equal("+analyse.index +analyse.mine +prompt +train", Docs.Wishes(Docs.Import("rsl", both)));
        Assert.StartsWith("-", Docs.Wishes(Docs.Import("rsl", both, location: "/b.jpg")), StringComparison.Ordinal);
        Assert.Equal("standards.location-needed", Docs.TryImport("rsl", both, location: null).Problems[0].Code);
    }

    [Fact]
    public void A_document_of_several_sites_opens_nothing()
    {
        var two = $"<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"https://a.example/a/\">{Permits("all")}</content><content url=\"https://b.example/b/\">{Permits("all")}</content></rsl>";
        Assert.DoesNotContain("+", Docs.Wishes(Docs.Import("rsl", two)), StringComparison.Ordinal);
        Assert.Empty(Docs.Import("rsl", two, own: true).Statements.OfType<Grant>());
    }

    [Theory]
    [InlineData("<!DOCTYPE rsl [<!ENTITY a \"b\">]><rsl xmlns=\"https://rslstandard.org/rsl\"/>")]
    [InlineData("<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\">")]
    [InlineData("<rsl xmlns=\"https://rslstandard.org/rsl\"/><rsl/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"nonsense\"?><rsl xmlns=\"https://rslstandard.org/rsl\"/>")]
    [InlineData("")]
    public void What_is_no_rsl_is_refused(string text) => Assert.Equal("rsl.form", Docs.TryImport("rsl", text).Problems[0].Code);

    [Fact]
    public void Deep_nesting_is_refused_or_passed_over()
    {
        var deep = Rsl(string.Concat(Enumerable.Repeat("<a>", 50_000)) + string.Concat(Enumerable.Repeat("</a>", 50_000)));
        Assert.Equal("", Docs.Wishes(Docs.Import("rsl", deep)));
    }

    [Fact]
    public void A_holders_own_licence_becomes_a_grant_with_its_price_and_places()
    {
        var imported = Docs.Import("rsl", Rsl(Permits("ai-train", "<permits type=\"geo\">FR IT</permits><prohibits type=\"geo\">IT</prohibits><prohibits type=\"usage\">ai-input</prohibits><payment type=\"training\"><amount currency=\"EUR\">350</amount></payment>")), own: true);
        var grant = Assert.Single(imported.Statements.OfType<Grant>());
        var prohibition = Assert.Single(imported.Statements.OfType<Prohibition>());
        Assert.Equal("prompt", string.Join(" ", prohibition.Scope.Acts));
        Assert.Equal("train", string.Join(" ", grant.Scope.Acts));
        Assert.Equal("FR", grant.Scope.Terms[Dimension.Territory].ToString());
        Assert.Equal(("350", "EUR", "training"), (grant.Duties[0].Amount!.Value.ToString(), grant.Duties[0].Currency, grant.Duties[0].Per));
        Assert.Equal(Verdict.Allow, Docs.Decide("train.generative", ["FR"], imported.Statements).Verdict);
        Assert.NotEqual(Verdict.Allow, Docs.Decide("train.generative", ["IT"], imported.Statements).Verdict);
    }

    [Theory]
    [InlineData("<payment type=\"subscription\"><amount currency=\"EUR\">5</amount></payment>")]
    [InlineData("<payment type=\"crawl\"/>")]
    [InlineData("<payment type=\"crawl\"><amount currency=\"EUR\">1</amount><custom>https://example.org</custom></payment>")]
    [InlineData("<payment type=\"crawl\"><amount currency=\"eur\">1</amount></payment>")]
    [InlineData("<payment type=\"crawl\"><amount currency=\"EUR\">-1</amount></payment>")]
    [InlineData("<payment type=\"crawl\"><amount currency=\"EUR\">1</amount><amount currency=\"EUR\">2</amount></payment>")]
    [InlineData("<payment type=\"free\"/><payment type=\"attribution\"/>")]
    [InlineData("<permits type=\"user\">education</permits>")]
    [InlineData("<permits type=\"geo\">Atlantis</permits>")]
    [InlineData("<prohibits type=\"geo\">Atlantis</prohibits>")]
    [InlineData("<novelty/>")]
    public void What_is_not_understood_in_a_holders_own_licence_makes_it_narrower(string condition)
    {
        var imported = Docs.Import("rsl", Rsl(Permits("all", condition)), own: true);
        Assert.NotEqual(Verdict.Allow, Docs.Decide("train", null, imported.Statements).Verdict);
        Assert.NotEqual(Verdict.Allow, Docs.Decide("train", ["FR"], imported.Statements).Verdict);
    }

    [Fact]
    public void Content_that_is_had_from_a_server_is_not_open()
    {
        var served = Rsl(Permits("all")).Replace("url=\"/\"", "url=\"/\" server=\"https://example.org/api\"", StringComparison.Ordinal);
        Assert.NotEqual(Verdict.Allow, Docs.Decide("train", null, Docs.Import("rsl", served, own: true).Statements).Verdict);
        Assert.DoesNotContain("+", Docs.Wishes(Docs.Import("rsl", served)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_alone_is_written_as_a_refusal_of_everything()
    {
        // In RSL a licence that only prohibits training permits everything else, which nobody said.
        var text = Docs.Export("rsl", Docs.Says("statement: prohibition, acts: [train]"));
        Assert.Contains("<prohibits type=\"usage\">all</prohibits>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("permits", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_grants_at_one_price_are_two_licences()
    {
        var text = Docs.Export("rsl", Docs.Says("statement: grant, acts: [train], duties: [{ duty: pay, amount: '5', currency: EUR }]"), Docs.Says("statement: grant, acts: [prompt, generate], duties: [{ duty: pay, amount: '5', currency: EUR }]"));
        Assert.Equal(2, text.Split("<license>").Length - 1);
    }

    [Fact]
    public void The_words_map_as_the_table_says()
    {
        foreach (var (word, uses) in RslLicence.Words)
        {
            var term = Assert.Single(new RslStandard().Terms, term => term.Name == word);
            Assert.Equal(string.Join(" ", term.Opens), string.Join(" ", RslStandard.Within(uses).Order()));
            Assert.Equal(string.Join(" ", term.Reserves), string.Join(" ", RslStandard.Touched(uses).Order()));
        }
    }
}
