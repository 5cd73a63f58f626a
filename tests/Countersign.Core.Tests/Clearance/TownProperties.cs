using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;
using static Countersign.Core.Tests.Clearance.Town;

namespace Countersign.Core.Tests.Clearance;

/// <summary>The properties a decision is held to where delegates, guardians, estates, suspensions and judgements are about.</summary>
public sealed class TownProperties
{
    private static readonly Gen<TownQuestion> s_questions = Questions(10);

    private static RecordedStatement Recorded(Statement statement) => new(statement, Now.AddDays(-5));

    [Fact]
    public void Adding_a_prohibition_never_helps() => Gen.Select(s_questions, AnyProhibition).Sample((question, prohibition) =>
    {
        Assert.True(question.Decide([.. question.Facts.Statements, Recorded(prohibition with { About = question.Use.Subjects })]).Verdict <= question.Decide().Verdict);
    }, iter: World.Cases);

    [Fact]
    public void Adding_a_grant_never_hurts() => Gen.Select(s_questions, AnyGrant).Sample((question, grant) =>
    {
        Assert.True(question.Decide([.. question.Facts.Statements, Recorded(grant with { About = question.Use.Subjects })]).Verdict >= question.Decide().Verdict);
    }, iter: World.Cases);

    [Fact]
    public void Suspending_or_taking_back_a_consent_never_helps() => Gen.Select(s_questions, Gen.Int[0, 99], Gen.Int[-3, 3]).Sample((question, pick, day) =>
    {
        var grants = question.Facts.Statements.Where(recorded => recorded.Statement is Grant).ToList();
        if (grants.Count == 0) return;
        var grant = grants[pick % grants.Count].Statement;
        var revocation = new Revocation(grant.Speaker, Now.AddDays(-4), null, null, null, grant.Id, Now.AddDays(day), 0) { Until = pick % 2 == 0 ? null : Now.AddDays(day + 2) };
        Assert.True(question.Decide([.. question.Facts.Statements, Recorded(revocation)]).Verdict <= question.Decide().Verdict);
    }, iter: World.Cases);

    [Fact]
    public void Order_and_duplicates_do_not_matter() => Gen.Select(s_questions, Gen.Int).Sample((question, seed) =>
    {
        var shuffled = question.Facts.Statements.Concat(question.Facts.Statements.Take(3)).OrderBy(recorded => HashCode.Combine(seed, recorded.Statement.Id)).ToList();
        Assert.Equal(World.Bytes(question.Decide()), World.Bytes(question.Decide(shuffled)));
    }, iter: World.Cases);

    [Fact]
    public void Deciding_again_from_only_the_cited_reasons_gives_the_same_answer() => s_questions.Sample(question =>
    {
        var decision = question.Decide();
        // A revocation is cited through the statement it ended, so it stays with what is left.
        var left = question.Facts.Statements.Where(recorded => decision.Cited.Contains(recorded.Statement.Id) || recorded.Statement is Revocation);
        var again = question.Decide(left);
        Assert.True(decision.Verdict == again.Verdict, $"{decision.Verdict} became {again.Verdict}: {string.Join("; ", decision.Reasons)} then {string.Join("; ", again.Reasons)}");
    }, iter: World.Cases);

    [Fact]
    public void What_a_delegate_lets_never_exceeds_what_the_holder_could_let() => s_questions.Sample(question =>
    {
        // The same words from the holder's own mouth, at a time they could speak, let at least as much.
        var register = question.Facts.Register;
        var own = question.Facts.Statements.Where(recorded => recorded.Statement is Grant).SelectMany(recorded =>
        {
            var grant = (Grant)recorded.Statement;
            return grant.About.SelectMany(about => register.Behind(about)).Concat(question.Use.Subjects.SelectMany(subject => register.Behind(subject)))
                .SelectMany(of => register.Holders(of)).Select(holder => holder.Party).Distinct()
                .Select(party => new RecordedStatement(grant with { Speaker = party }, recorded.RecordedAt));
        });
        var living = new Register(register.Parties.Select(party => party with { MinorUntil = null, Guardians = [], Died = null, Successors = [] }), register.Works, register.Personas, register.Models);
        var asked = question with { Facts = question.Facts with { Register = living } };
        // Refusals of delegates are left out with the delegations, so only the consents are compared.
        var consents = question.Facts.Statements.Where(recorded => recorded.Statement is not (Prohibition or Revocation)).ToList();
        if (question.Use.Quantity is not null || !question.Facts.Used.IsEmpty) return;
        Assert.True(question.Decide(consents).Verdict <= asked.Decide([.. consents.Where(recorded => recorded.Statement is not Delegation), .. own]).Verdict);
    }, iter: World.Cases);

    [Fact]
    public void A_delegation_that_is_narrowed_never_lets_more() => Gen.Select(s_questions, Gen.Int[0, 99]).Sample((question, pick) =>
    {
        var consents = question.Facts.Statements.Where(recorded => recorded.Statement is not Prohibition).ToList();
        var delegations = consents.Where(recorded => recorded.Statement is Delegation).ToList();
        if (delegations.Count == 0) return;
        var wide = delegations[pick % delegations.Count];
        var narrow = (Delegation)wide.Statement;
        narrow = narrow with { Scope = narrow.Scope.Terms.ContainsKey(Dimension.Medium) ? narrow.Scope with { Acts = [Act.Parse("analyse.index").Value] } : narrow.Scope.Only(Dimension.Medium, "film"), MayRevoke = true };
        // A delegation that may revoke less lets more, so both may.
        var same = wide with { Statement = ((Delegation)wide.Statement) with { MayRevoke = true } };
        List<RecordedStatement> With(RecordedStatement delegation) => [.. consents.Where(recorded => recorded != wide && recorded.Statement is not Revocation), delegation];
        Assert.True(question.Decide(With(wide with { Statement = narrow })).Verdict <= question.Decide(With(same)).Verdict);
    }, iter: World.Cases);

    [Fact]
    public void No_delegation_at_all_lets_nobody_speak_for_another() => s_questions.Sample(question =>
    {
        var without = question.Facts.Statements.Where(recorded => recorded.Statement is not Delegation).ToList();
        var decision = question.Decide(without);
        foreach (var reason in decision.Reasons.Where(reason => reason.Statement is not null))
        {
            if (without.First(recorded => recorded.Statement.Id == reason.Statement).Statement is not ScopedStatement cited) continue;
            var register = question.Facts.Register;
            var behind = question.Use.Subjects.SelectMany(subject => register.Behind(subject)).ToImmutableArray();
            var holders = behind.SelectMany(of => register.Holders(of)).Select(holder => holder.Party).ToList();
            Assert.True(holders.Contains(cited.Speaker) || (cited.Speaker == Mother && holders.Contains(Ben)) || (cited.Speaker == Estate && holders.Contains(Cleo)));
        }
    }, iter: World.Cases);
}
