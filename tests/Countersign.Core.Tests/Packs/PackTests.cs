using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Indexed;
using Countersign.Core.Packs;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;
using Countersign.Core.Tests.Clearance;

namespace Countersign.Core.Tests.Packs;

/// <summary>Packs from the form to the decision: what loads, what a rule's outcome does, what is asked, and that a pack never helps.</summary>
public sealed class PackTests
{
    private static readonly PartyId s_ada = PartyId.Parse("ada").Value;
    private static readonly PartyId s_judge = PartyId.Parse("judge").Value;
    private static readonly PartyId s_studio = PartyId.Parse("studio").Value;
    private static readonly SubjectId s_voice = SubjectId.Parse("persona:ada/voice").Value;
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Register s_register = new(
        [new(s_ada, PartyKind.Person, "Ada", [], null), new(s_judge, PartyKind.Person, "Judge", [], null), new(s_studio, PartyKind.Organisation, "Studio", [], null)],
        [], [new(s_voice.Entry, "Ada", [new(s_ada, null, true)], [], null)], []);
    private static readonly Grant s_consent = new(s_ada, s_now.AddDays(-9), null, null, null, [s_voice], Scope.Over(Act.Parse("use").Value), []);
    private static readonly Use s_use = Use.Of(Act.Parse("generate.voice").Value, s_studio, s_voice).With(Dimension.Territory, "US-NY");

    private static Tree.Map Form(string status = "law", string read = "primary", string when = "act within generate and person", string require = "not (alone and not described)", string fails = "deny", string applies = "by-territory") => Tree.Of(
        ("pack", "a-law"), ("version", "1"), ("title", "A law"), ("instrument", "statute"), ("status", status), ("applies", applies),
        ("jurisdiction", applies == "by-territory" ? Tree.Of(["US-NY"]) : null), ("in-force", Tree.Of(("from", "2026-01-01"))),
        ("sources", Tree.Of([Tree.Of(("id", "text"), ("title", "The text"), ("read", read))])),
        ("inputs", Tree.Of(
        [
            Tree.Of(("name", "alone"), ("type", "yes-no"), ("ask", "Was the person alone?")),
            Tree.Of(("name", "described"), ("type", "yes-no"), ("ask", "Was it described?"), ("judgement", true)),
        ])),
        ("rules", Tree.Of([Rule(when, require, fails)])));

    private static Tree.Map Rule(string when, string require, string fails) => Tree.Of(
        ("id", "r"), ("clause", "Nobody signs alone."), ("citation", "§ 1"), ("source", "text"), ("when", when), ("require", require), ("fails", fails), ("says", "Describe it."),
        ("duty", Tree.Of(("duty", "label"), ("says", "Say so."))),
        ("cases", Tree.Of([Case("met", false, "satisfied"), Case("not met", true, "failed")])));

    private static Tree.Map Case(string name, bool alone, string expect) => Tree.Of(("case", name), ("expect", expect), ("given", Tree.Of(
        ("act", "generate.voice"), ("person", true), ("territory", Tree.Of(["US"])), ("on", "2026-02-01"), ("alone", alone), ("described", false))));

    private static Pack Read(Tree tree) => PackReader.FromTree(tree) is { IsOk: true } outcome ? outcome.Value with { Sha256 = new string('0', 64) } : throw new InvalidOperationException(string.Join("; ", PackReader.FromTree(tree).Problems));

    private static Decision Decide(Pack pack, Use use, bool chosen = false, params Statement[] more)
    {
        var facts = new Facts(s_register, [.. more.Prepend(s_consent).Select(statement => new RecordedStatement(statement, statement.Made))]);
        var packs = PackSet.Of([pack]);
        if (chosen) packs = packs.Choose([pack.Id]).Value;
        var decision = UseRule.Decide(use, new PlainEngine(facts), AsOf.Moment(s_now), [], packs);
        Assert.Equal(World.Bytes(decision), World.Bytes(UseRule.Decide(use, new ClearanceIndex(facts), AsOf.Moment(s_now), [], packs)));
        return decision;
    }

    private static Use Stating(string fact, bool value) => s_use with { Facts = s_use.Facts.SetItem(fact, value) };

    private static Attestation Judged(bool answer) => new(s_judge, s_now.AddDays(-1), null, null, null, AttestedQuestion.Judgement, answer, s_voice, null, null) { Input = "described" };

