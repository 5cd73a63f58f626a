using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;

namespace Countersign.Core.Tests.Clearance.Analysis;

/// <summary>What is found out without a use at hand: what is let, what stands against what, what rests on what, what changes when.</summary>
public sealed class AnalysisTests
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartyId s_ada = P("ada");
    private static readonly PartyId s_cleo = P("cleo");
    private static readonly PartyId s_agent = P("agent");
    private static readonly SubjectId s_song = S("work:song");
    private static readonly SubjectId s_double = S("model:double");

    private static readonly Register s_register = new(
        [
            new(s_ada, PartyKind.Person, "Ada", [], null), new(s_agent, PartyKind.Organisation, "Agent", [], null),
            new(s_cleo, PartyKind.Person, "Cleo", [], null) { MinorUntil = s_now.AddDays(40), Guardians = [P("mother")] },
        ],
        [new(s_song, WorkKind.Recording, "Song", [], [new(s_ada, null, true), new(s_cleo, null, true)], [], null) { PartOf = [S("work:album")] }, new(S("work:album"), WorkKind.Recording, "Album", [], [new(s_agent, null, true)], [], null)],
        [new(S("persona:ada"), "Ada", [new(s_ada, null, true)], [], null)],
        [
            new(s_double, "Double", [S("persona:ada/face")], [new(s_agent, null, true)], [], null) { Under = ["training"] },
            new(S("model:double-2"), "Double 2", [], [], [], null) { BasedOn = [s_double] },
            new(S("model:double-3"), "Double 3", [], [], [], null) { BasedOn = [S("model:double-2"), s_double] },
            new(S("model:other"), "Other", [], [], [], null),
        ]);

    private static PartyId P(string id) => PartyId.Parse(id).Value;

    private static SubjectId S(string id) => SubjectId.Parse(id).Value;

    private static Scope Of(string act) => Scope.Over(Act.Parse(act).Value);

    private static Grant Lets(PartyId by, SubjectId about, Scope scope, string? label = null) => new(by, s_now.AddDays(-100), label, null, null, [about], scope, [], false);

    private static Prohibition Forbids(PartyId by, SubjectId about, Scope scope) => new(by, s_now.AddDays(-100), null, null, null, [about], scope);

    private static Facts Said(params Statement[] statements) => new(s_register, [.. statements.Select(statement => new RecordedStatement(statement, s_now.AddDays(-50)))]);

    private static Coverage Wish(SubjectId about, Scope scope, params Statement[] statements) => Coverage.Of(Lets(P("anyone"), about, scope) with { Made = s_now }, Said(statements), AsOf.Moment(s_now));

    [Fact]
    public void All_of_a_wish_is_let_when_every_holder_lets_all_of_it()
    {
        var scope = Of("distribute").Only(Dimension.Territory, "EU");
        var ada = Lets(s_ada, s_song, scope);
        var cleo = Lets(P("mother"), s_song, Of("distribute.publish").Only(Dimension.Territory, "world"));
        Assert.Equal(Truth.False, Wish(s_song, scope, ada).Holds);
        Assert.Equal(Truth.True, Wish(s_song, Of("distribute.publish").Only(Dimension.Territory, "FR"), ada, cleo).Holds);
        var nearly = Assert.Single(Wish(s_song, Of("distribute.publish").Only(Dimension.Territory, "FR", "US"), ada).Holders, reached => reached.Holder == s_ada);
        Assert.Equal((Dimension.Territory, "US"), (Assert.Single(nearly.Missing).Dimension, nearly.Missing[0].Value));
        Assert.Equal(Truth.Unknown, Wish(S("model:other"), scope).Holds);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void The_nearest_consent_is_to_the_act_asked_for_whatever_it_is_called(string elsewhere, string another)
    {
        var wish = Of("distribute.publish").Only(Dimension.Territory, "US");
        var reached = Assert.Single(Wish(s_song, wish, Lets(s_ada, s_song, Of("distribute").Only(Dimension.Territory, "EU"), elsewhere), Lets(s_ada, s_song, Of("train"), another)).Holders, reached => reached.Holder == s_ada);
        Assert.Equal((elsewhere, Dimension.Territory), (reached.Nearest!.Label, Assert.Single(reached.Missing).Dimension));
    }

    [Fact]
    public void A_wish_reaches_no_further_than_each_link_of_the_chain_and_no_longer_than_what_was_taken_back()
    {
        var link = new Delegation(s_ada, s_now.AddDays(-200), null, null, null, s_agent, DelegateRole.Agent, [S("persona:ada")], Of("generate").Only(Dimension.Medium, "film"));
        var said = Lets(s_agent, S("persona:ada/voice"), Of("generate"));
        var wish = Of("generate.voice").Only(Dimension.Medium, "film") with { Period = new(s_now, s_now.AddDays(10)) };
        Assert.Equal(Truth.True, Wish(S("persona:ada/voice"), wish, link, said).Holds);
        Assert.Equal(Truth.False, Wish(S("persona:ada/voice"), wish.Only(Dimension.Medium, "radio"), link, said).Holds);
        Assert.Equal(Truth.False, Wish(S("persona:ada/voice"), wish, said).Holds);
        var suspended = new Revocation(s_ada, s_now.AddDays(-10), null, null, null, said.Id, s_now.AddDays(5), 0) { Until = s_now.AddDays(6) };
        var missing = Assert.Single(Assert.Single(Wish(S("persona:ada/voice"), wish, link, said, suspended).Holders).Missing);
        Assert.Equal(Dimension.Period, missing.Dimension);
        Assert.Equal(Truth.True, Wish(S("persona:ada/voice"), wish with { Period = new(s_now, s_now.AddDays(5)) }, link, said, suspended).Holds);
    }

    [Fact]
    public void A_consent_and_a_refusal_that_meet_are_a_conflict()
    {
        var grant = Lets(s_ada, s_song, Of("distribute"));
        Conflict? Conflict(Prohibition prohibition) => Conflicts.Among(Said(grant, prohibition), AsOf.Moment(s_now)).SingleOrDefault();
        Assert.False(Conflict(Forbids(s_ada, s_song, Of("distribute.advertise")))!.IsWhole);
        Assert.True(Conflict(Forbids(s_ada, S("work:album"), Of("use")))!.IsWhole);
        Assert.True(Conflict(Forbids(s_cleo, s_song, Of("use")))!.IsWhole);
        Assert.Null(Conflict(Forbids(s_ada, s_song, Of("train"))));
        Assert.Null(Conflict(Forbids(s_agent, s_song, Of("use"))));
        Assert.Null(Conflict(Forbids(s_ada, s_song, Of("distribute") with { Period = new(s_now.AddDays(-90), s_now.AddDays(-1)) })));
        Assert.False(Conflict(Forbids(s_ada, s_song, Of("use") with { Unrecognised = Tree.Of(("moon", "full")) }))!.IsCertain);
        var gone = new Revocation(s_ada, s_now.AddDays(-10), null, null, null, grant.Id, s_now.AddDays(-5), 0);
        Assert.Empty(Conflicts.Among(Said(grant, Forbids(s_ada, s_song, Of("use")), gone), AsOf.Moment(s_now)));
        // A refusal by the person meets a consent to the double of them.
        Assert.Single(Conflicts.Among(Said(Lets(s_agent, s_double, Of("generate")), Forbids(s_ada, S("persona:ada/face"), Of("use"))), AsOf.Moment(s_now)));
    }

    [Fact]
    public void A_refusal_beyond_a_quantity_leaves_a_consent_within_it_alone()
    {
        var ten = new QuantityLimit(new(10, 1), "shot", QuantitySpan.Project);
        Assert.Empty(Conflicts.Among(Said(Lets(s_ada, s_song, Of("use") with { Quantity = ten }), Forbids(s_ada, s_song, Of("use") with { Quantity = ten })), AsOf.Moment(s_now)));
        Assert.Single(Conflicts.Among(Said(Lets(s_ada, s_song, Of("use") with { Quantity = ten with { Limit = new(11, 1) } }), Forbids(s_ada, s_song, Of("use") with { Quantity = ten })), AsOf.Moment(s_now)));
    }

    [Fact]
    public void Models_trained_under_a_consent_rest_on_it_and_so_do_those_made_from_them()
    {
        var training = Lets(s_ada, S("persona:ada/face"), Of("train"), "training");
        var found = Orphans.Models(training, s_register);
        Assert.Equal(["model:double", "model:double-2", "model:double-3"], found.Select(orphan => orphan.Model.Id.ToString()));
        Assert.Equal([null, s_double, s_double], found.Select(orphan => orphan.From));
        Assert.Empty(Orphans.Models(Lets(s_ada, s_song, Of("train")), s_register));
    }

    [Fact]
    public void A_delegation_shows_what_was_said_under_it()
    {
        var link = new Delegation(s_ada, s_now.AddDays(-200), null, null, null, s_agent, DelegateRole.Agent, [S("persona:ada")], Of("use"));
        var under = Lets(s_agent, S("persona:ada/voice"), Of("generate"));
        var facts = Said(link, under, Lets(s_ada, s_song, Of("use")));
        Assert.Equal(under, Assert.Single(Orphans.SaidUnder(link, facts, AsOf.Moment(s_now))));
    }

    [Fact]
    public void What_begins_ends_pauses_and_comes_of_age_is_told_once_on_its_day()
    {
        var grant = Lets(s_ada, s_song, Of("distribute") with { Period = new(s_now.AddDays(10), s_now.AddDays(20)) }, "song");
        var pause = new Revocation(s_ada, s_now.AddDays(-10), null, null, null, grant.Id, s_now.AddDays(12), 2) { Until = s_now.AddDays(16) };
        var link = new Delegation(s_ada, s_now.AddDays(-200), null, null, null, s_agent, DelegateRole.Agent, [S("persona:ada")], Of("use"), new Period(s_now.AddDays(11), s_now.AddDays(30)));
        var request = new Request(s_agent, s_now.AddDays(-9), null, null, null, [s_ada], Use.Of(Act.Parse("use").Value, s_agent, s_song));
        var answer = new Answer(s_ada, s_now.AddDays(-8), null, null, null, request.Id, AnswerKind.NotYet, null, s_now.AddDays(15));
        var facts = Said(grant, pause, link, request, answer);
        Assert.Equal([10, 11, 14, 15, 16, 20, 30, 40], Changes.Between(facts, s_now, s_now.AddDays(100), s_now).Select(change => (change.At - s_now).Days));
        Assert.Equal(2, Changes.Between(facts, s_now.AddDays(14), s_now.AddDays(16), s_now).Length);
        Assert.Contains("holds again", Assert.Single(Changes.Between(facts, s_now.AddDays(16), s_now.AddDays(17), s_now)).Says, StringComparison.Ordinal);
        Assert.Contains("Cleo comes of age", Assert.Single(Changes.Between(facts, s_now.AddDays(31), s_now.AddDays(99), s_now)).Says, StringComparison.Ordinal);
        Assert.DoesNotContain(Changes.Between(facts, s_now, s_now.AddDays(100), s_now.AddDays(-60)), change => change.Statement is not null);
    }

    [Fact]
    public void A_model_brings_in_what_the_models_it_comes_from_imitate()
    {
        var asked = Use.Of(Act.Parse("generate").Value, P("studio"), S("model:double-3"));
        Decision Decide(params Statement[] statements) => PlainInterpreter.Decide(asked, Said(statements), AsOf.Moment(s_now));
        var (face, made) = (Lets(s_ada, S("persona:ada/face"), Of("generate")), Lets(s_agent, s_double, Of("generate")));
        Assert.Equal(Verdict.Deny, Decide(made).Verdict);
        Assert.Equal(Verdict.Allow, Decide(face, made).Verdict);
        // A refusal of the model reaches what was made from it, whoever of those behind it says so.
        Assert.Equal(Verdict.Deny, Decide(face, made, Forbids(s_ada, s_double, Of("generate"))).Verdict);
    }

    [Fact]
    public void A_refusal_of_a_tool_reaches_what_was_made_from_it_and_a_consent_to_it_does_not()
    {
        var asked = Use.Of(Act.Parse("generate").Value, P("studio"), S("persona:ada/voice")).With(Dimension.Tool, "model:double-3");
        Verdict Decide(params Statement[] statements) => PlainInterpreter.Decide(asked, Said(statements), AsOf.Moment(s_now)).Verdict;
        var any = Lets(s_ada, S("persona:ada"), Of("generate"));
        Assert.Equal(Verdict.Allow, Decide(any));
        Assert.Equal(Verdict.Deny, Decide(any, Forbids(s_ada, S("persona:ada"), Of("generate").Only(Dimension.Tool, "model:double"))));
        Assert.Equal(Verdict.Deny, Decide(Lets(s_ada, S("persona:ada"), Of("generate").Only(Dimension.Tool, "model:double"))));
        Assert.Equal(Verdict.Deny, Decide(Lets(s_ada, S("persona:ada"), Of("generate").Except(Dimension.Tool, "model:double"))));
        Assert.Equal(Verdict.Allow, Decide(Lets(s_ada, S("persona:ada"), Of("generate").Only(Dimension.Tool, "model:double-3"))));
    }
}
