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

/// <summary>One subject of one use: gathers the statements that count, holds them against the use, and decides.</summary>
internal sealed class SubjectCase
{
    private readonly SubjectId _subject;
    private readonly Use _use;
    private readonly Register _register;
    private readonly AsOf _asOf;
    private readonly ImmutableArray<Preference> _preferences;
    private readonly ImmutableArray<Claim> _claims;
    private readonly List<Held> _prohibitions = [];
    private readonly List<Held> _grants = [];
    private readonly List<SetAside> _aside = [];
    private readonly List<string> _considered = [];
    private readonly Attestation? _publicDomain;

    public SubjectCase(SubjectId subject, Use use, Register register, KnownStatements known, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        (_subject, _use, _register, _asOf, _preferences) = (subject, use, register, asOf, preferences);
        var behind = register.Behind(subject);
        _claims = [.. behind.SelectMany(of => register.Holders(of).Where(holder => holder.ConsentRequired).Select(holder => new Claim(of, holder.Party)))];
        var ends = Ends(known, behind);
        foreach (var (statement, _) in known.All)
        {
            if (statement is Attestation { Question: AttestedQuestion.PublicDomain, About: { } about } attestation && about == subject)
            {
                _considered.Add(statement.Id);
                if (PublicDomain(attestation)) _publicDomain ??= attestation;
            }
            if (statement is not ScopedStatement scoped || behind.All(of => Covers(scoped, of) == Truth.False)) continue;
            _considered.Add(statement.Id);
            // A speaker counts for what they hold: the singer for the voice, also as it stands in a model of it; the maker for the model alone.
            var held = behind.Where(of => Covers(scoped, of) != Truth.False && register.Holders(of).Any(holder => holder.Party == statement.Speaker)).ToImmutableArray();
            if (held.IsEmpty)
            {
                _aside.Add(new(statement.Id, statement.Speaker, $"{register.Name(statement.Speaker)} is not a holder of {register.Title(subject)} in this register."));
                continue;
            }
            DateTimeOffset? end = ends.TryGetValue(statement.Id, out var ended) ? ended : null;
            if (scoped is Prohibition) _prohibitions.Add(Hold(scoped, subject, held.Max(of => Covers(scoped, of)), end));
            else _grants.AddRange(held.Select(of => Hold(scoped, of, Covers(scoped, of), end)));
        }
    }

    /// <summary>A consent that the use needs: of this holder, for this subject or for what stands behind it.</summary>
    private sealed record Claim(SubjectId Of, PartyId Party);

    private Held Hold(ScopedStatement statement, SubjectId of, Truth covers, DateTimeOffset? end)
    {
        var conditions = ConditionEvaluator.Evaluate(statement, covers, _use, _asOf, end);
        return new(statement, of, conditions, ConditionEvaluator.All(conditions));
    }

    /// <summary>A statement held against the use.</summary>
    private sealed record Held(ScopedStatement Statement, SubjectId Of, ImmutableArray<ConditionResult> Conditions, Truth Truth)
    {
        public IEnumerable<ConditionResult> Failing => Conditions.Where(condition => condition.Truth != Truth.True);
    }

    /// <summary>How far one claim has come. A null verdict: its holder has said nothing that could cover the use.</summary>
    private sealed record ClaimState(Claim Claim, Verdict? Verdict, Grant? Chosen, ImmutableArray<Held> Open, bool IsOwn);

