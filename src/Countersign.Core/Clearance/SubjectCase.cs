using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;

namespace Countersign.Core.Clearance;

/// <summary>What was decided for one subject, before the subjects of a use are put together.</summary>
internal sealed record SubjectDecision(
    Verdict Verdict, ImmutableArray<Reason> Reasons, ImmutableArray<OwedDuty> Duties, ImmutableArray<Missing> Missing,
    ImmutableArray<NearestChange> Nearest, ImmutableArray<SetAside> SetAside, ImmutableArray<string> OtherGrants, ImmutableArray<string> Considered);

/// <summary>One subject of one use: decides from the statements that count.</summary>
internal sealed class SubjectCase
{
    private readonly SubjectId _subject;
    private readonly Use _use;
    private readonly Register _register;
    private readonly AsOf _asOf;
    private readonly KnownStatements _known;
    private readonly ImmutableArray<Preference> _preferences;
    private readonly ImmutableArray<Claim> _claims;
    private readonly HeldStatements _held;
    private readonly List<string> _asked = [];

    public SubjectCase(SubjectId subject, Use use, Register register, KnownStatements known, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        (_subject, _use, _register, _known, _asOf) = (subject, use, register, known, asOf);
        _held = new(subject, use, register, known, asOf);
        _claims = _held.Claims;
        _preferences = [.. preferences, .. _held.Preferences];
    }

    /// <summary>How far one claim has come. A null verdict: its holder has said nothing that could cover the use.</summary>
    private sealed record ClaimState(Claim Claim, Verdict? Verdict, Held? Chosen, ImmutableArray<Held> Open, bool IsOwn);

    public SubjectDecision Decide()
    {
        var forbidding = _held.Prohibitions.Where(held => held.Truth == Truth.True).Concat(_held.Prohibitions.Where(held => held.Truth == Truth.Error)).FirstOrDefault();
        if (forbidding is not null) return Refused(forbidding);

        var others = new List<string>();
        var states = _claims.Select(claim => StateOf(claim, others)).ToImmutableArray();
        var openProhibition = _held.Prohibitions.FirstOrDefault(held => held.Truth == Truth.Unknown);
        var freed = _held.PublicDomain is not null && states.IsEmpty;
        if (freed || (states.Length > 0 && states.All(state => state.Verdict == Verdict.Allow)))
        {
            var reasons = freed ? [Cite(_held.PublicDomain!, $"{_register.Title(_subject)} is in the public domain, as {_register.Name(_held.PublicDomain!.Speaker)} attests.")] : Allowing(states);
            if (openProhibition is null)
                return Result(Verdict.Allow, [.. reasons.Distinct()], duties: [.. states.SelectMany(DutiesOf).Distinct()], others: [.. others.Except(reasons.Select(reason => reason.Statement).OfType<string>(), StringComparer.Ordinal)]);
            return Result(Verdict.Unknown, [.. reasons, .. Doubts(openProhibition)], missing: Settle([openProhibition]), nearest: Nearest(states));
        }

        var silent = states.Where(state => state.Verdict is null).ToImmutableArray();
        var open = states.Where(state => state.Verdict == Verdict.Unknown).ToImmutableArray();
        if (_register.IsOfAPerson(_subject))
        {
            if (silent.Length > 0 || states.IsEmpty) return PersonaDefault(silent, states);
            return Open(states, open, openProhibition, default);
        }
        var preference = PreferenceRule.Decide(_use.Act, _preferences);
        // An open grant can only raise the answer: it never turns what the file itself opens into a doubt.
        if (preference.Verdict == Verdict.Allow && openProhibition is null)
            return Result(Verdict.Allow, [Wish(preference)]);
        if (states.Length > 0 && silent.IsEmpty) return Open(states, open, openProhibition, preference);
        if (preference.Verdict == Verdict.Deny)
            return Result(Verdict.Deny, [Wish(preference)], missing: [.. silent.Select(Ask)], nearest: Nearest(states));
        if (states.IsEmpty)
        {
            var rule = _register.Has(_subject) ? Rules.HoldersUnknown : Rules.NotRegistered;
            var says = _register.Has(_subject)
                ? $"The register does not say whose consent {_register.Title(_subject)} needs."
                : $"{_subject} is not in this register.";
            return Result(Verdict.Unknown, [new(null, rule, _subject, says, null, null), .. Reserved(preference)], missing: [new(says, null, "countersign register work --help", _subject)], nearest: Nearest(states));
        }
        var allowed = Allowing([.. states.Where(state => state.Verdict == Verdict.Allow)]);
        return Result(
            Verdict.Unknown,
            [.. allowed, .. open.SelectMany(OpenReasons), .. silent.Select(NoConsent), .. Doubts(openProhibition), .. Reserved(preference)],
            missing: [.. silent.Select(Ask), .. Settle([.. open.SelectMany(state => state.Open), .. openProhibition is null ? [] : new[] { openProhibition }])],
            nearest: Nearest(states));
    }

