using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>Takes an earlier statement back, from a time on; or suspends it, up to a time.</summary>
/// <param name="Speaker">See <see cref="Statement"/>.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="Of">The id of the statement taken back.</param>
/// <param name="Effective">From when.</param>
/// <param name="GraceDays">Whole days of 24 hours after that during which the old statement still holds.</param>
public sealed record Revocation(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, string Of, DateTimeOffset Effective, int GraceDays)
    : Statement(Speaker, Made, Label, Says, Source)
{
    /// <summary>For a suspension: when the old statement holds again. Null when it is taken back for good.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <inheritdoc />
    public override string Kind => "revocation";

    /// <summary>The first moment at which the old statement no longer holds.</summary>
    public DateTimeOffset Ends => Effective > DateTimeOffset.MaxValue.AddDays(-GraceDays) ? DateTimeOffset.MaxValue : Effective.AddDays(GraceDays);

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("of", Of), ("effective", Rfc3339.Write(Effective)), ("until", Until is { } until ? (Tree)Rfc3339.Write(until) : null),
        ("grace-days", GraceDays == 0 ? null : (Tree)(long)GraceDays));

    /// <inheritdoc />
    public bool Equals(Revocation? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