    public SubjectDecision Decide()
    {
        var forbidding = _prohibitions.Where(held => held.Truth == Truth.True).Concat(_prohibitions.Where(held => held.Truth == Truth.Error)).FirstOrDefault();
        if (forbidding is not null) return Refused(forbidding);

        var others = new List<string>();
        var states = _claims.Select(claim => StateOf(claim, others)).ToImmutableArray();
        var openProhibition = _prohibitions.FirstOrDefault(held => held.Truth == Truth.Unknown);
        var freed = _publicDomain is not null && states.IsEmpty;
        if (freed || (states.Length > 0 && states.All(state => state.Verdict == Verdict.Allow)))
        {
            var reasons = freed ? [Cite(_publicDomain!, $"{_register.Title(_subject)} is in the public domain, as {_register.Name(_publicDomain!.Speaker)} attests.")] : Allowing(states);
            if (openProhibition is null)
                return Result(Verdict.Allow, [.. reasons.Distinct()], duties: [.. states.SelectMany(DutiesOf).Distinct()], others: [.. others.Except(reasons.Select(reason => reason.Statement!))]);
            return Result(Verdict.Unknown, [.. reasons, Cite(openProhibition.Statement, MightForbid(openProhibition))], missing: Settle([openProhibition]), nearest: Nearest(states));
        }

        var silent = states.Where(state => state.Verdict is null).ToImmutableArray();
        var open = states.Where(state => state.Verdict == Verdict.Unknown).ToImmutableArray();
        if (_register.IsOfAPerson(_subject))
        {
            if (silent.Length > 0 || states.IsEmpty) return PersonaDefault(silent, states);
            return Open(states, open, openProhibition);
        }
        var preference = PreferenceRule.Decide(_use.Act, _preferences);
        // An open grant can only raise the answer: it never turns what the file itself opens into a doubt.
        if (preference.Verdict == Verdict.Allow && openProhibition is null)
            return Result(Verdict.Allow, [new(null, Rules.Preference, _subject, preference.Says, null, preference.Source)]);
        if (states.Length > 0 && silent.IsEmpty) return Open(states, open, openProhibition);
        if (preference.Verdict == Verdict.Deny)
            return Result(Verdict.Deny, [new(null, Rules.Preference, _subject, preference.Says, null, preference.Source)], missing: [.. silent.Select(Ask)], nearest: Nearest(states));
        if (states.IsEmpty)
        {
            var rule = _register.Has(_subject) ? Rules.HoldersUnknown : Rules.NotRegistered;
            var says = _register.Has(_subject)
                ? $"The register does not say whose consent {_register.Title(_subject)} needs."
                : $"{_subject} is not in this register.";
            return Result(Verdict.Unknown, [new(null, rule, _subject, says, null, null)], missing: [new(says, null, "countersign register work --help", _subject)], nearest: Nearest(states));
        }
        var allowed = Allowing([.. states.Where(state => state.Verdict == Verdict.Allow)]);
        return Result(
            Verdict.Unknown,
            [.. allowed, .. open.SelectMany(OpenReasons), .. silent.Select(NoConsent), .. openProhibition is null ? [] : new[] { Cite(openProhibition.Statement, MightForbid(openProhibition)) }],
            missing: [.. silent.Select(Ask), .. Settle([.. open.SelectMany(state => state.Open), .. openProhibition is null ? [] : new[] { openProhibition }])],
            nearest: Nearest(states));
    }

    private ClaimState StateOf(Claim claim, List<string> others)
    {
        if (claim.Party == _use.Requester) return new(claim, Verdict.Allow, null, [], IsOwn: true);
        var own = GrantsFor(claim).ToImmutableArray();
        var applying = own.Where(held => held.Truth == Truth.True).Select(held => (Grant)held.Statement).ToImmutableArray();
        if (applying.Length > 0)
        {
            var chosen = GrantChoice.Cheapest(applying, _use);
            others.AddRange(applying.Where(grant => grant != chosen).Select(grant => grant.Id));
            return new(claim, Verdict.Allow, chosen, [], false);
        }
        var open = own.Where(held => held.Truth == Truth.Unknown).ToImmutableArray();
        return new(claim, open.Length > 0 ? Verdict.Unknown : null, null, open, false);
    }