    private ClaimState StateOf(Claim claim, List<string> others)
    {
        if (claim.Party == _use.Requester && _held.CanAskForThemself(claim.Party)) return new(claim, Verdict.Allow, null, [], IsOwn: true);
        var own = GrantsFor(claim).ToImmutableArray();
        var applying = own.Where(held => held.Truth == Truth.True).ToImmutableArray();
        if (applying.Length > 0)
        {
            var grants = applying.Select(held => (Grant)held.Statement).DistinctBy(grant => grant.Id, StringComparer.Ordinal).ToImmutableArray();
            var chosen = GrantChoice.Cheapest(grants, _use);
            others.AddRange(grants.Where(grant => grant != chosen).Select(grant => grant.Id));
            // By several rights at once: the shortest chain, which comes first.
            return new(claim, Verdict.Allow, applying.First(held => held.Statement == chosen), [], false);
        }
        var open = own.Where(held => held.Truth == Truth.Unknown).ToImmutableArray();
        return new(claim, open.Length > 0 ? Verdict.Unknown : null, null, open, false);
    }

    private SubjectDecision Refused(Held forbidding)
    {
        var says = forbidding.Truth == Truth.True
            ? $"{Voice(forbidding)} forbids this use of {_register.Title(_subject)}."
            : $"{Voice(forbidding)} forbids uses of {_register.Title(_subject)} under a condition that cannot be evaluated ({string.Join("; ", forbidding.Failing.Select(condition => condition.Says))}), so it stands.";
        var ask = new Missing($"{_register.Name(forbidding.Statement.Speaker)} would have to take the refusal back, or the use would have to leave its scope.", forbidding.Statement.Speaker, $"countersign consent show {forbidding.Statement.Id}", _subject);
        var states = _claims.Select(claim => StateOf(claim, [])).ToImmutableArray();
        return Result(Verdict.Deny, [Cite(forbidding.Statement, says), .. Foundations(forbidding)], missing: [ask], nearest: Nearest(states));
    }

    private SubjectDecision PersonaDefault(ImmutableArray<ClaimState> silent, ImmutableArray<ClaimState> states)
    {
        if (states.IsEmpty)
        {
            var says = $"{_register.Title(_subject)} belongs to a person, and the register does not say who may consent.";
            return Result(Verdict.Deny, [new(null, Rules.PersonaDefault, _subject, says, null, null)], missing: [new(says, null, "countersign register voice --help", _subject)], nearest: Nearest(states));
        }
        var reasons = silent.Select(state => new Reason(null, Rules.PersonaDefault, _subject,
            $"{_register.Name(state.Claim.Party)} has not agreed to this use of {_register.Title(_subject)}, and without a consent there is none.{NearMiss(state)}", null, null));
        return Result(Verdict.Deny, [.. reasons], missing: [.. silent.Select(Ask)], nearest: Nearest(states));
    }

    private SubjectDecision Open(ImmutableArray<ClaimState> states, ImmutableArray<ClaimState> open, Held? openProhibition, Wished wish) => Result(
        Verdict.Unknown,
        [.. Allowing([.. states.Where(state => state.Verdict == Verdict.Allow)]), .. open.SelectMany(OpenReasons), .. Doubts(openProhibition), .. Reserved(wish)],
        missing: Settle([.. open.SelectMany(state => state.Open), .. openProhibition is null ? [] : new[] { openProhibition }]),
        nearest: Nearest(states));

