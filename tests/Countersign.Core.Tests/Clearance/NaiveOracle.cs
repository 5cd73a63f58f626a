using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;
using static Countersign.Core.Tests.Clearance.World;

namespace Countersign.Core.Tests.Clearance;

/// <summary>
/// The decision written a second time, from the rules and not from the code: sets of territories are enumerated, times are tried moment by
/// moment, truth is worked out by asking "could it be?" and "must it be?". Slow, naive, and made to disagree with the interpreter.
/// </summary>
public sealed class NaiveOracle
{
    [Fact]
    public void The_interpreter_agrees_with_a_naive_second_writing() => Questions.Sample(question =>
    {
        Assert.Equal(Answer(question), question.Decide().Verdict);
    }, iter: Cases * 5);

    private enum Met { No, Maybe, Yes, Broken }

    private static Verdict Answer(Question question)
    {
        var use = question.Use;
        var subject = use.Subjects[0];
        var known = question.Statements.Where(recorded => recorded.RecordedAt <= Now).Select(recorded => recorded.Statement).DistinctBy(statement => statement.Id).ToList();
        SubjectId[] parts = subject == DoubleModel ? [DoubleModel, Face, Solo] : [subject];

        // One holder's prohibition denies; one that cannot be read denies as well.
        var forbids = known.OfType<Prohibition>()
            .Where(statement => parts.Any(part => Holds(statement.Speaker, part) && About(statement, part, subject) != Met.No))
            .Select(statement => Both(parts.Where(part => Holds(statement.Speaker, part)).Select(part => About(statement, part, subject)).Max(), Conditions(statement, use, known)))
            .ToList();
        if (forbids.Contains(Met.Yes) || forbids.Contains(Met.Broken)) return Verdict.Deny;

        // Each holder whose consent is needed, for each part.
        var worst = Verdict.Allow;
        var silent = false;
        foreach (var (part, holder) in parts.SelectMany(part => Needed(part).Select(holder => (part, holder))))
        {
            if (holder == use.Requester) continue;
            var lets = known.OfType<Grant>()
                .Where(statement => statement.Speaker == holder && About(statement, part, subject) == Met.Yes)
                .Select(statement => Conditions(statement, use, known)).ToList();
            if (lets.Contains(Met.Yes)) continue;
            if (lets.Contains(Met.Maybe)) worst = (Verdict)Math.Min((int)worst, (int)Verdict.Unknown);
            else silent = true;
        }
        var doubt = forbids.Contains(Met.Maybe);
        if (!silent && worst == Verdict.Allow) return doubt ? Verdict.Unknown : Verdict.Allow;
        var person = subject.Kind != SubjectKind.Work;
        if (person) return silent ? Verdict.Deny : Verdict.Unknown;

        // AIPREF: any disallow, else any allow, else unknown; and an open grant can only raise.
        var act = use.Act.Name;
        var disallowed = question.Preferences.Any(wish => !wish.Allows && Below(act, wish.Act.Name));
        var unsure = question.Preferences.Any(wish => !wish.Allows && act != wish.Act.Name && Below(wish.Act.Name, act));
        var opens = new[] { "analyse", "train", "prompt" }.Any(root => Below(act, root)) && act != "train.generative.persona";
        var allowed = !disallowed && !unsure && opens && question.Preferences.Any(wish => wish.Allows && Below(act, wish.Act.Name));
        if (allowed && !doubt) return Verdict.Allow;
        return silent && disallowed ? Verdict.Deny : Verdict.Unknown;
    }

    private static bool Holds(PartyId party, SubjectId part) => (part.Kind, part.Slug) switch
    {
        (SubjectKind.Work, "solo") => party == Ada,
        (SubjectKind.Work, _) => party == Ada || party == Maker || party == Ben,
        (SubjectKind.Persona, _) => party == Ada,
        _ => party == Maker,
    };

    private static PartyId[] Needed(SubjectId part) => (part.Kind, part.Slug) switch
    {
        (SubjectKind.Work, "duet") => [Ada, Maker],
        (SubjectKind.Model, _) => [Maker],
        _ => [Ada],
    };

    private static Met About(ScopedStatement statement, SubjectId part, SubjectId asked)
    {
        var met = Met.No;
        foreach (var about in statement.About)
        {
            foreach (var target in new[] { part, asked })
            {
                if (about == target || about == target.Entry) return Met.Yes;
                // A part of a persona that is used whole: a consent to a part is none, a refusal of a part may be one.
                if (about.Entry == target && statement is Prohibition) met = Met.Maybe;
            }
        }
        return met;
    }