    private SubjectDecision Refused(Held forbidding)
    {
        var says = forbidding.Truth == Truth.True
            ? $"{_register.Name(forbidding.Statement.Speaker)} forbids this use of {_register.Title(_subject)}."
            : $"{_register.Name(forbidding.Statement.Speaker)} forbids uses of {_register.Title(_subject)} under a condition that cannot be evaluated ({string.Join("; ", forbidding.Failing.Select(condition => condition.Says))}), so it stands.";
        var ask = new Missing($"{_register.Name(forbidding.Statement.Speaker)} would have to take the refusal back, or the use would have to leave its scope.", forbidding.Statement.Speaker, $"countersign consent show {forbidding.Statement.Id}", _subject);
        var states = _claims.Select(claim => StateOf(claim, [])).ToImmutableArray();
        return Result(Verdict.Deny, [Cite(forbidding.Statement, says)], missing: [ask], nearest: Nearest(states));
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

    private SubjectDecision Open(ImmutableArray<ClaimState> states, ImmutableArray<ClaimState> open, Held? openProhibition) => Result(
        Verdict.Unknown,
        [.. Allowing([.. states.Where(state => state.Verdict == Verdict.Allow)]), .. open.SelectMany(OpenReasons), .. openProhibition is null ? [] : new[] { Cite(openProhibition.Statement, MightForbid(openProhibition)) }],
        missing: Settle([.. open.SelectMany(state => state.Open), .. openProhibition is null ? [] : new[] { openProhibition }]),
        nearest: Nearest(states));

    private ImmutableArray<Reason> Allowing(ImmutableArray<ClaimState> states) =>
    [
        .. states.Select(state => state.IsOwn
            ? new Reason(null, Rules.OwnWork, _subject, $"{_register.Name(state.Claim.Party)} asks, and holds {_register.Title(_subject)}.", null, null)
            : Cite(state.Chosen!, $"{_register.Name(state.Claim.Party)} agreed to this use of {_register.Title(_subject)}.")),
    ];

    private IEnumerable<Reason> OpenReasons(ClaimState state) => state.Open.Take(1).Select(held => Cite(held.Statement,
        $"{_register.Name(state.Claim.Party)} agreed under conditions that the use does not settle: {string.Join("; ", held.Failing.Select(condition => condition.Says))}."));

    private string MightForbid(Held held) =>
        $"{_register.Name(held.Statement.Speaker)} forbids some uses of {_register.Title(_subject)}, and this may be one: {string.Join("; ", held.Failing.Select(condition => condition.Says))}.";

    private Reason NoConsent(ClaimState state) => new(null, Rules.NoConsent, _subject,
        $"{_register.Name(state.Claim.Party)} has not been heard about this use of {_register.Title(_subject)}.{NearMiss(state)}", null, null);

    // The holder's nearest grant, said in the same breath: "agreed to something else" is the commonest answer of all.
    private string NearMiss(ClaimState state) =>
        NearestGrant(state.Claim) is { } held ? $" The nearest consent does not fit: {string.Join("; ", held.Failing.Select(condition => condition.Says))}." : "";

    private IEnumerable<Held> GrantsFor(Claim claim) => _grants.Where(held => held.Statement.Speaker == claim.Party && held.Of == claim.Of);

    private Held? NearestGrant(Claim claim) => GrantsFor(claim)
        .OrderBy(held => held.Failing.Count()).ThenBy(held => held.Statement.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private Missing Ask(ClaimState state) => new(
        $"A consent of {_register.Name(state.Claim.Party)} to {_use.Act.Says} ({_register.Title(_subject)})."
            + (_register.Party(state.Claim.Party)?.Contact is { } contact ? $" Ask: {contact}." : "") + " Their answer is recorded with:",
        state.Claim.Party, GrantCommand(state.Claim.Party), _subject);

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
        foreach (var held in _prohibitions.Where(held => held.Truth != Truth.False))
            changes.Add(new(_subject, null, held.Statement.Id, $"{_register.Name(held.Statement.Speaker)}'s refusal would have to be taken back, or not apply."));
        if (_publicDomain is not null && states.IsEmpty) return changes.ToImmutable();
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
        state.Chosen is { } grant ? grant.Duties.Select(duty => new OwedDuty(duty, grant.Speaker, _subject, grant.Id)) : [];

    private Reason Cite(Statement statement, string says) => new(statement.Id, null, _subject, says, statement.Says, statement.Source);

    private SubjectDecision Result(
        Verdict verdict, ImmutableArray<Reason> reasons, ImmutableArray<OwedDuty>? duties = null, ImmutableArray<Missing>? missing = null,
        ImmutableArray<NearestChange>? nearest = null, List<string>? others = null) =>
        new(verdict, reasons, duties ?? [], missing ?? [], nearest ?? [], [.. _aside], [.. (others ?? []).Distinct()], [.. _considered]);

    // Speaking about the subject itself also speaks about what stands behind it, as far as this use goes.
    private Truth Covers(ScopedStatement statement, SubjectId of)
    {
        var covers = Truth.False;
        foreach (var about in statement.About) covers = (Truth)Math.Max((int)covers, Math.Max((int)about.Covers(of), (int)about.Covers(_subject)));
        return covers;
    }

    private bool PublicDomain(Attestation attestation)
    {
        var why = _claims.Length > 0 ? "The register names holders whose consent is needed."
            : _register.Party(attestation.Speaker)?.Kind != PartyKind.Person ? "Only a named person can attest this."
            : !attestation.Answer ? "The answer was no." : null;
        if (why is not null) _aside.Add(new(attestation.Id, attestation.Speaker, why));
        return why is null;
    }

    /// <summary>When the statements about this subject were ended by a revocation of whoever made them.</summary>
    private Dictionary<string, DateTimeOffset> Ends(KnownStatements known, ImmutableArray<SubjectId> behind)
    {
        var ends = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var revocation in known.Revocations)
        {
            if (!known.ById.TryGetValue(revocation.Of, out var target) || target is not ScopedStatement scoped || behind.All(of => Covers(scoped, of) == Truth.False)) continue;
            if (target.Speaker != revocation.Speaker)
                _aside.Add(new(revocation.Id, revocation.Speaker, $"{_register.Name(revocation.Speaker)} cannot take back what {_register.Name(target.Speaker)} said."));
            else if (!ends.TryGetValue(revocation.Of, out var end) || revocation.Ends < end)
                ends[revocation.Of] = revocation.Ends;
        }
        return ends;
    }
}
