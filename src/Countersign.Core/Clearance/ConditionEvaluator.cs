using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>One condition of a statement, held against a use.</summary>
/// <param name="Dimension">Which dimension.</param>
/// <param name="Truth">Whether it is met.</param>
/// <param name="Says">The condition in plain words, as it stands to this use.</param>
internal sealed record ConditionResult(Dimension Dimension, Truth Truth, string Says);

/// <summary>Holds a scope against a use, dimension by dimension.</summary>
internal static class ConditionEvaluator
{
    /// <summary>Every condition of a statement for one subject, acts first. A conjunction.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="subject">How far the statement covers the subject.</param>
    /// <param name="use">The use.</param>
    /// <param name="asOf">The time of a use that does not state its own.</param>
    /// <param name="ends">When a revocation ended the statement; null when nothing did.</param>
    public static ImmutableArray<ConditionResult> Evaluate(ScopedStatement statement, Truth subject, Use use, AsOf asOf, DateTimeOffset? ends)
    {
        var reach = statement is Grant ? Reach.Whole : Reach.Part;
        var scope = statement.Scope;
        var results = ImmutableArray.CreateBuilder<ConditionResult>();
        if (subject != Truth.True) results.Add(new(Dimension.Subject, ForReach(subject, reach), "it speaks about a part of this subject only"));
        results.Add(Acts(scope, use, reach));
        foreach (var (dimension, name, separator) in Scope.Worded)
            if (scope.Terms.TryGetValue(dimension, out var terms))
                results.Add(Words(dimension, name, separator, terms, use, reach));
        results.Add(When(statement, use, asOf, reach, ends));
        if (scope.Quantity is { } quantity) results.Add(Quantity(quantity, use, reach));
        if (scope.AgeBand is { } band)
        {
            var truth = use.AgeBand is not { } shown ? Truth.Unknown : Bool(reach == Reach.Whole ? band.Contains(shown) : band.Overlaps(shown));
            results.Add(new(Dimension.AgeBand, truth, $"the person shown aged {band}{Stated(use.AgeBand?.ToString())}"));
        }
        foreach (var fact in scope.Requires)
        {
            var truth = use.Facts.TryGetValue(fact, out var so) ? Bool(so) : Truth.Unknown;
            results.Add(new(Dimension.Requires, truth, $"'{fact}' must be so{(truth == Truth.Unknown ? "; the use does not say" : "")}"));
        }
        if (scope.Unrecognised is { } other)
            foreach (var (name, _) in other.Entries)
                results.Add(new(Dimension.Unrecognised, Truth.Error, $"'{name}' is a limit that this version cannot read"));
        return results.ToImmutable();
    }

    /// <summary>The conjunction: an error first, then the worst.</summary>
    public static Truth All(ImmutableArray<ConditionResult> conditions)
    {
        var worst = Truth.True;
        foreach (var condition in conditions)
        {
            // False is final even beside an error: a statement about another project stays out, broken or not.
            if (condition.Truth == Truth.False) return Truth.False;
            if (condition.Truth == Truth.Error) worst = Truth.Error;
            else if (condition.Truth == Truth.Unknown && worst != Truth.Error) worst = Truth.Unknown;
        }
        return worst;
    }

    private static ConditionResult Acts(Scope scope, Use use, Reach reach)
    {
        var truth = Truth.False;
        foreach (var act in scope.Acts) truth = (Truth)Math.Max((int)truth, (int)ForReach(act.Covers(use.Act), reach));
        return new(Dimension.Act, truth, $"the act {string.Join(" or ", scope.Acts)}{(truth == Truth.True ? "" : $"; this use is {use.Act}")}");
    }

    // A grant of a part never covers the whole. A prohibition of a part leaves open whether the use touches that part.
    private static Truth ForReach(Truth covers, Reach reach) => reach == Reach.Whole && covers == Truth.Unknown ? Truth.False : covers;

    private static ConditionResult Words(Dimension dimension, string name, char separator, TermSet terms, Use use, Reach reach)
    {
        ImmutableArray<string>? values = use.Terms.TryGetValue(dimension, out var stated) ? stated : null;
        // The whole world is no limit, so nobody need say where.
        if (dimension == Dimension.Territory && !terms.IsExcept && Territories.IsWorld(terms.Terms)) return new(dimension, Truth.True, "anywhere in the world");
        var shown = dimension == Dimension.Territory && terms.Terms.Length > 30 ? $"{terms.Terms.Length} territories" : terms.ToString();
        var said = values is not { } known ? null
            : dimension == Dimension.Territory && Territories.IsWorld(known) ? "the world"
            : dimension == Dimension.Territory && known.Length > 30 ? $"{known.Length} territories"
            : string.Join(", ", known);
        return new(dimension, terms.Evaluate(values, separator, reach), $"{name} {shown}{Stated(said)}");
    }

    private static ConditionResult When(ScopedStatement statement, Use use, AsOf asOf, Reach reach, DateTimeOffset? ends)
    {
        var asked = use.On ?? Period.At(asOf.At);
        // Without a beginning of its own a statement begins when it was made: it is not retroactive.
        var holds = new Period(statement.Scope.Period?.From ?? statement.Made, statement.Scope.Period?.Until);
        var says = $"in force {holds}";
        if (ends is { } end)
        {
            // A revocation reaches back only once it has taken effect.
            var retroactive = statement is Grant { Retroactive: true } && end <= asOf.At;
            says = retroactive ? "revoked, also for earlier uses" : $"revoked, and ended {Rfc3339.Day(end)}";
            if (retroactive) return new(Dimension.Period, Truth.False, says);
            if (holds.Until is null || end < holds.Until) holds = holds with { Until = end };
        }
        // Ended before it began: it never held.
        var met = !(holds.Until <= holds.From) && (reach == Reach.Whole ? holds.Contains(asked) : holds.Overlaps(asked));
        var on = asked.Until - asked.From == TimeSpan.FromTicks(1) ? Rfc3339.Date(asked.From!.Value) : asked.ToString();
        return new(Dimension.Period, Bool(met), met ? says : $"{says}; the use is on {on}");
    }

    private static ConditionResult Quantity(QuantityLimit limit, Use use, Reach reach)
    {
        var within = limit.IsWithin(use.Quantity);
        // A prohibition with a quantity forbids what goes beyond it.
        var truth = reach == Reach.Whole ? within : within switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };
        var said = use.Quantity is { } used ? $"{used.Amount} {used.Unit}{(used.Before is { } before ? $" after {before}" : "")}" : null;
        return new(Dimension.Quantity, truth, (reach == Reach.Whole ? "" : "beyond ") + limit + Stated(said));
    }

    private static string Stated(string? said) => said is null ? "; the use does not say" : $"; the use says {said}";

    private static Truth Bool(bool value) => value ? Truth.True : Truth.False;
}
