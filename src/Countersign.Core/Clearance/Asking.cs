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
/// <param name="Tools">The tools stated, with the models they come from; null when none is stated.</param>
internal sealed record Asking(Use Use, AsOf AsOf, ImmutableArray<string> Requester, Judgements Judgements, ILookup<string, UsedSoFar>? Used, ImmutableArray<string>? Tools)
{
    /// <summary>The use, in the eyes of a register.</summary>
    public Asking(Use use, AsOf asOf, Register register, Judgements judgements, ILookup<string, UsedSoFar>? used)
        : this(use, asOf, register.Names(use.Requester), judgements, used, ToolsOf(use, register))
    {
    }

    /// <summary>The tools of a use, with the models they come from; null when it states none.</summary>
    public static ImmutableArray<string>? ToolsOf(Use use, Register register) => use.Terms.TryGetValue(Dimension.Tool, out var tools) ? register.WithBases(tools) : null;

    /// <summary>The tools as a limit reaches them; null for any other dimension. A refusal of a model reaches what was made from it; a consent to a model does not.</summary>
    public ImmutableArray<string>? Reached(Dimension dimension, TermSet terms, Reach reach) =>
        dimension == Dimension.Tool && (reach == Reach.Part || terms.IsExcept) ? Tools : null;

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
