using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>A statement made ready to be held against many uses.</summary>
internal sealed class CompiledStatement
{
    public CompiledStatement(ScopedStatement statement, DateTimeOffset recordedAt)
    {
        (Statement, RecordedAt) = (statement, recordedAt);
        Scope = new(statement);
        // A delegation's period is one of uses and has no beginning of its own; what lets or forbids begins when it was made.
        Holds = new(statement.Scope.Period?.From ?? (statement is Delegation ? null : statement.Made), statement.Scope.Period?.Until);
    }

    public ScopedStatement Statement { get; }

    public string Id => Statement.Id;

    public CompiledScope Scope { get; }

    public DateTimeOffset RecordedAt { get; }

    /// <summary>When it holds, if nothing ends it.</summary>
    public Period Holds { get; }

    /// <summary>Whether its period, without what was taken back, meets the time of a use.</summary>
    public bool HoldsFor(Period asked, Reach reach) => !(Holds.Until <= Holds.From) && (reach == Reach.Whole ? Holds.Contains(asked) : Holds.Overlaps(asked));
}
