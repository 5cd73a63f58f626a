using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>A statement, and when the record learned of it.</summary>
public sealed record RecordedStatement(Statement Statement, DateTimeOffset RecordedAt);

/// <summary>The two times of a question: as things stood at <paramref name="At"/>, as far as was known at <paramref name="KnownAt"/>.</summary>
public readonly record struct AsOf(DateTimeOffset At, DateTimeOffset KnownAt)
{
    /// <summary>Both at one moment.</summary>
    public static AsOf Moment(DateTimeOffset moment) => new(moment, moment);
}

/// <summary>A machine-readable wish found with a file. It may reserve any act; it may open only what its standard lets it open, and never an act on a persona.</summary>
/// <param name="Act">What it speaks about.</param>
/// <param name="Allows">True where it opens, false where it reserves.</param>
/// <param name="Says">In plain words.</param>
/// <param name="Source">The field and value it was read from.</param>
/// <param name="Statement">The statement that recorded it; null when it was read from the file itself.</param>
public sealed record Preference(Act Act, bool Allows, string Says, string Source, string? Statement = null)
{
    /// <summary>A wish on record, for one of its acts.</summary>
    internal static Preference From(PreferenceStatement wish, Act act) => new(
        act, wish.Allows, wish.Says ?? $"A machine-readable wish ({wish.Standard}) {(wish.Allows ? "allows" : "reserves")} {act}.", wish.Source ?? wish.Standard, wish.Id);
}

/// <summary>How much of a consent is used up.</summary>
/// <param name="Statement">The grant, or the prohibition of what goes beyond a quantity.</param>
/// <param name="Project">In which production; null when it is not known in which.</param>
/// <param name="Amount">Exact, not negative.</param>
/// <param name="Unit">Of what.</param>
public sealed record UsedSoFar(string Statement, string? Project, Rational Amount, string Unit);

/// <summary>Everything a decision may look at besides the use itself.</summary>
/// <param name="Register">Who and what is protected.</param>
/// <param name="Statements">What was said. Order and duplicates do not matter.</param>
public sealed record Facts(Register Register, ImmutableArray<RecordedStatement> Statements)
{
    private KnownStatements? _known;

    /// <summary>What is used up of each consent with a limit of quantity. A statement that is not named here has an unknown tally.</summary>
    public ImmutableArray<UsedSoFar> Used { get; init; } = [];

    private Facts(Facts original)
    {
        // What was worked out from other statements must not be copied along.
        (Register, Statements, Used) = (original.Register, original.Statements, original.Used);
    }

    /// <summary>The same facts with only those statements whose id is in <paramref name="ids"/>.</summary>
    public Facts OnlyCiting(IReadOnlySet<string> ids) => this with { Statements = [.. Statements.Where(recorded => ids.Contains(recorded.Statement.Id))] };

    /// <summary>What was known at a time. A folder of a thousand files asks for the same time a thousand times, so the last answer is kept.</summary>
    internal KnownStatements KnownAt(DateTimeOffset time) => _known is { } known && known.Time == time ? known : _known = new(time, Statements, Tally(Used));

    /// <summary>Tallies by statement; null when there are none.</summary>
    internal static ILookup<string, UsedSoFar>? Tally(ImmutableArray<UsedSoFar> used) => used.IsEmpty ? null : used.ToLookup(tally => tally.Statement, StringComparer.Ordinal);

    /// <summary>Equal when register and statements are.</summary>
    public bool Equals(Facts? other) => other is not null && ReferenceEquals(Register, other.Register) && Statements.SequenceEqual(other.Statements);

    /// <inheritdoc />
    public override int GetHashCode() => Statements.Length;
}

/// <summary>The statements known at a time: each once, with its earliest record time, by id.</summary>
internal sealed class KnownStatements : IKnown
{
    private static readonly ImmutableArray<Revocation> s_noRevocations = [];
    private static readonly ImmutableArray<Delegation> s_noDelegations = [];
    private readonly Dictionary<string, ImmutableArray<Revocation>> _revocations;
    private readonly Dictionary<PartyId, ImmutableArray<Delegation>> _delegations;

    public KnownStatements(DateTimeOffset time, IEnumerable<RecordedStatement> statements, ILookup<string, UsedSoFar>? used)
    {
        Time = time;
        All =
        [
            .. statements
                .Where(recorded => recorded.RecordedAt <= time)
                .GroupBy(recorded => recorded.Statement.Id, StringComparer.Ordinal)
                .Select(same => same.MinBy(recorded => recorded.RecordedAt)!)
                .OrderBy(recorded => recorded.Statement.Id, StringComparer.Ordinal),
        ];
        ById = All.ToDictionary(recorded => recorded.Statement.Id, recorded => recorded.Statement, StringComparer.Ordinal);
        Revocations = Of<Revocation>();
        Delegations = Of<Delegation>();
        Preferences = Of<PreferenceStatement>();
        Judgements = [.. Of<Attestation>().Where(attestation => attestation is { Question: AttestedQuestion.Judgement, About: not null, Input: not null })];
        Requests = Of<Request>();
        Answers = Of<Answer>();
        _revocations = Revocations.GroupBy(revocation => revocation.Of, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.ToImmutableArray(), StringComparer.Ordinal);
        _delegations = Delegations.GroupBy(delegation => delegation.Speaker).ToDictionary(same => same.Key, same => same.ToImmutableArray());
        Used = used;
    }

    private ImmutableArray<T> Of<T>() where T : Statement => [.. All.Select(recorded => recorded.Statement).OfType<T>()];

    public bool HasDelegations => !Delegations.IsEmpty;

    public ImmutableArray<Revocation> RevocationsOf(string statement) => _revocations.GetValueOrDefault(statement, s_noRevocations);

    public ImmutableArray<Delegation> DelegationsBy(PartyId party) => _delegations.GetValueOrDefault(party, s_noDelegations);

    public DateTimeOffset Time { get; }

    public ImmutableArray<RecordedStatement> All { get; }

    public IReadOnlyDictionary<string, Statement> ById { get; }

    public ImmutableArray<Revocation> Revocations { get; }

    public ImmutableArray<Delegation> Delegations { get; }

    public ImmutableArray<PreferenceStatement> Preferences { get; }

    public ImmutableArray<Attestation> Judgements { get; }

    public ImmutableArray<Request> Requests { get; }

    public ImmutableArray<Answer> Answers { get; }

    public ILookup<string, UsedSoFar>? Used { get; }
}
