using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;

namespace Countersign.Core.Tests.Clearance.Analysis;

/// <summary>What the algebra says of two statements is what the decision core does with every use: the comparisons are checked against decisions.</summary>
public sealed class AlgebraProperties
{
    private static readonly StatementAlgebra s_algebra = new(Town.TheRegister);
    private static readonly SubjectId[] s_adas = [S("persona:ada"), S("persona:ada/voice"), S("persona:ada/face")];

    // Two grants of one speaker, the second often a changed copy of the first: unrelated ones hardly ever contain each other.
    private static readonly Gen<(Grant A, Grant B)> s_pairs = Gen.Select(Town.AnyGrant, Town.AnyGrant, Gen.Int[0, 1 << 16], (one, other, dice) =>
    {
        var a = Said(one, dice);
        var b = Said(other, dice >> 2);
        bool Keep(int bit) => (dice >> (4 + bit) & 1) == 0;
        if (Keep(0)) b = b with { About = a.About };
        if (Keep(1)) b = b with { Made = a.Made };
        var (wide, narrow) = (a.Scope, b.Scope);
        if (Keep(2)) narrow = narrow with { Acts = wide.Acts };
        if (Keep(3)) narrow = narrow with { Terms = wide.Terms };
        if (Keep(4)) narrow = narrow with { Terms = narrow.Terms.AddRange(wide.Terms.Where(term => !narrow.Terms.ContainsKey(term.Key))) };
        if (Keep(5)) narrow = narrow with { Period = wide.Period };
        if (Keep(6)) narrow = narrow with { Quantity = wide.Quantity };
        if (Keep(7)) narrow = narrow with { AgeBand = wide.AgeBand };
        if (Keep(8)) narrow = narrow with { Requires = wide.Requires };
        return (a with { Scope = wide with { Unrecognised = null } }, b with { Scope = narrow with { Unrecognised = null } });
    });

    private static SubjectId S(string id) => SubjectId.Parse(id).Value;

    private static Grant Said(Grant grant, int dice) => grant with { Speaker = Town.Ada, About = [s_adas[dice % 3]], Retroactive = false, SurvivesDeath = true, Duties = [] };

    private static Verdict Answer(Statement statement, Use use) => PlainInterpreter.Decide(use, new(Town.TheRegister, [new(statement, Town.Now.AddDays(-20))]), AsOf.Moment(Town.Now)).Verdict;

    [Fact]
    public void What_the_inner_grant_lets_the_outer_lets()
    {
        var contained = 0;
        Gen.Select(s_pairs, Town.AnyUse).Sample((pair, use) =>
        {
            if (s_algebra.Contains(pair.A, pair.B).Holds != Truth.True) return;
            Interlocked.Increment(ref contained);
            foreach (var asked in new[] { use with { Subjects = pair.B.About, Act = pair.B.Scope.Acts[0] }, Inside(pair.B) })
                if (Answer(pair.B, asked) == Verdict.Allow) Assert.Equal(Verdict.Allow, Answer(pair.A, asked));
        }, iter: 2 * World.Cases);
        Assert.True(contained > World.Cases / 10, $"Only {contained} pairs contain each other.");
    }

    [Fact]
    public void What_the_inner_prohibition_forbids_the_outer_forbids() => Gen.Select(s_pairs, Town.AnyUse).Sample((pair, use) =>
    {
        var (a, b) = (Refusal(pair.A), Refusal(pair.B));
        if (s_algebra.Contains(a, b).Holds != Truth.True) return;
        var asked = use with { Subjects = b.About, Act = b.Scope.Acts[0] };
        if (Answers(b, asked) == Truth.True) Assert.Equal(Truth.True, Answers(a, asked));
    }, iter: 2 * World.Cases);

    [Fact]
    public void Where_the_inner_grant_goes_beyond_a_use_shows_it() => s_pairs.Sample(pair =>
    {
        var containment = s_algebra.Contains(pair.A, pair.B);
        if (containment.Holds != Truth.False) return;
        foreach (var difference in containment.Beyond)
        {
            // So many in each use, and so many in all, differ over several uses and not within one.
            if (difference.Dimension == Dimension.Quantity && pair.A.Scope.Quantity?.Per != pair.B.Scope.Quantity?.Per) continue;
            var use = Shown(difference, pair.A, pair.B);
            Assert.True(Answer(pair.B, use) == Verdict.Allow, $"{difference} of\n{pair.A}\n{pair.B}\nis not let by the inner: {use}");
            Assert.True(Answer(pair.A, use) != Verdict.Allow, $"{difference} of\n{pair.A}\n{pair.B}\nis let by the outer: {use}");
        }
    }, iter: 2 * World.Cases);