    [Fact]
    public void A_requirement_is_met_failed_or_asked_about()
    {
        var pack = Read(Form());
        var met = Decide(pack, Stating("alone", false));
        Assert.Equal((Verdict.Allow, "a-law/r"), (met.Verdict, Assert.Single(met.Duties).Rule));
        Assert.Equal("a-law", Assert.Single(met.Packs).Id);

        var open = Decide(pack, s_use);
        Assert.Equal(Verdict.Unknown, open.Verdict);
        Assert.Contains(open.Missing, missing => missing.What.StartsWith("Was the person alone?", StringComparison.Ordinal) && missing.How.Contains("facts: { alone: … }", StringComparison.Ordinal));
        Assert.Contains(open.Missing, missing => missing.What.StartsWith("Was it described?", StringComparison.Ordinal) && missing.How.Contains("--input described", StringComparison.Ordinal));
        Assert.Empty(open.Duties);

        // Whoever asks does not judge in their own cause: only an attestation answers it.
        Assert.Equal(Verdict.Unknown, Decide(pack, Stating("alone", true) with { Facts = Stating("alone", true).Facts.SetItem("described", true) }).Verdict);
        Assert.Equal(Verdict.Allow, Decide(pack, Stating("alone", true), more: Judged(true)).Verdict);
        var failed = Decide(pack, Stating("alone", true), more: Judged(false));
        Assert.Equal((Verdict.Deny, "a-law/r"), (failed.Verdict, Assert.Single(failed.Reasons).Rule));
        Assert.Equal("§ 1", failed.Reasons[0].Source);
        Assert.Contains("Describe it.", failed.Missing[0].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("law", "primary", true)]
    [InlineData("contract", "excerpt", true)]
    [InlineData("standard", "primary", true)]
    [InlineData("law", "secondary", false)]
    [InlineData("law", "not-read", false)]
    [InlineData("bill", "primary", false)]
    [InlineData("draft", "primary", false)]
    [InlineData("unverified", "primary", false)]
    public void Only_what_was_read_of_what_is_in_force_decides(string status, string read, bool decides)
    {
        var failed = Decide(Read(Form(status, read)), Stating("alone", true), more: Judged(false));
        Assert.Equal(decides ? Verdict.Deny : Verdict.Allow, failed.Verdict);
        Assert.Equal(decides ? 0 : 1, failed.Informs.Length);
        Assert.Equal(decides ? Verdict.Unknown : Verdict.Allow, Decide(Read(Form(status, read)), s_use).Verdict);
    }

    [Fact]
    public void A_law_has_a_say_where_and_when_it_is_in_force_and_an_agreement_where_it_is_chosen()
    {
        var law = Read(Form());
        Assert.Equal(Verdict.Unknown, Decide(law, s_use.With(Dimension.Territory, "US", "FR")).Verdict);
        Assert.Equal(Verdict.Allow, Decide(law, s_use.With(Dimension.Territory, "FR")).Verdict);
        Assert.Empty(Decide(law, s_use.With(Dimension.Territory, "US-CA")).Packs);
        var nowhere = s_use with { Terms = s_use.Terms.Clear() };
        Assert.Empty(Decide(law, nowhere).Packs);
        Assert.Equal(Verdict.Unknown, Decide(law, nowhere, chosen: true).Verdict);
        Assert.Equal(Verdict.Unknown, Decide(law, s_use with { On = Period.At(new(2026, 5, 25, 0, 0, 0, TimeSpan.Zero)) }).Verdict);
        Assert.Equal(RuleResult.NotApplicable, PackJudge.Judge(law, law.Rules[0], name => name == "on" ? new Core.Packs.Language.PackValue.Time(new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero)) : null, chosen: true).Result);

        var agreement = Read(Form("contract", applies: "when-chosen"));
        Assert.Equal(Verdict.Allow, Decide(agreement, s_use).Verdict);
        Assert.Equal(Verdict.Unknown, Decide(agreement, s_use, chosen: true).Verdict);
        Assert.Equal("pack.unknown", PackSet.Of([agreement]).Choose(["a-lwa"]).Problems[0].Code);
    }

    [Fact]
    public void What_is_refused_stays_refused_for_its_own_reason()
    {
        var use = s_use with { Requester = s_studio };
        var refused = Decide(Read(Form()), use, more: new Prohibition(s_ada, s_now.AddDays(-3), null, null, null, [s_voice], Scope.Over(Act.Parse("use").Value)));
        Assert.Equal(Verdict.Deny, refused.Verdict);
        Assert.NotNull(Assert.Single(refused.Reasons).Statement);
        Assert.Single(refused.Packs);
    }

