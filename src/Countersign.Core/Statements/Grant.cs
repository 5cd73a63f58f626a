using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>A consent: the uses in its scope are let, with duties.</summary>
/// <param name="Speaker">See <see cref="Statement"/>.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="About">The subjects, in order, at least one.</param>
/// <param name="Scope">The conditions.</param>
/// <param name="Duties">What a use obliges to.</param>
/// <param name="Retroactive">Whether a revocation also ends uses that began before it. It does not, unless the grant said so.</param>
public sealed record Grant(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, Scope Scope,
    ImmutableArray<Duty> Duties, bool Retroactive = false)
    : ScopedStatement(Speaker, Made, Label, Says, Source, About, Scope)
{
    /// <summary>Whether it still lets uses after the speaker has died. It does, unless the grant said that it ends with them.</summary>
    public bool SurvivesDeath { get; init; } = true;

    /// <inheritdoc />
    public override string Kind => "grant";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("about", AboutTree), ("acts", ActsTree), ("scope", Scope.ToTree()),
        ("duties", Duties.IsEmpty ? null : Tree.Of(Duties.Select(duty => (Tree)duty.ToTree()))),
        ("retroactive", Retroactive ? (Tree)true : null),
        ("survives-death", SurvivesDeath ? null : (Tree)false));

    /// <inheritdoc />
    public bool Equals(Grant? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