    [Fact]
    public void Two_grants_meet_just_when_a_use_is_within_both() => Gen.Select(s_pairs, Town.AnyUse).Sample((pair, use) =>
    {
        var meeting = s_algebra.Meets(pair.A, pair.B);
        Assert.Equal(meeting.Holds, s_algebra.Meets(pair.B, pair.A).Holds);
        foreach (var asked in new[] { use with { Subjects = pair.A.About }, Inside(pair.A), Inside(pair.B) }.Where(asked => asked.Requester != Town.Ada))
            if (Answer(pair.A, asked) == Verdict.Allow && Answer(pair.B, asked) == Verdict.Allow) Assert.NotEqual(Truth.False, meeting.Holds);
        if (s_algebra.Contains(pair.A, pair.B).Holds == Truth.True && Inside(pair.B).Requester != Town.Ada && Answer(pair.B, Inside(pair.B)) == Verdict.Allow) Assert.Equal(Truth.True, meeting.Holds);
    }, iter: 2 * World.Cases);

    [Fact]
    public void A_statement_is_equivalent_to_itself_and_containing_is_transitive() => Gen.Select(s_pairs, s_pairs).Sample((one, other) =>
    {
        Assert.Equal(Relation.Equivalent, s_algebra.Compare(one.A, one.A));
        ImmutableArray<Grant> all = [one.A, one.B, other.A with { Scope = one.A.Scope }, other.B];
        foreach (var (a, b, c) in from a in all from b in all from c in all select (a, b, c))
            if (s_algebra.Contains(a, b).Holds == Truth.True && s_algebra.Contains(b, c).Holds == Truth.True) Assert.Equal(Truth.True, s_algebra.Contains(a, c).Holds);
    }, iter: World.Cases);

    private static Prohibition Refusal(Grant grant) => new(grant.Speaker, grant.Made, null, null, null, grant.About, grant.Scope);

    private static Truth Answers(Prohibition prohibition, Use use)
    {
        var asking = new Asking(use, AsOf.Moment(Town.Now), Town.TheRegister, Judgements.None, null);
        var covers = (Truth)prohibition.About.Max(about => (int)Town.TheRegister.Covers(about, use.Subjects[0]));
        return ConditionEvaluator.All(ConditionEvaluator.Evaluate(prohibition, covers, asking, Withdrawal.None));
    }

    /// <summary>A use that a grant lets, as fully stated as the grant is; where the grant lets nothing, one that comes near.</summary>
    private static Use Inside(Grant grant)
    {
        var use = Use.Of(grant.Scope.Acts[0], grant.Scope.Terms.TryGetValue(Dimension.Requester, out var to) ? Asker(to) : Town.Studio, grant.About[0]);
        foreach (var (dimension, _, separator) in Scope.Stated)
            if (grant.Scope.Terms.TryGetValue(dimension, out var terms) && Point.Of(dimension, separator, terms).FirstOrDefault(word => terms.Evaluate(dimension == Dimension.Tool && terms.IsExcept ? Town.TheRegister.WithBases([word]) : [word], separator, Reach.Whole) == Truth.True) is { } word)
                use = use.With(dimension, word);
        var facts = use.Facts;
        foreach (var fact in grant.Scope.Requires) facts = facts.SetItem(fact, true);
        return use with
        {
            On = Period.At(StatementAlgebra.Holds(grant).From!.Value), AgeBand = grant.Scope.AgeBand, Facts = facts,
            Quantity = grant.Scope.Quantity is { } limit ? new(limit.Limit, limit.Unit, Rational.Zero) : null,
        };
    }

    private static PartyId Asker(TermSet to) => Town.TheRegister.Parties.Select(party => party.Id).Append(PartyId.Parse("stranger").Value)
        .OrderBy(party => party == Town.Ada).First(party => Town.TheRegister.Names(party).Any(name => to.Terms.Contains(name)) != to.IsExcept);

    private static Use Shown(Difference difference, Grant outer, Grant inner)
    {
        var use = Inside(inner);
        switch (difference.Dimension)
        {
            case Dimension.Subject: return use with { Subjects = [S(difference.Value!)] };
            case Dimension.Act: return use with { Act = Act.Parse(difference.Value!).Value };
            case Dimension.Requester: return use with { Requester = PartyId.Parse(difference.Value ?? "stranger").Value };
            case Dimension.Requires: return use with { Facts = use.Facts.Remove(difference.Value!) };
            case Dimension.Quantity when inner.Scope.Quantity is null: return use with { Quantity = null };
            case Dimension.Period:
                var (held, wide) = (StatementAlgebra.Holds(inner), StatementAlgebra.Holds(outer));
                return held.From < wide.From ? use : use with { On = Period.At(held.Until?.AddTicks(-1) ?? wide.Until!.Value.AddYears(1)) };
            case Dimension.AgeBand or Dimension.Quantity: return use;
            default:
                return difference.Value is { } word ? use with { Terms = use.Terms.SetItem(difference.Dimension, [word]) } : use with { Terms = use.Terms.Remove(difference.Dimension) };
        }
    }
}
