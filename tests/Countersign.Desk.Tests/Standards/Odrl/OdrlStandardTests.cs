using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl;
using Countersign.Desk.Standards.Odrl.Rdf;
using CsCheck;

namespace Countersign.Desk.Tests.Standards.Odrl;

/// <summary>ODRL documents as statements, and statements as ODRL documents.</summary>
public sealed class OdrlStandardTests
{
    private const string Odrl = "http://www.w3.org/ns/odrl/2/";
    private const string Head = "@prefix odrl: <http://www.w3.org/ns/odrl/2/> . @prefix ai: <http://example.org/ai#> . @prefix ex: <http://example.org/> .\n";

    private static string Policy(params string[] rules) => $"{Head}<urn:p> a odrl:Set ; odrl:conflict odrl:prohibit ; {string.Join(" ; ", rules)} .";

    private static string Permission(string target, string action) => $"odrl:permission [ {(target.Length > 0 ? $"odrl:target {target} ; " : "")}odrl:action {action} ]";

    private static string Prohibition(string target, string action) => $"odrl:prohibition [ odrl:target {target} ; odrl:action {action} ]";

    [Fact]
    public void The_only_target_is_the_work_and_another_work_of_ours_is_not()
    {
        Assert.Equal(Verdict.Allow, Docs.Decide("analyse.index", null, Docs.Import("odrl", Policy(Permission("ex:anything", "odrl:index")), own: true).Statements).Verdict);
        Assert.Equal(Verdict.Allow, Docs.Decide("analyse.index", null, Docs.Import("odrl", Policy(Permission("<work:poster>", "odrl:index"), Permission("ex:other", "odrl:play")), own: true).Statements).Verdict);
        Assert.Empty(Docs.Import("odrl", Policy(Permission("<work:another>", "odrl:index")), own: true).Statements);
        var unnamed = Docs.Import("odrl", Policy(Permission("", "odrl:index")), own: true);
        Assert.Empty(unnamed.Statements);
        Assert.Contains(unnamed.Losses, loss => loss.Term == "target");
    }

    [Fact]
    public void A_prohibition_of_something_else_is_told_and_keeps_its_counterpart_shut()
    {
        var imported = Docs.Import("odrl", Policy(Permission("<work:poster>", "odrl:index"), Prohibition("ex:album", "odrl:use")), own: true);
        Assert.Empty(imported.Statements);
        Assert.Equal("odrl.target", Assert.Single(imported.Problems).Code);
        Assert.Contains("http://example.org/album", imported.Problems[0].What, StringComparison.Ordinal);
        Assert.Contains(imported.Losses, loss => loss.Term == "permission");
        // What it cannot concern stays open.
        Assert.NotEmpty(Docs.Import("odrl", Policy(Permission("<work:poster>", "odrl:index"), Prohibition("ex:album", "odrl:play")), own: true).Statements);
    }

