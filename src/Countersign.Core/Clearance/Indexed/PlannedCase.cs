using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>The answer for one subject, and what determines it.</summary>
internal readonly record struct SubjectRuling(Verdict Verdict, List<string> Reasons, ImmutableArray<OwedDuty> Duties)
{
    public static SubjectRuling Of(Decision decision) =>
        new(decision.Verdict, [.. decision.Reasons.Select(reason => reason.Statement ?? reason.Rule!)], decision.Duties);

    public Ruling ToRuling() => new(Verdict, Reasons.Count < 2 ? [.. Reasons] : [.. Reasons.Distinct(StringComparer.Ordinal)], Duties);
}

/// <summary>One subject of one use, decided from its plan: the compiled twin of <see cref="SubjectCase"/>, step by step.</summary>
internal readonly struct PlannedCase
{
    private readonly SubjectPlan _plan;
    private readonly Question _question;
    private readonly ImmutableArray<Preference> _preferences;

    public PlannedCase(SubjectPlan plan, Use use, ImmutableArray<string> requester, ILookup<string, UsedSoFar>? used, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        _plan = plan;
        var judgements = plan.Judgements.IsEmpty
            ? Judgements.None
            : Judgements.About(plan.Subject, use, plan.Index.Register, [.. plan.Judgements.Where(recorded => recorded.RecordedAt <= asOf.KnownAt).Select(recorded => (Attestation)recorded.Statement)], asOf);
        _question = new(new(use, asOf, requester, judgements, used, Asking.ToolsOf(use, plan.Index.Register)));
        _preferences = plan.Preferences.IsEmpty ? preferences : [.. preferences, .. Wishes(plan, use, asOf)];
    }

    public SubjectRuling Rule()
    {
        var forbidding = new Forbidding { Question = _question };
        _plan.Prohibitions.Visit(_question, ref forbidding);
        if ((forbidding.Applies ?? forbidding.Broken) is { } refusal) return new(Verdict.Deny, Cited([], refusal), []);

        var doubt = forbidding.Open;
        var claims = _plan.Claims.Length;
        if (claims == 0 && PublicDomain() is { } free)
            return doubt is null ? new(Verdict.Allow, [free], []) : new(Verdict.Unknown, Cited([free], doubt), []);

        var agreed = new List<string>();
        var rests = new List<string>();
        var open = new List<string>();
        var silent = 0;
        var own = 0;
        ImmutableArray<OwedDuty>.Builder? duties = null;
        foreach (var book in _plan.Grants)
        {
            if (book.Claim.Party == _question.Use.Requester && _plan.Authority.CannotSpeak(book.Claim.Party, _question.Asking.AsOf.At, refuses: false) is null)
            {
                own++;
                agreed.Add(Rules.OwnWork);
            }
            else if (book.Chosen(_question) is { } chosen)
            {
                agreed.Add(chosen.Statement.Id);
                rests.AddRange(chosen.RestsOn(_question));
                foreach (var duty in ((Grant)chosen.Statement.Statement).Duties)
                {
                    var owed = new OwedDuty(duty, book.Claim.Party, _plan.Subject, chosen.Statement.Id);
                    duties ??= ImmutableArray.CreateBuilder<OwedDuty>();
                    if (!duties.Contains(owed)) duties.Add(owed);
                }
            }
            else if (book.Open(_question) is { } left)
            {
                Cited(open, left);
            }
            else
            {
                silent++;
            }
        }
        agreed.AddRange(rests);
        if (claims > 0 && silent == 0 && open.Count == 0)
        {
            if (doubt is null) return new(Verdict.Allow, agreed, duties?.ToImmutable() ?? []);
            return new(Verdict.Unknown, Cited(agreed, doubt), []);
        }
        if (_plan.IsOfAPerson) return silent > 0 || claims == 0 ? new(Verdict.Deny, [Rules.PersonaDefault], []) : Open(agreed, open, doubt, default);
        var wish = PreferenceRule.Decide(_question.Use.Act, _preferences);
        if (wish.Verdict == Verdict.Allow && doubt is null) return new(Verdict.Allow, [wish.Statement ?? Rules.Preference], []);
        if (claims > 0 && silent == 0) return Open(agreed, open, doubt, wish);
        if (wish.Verdict == Verdict.Deny) return new(Verdict.Deny, [wish.Statement ?? Rules.Preference], []);
        if (claims == 0) return Open([_plan.Index.Register.Has(_plan.Subject) ? Rules.HoldersUnknown : Rules.NotRegistered], [], null, wish);
        open.Add(Rules.NoConsent);
        return Open(agreed, open, doubt, wish);
    }

    private SubjectRuling Open(List<string> agreed, List<string> open, Entry? doubt, Wished wish)
    {
        agreed.AddRange(open);
        if (doubt is not null) Cited(agreed, doubt);
        if (wish.IsDoubt) agreed.Add(wish.Statement ?? Rules.Preference);
        return new(Verdict.Unknown, agreed, []);
    }

    private List<string> Cited(List<string> into, Entry entry)
    {
        into.Add(entry.Statement.Id);
        into.AddRange(entry.RestsOn(_question).Distinct(StringComparer.Ordinal));
        return into;
    }

    private string? PublicDomain()
    {
        foreach (var recorded in _plan.PublicDomain)
            if (recorded.RecordedAt <= _question.Asking.AsOf.KnownAt && _plan.Index.Register.Party(recorded.Statement.Speaker)?.Kind == Parties.PartyKind.Person) return recorded.Statement.Id;
        return null;
    }

    private static IEnumerable<Preference> Wishes(SubjectPlan plan, Use use, AsOf asOf)
    {
        foreach (var recorded in plan.Preferences)
        {
            var wish = (PreferenceStatement)recorded.Statement;
            if (recorded.RecordedAt > asOf.KnownAt || wish.Made > asOf.At || (wish.Allows && wish.Speaker == use.Requester)) continue;
            if (plan.Index.AllRevocationsOf(wish.Id).Any(taken => taken.RecordedAt <= asOf.KnownAt && taken.Revocation.Speaker == wish.Speaker && taken.Revocation.Ends <= asOf.At && !(taken.Revocation.Until <= asOf.At))) continue;
            foreach (var act in wish.Acts) yield return Preference.From(wish, act);
        }
    }

    private struct Forbidding : IEntryVisitor
    {
        public required Question Question { get; init; }

        public Entry? Applies { get; private set; }

        public Entry? Broken { get; private set; }

        public Entry? Open { get; private set; }

        public void Visit(Entry entry)
        {
            if (!(Before(entry, Applies) || Before(entry, Broken) || Before(entry, Open))) return;
            switch (entry.Evaluate(Question, Reach.Part))
            {
                case Truth.True when Before(entry, Applies): Applies = entry; break;
                case Truth.Error when Before(entry, Broken): Broken = entry; break;
                case Truth.Unknown when Before(entry, Open): Open = entry; break;
                default: break;
            }
        }

        private static bool Before(Entry entry, Entry? found) => found is null || string.CompareOrdinal(entry.Statement.Id, found.Statement.Id) < 0;
    }
}
