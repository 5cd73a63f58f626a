using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>A use as the conditions of statements see it, with what else is known of it.</summary>
/// <param name="Use">The use.</param>
/// <param name="AsOf">The time of a use that does not state its own.</param>
/// <param name="Requester">Who asks, and the groups they belong to.</param>
/// <param name="Judgements">What named persons judged.</param>
/// <param name="Used">What is used up; null when nothing is on record.</param>
internal sealed record Asking(Use Use, AsOf AsOf, ImmutableArray<string> Requester, Judgements Judgements, ILookup<string, UsedSoFar>? Used)
{
    /// <summary>When the use takes place.</summary>
    public Period On => Use.On ?? Period.At(AsOf.At);

    /// <summary>How much of a statement's limit is used up; null when nobody knows.</summary>
    public Rational? Tally(string statement, QuantityLimit limit)
    {
        if (Used is null || limit.Per == QuantitySpan.Use || !Used.Contains(statement)) return null;
        var project = Use.Terms.TryGetValue(Dimension.Project, out var projects) && projects.Length == 1 ? projects[0] : null;
        if (limit.Per == QuantitySpan.Project && project is null) return null;
        var sum = Rational.Zero;
        foreach (var tally in Used[statement])
        {
            // What was counted in another unit, or nobody knows where, cannot be put beside the limit.
            if (tally.Unit != limit.Unit || (limit.Per == QuantitySpan.Project && tally.Project is null)) return null;
            if (limit.Per == QuantitySpan.Total || tally.Project == project) sum += tally.Amount;
        }
        return sum;
    }
}