    private static Met Both(Met a, Met b) => a == Met.No || b == Met.No ? Met.No : a == Met.Broken || b == Met.Broken ? Met.Broken : a == Met.Maybe || b == Met.Maybe ? Met.Maybe : Met.Yes;

    private static Met Conditions(ScopedStatement statement, Use use, List<Statement> known)
    {
        var grant = statement is Grant;
        var scope = statement.Scope;
        var all = new List<Met>
        {
            scope.Acts.Select(act => Below(use.Act.Name, act.Name) ? Met.Yes : !grant && Below(act.Name, use.Act.Name) ? Met.Maybe : Met.No).Max(),
            Time(statement, use, known),
        };
        foreach (var (dimension, terms) in scope.Terms)
            all.Add(use.Terms.TryGetValue(dimension, out var values) ? Words(terms, values, grant) : Met.Maybe);
        if (scope.AgeBand is { } band)
        {
            var ages = Enumerable.Range(0, 131).ToList();
            all.Add(use.AgeBand is not { } shown ? Met.Maybe : Yes(grant
                ? ages.Where(age => shown.From <= age && age <= shown.To).All(age => band.From <= age && age <= band.To)
                : ages.Any(age => shown.From <= age && age <= shown.To && band.From <= age && age <= band.To)));
        }
        if (scope.Quantity is { } limit)
        {
            var within = use.Quantity is not { } used ? Met.Maybe
                : used.Amount > limit.Limit ? Met.No
                : limit.Per == QuantitySpan.Use ? Met.Yes
                : used.Before is not { } before ? Met.Maybe
                : Yes(used.Amount + before <= limit.Limit);
            all.Add(grant || within == Met.Maybe ? within : Yes(within == Met.No));
        }
        if (!scope.Requires.IsEmpty) all.Add(use.Facts.TryGetValue("signed", out var signed) ? Yes(((Tree.Flag)signed).Value) : Met.Maybe);
        if (scope.Unrecognised is not null) all.Add(Met.Broken);
        return all.Aggregate(Both);
    }

    private static Met Yes(bool so) => so ? Met.Yes : Met.No;

    private static bool Below(string act, string above) => above == "use" || act == above || act.StartsWith(above + ".", StringComparison.Ordinal);

    private static Met Words(TermSet terms, ImmutableArray<string> values, bool grant)
    {
        static bool Inside(string value, string term) => value == term || value.StartsWith(term + "/", StringComparison.Ordinal);
        var each = values.Select(value =>
        {
            var inside = terms.Terms.Any(term => Inside(value, term));
            var around = !inside && terms.Terms.Any(term => Inside(term, value));
            if (!terms.IsExcept) return inside ? Met.Yes : around && !grant ? Met.Maybe : Met.No;
            return inside ? Met.No : around && grant ? Met.Maybe : Met.Yes;
        }).ToList();
        // A consent must hold for every value, a refusal is met by any.
        return grant ? each.Min() : each.Max();
    }

    private static Met Time(ScopedStatement statement, Use use, List<Statement> known)
    {
        var from = statement.Scope.Period?.From ?? statement.Made;
        var until = statement.Scope.Period?.Until ?? DateTimeOffset.MaxValue;
        foreach (var revocation in known.OfType<Revocation>().Where(revocation => revocation.Of == statement.Id && revocation.Speaker == statement.Speaker))
        {
            var ends = revocation.Effective.AddDays(revocation.GraceDays);
            if (ends < until) until = ends;
        }
        var revoked = known.OfType<Revocation>().Where(revocation => revocation.Of == statement.Id && revocation.Speaker == statement.Speaker).Select(revocation => revocation.Effective.AddDays(revocation.GraceDays)).ToList();
        if (statement is Grant { Retroactive: true } && revoked.Count > 0 && revoked.Min() <= Now) return Met.No;
        // Half-day steps hit every boundary of this world, whose times are whole days from noon.
        var steps = Enumerable.Range(-400, 801).Select(i => Now.AddHours(i * 12)).ToList();
        bool Asked(DateTimeOffset moment) => use.On is { } on ? (on.From is null || on.From <= moment) && (on.Until is null || moment < on.Until) : moment == Now;
        bool Holding(DateTimeOffset moment) => from <= moment && moment < until;
        return Yes(statement is Grant ? steps.Where(Asked).All(Holding) : steps.Any(moment => Asked(moment) && Holding(moment)));
    }
}
