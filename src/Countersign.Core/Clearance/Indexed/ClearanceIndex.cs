using System.Collections.Concurrent;
using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>
/// Decides from an index: statements by subject, compiled; what each holder let, filed by what limits it; revocations and tallies looked up by
/// statement. <see cref="Rule(Use, AsOf)"/> gives the answer and what determines it. <see cref="Decide(Use, AsOf)"/> gives the whole explanation, byte for byte that of
/// the plain interpreter, reading only what speaks about the subjects. One index answers for any pair of times. It may be asked from several
/// threads; facts that change need a new index.
/// </summary>
public sealed class ClearanceIndex : IClearanceEngine
{
    private readonly Dictionary<SubjectId, List<RecordedStatement>> _byEntry = [];
    private readonly Dictionary<string, ImmutableArray<(Revocation Revocation, DateTimeOffset RecordedAt)>> _revocations;
    private readonly ILookup<PartyId, RecordedStatement> _requests;
    private readonly ILookup<string, RecordedStatement> _answers;
    private readonly ILookup<string, RecordedStatement> _attestations;
    private readonly ConcurrentDictionary<SubjectId, SubjectPlan> _plans = new();
    private readonly ConcurrentDictionary<string, CompiledStatement> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PartyId, ImmutableArray<string>> _names = new();
    private readonly ILookup<string, UsedSoFar>? _used;

    /// <summary>An index over facts.</summary>
    public ClearanceIndex(Facts facts)
    {
        Register = facts.Register;
        _used = Facts.Tally(facts.Used);
        Everything = new(DateTimeOffset.MaxValue, facts.Statements, _used);
        foreach (var recorded in Everything.All)
            foreach (var entry in Subjects(recorded.Statement).Select(subject => subject.Entry).Distinct())
            {
                if (!_byEntry.TryGetValue(entry, out var list)) _byEntry.Add(entry, list = []);
                list.Add(recorded);
            }
        RecordedAt = Everything.All.ToDictionary(recorded => recorded.Statement.Id, recorded => recorded.RecordedAt, StringComparer.Ordinal);
        _revocations = Everything.Revocations.GroupBy(revocation => revocation.Of, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Select(revocation => (revocation, RecordedAt[revocation.Id])).ToImmutableArray(), StringComparer.Ordinal);
        _requests = Everything.All.Where(recorded => recorded.Statement is Request).ToLookup(recorded => recorded.Statement.Speaker);
        _answers = Everything.All.Where(recorded => recorded.Statement is Answer).ToLookup(recorded => ((Answer)recorded.Statement).Of, StringComparer.Ordinal);
        _attestations = Everything.All.Where(recorded => recorded.Statement is Attestation { Asset: not null }).ToLookup(recorded => ((Attestation)recorded.Statement).Asset!, StringComparer.Ordinal);
        LastRecorded = Everything.All.IsEmpty ? DateTimeOffset.MinValue : Everything.All.Max(recorded => recorded.RecordedAt);
        WithoutEnds = new EndlessStatements(Everything);
    }

    /// <summary>Who and what is protected.</summary>
    public Register Register { get; }

    internal KnownStatements Everything { get; }

    internal IKnown WithoutEnds { get; }

    internal DateTimeOffset LastRecorded { get; }

    internal Dictionary<string, DateTimeOffset> RecordedAt { get; }

    /// <summary>The answer and what determines it.</summary>
    public Ruling Rule(Use use, AsOf asOf) => Rule(use, asOf, []);

    /// <summary>The same, with the preferences found in the file that the use is about.</summary>
    public Ruling Rule(Use use, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        if (use.Subjects.IsEmpty) return new(Verdict.Unknown, [Rules.NotRegistered], []);
        if (use.Subjects.Length == 1) return Rule(use.Subjects[0], use, asOf, preferences).ToRuling();
        var rulings = use.Subjects.Order().Select(subject => Rule(subject, use, asOf, preferences)).ToImmutableArray();
        var worst = rulings.Min(ruling => ruling.Verdict);
        var telling = worst == Verdict.Deny ? [rulings.First(ruling => ruling.Verdict == worst)] : rulings;
        return new(worst, [.. telling.SelectMany(ruling => ruling.Reasons).Distinct(StringComparer.Ordinal)], worst == Verdict.Allow ? [.. rulings.SelectMany(ruling => ruling.Duties)] : []);
    }

    /// <summary>The whole decision, byte for byte that of <see cref="PlainInterpreter"/>.</summary>
    public Decision Decide(Use use, AsOf asOf) => Decide(use, asOf, []);

