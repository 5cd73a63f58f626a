using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>
/// A machine-readable wish about works that somebody found, on record with where and when. It was not signed by a holder, so it can reserve,
/// and open only what a preference may open; never anything about a person, and never for whoever recorded it.
/// </summary>
/// <param name="Speaker">Who found it.</param>
/// <param name="Made">When it was found: a wish is judged as it stood then.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">The wish in plain words.</param>
/// <param name="Source">Where it was found, with the value as it was written.</param>
/// <param name="About">The works, in order, at least one.</param>
/// <param name="Acts">What it speaks about, in order, at least one.</param>
/// <param name="Allows">True where it opens, false where it reserves.</param>
/// <param name="Standard">The standard it is written in: <c>aipref</c>, <c>tdmrep</c>, <c>rsl</c>, <c>plus</c>, <c>cawg</c>, <c>spawning</c>.</param>
/// <param name="Mechanism">How it was attached: <c>robots</c>, <c>header</c>, <c>file</c>, <c>html</c>, <c>xmp</c>, <c>manifest</c>; null when not stated.</param>
public sealed record PreferenceStatement(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, ImmutableArray<Act> Acts,
    bool Allows, string Standard, string? Mechanism)
    : Statement(Speaker, Made, Label, Says, Source)
{
    /// <inheritdoc />
    public override string Kind => "preference";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("about", Tree.Of(About.Select(subject => subject.ToString()))), ("acts", Tree.Of(Acts.Select(act => act.Name))), ("allows", Allows),
        ("standard", Standard), ("mechanism", Mechanism is null ? null : (Tree)Mechanism));

    /// <inheritdoc />
    public bool Equals(PreferenceStatement? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
