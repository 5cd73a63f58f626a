using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>Asks holders to agree to a use. It lets nothing; it is on record so that an answer can be given to it, and silence can be seen.</summary>
/// <param name="Speaker">Who asks.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">Why, and what for, in plain words.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="To">Who is asked, in order; at least one.</param>
/// <param name="Use">The use asked for, by the same party.</param>
public sealed record Request(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<PartyId> To, Use Use)
    : Statement(Speaker, Made, Label, Says, Source)
{
    /// <inheritdoc />
    public override string Kind => "request";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("to", Tree.Of(To.Select(party => party.ToString()))),
        // Who asks stands in the frame already.
        ("use", new Tree.Map([.. Use.ToTree().Entries.Where(entry => entry.Key != "by")])));

    /// <inheritdoc />
    public bool Equals(Request? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
