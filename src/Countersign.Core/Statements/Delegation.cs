using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>As what a delegate speaks. It is told to readers; what the delegate may do is said by the delegation itself.</summary>
public enum DelegateRole
{
    /// <summary>An agent, a manager, an agency.</summary>
    Agent,

    /// <summary>A union or guild.</summary>
    Guild,

    /// <summary>An estate.</summary>
    Estate,

    /// <summary>An heir, a buyer of the rights, a foundation.</summary>
    Successor,

    /// <summary>Somebody who speaks for a person who cannot.</summary>
    Guardian,
}

/// <summary>
/// Lets somebody else speak. It can only narrow: what the delegate lets is let where the delegation and the consent both reach. What a
/// delegate said while the delegation was in force stays said after it ends.
/// </summary>
/// <param name="Speaker">Who delegates.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="To">The delegate.</param>
/// <param name="Role">As what.</param>
/// <param name="About">The subjects, in order, at least one.</param>
/// <param name="Scope">Which uses the delegate may speak about; its period is one of uses, and without one there is no limit of time.</param>
/// <param name="Term">When the delegate may speak; without a beginning, from when the delegation was made.</param>
/// <param name="AtDeath">Whether it takes effect only when the one who delegates has died.</param>
/// <param name="MayDelegate">Whether the delegate may let others speak in turn.</param>
/// <param name="MayRevoke">Whether the delegate may take back or suspend consents of the one they speak for.</param>
public sealed record Delegation(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, PartyId To, DelegateRole Role, ImmutableArray<SubjectId> About,
    Scope Scope, Period? Term = null, bool AtDeath = false, bool MayDelegate = false, bool MayRevoke = false)
    : ScopedStatement(Speaker, Made, Label, Says, Source, About, Scope)
{
    /// <inheritdoc />
    public override string Kind => "delegation";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("to", To.ToString()), ("role", Words.Of(Role)), ("about", AboutTree), ("acts", ActsTree), ("scope", Scope.ToTree()),
        ("term", Term?.ToTree()), ("at-death", AtDeath ? (Tree)true : null), ("may-delegate", MayDelegate ? (Tree)true : null), ("may-revoke", MayRevoke ? (Tree)true : null));

    /// <inheritdoc />
    public bool Equals(Delegation? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
