using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>Over what a limit of quantity counts.</summary>
public enum QuantitySpan
{
    /// <summary>Each use on its own.</summary>
    Use,

    /// <summary>All uses in one project.</summary>
    Project,

    /// <summary>All uses.</summary>
    Total,
}

/// <summary>A limit of quantity: at most so many units.</summary>
/// <param name="Limit">How many, exact, not negative.</param>
/// <param name="Unit">Of what: <c>shot</c>, <c>second</c>, <c>render</c>, <c>copy</c>.</param>
/// <param name="Per">Over what it counts.</param>
public sealed record QuantityLimit(Rational Limit, string Unit, QuantitySpan Per)
{
    /// <summary>
    /// Whether a use stays within the limit. Unknown when the use does not say how much, or says it in another unit, or, for a limit
    /// over several uses, does not say how much was used before.
    /// </summary>
    /// <param name="used">How much this use uses; null when it does not say.</param>
    /// <param name="tally">How much is on record as used before, as far as this limit counts; what the use says itself goes first.</param>
    public Truth IsWithin(QuantityUsed? used, Rational? tally = null)
    {
        // What is used up already leaves nothing, however little is asked.
        if (tally is { } gone && Per != QuantitySpan.Use && gone > Limit) return Truth.False;
        if (used is null || used.Unit != Unit) return Truth.Unknown;
        if (used.Amount > Limit) return Truth.False;
        if (Per == QuantitySpan.Use) return Truth.True;
        return (used.Before ?? tally) is { } before ? used.Amount + before <= Limit ? Truth.True : Truth.False : Truth.Unknown;
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"at most {Limit} {Unit} {Per switch { QuantitySpan.Use => "a use", QuantitySpan.Project => "in the project", _ => "in all" }}";
}

/// <summary>How much a use uses.</summary>
/// <param name="Amount">Exact, not negative.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Before">How much of the same was used before this use, as far as the limit counts; null when not stated.</param>
public sealed record QuantityUsed(Rational Amount, string Unit, Rational? Before);
