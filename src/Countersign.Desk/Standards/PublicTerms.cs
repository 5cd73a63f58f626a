using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>
/// What the statements say to somebody of whom nothing is known. It is asked of the decision procedure itself, with a use that states nothing
/// but the act, so that revocations, delegations and several holders count here just as they do in a clearance, and a condition of any kind
/// leaves the answer open.
/// </summary>
public sealed class PublicTerms
{
    // Nobody's id: no statement names it, so whatever is limited to somebody is not open to it.
    private static readonly PartyId s_anybody = PartyId.Parse("party:anybody.at.all").Value;

    private readonly Facts _facts;
    private readonly AsOf _asOf;
    private readonly Dictionary<Act, Decision> _answers = [];
    private readonly ImmutableArray<PartyId> _named;

    /// <summary>What holds from a time on, as far as is known then.</summary>
    public PublicTerms(SubjectId subject, Facts facts, AsOf asOf)
    {
        (Subject, _facts, _asOf) = (subject, facts, asOf);
        // A published term speaks to everybody, so also to those whom alone a refusal, or the delegation of whoever refused, names.
        _named =
        [
            .. facts.Statements.Select(recorded => recorded.Statement).OfType<ScopedStatement>()
                .Where(statement => statement is not Grant && statement.About.Any(about => facts.Register.Covers(about, subject) != Truth.False))
                .SelectMany(refusal => refusal.Scope.Terms.TryGetValue(Dimension.Requester, out var to) && !to.IsExcept ? to.Terms : [])
                .Select(PartyId.Parse).Where(party => party.IsOk).Select(party => party.Value).Distinct().Order(),
        ];
        foreach (var act in Act.All) _answers[act] = Ask(act, null);
    }

    /// <summary>What it is about.</summary>
    public SubjectId Subject { get; }

    /// <summary>The title of it.</summary>
    public string Title => _facts.Register.Title(Subject);

    /// <summary>What it is asked of.</summary>
    internal Facts Facts => _facts;

    /// <summary>When, and as known when.</summary>
    internal AsOf AsOf => _asOf;

    /// <summary>The grants on record that speak of the subject, by id.</summary>
    internal ImmutableArray<Grant> Grants =>
    [
        .. _facts.Statements.Where(recorded => recorded.RecordedAt <= _asOf.KnownAt).Select(recorded => recorded.Statement).OfType<Grant>()
            .Where(grant => grant.About.Any(about => _facts.Register.Covers(about, Subject) == Truth.True))
            .DistinctBy(grant => grant.Id).OrderBy(grant => grant.Id, StringComparer.Ordinal),
    ];

    /// <summary>Open to anybody, anywhere, from now on, owing nothing.</summary>
    public bool IsOpen(Act act) => _answers[act] is { Verdict: Verdict.Allow, Duties.IsEmpty: true };

    /// <summary>All of them open.</summary>
    public bool AreOpen(ImmutableArray<Act> acts) => !acts.IsEmpty && acts.All(IsOpen);

    /// <summary>Refused, as a whole or in a part, to everybody or to some.</summary>
    public bool IsRefused(Act act) => Act.All.Any(part => act.Covers(part) == Truth.True
        && (_answers[part].Verdict == Verdict.Deny || _answers[part].Nearest.Any(change => change.Statement is { } id && IsProhibition(id))));

    /// <summary>Any of them refused.</summary>
    public bool AnyRefused(ImmutableArray<Act> acts) => acts.Any(IsRefused);

    /// <summary>What is said of acts and no term of a standard without conditions can say.</summary>
    public IEnumerable<Loss> Conditions(params IEnumerable<Act> acts)
    {
        foreach (var act in acts.Distinct())
        {
            var answer = _answers[act];
            if (answer is { Verdict: Verdict.Allow, Duties.IsEmpty: false })
                yield return new(act.Name, $"It is open against duties ({string.Join(", ", answer.Duties.Select(owed => Words.Of(owed.Duty.Kind)).Distinct())}), which cannot be said here: it is not written as open.");
            else if (answer.Verdict == Verdict.Unknown && Grants.Any(grant => grant.Scope.Acts.Any(granted => granted.Covers(act) == Truth.True)))
                yield return new(act.Name, "It is granted under conditions, which cannot be said here: it is not written as open.");
            if (answer.Verdict != Verdict.Deny && IsRefused(act))
                yield return new(act.Name, "A part of it is refused, or it is refused under conditions: what is written reserves the whole.");
        }
    }

    /// <summary>The answer to anybody, for a use in these territories; null for one that does not say where.</summary>
    internal Decision Ask(Act act, ImmutableArray<string>? territories)
    {
        var worst = Ask(act, territories, s_anybody);
        foreach (var named in _named)
            if (Ask(act, territories, named) is var answer && (answer.Verdict < worst.Verdict || (answer.Verdict == worst.Verdict && answer.Duties.Length > worst.Duties.Length))) worst = answer;
        return worst;
    }

    private Decision Ask(Act act, ImmutableArray<string>? territories, PartyId requester)
    {
        // Without an end: what is granted up to a day is not open, since a published term carries no such day.
        var use = Use.Of(act, requester, Subject) with { On = new Period(_asOf.At, null) };
        if (territories is { } where) use = use.With(Dimension.Territory, [.. where]);
        return PlainInterpreter.Decide(use, _facts, _asOf);
    }

    private bool IsProhibition(string id) => _facts.Statements.Any(recorded => recorded.Statement.Id == id && recorded.Statement is Prohibition);
}