    /// <summary>The same, with the preferences found in the file that the use is about.</summary>
    public Decision Decide(Use use, AsOf asOf, ImmutableArray<Preference> preferences) => PlainInterpreter.Decide(use, Register, new(asOf.KnownAt, Concerning(use), _used), asOf, preferences);

    private SubjectRuling Rule(SubjectId subject, Use use, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        var plan = _plans.GetOrAdd(subject, static (subject, index) => new(index, subject), this);
        if (plan.IsTangled) return SubjectRuling.Of(Decide(use with { Subjects = [subject] }, asOf, preferences));
        return new PlannedCase(plan, use, Names(use.Requester), _used, asOf, preferences).Rule();
    }

    private ImmutableArray<string> Names(PartyId party) => _names.GetOrAdd(party, static (party, register) => register.Names(party), Register);

    /// <summary>The statements that speak about a subject or what stands behind it, in order of their ids.</summary>
    internal IReadOnlyList<RecordedStatement> About(SubjectId subject, ImmutableArray<SubjectId> behind)
    {
        var entries = behind.Prepend(subject).SelectMany(of => Register.Wholes(of)).Select(of => of.Entry).Distinct().ToList();
        if (entries.Count == 1) return _byEntry.GetValueOrDefault(entries[0]) ?? [];
        return [.. entries.SelectMany(entry => _byEntry.GetValueOrDefault(entry) ?? []).DistinctBy(recorded => recorded.Statement.Id, StringComparer.Ordinal).OrderBy(recorded => recorded.Statement.Id, StringComparer.Ordinal)];
    }

    private IEnumerable<RecordedStatement> Concerning(Use use)
    {
        foreach (var recorded in use.Subjects.SelectMany(subject => About(subject, Register.Behind(subject))))
        {
            yield return recorded;
            foreach (var (revocation, at) in AllRevocationsOf(recorded.Statement.Id)) yield return new(revocation, at);
        }
        foreach (var request in _requests[use.Requester])
        {
            yield return request;
            foreach (var answer in _answers[request.Statement.Id]) yield return answer;
        }
    }

    /// <inheritdoc />
    public IEnumerable<Attestation> AttestationsOf(string asset, DateTimeOffset knownAt) =>
        _attestations[asset].Where(recorded => recorded.RecordedAt <= knownAt).Select(recorded => (Attestation)recorded.Statement);

    /// <inheritdoc />
    public IEnumerable<Attestation> JudgementsOf(SubjectId subject, DateTimeOffset knownAt) => About(subject, [subject])
        .Where(recorded => recorded.RecordedAt <= knownAt).Select(recorded => recorded.Statement).OfType<Attestation>()
        .Where(judged => judged is { Question: AttestedQuestion.Judgement, About: { } about, Input: not null } && Register.Covers(about, subject) == Truth.True);

    internal ImmutableArray<(Revocation Revocation, DateTimeOffset RecordedAt)> AllRevocationsOf(string statement) => _revocations.GetValueOrDefault(statement, []);

    internal CompiledStatement Compiled(ScopedStatement statement) => _compiled.GetOrAdd(statement.Id, static (id, made) => new(made.Statement, made.Index.RecordedAt[id]), (Statement: statement, Index: this));

    /// <summary>Who may speak, and what was taken back, as known at a time.</summary>
    internal IKnown At(DateTimeOffset known) => known >= LastRecorded ? Everything : new StatementsAt(this, known);

    private static ImmutableArray<SubjectId> Subjects(Statement statement) => statement switch
    {
        ScopedStatement scoped => scoped.About,
        PreferenceStatement preference => preference.About,
        Attestation { Question: AttestedQuestion.PublicDomain or AttestedQuestion.Judgement, About: { } about } => [about],
        _ => [],
    };

    private sealed class StatementsAt(ClearanceIndex index, DateTimeOffset known) : IKnown
    {
        public bool HasDelegations => index.Everything.HasDelegations;

        public ImmutableArray<Delegation> DelegationsBy(PartyId party) => [.. index.Everything.DelegationsBy(party).Where(delegation => index.RecordedAt[delegation.Id] <= known)];

        public ImmutableArray<Revocation> RevocationsOf(string statement) => [.. index.AllRevocationsOf(statement).Where(recorded => recorded.RecordedAt <= known).Select(recorded => recorded.Revocation)];
    }

    private sealed class EndlessStatements(KnownStatements all) : IKnown
    {
        public bool HasDelegations => all.HasDelegations;

        public ImmutableArray<Delegation> DelegationsBy(PartyId party) => all.DelegationsBy(party);

        public ImmutableArray<Revocation> RevocationsOf(string statement) => [];
    }
}
