using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Tests.Clearance;
using CsCheck;

namespace Countersign.Core.Tests.Statements;

public sealed class StatementFormTests
{
    private static Tree.Map Grant(params (string, Tree?)[] more)
    {
        var parts = new Dictionary<string, Tree?>(StringComparer.Ordinal)
        {
            ["statement"] = "grant", ["by"] = "party:ada", ["made"] = "2026-02-11", ["about"] = Tree.Of(["persona:ada/voice"]), ["acts"] = Tree.Of(["generate.voice"]),
        };
        foreach (var (name, value) in more) parts[name] = value;
        return Tree.Of([.. parts.Select(part => (part.Key, part.Value))]);
    }

    private static string[] Codes(Tree tree) => [.. StatementForm.FromTree(tree).Problems.Select(problem => problem.Code)];

    [Fact]
    public void What_is_written_is_read_back_with_the_same_id() => Gen.OneOf(World.AnyGrant.Select(grant => (Statement)grant), World.AnyProhibition.Select(prohibition => (Statement)prohibition)).Sample(statement =>
    {
        var read = StatementForm.FromBytes(DeterministicCbor.Write(statement.ToTree()));
        Assert.True(read.IsOk, string.Join('\n', read.Problems));
        Assert.Equal(statement.Id, read.Value.Id);
    }, iter: World.Cases);

    [Fact]
    public void An_id_never_changes_for_the_same_words()
    {
        // If this fails, every statement on record anywhere has lost its id.
        var statement = StatementForm.FromTree(Grant(("scope", Tree.Of(("territory", Tree.Of(["IT", "FR"])), ("period", Tree.Of(("to", "2026-12-31"))))), ("says", "Only here."))).Value;
        // The bytes were written by another encoder, from the page on formats.
        const string Bytes =
            "a76262796970617274793a6164616461637473816e67656e65726174652e766f696365646d61646574323032362d30322d31315430303a30303a3030" +
            "5a64736179736a4f6e6c7920686572652e6561626f75748171706572736f6e613a6164612f766f6963656573636f7065a266706572696f64a162746f" +
            "74323032372d30312d30315430303a30303a30305a697465727269746f7279a1646f6e6c79826246526249546973746174656d656e74656772616e74";
        Assert.Equal(Bytes, Convert.ToHexStringLower(DeterministicCbor.Write(statement.ToTree())));
        Assert.Equal(ExpectedId, statement.Id);
        Assert.Equal(statement.Id, StatementForm.FromTree(Grant(("says", "Only here."), ("scope", Tree.Of(("period", Tree.Of(("to", "2027-01-01T01:00:00+01:00"))), ("territory", Tree.Of(["fr", "IT", "FR"])))))).Value.Id);
    }

    private const string ExpectedId = "6dadfe38aec6fdb062ab8c38f51da74deffe9b50843a09d31f147858c4eb9bee";

    [Fact]
    public void A_changed_copy_has_another_id()
    {
        var statement = (Grant)StatementForm.FromTree(Grant()).Value;
        var before = statement.Id;
        Assert.NotEqual(before, (statement with { Says = "More." }).Id);
        Assert.Equal(before, (statement with { Says = "More." } with { Says = null }).Id);
    }

    [Fact]
    public void A_misspelt_limit_is_a_problem_and_never_no_limit()
    {
        var problem = Assert.Single(StatementForm.FromTree(Grant(("scope", Tree.Of(("territorry", Tree.Of(["FR"])))))).Problems);
        Assert.Equal(("form.unknown-name", "Did you mean 'territory'?"), (problem.Code, problem.Try));
    }

    [Fact]
    public void Every_mistake_is_told_at_once() => Assert.Equal(
        ["act.unknown", "form.currency", "form.time", "id.party", "id.subject"],
        Codes(Grant(("by", "Ada!"), ("made", "yesterday"), ("about", Tree.Of(["voice"])), ("acts", Tree.Of(["sing"])),
            ("duties", Tree.Of([(Tree)Tree.Of(("duty", "pay"), ("amount", "5"), ("currency", "euro"))])))).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("statement", "licence", "statement.unknown-kind")]
    [InlineData("label", "Not A Label", "form.label")]
    [InlineData("made", "2026-02-30", "form.time")]
    [InlineData("made", "2026-02-11T09:00:00", "form.time")]
    public void A_part_that_means_nothing_is_refused(string name, string value, string code) => Assert.Contains(code, Codes(Grant((name, value))));

    [Theory]
    [InlineData("by")]
    [InlineData("made")]
    [InlineData("about")]
    [InlineData("acts")]
    public void What_must_be_there_is_missed(string name) => Assert.Contains("form.missing", Codes(Grant((name, null))));

    [Fact]
    public void Limits_of_no_sense_are_refused()
    {
        Assert.Equal(["form.period"], Codes(Grant(("scope", Tree.Of(("period", Tree.Of(("from", "2026-03-02"), ("to", "2026-03-01"))))))));
        Assert.Equal(["form.territory"], Codes(Grant(("scope", Tree.Of(("territory", Tree.Of(["XX"])))))));
        Assert.Equal(["form.age-band"], Codes(Grant(("scope", Tree.Of(("age-band", "40-30"))))));
        Assert.Equal(["form.amount"], Codes(Grant(("scope", Tree.Of(("quantity", Tree.Of(("limit", "-1"), ("unit", "shot"))))))));
        Assert.Equal(["form.terms"], Codes(Grant(("scope", Tree.Of(("project", Tree.Of(Array.Empty<string>())))))));
    }

    [Fact]
    public void An_attestation_says_what_it_is_about()
    {
        Tree Attest(params (string, Tree?)[] parts) => Tree.Of([("statement", "attestation"), ("by", "party:ada"), ("made", "2026-01-01"), .. parts]);
        var asset = new string('a', 64);
        Assert.Empty(Codes(Attest(("question", "match"), ("about", "work:x"), ("asset", asset))));
        Assert.Equal(["form.attestation"], Codes(Attest(("question", "match"), ("about", "work:x"))));
        Assert.Equal(["form.attestation"], Codes(Attest(("question", "public-domain"))));
        Assert.Equal(["form.attestation"], Codes(Attest(("question", "own-work"), ("asset", asset))));
        Assert.Empty(Codes(Attest(("question", "own-work"), ("asset", asset), ("holder", "party:studio"))));
    }
}