    private ImmutableArray<Reason> Allowing(ImmutableArray<ClaimState> states) =>
    [
        .. states.Select(state => state.IsOwn
            ? new Reason(null, Rules.OwnWork, _subject, $"{_register.Name(state.Claim.Party)} asks, and holds {_register.Title(_subject)}.", null, null)
            : Cite(state.Chosen!.Statement, $"{Voice(state.Chosen!)} agreed to this use of {_register.Title(_subject)}.")),
        .. states.Where(state => state.Chosen is not null).SelectMany(state => Foundations(state.Chosen!)),
    ];

    private ImmutableArray<Reason> Reserved(Wished wish) => wish.IsDoubt ? [Wish(wish)] : [];

    private Reason Wish(Wished wish) => new(wish.Statement, wish.Statement is null ? Rules.Preference : null, _subject, wish.Says, null, wish.Source);

    /// <summary>Who spoke: the holder, or somebody for them.</summary>
    private string Voice(Held held) => held.Statement.Speaker == held.Claim.Party
        ? _register.Name(held.Claim.Party)
        : $"{_register.Name(held.Statement.Speaker)}, for {_register.Name(held.Claim.Party)},";

    /// <summary>What a statement rests on: the delegations by which its speaker could speak, and what named persons judged.</summary>
    private IEnumerable<Reason> Foundations(Held held) => held.RestsOn.Select(id => _known.ById[id] switch
    {
        Delegation link => Cite(link, $"{_register.Name(link.Speaker)} lets {_register.Name(link.To)} ({Words.Of(link.Role)}) speak about this."),
        var judged => Cite(judged, $"{_register.Name(judged.Speaker)} attests that '{((Attestation)judged).Input}' is {(((Attestation)judged).Answer ? "so" : "not so")}."),
    });

    private IEnumerable<Reason> OpenReasons(ClaimState state) => state.Open.Take(1).SelectMany(held => Foundations(held).Prepend(Cite(held.Statement,
        $"{Voice(held)} agreed under conditions that the use does not settle: {string.Join("; ", held.Failing.Select(condition => condition.Says))}.")));

    private string MightForbid(Held held) =>
        $"{_register.Name(held.Statement.Speaker)} forbids some uses of {_register.Title(_subject)}, and this may be one: {string.Join("; ", held.Failing.Select(condition => condition.Says))}.";

    private IEnumerable<Reason> Doubts(Held? prohibition) => prohibition is null ? [] : Foundations(prohibition).Prepend(Cite(prohibition.Statement, MightForbid(prohibition)));

    private Reason NoConsent(ClaimState state) => new(null, Rules.NoConsent, _subject,
        $"{_register.Name(state.Claim.Party)} has not been heard about this use of {_register.Title(_subject)}.{NearMiss(state)}", null, null);

    // The holder's nearest grant, said in the same breath: "agreed to something else" is the commonest answer of all.
    private string NearMiss(ClaimState state) =>
        NearestGrant(state.Claim) is { } held ? $" The nearest consent does not fit: {string.Join("; ", held.Failing.Select(condition => condition.Says))}." : "";

    private IEnumerable<Held> GrantsFor(Claim claim) => _held.Grants.Where(held => held.Claim == claim);

