using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>A refusal: the uses in its scope are forbidden, whoever else allows them.</summary>
/// <param name="Speaker">See <see cref="Statement"/>.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="About">The subjects, in order, at least one.</param>
/// <param name="Scope">The conditions.</param>
public sealed record Prohibition(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, Scope Scope)
    : ScopedStatement(Speaker, Made, Label, Says, Source, About, Scope)
{
    /// <inheritdoc />
    public override string Kind => "prohibition";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(("about", AboutTree), ("acts", ActsTree), ("scope", Scope.ToTree()));

    /// <inheritdoc />
    public bool Equals(Prohibition? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
