using System.Collections.Immutable;
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
public sealed record Preference(Act Act, bool Allows, string Says, string Source);

/// <summary>Everything a decision may look at besides the use itself.</summary>
/// <param name="Register">Who and what is protected.</param>
/// <param name="Statements">What was said. Order and duplicates do not matter.</param>
public sealed record Facts(Register Register, ImmutableArray<RecordedStatement> Statements)
{
    private KnownStatements? _known;

    private Facts(Facts original)
    {
        // What was worked out from other statements must not be copied along.
        (Register, Statements) = (original.Register, original.Statements);
    }

    /// <summary>The same facts with only those statements whose id is in <paramref name="ids"/>.</summary>
    public Facts OnlyCiting(IReadOnlySet<string> ids) => this with { Statements = [.. Statements.Where(recorded => ids.Contains(recorded.Statement.Id))] };

    /// <summary>What was known at a time. A folder of a thousand files asks for the same time a thousand times, so the last answer is kept.</summary>
    internal KnownStatements KnownAt(DateTimeOffset time) => _known is { } known && known.Time == time ? known : _known = new(time, Statements);

    /// <summary>Equal when register and statements are.</summary>
    public bool Equals(Facts? other) => other is not null && ReferenceEquals(Register, other.Register) && Statements.SequenceEqual(other.Statements);

    /// <inheritdoc />
    public override int GetHashCode() => Statements.Length;
}

/// <summary>The statements known at a time: each once, with its earliest record time, by id.</summary>
internal sealed class KnownStatements
{
    public KnownStatements(DateTimeOffset time, ImmutableArray<RecordedStatement> statements)
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
        Revocations = [.. All.Select(recorded => recorded.Statement).OfType<Revocation>()];
    }

    public DateTimeOffset Time { get; }

    public ImmutableArray<RecordedStatement> All { get; }

    public IReadOnlyDictionary<string, Statement> ById { get; }

    public ImmutableArray<Revocation> Revocations { get; }
}