    private Held? NearestGrant(Claim claim) => GrantsFor(claim)
        .OrderBy(held => held.Failing.Count()).ThenBy(held => held.Statement.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private Missing Ask(ClaimState state) => new(
        $"A consent of {_register.Name(state.Claim.Party)} to {_use.Act.Says} ({_register.Title(_subject)})." + Asked(state.Claim.Party)
            + (_register.Party(state.Claim.Party)?.Contact is { } contact ? $" Ask: {contact}." : "") + " Their answer is recorded with:",
        state.Claim.Party, GrantCommand(state.Claim.Party), _subject);

    /// <summary>What became of an earlier request for the same act, so that nobody is asked twice without knowing.</summary>
    private string Asked(PartyId holder)
    {
        var request = _known.Requests
            .Where(request => request.Speaker == _use.Requester && request.To.Contains(holder) && request.Use.Act == _use.Act && request.Use.Subjects.Contains(_subject) && request.Made <= _asOf.At)
            .OrderBy(request => request.Made).ThenBy(request => request.Id, StringComparer.Ordinal).LastOrDefault();
        if (request is null) return "";
        _asked.Add(request.Id);
        var answer = _known.Answers
            .Where(answer => answer.Of == request.Id && answer.Made <= _asOf.At)
            .OrderBy(answer => answer.Made).ThenBy(answer => answer.Id, StringComparer.Ordinal).LastOrDefault();
        if (answer is null) return $" Asked on {Rfc3339.Date(request.Made)}, and not answered yet.";
        _asked.Add(answer.Id);
        return answer.Gives switch
        {
            AnswerKind.NotYet => $" Asked on {Rfc3339.Date(request.Made)}; the answer was: not yet{(answer.Again is { } again ? $". Ask again from {Rfc3339.Day(again)}" : "")}.",
            AnswerKind.No => $" Asked on {Rfc3339.Date(request.Made)}; the answer was no.",
            _ => $" Asked on {Rfc3339.Date(request.Made)}; the answer was yes, under conditions that this use does not meet.",
        };
    }

    private string GrantCommand(PartyId holder)
    {
        var project = _use.Terms.TryGetValue(Dimension.Project, out var projects) ? $" --project {projects[0]}" : "";
        // A model's holder grants the model; whoever stands behind it may name the model too, and covers what it shows of them.
        return $"countersign consent grant --by {holder} --about {_subject} --act {_use.Act}{project}";
    }

    private ImmutableArray<Missing> Settle(IEnumerable<Held> open) =>
    [
        .. open.SelectMany(held => held.Failing.Select(condition => new Missing(
            $"Say for this use: {Words.Of(condition.Dimension)}. ({condition.Says})", null,
            condition.Dimension is Dimension.Act or Dimension.Subject ? "Name the act or the subject more closely." : $"State '{Words.Of(condition.Dimension)}' in the use.", _subject))).Distinct(),
    ];

    /// <summary>For every holder who has not agreed, the grant with the fewest failing conditions; and every prohibition in the way.</summary>
    private ImmutableArray<NearestChange> Nearest(ImmutableArray<ClaimState> states)
    {
        var changes = ImmutableArray.CreateBuilder<NearestChange>();
        foreach (var held in _held.Prohibitions.Where(held => held.Truth != Truth.False))
            changes.Add(new(_subject, null, held.Statement.Id, $"{_register.Name(held.Statement.Speaker)}'s refusal would have to be taken back, or not apply."));
        if (_held.PublicDomain is not null && states.IsEmpty) return changes.ToImmutable();
        if (states.IsEmpty) changes.Add(new(_subject, null, null, $"The register would have to say who consents for {_register.Title(_subject)}, and they would have to agree."));
        foreach (var state in states.Where(state => state.Verdict != Verdict.Allow))
        {
            if (NearestGrant(state.Claim) is not { } nearest)
                changes.Add(new(_subject, null, null, $"{_register.Name(state.Claim.Party)} would have to agree."));
            else
                foreach (var condition in nearest.Failing) changes.Add(new(_subject, condition.Dimension, nearest.Statement.Id, condition.Says));
        }
        return changes.ToImmutable();
    }

    private IEnumerable<OwedDuty> DutiesOf(ClaimState state) =>
        // What a delegate agrees to is owed to the holder, unless the grant names somebody else.
        state.Chosen is { Statement: Grant grant } ? grant.Duties.Select(duty => new OwedDuty(duty, state.Claim.Party, _subject, grant.Id)) : [];

    private Reason Cite(Statement statement, string says) => new(statement.Id, null, _subject, says, statement.Says, statement.Source);

    private SubjectDecision Result(
        Verdict verdict, ImmutableArray<Reason> reasons, ImmutableArray<OwedDuty>? duties = null, ImmutableArray<Missing>? missing = null,
        ImmutableArray<NearestChange>? nearest = null, List<string>? others = null) =>
        new(verdict, reasons, duties ?? [], missing ?? [], nearest ?? [], [.. _held.Aside], [.. (others ?? []).Distinct(StringComparer.Ordinal)], [.. _held.Considered, .. _asked]);
}