    [Theory]
    [InlineData("odrl:index", "+analyse.index")]
    [InlineData("<urn:x-countersign:act:train>", "+train")]
    [InlineData("<urn:x-countersign:act:use>", "")]
    [InlineData("odrl:play", "")]
    [InlineData("ai:ai-training", "")]
    public void A_found_permission_opens_only_what_an_act_says(string action, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("odrl", Policy(Permission("ex:a", action)))));

    [Theory]
    [InlineData("odrl:index", "-analyse.index")]
    [InlineData("odrl:play", "-use")]
    [InlineData("ai:data-mining", "-analyse.mine -train")]
    [InlineData("ai:gen-ai", "-train.generative")]
    [InlineData("<urn:x-countersign:act:prompt>", "-prompt")]
    [InlineData("<urn:x-countersign:act:nothing-known>", "-use")]
    public void A_found_prohibition_reserves(string action, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("odrl", Policy(Prohibition("ex:a", action)))));

    [Fact]
    public void A_found_permission_under_conditions_or_beside_a_prohibition_reserves()
    {
        Assert.Equal("-analyse.index", Docs.Wishes(Docs.Import("odrl", Policy("odrl:permission [ odrl:target ex:a ; odrl:action odrl:index ; odrl:duty [ odrl:action odrl:compensate ] ]"))));
        Assert.Equal("-analyse.index -prompt", Docs.Wishes(Docs.Import("odrl", Policy(Permission("ex:a", "odrl:index"), Prohibition("ex:a", "<urn:x-countersign:act:prompt>")))));
        Assert.Equal("-analyse.index", Docs.Wishes(Docs.Import("odrl", Policy(Permission("ex:a", "odrl:index")).Replace("odrl:Set", "odrl:Offer", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_prohibition_in_the_words_of_the_ai_vocabulary_forbids_and_a_permission_opens_nothing()
    {
        var forbids = Docs.Import("odrl", Policy(Prohibition("ex:a", "ai:data-mining")), own: true).Statements;
        foreach (var act in new[] { "analyse.mine", "train", "train.generative" }) Assert.Equal(Verdict.Deny, Docs.Decide(act, null, forbids).Verdict);
        var lets = Docs.Import("odrl", Policy(Permission("ex:a", "ai:data-mining")), own: true).Statements;
        foreach (var act in Act.All) Assert.NotEqual(Verdict.Allow, Docs.Decide(act.Name, null, lets).Verdict);
    }

    [Theory]
    [InlineData("statement: grant, acts: [train.analytic, analyse.index]")]
    [InlineData("statement: grant, acts: [generate], scope: { project: [the-tide], medium: [online, print], language: { except: [en-GB] }, purpose: [advertising/alcohol], audience: [general] }")]
    [InlineData("statement: grant, acts: [train], scope: { territory: [FR, US-CA], period: { from: 2026-02-01, to: 2027-12-31 } }")]
    [InlineData("statement: grant, acts: [train], scope: { territory: { except: [DE] }, to: [party:press] }")]
    [InlineData("statement: grant, acts: [prompt], scope: { quantity: { limit: 12, unit: count, per: total } }")]
    [InlineData("statement: grant, acts: [train], duties: [{ duty: pay, amount: '350.50', currency: EUR, per: training, to: party:press }]")]
    [InlineData("statement: prohibition, acts: [use]")]
    [InlineData("statement: prohibition, acts: [generate.image], scope: { territory: [FR], purpose: { except: [news] }, to: [party:press], period: { from: 2026-01-05, to: 2026-12-31 } }")]
    public void What_can_be_said_comes_back_as_it_was(string parts)
    {
        var said = (ScopedStatement)Docs.Says(parts);
        foreach (var syntax in new[] { "odrl", "odrl-turtle" })
        {
            var exported = Docs.Standard(syntax).Export(new(Docs.Terms(said))).Value;
            Assert.Empty(exported.Losses);
            var imported = Docs.Import("odrl", exported.Document, own: true);
            Assert.Empty(imported.Problems);
            Assert.Empty(imported.Losses);
            var back = (ScopedStatement)Assert.Single(imported.Statements);
            // A statement without a beginning begins when it was made, and the document says so.
            var scope = said.Scope with { Period = new(said.Scope.Period?.From ?? said.Made, said.Scope.Period?.Until) };
            Assert.Equal(Bare(said, scope), Bare(back, back.Scope));
        }
    }

    private static string Bare(ScopedStatement statement, Scope scope) => (statement switch
    {
        Grant grant => new Grant(grant.Speaker, Docs.Made, null, null, null, grant.About, scope, grant.Duties) as Statement,
        _ => new Prohibition(statement.Speaker, Docs.Made, null, null, null, statement.About, scope),
    }).Id;

    [Theory]
    [InlineData("scope: { requires: [separately-signed] }")]
    [InlineData("scope: { other: { moon: full } }")]
    [InlineData("scope: { to: { except: [party:press] } }")]
    [InlineData("scope: { quantity: { limit: 12, unit: count, per: use } }")]
    [InlineData("duties: [{ duty: credit, says: By Mara. }]")]
    [InlineData("duties: [{ duty: pay, amount: '1/3', currency: EUR }]")]
    [InlineData("survives-death: false")]
    [InlineData("scope: { period: { from: 2026-01-01, to: 2026-01-31 } }")]
    public void A_condition_that_cannot_be_said_leaves_the_permission_out(string condition)
    {
        var exported = Docs.Standard("odrl").Export(new(Docs.Terms(Docs.Says("statement: grant, acts: [train], " + condition)))).Value;
        Assert.Equal("", exported.Document);
        Assert.Contains(exported.Losses, loss => loss.Term.StartsWith("grant ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_taken_back_is_not_written_and_a_refusal_is_written_wider_rather_than_not_at_all()
    {
        var grant = Docs.Says("statement: grant, acts: [train]");
        var back = new Revocation(Docs.Holder, Docs.Made, null, null, null, grant.Id, Docs.Made, 0);
        Assert.Equal("", Docs.Standard("odrl").Export(new(Docs.Terms(grant, back))).Value.Document);
        var exported = Docs.Standard("odrl").Export(new(Docs.Terms(grant, Docs.Says("statement: prohibition, acts: [train], scope: { requires: [bad-weather] }")))).Value;
        Assert.Contains(exported.Losses, loss => loss.Says.Contains("reserves more", StringComparison.Ordinal));
        Assert.Equal(Verdict.Deny, Docs.Decide("train", null, Docs.Import("odrl", exported.Document, own: true).Statements).Verdict);
    }

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static readonly Gen<string> s_scope = Gen.OneOf(
        One("territory: [FR]", "territory: { except: [FR] }", "territory: [FR-75, IT]", "territory: [world]"),
        One("purpose: [ads]", "purpose: { except: [ads/beer] }", "medium: [print]", "medium: { except: [print] }"),
        One("to: [party:press]", "to: { except: [party:press] }", "requires: [signed]", "other: { moon: full }"),
        One("quantity: { limit: 2, unit: count, per: total }", "quantity: { limit: 2, unit: render, per: total }", "period: { from: 2026-01-01, to: 2026-06-03 }", "period: { from: 2026-06-03 }"));

    private static readonly Gen<Statement> s_statement = Gen.Select(One("grant", "grant", "grant", "prohibition"), One("use", "train", "train.generative", "analyse", "analyse.index"), s_scope.List[0, 2], One("", "", ", duties: [{ duty: pay, amount: '5', currency: EUR }]", ", duties: [{ duty: label, says: Say so. }]"),
        (kind, act, scopes, duties) =>
        {
            var scope = string.Join(", ", scopes.DistinctBy(one => one.Split(':')[0]));
            return Docs.Says($"statement: {kind}, acts: [{act}]{(scope.Length > 0 ? $", scope: {{ {scope} }}" : "")}{(kind == "grant" ? duties : "")}");
        });

    [Fact]
    public void Whatever_the_exported_policy_allows_the_statements_allow()
    {
        var (allowed, asked) = (0, 0);
        var asks = Gen.Select(One("use", "train", "train.generative", "analyse.index", "prompt"), One("press", "stranger"), One("", "FR", "FR-75", "IT", "DE"), One("", "ads", "ads/beer", "news"), One("", "print", "print/cover", "online"), One("", "1", "2", "3"), Gen.Int[1, 5]);
        Gen.Select(s_statement.List[1, 3], asks, Gen.Bool).Sample((statements, ask, turtle) =>
        {
            var (act, who, where, purpose, medium, count, day) = ask;
            var document = Docs.Export(turtle ? "odrl-turtle" : "odrl", [.. statements]);
            if (document.Length == 0) return;
            var graph = OdrlDocument.Graph(Docs.Bytes(document)).Value;
            var policy = OdrlDocument.Policies(graph).Single();
            Assert.Null(policy.GivesNothing);
            Assert.Equal("prohibit", policy.Conflict);
            var now = new DateTimeOffset(2026, 6, day, 0, 0, 0, TimeSpan.Zero);
            var party = PartyId.Parse("party:" + who).Value;
            var use = Use.Of(Docs.Act(act), party, Docs.Poster);
            var values = ImmutableDictionary<string, RdfTerm>.Empty;
            if (where.Length > 0) (use, values) = (use.With(Dimension.Territory, where), values.Add(Odrl + "spatial", RdfTerm.Literal(where)));
            if (purpose.Length > 0) (use, values) = (use.With(Dimension.Purpose, purpose), values.Add(OdrlProfile.Operand(Dimension.Purpose), RdfTerm.Literal(purpose)));
            if (medium.Length > 0) (use, values) = (use.With(Dimension.Medium, medium), values.Add(OdrlProfile.Operand(Dimension.Medium), RdfTerm.Literal(medium)));
            if (count.Length > 0) (use, values) = (use with { Quantity = new(Rational.TryParse(count, out var many) ? many : Rational.Zero, "count", Rational.Zero) }, values.Add(Odrl + "count", RdfTerm.Literal(count)));
            var request = new OdrlRequest(OdrlProfile.Action(use.Act), RdfTerm.Iri("work:poster"), RdfTerm.Iri(party.ToString()), values);
            Interlocked.Increment(ref asked);
            if (!OdrlEvaluator.Allows(policy, request, new(now, graph, []))) return;
            Interlocked.Increment(ref allowed);
            var decision = PlainInterpreter.Decide(use, Docs.Facts(statements), AsOf.Moment(now));
            Assert.True(decision.Verdict == Verdict.Allow, $"{decision.Verdict}\n{document}");
        }, iter: 4_000);
        Assert.True(allowed * 20 > asked, $"{allowed} of {asked} allowed");
    }
}
