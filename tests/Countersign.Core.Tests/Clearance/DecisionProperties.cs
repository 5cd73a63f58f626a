using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;
using static Countersign.Core.Tests.Clearance.World;

namespace Countersign.Core.Tests.Clearance;

/// <summary>The properties that a decision is held to, on random questions. A failure prints the seed that brings it back.</summary>
public sealed class DecisionProperties
{
    [Fact]
    public void Adding_a_prohibition_never_helps() => Gen.Select(Questions, AnyProhibition).Sample((question, prohibition) =>
    {
        Assert.True(question.Decide([.. question.Statements, Recorded(prohibition)]).Verdict <= question.Decide().Verdict);
    }, iter: Cases);

    [Fact]
    public void Adding_a_grant_never_hurts() => Gen.Select(Questions, AnyGrant).Sample((question, grant) =>
    {
        Assert.True(question.Decide([.. question.Statements, Recorded(grant)]).Verdict >= question.Decide().Verdict);
    }, iter: Cases);

    [Fact]
    public void Order_and_duplicates_do_not_matter() => Gen.Select(Questions, Gen.Int).Sample((question, seed) =>
    {
        var shuffled = question.Statements.Concat(question.Statements.Take(2)).OrderBy(recorded => HashCode.Combine(seed, recorded.Statement.Id)).ToList();
        Assert.Equal(Bytes(question.Decide()), Bytes(question.Decide(shuffled)));
    }, iter: Cases);

    [Fact]
    public void Deciding_again_from_only_the_cited_reasons_gives_the_same_answer() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        var cited = decision.Cited;
        // A revocation is cited through the statement it ended, so it stays with what is left.
        var left = question.Statements.Where(recorded => cited.Contains(recorded.Statement.Id) || recorded.Statement is Revocation);
        Assert.Equal(decision.Verdict, question.Decide(left).Verdict);
    }, iter: Cases);

    [Fact]
    public void No_reason_of_an_allow_or_of_a_forbidden_use_can_be_left_out() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        if (decision.Verdict == Verdict.Unknown || (decision.Verdict == Verdict.Deny && decision.Cited.Count == 0)) return;
        var left = question.Statements.Where(recorded => decision.Cited.Contains(recorded.Statement.Id) || recorded.Statement is Revocation).ToList();
        foreach (var cited in decision.Cited)
        {
            var without = question.Decide(left.Where(recorded => recorded.Statement.Id != cited));
            // Leaving out the prohibition of a persona leaves the default, which denies as well: the answer is the same and the reason is not.
            Assert.True(without.Verdict != decision.Verdict || without.Reasons[0].Rule is Rules.PersonaDefault or Rules.Preference, cited);
        }
    }, iter: Cases);

    [Fact]
    public void A_persona_is_denied_by_default() => Questions.Sample(question =>
    {
        if (!TheRegister.IsOfAPerson(question.Use.Subjects[0]) || question.Use.Requester == Ada) return;
        Assert.Equal(Verdict.Deny, question.Decide([]).Verdict);
        Assert.Equal(Verdict.Deny, question.Decide(question.Statements.Where(recorded => recorded.Statement is Prohibition)).Verdict);
    }, iter: Cases);

    [Fact]
    public void A_preference_never_allows_anything_about_a_person() => Questions.Sample(question =>
    {
        if (!TheRegister.IsOfAPerson(question.Use.Subjects[0])) return;
        Assert.Equal((question with { Preferences = [] }).Decide().Verdict, question.Decide().Verdict);
    }, iter: Cases);

    [Fact]
    public void What_others_say_changes_nothing() => Gen.Select(Questions, AnyGrant, AnyProhibition).Sample((question, grant, prohibition) =>
    {
        // The studio holds nothing, so nothing it says counts, and all of it is set aside in sight.
        var foreign = new Statement[] { grant with { Speaker = Studio }, prohibition with { Speaker = Studio } };
        var decision = question.Decide([.. question.Statements, .. foreign.Select(Recorded)]);
        Assert.Equal(question.Decide().Verdict, decision.Verdict);
        Assert.DoesNotContain(decision.Reasons, reason => foreign.Any(statement => statement.Id == reason.Statement));
    }, iter: Cases);

    [Fact]
    public void What_was_recorded_later_was_not_known() => Gen.Select(Questions, AnyGrant, AnyProhibition).Sample((question, grant, prohibition) =>
    {
        var later = new Statement[] { grant, prohibition }.Where(statement => question.Statements.All(recorded => recorded.Statement.Id != statement.Id)).Select(statement => new RecordedStatement(statement, Now.AddTicks(1)));
        Assert.Equal(Bytes(question.Decide()), Bytes(question.Decide([.. question.Statements, .. later])));
    }, iter: Cases);

    [Fact]
    public void A_decision_has_an_answer_a_reason_and_when_it_is_not_yes_a_way_forward() => Questions.Sample(question =>
    {
        var decision = question.Decide();
        Assert.NotEmpty(decision.Reasons);
        if (decision.Verdict == Verdict.Allow)
        {
            Assert.Empty(decision.Nearest);
            return;
        }
        Assert.Empty(decision.Duties);
        Assert.NotEmpty(decision.Nearest);
        // A file's own reservation of a work leaves nobody else to ask but the holder.
        Assert.NotEmpty(decision.Missing);
    }, iter: Cases);

    [Fact]
    public void The_digest_changes_with_what_was_looked_at() => Gen.Select(Questions, AnyGrant).Sample((question, grant) =>
    {
        var decision = question.Decide();
        var more = question.Decide([.. question.Statements, Recorded(grant)]);
        Assert.Equal(more.Considered != decision.Considered, more.InputSha256 != decision.InputSha256);
    }, iter: Cases);

    [Fact]
    public void Several_subjects_take_the_worst() => Gen.Select(Questions, AnySubject).Sample((question, other) =>
    {
        var together = question with { Use = question.Use with { Subjects = [.. new[] { question.Use.Subjects[0], other }.Distinct().Order()] } };
        var apart = together.Use.Subjects.Select(subject => (together with { Use = together.Use with { Subjects = [subject] } }).Decide().Verdict);
        Assert.Equal(apart.Min(), together.Decide().Verdict);
    }, iter: Cases);

    [Fact]
    public void The_nearest_miss_is_the_grant_with_the_fewest_failing_conditions() => Questions.Sample(question =>
    {
        if (question.Use.Subjects[0] != Solo || question.Use.Requester == Ada) return;
        var decision = question.Decide([.. question.Statements.Where(recorded => recorded.Statement is not Prohibition)]);
        if (decision.Verdict == Verdict.Allow) return;
        var known = question.Statements.Where(recorded => recorded.RecordedAt <= Now).Select(recorded => recorded.Statement).ToList();
        var asking = new Asking(question.Use, AsOf.Moment(Now), TheRegister, Judgements.None, null);
        var counts = known.OfType<Grant>()
            .Where(grant => grant.Speaker == Ada && grant.About.Contains(Solo))
            .Select(grant => ConditionEvaluator.Evaluate(grant, Truth.True, asking, Gone(known.OfType<Revocation>().Where(revocation => revocation.Of == grant.Id && revocation.Speaker == Ada).Select(revocation => (DateTimeOffset?)revocation.Ends).Min())))
            .Select(conditions => conditions.Count(condition => condition.Truth != Truth.True)).ToList();
        Assert.Equal(counts.Count == 0 ? 1 : counts.Min(), decision.Nearest.Length);
    }, iter: Cases);

    private static Withdrawal Gone(DateTimeOffset? end) => end is null ? Withdrawal.None : new([new(end, null)], end);
}