    [Fact]
    public void Its_content_is_part_of_the_digest()
    {
        var pack = Read(Form());
        var one = Decide(pack, Stating("alone", false));
        Assert.NotEqual(one.InputSha256, Decide(pack with { Sha256 = new string('1', 64) }, Stating("alone", false)).InputSha256);
        Assert.NotEqual(one.InputSha256, Decide(pack, Stating("alone", false), chosen: true).InputSha256);
    }

    [Fact]
    public void A_pack_never_helps() => Gen.Select(Town.Questions(8), Gen.Int[0, 63]).Sample((question, dice) =>
    {
        var pack = Read(Form(dice % 2 == 0 ? "law" : "bill", fails: (dice / 2 % 3) switch { 0 => "deny", 1 => "unknown", _ => "inform" }, when: dice / 6 % 2 == 0 ? "yes" : "act within distribute", require: dice / 12 % 2 == 0 ? "alone" : "consented"));
        var use = question.Use with { Facts = dice % 5 == 0 ? question.Use.Facts : question.Use.Facts.SetItem("alone", dice % 5 > 2) };
        var engine = new PlainEngine(question.Facts);
        var without = UseRule.Decide(use, engine, question.AsOf, question.Wishes, PackSet.None);
        var with = UseRule.Decide(use, engine, question.AsOf, question.Wishes, PackSet.Of([pack]).Choose(["a-law"]).Value);
        Assert.True(with.Verdict <= without.Verdict);
        if (dice % 2 == 1) Assert.Equal(without.Verdict, with.Verdict);
    }, iter: 500);

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "require", "alon", "pack.condition" },
        { "require", "alone and 3", "pack.condition" },
        { "when", "act = 'generate'", "pack.condition" },
        { "fails", "shout", "form" },
        { "source", "other", "pack.source" },
        { "status", "law", "pack.status" },
        { "in-force", "2025-01-01", "pack.in-force" },
        { "colour", "blue", "form.unknown-name" },
        { "clause", "", "form" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_check_does_not_load(string name, string value, string code)
    {
        var form = Form(status: name == "status" ? "draft" : "law");
        var rules = Tree.Of([new Tree.Map([.. Rule("person", "alone", "deny").Entries.Where(entry => entry.Key != name), new(name, value)])]);
        var problems = PackReader.FromTree(new Tree.Map([.. form.Entries.Where(entry => entry.Key != "rules"), new("rules", rules)])).Problems;
        Assert.Contains(problems, problem => problem.Code.StartsWith(code, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_without_an_example_each_way_does_not_load()
    {
        var form = Form();
        var rule = new Tree.Map([.. Rule("person", "alone", "deny").Entries.Where(entry => entry.Key != "cases"), new("cases", Tree.Of([Case("met", false, "satisfied")]))]);
        Assert.Contains(PackReader.FromTree(new Tree.Map([.. form.Entries.Where(entry => entry.Key != "rules"), new("rules", Tree.Of([rule]))])).Problems, problem => problem.Code == "pack.cases");
    }

    [Theory]
    [InlineData("stood != 'nonne'", "none", "Did you mean 'none'?")]
    [InlineData("'lawyer' = stood or alone", "none", "One of: counsel, none, union.")]
    [InlineData("not (stood in ['none', 'unions'])", "none", "Did you mean 'union'?")]
    [InlineData("not alone and preference != 'disalow'", "none", "Did you mean 'disallow'?")]
    [InlineData("stood != 'none'", "nobody", "One of: counsel, none, union.")]
    public void A_text_that_an_input_never_is_does_not_load(string require, string given, string next)
    {
        var form = Form(require: require);
        var inputs = new Tree.List([.. ((Tree.List)form["inputs"]!).Items, Tree.Of(("name", "stood"), ("type", "text"), ("ask", "Who stood there?"), ("values", Tree.Of(["counsel", "union", "none"])))]);
        var rule = Rule("person", require, "deny");
        var cases = new Tree.List([.. ((Tree.List)rule["cases"]!).Items, Tree.Of(("case", "one more"), ("expect", "failed"), ("given", Tree.Of(("stood", given))))]);
        var problem = Assert.Single(PackReader.FromTree(With(With(form, "inputs", inputs), "rules", Tree.Of([With(rule, "cases", cases)]))).Problems);
        Assert.Equal(("pack.values", next), (problem.Code, problem.Try));
    }

    private static Tree.Map With(Tree.Map map, string name, Tree value) => new([.. map.Entries.Where(entry => entry.Key != name), new(name, value)]);
}
