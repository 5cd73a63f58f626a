using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>One condition of a statement, held against a use.</summary>
/// <param name="Dimension">Which dimension.</param>
/// <param name="Truth">Whether it is met.</param>
/// <param name="Says">The condition in plain words, as it stands to this use.</param>
/// <param name="Attested">The attestation that settles it; null when the use does.</param>
internal sealed record ConditionResult(Dimension Dimension, Truth Truth, string Says, string? Attested = null);

/// <summary>Holds a scope against a use, dimension by dimension.</summary>
internal static class ConditionEvaluator
{
    /// <summary>Every condition of a grant or a prohibition for one subject, acts first. A conjunction.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="subject">How far the statement covers the subject.</param>
    /// <param name="asking">The use.</param>
    /// <param name="withdrawal">When it did not hold although its period says so.</param>
    public static ImmutableArray<ConditionResult> Evaluate(ScopedStatement statement, Truth subject, Asking asking, Withdrawal withdrawal)
    {
        var reach = statement is Grant ? Reach.Whole : Reach.Part;
        var results = ImmutableArray.CreateBuilder<ConditionResult>();
        Dimensions(statement, subject, asking, reach, results);
        // Without a beginning of its own a statement begins when it was made: it is not retroactive.
        results.Add(When(statement, new(statement.Scope.Period?.From ?? statement.Made, statement.Scope.Period?.Until), asking, reach, withdrawal));
        return results.ToImmutable();
    }

    /// <summary>Every condition under which a delegate speaks about a use: reached as far as what the delegate said must reach.</summary>
    public static IEnumerable<ConditionResult> Delegated(Delegation link, Truth subject, Asking asking, Reach reach, string delegator)
    {
        var results = ImmutableArray.CreateBuilder<ConditionResult>();
        Dimensions(link, subject, asking, reach, results);
        if (link.Scope.Period is { } period) results.Add(When(link, period, asking, reach, Withdrawal.None));
        return results.Select(result => result.Truth == Truth.True ? result : result with { Says = $"{delegator} delegated no more than this: {result.Says}" });
    }

    private static void Dimensions(ScopedStatement statement, Truth subject, Asking asking, Reach reach, ImmutableArray<ConditionResult>.Builder results)
    {
        var (scope, use) = (statement.Scope, asking.Use);
        if (subject != Truth.True) results.Add(new(Dimension.Subject, ForReach(subject, reach), "it speaks about a part of this subject only"));
        results.Add(Acts(scope, use, reach));
        foreach (var (dimension, name, separator) in Scope.Worded)
        {
            if (!scope.Terms.TryGetValue(dimension, out var terms)) continue;
            results.Add(dimension == Dimension.Requester ? Requester(terms, asking) : Words(dimension, name, separator, terms, asking, reach));
        }
        if (scope.Quantity is { } quantity) results.Add(Quantity(quantity, asking, statement.Id, reach));
        if (scope.AgeBand is { } band)
        {
            var truth = use.AgeBand is not { } shown ? Truth.Unknown : Bool(reach == Reach.Whole ? band.Contains(shown) : band.Overlaps(shown));
            results.Add(new(Dimension.AgeBand, truth, $"the person shown aged {band}{Stated(use.AgeBand?.ToString())}"));
        }
        foreach (var fact in scope.Requires) results.Add(Required(fact, asking));
        if (scope.Unrecognised is { } other)
            foreach (var (name, _) in other.Entries)
                results.Add(new(Dimension.Unrecognised, Truth.Error, $"'{name}' is a limit that this version cannot read"));
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

    private static ConditionResult Words(Dimension dimension, string name, char separator, TermSet terms, Asking asking, Reach reach)
    {
        ImmutableArray<string>? values = asking.Use.Terms.TryGetValue(dimension, out var stated) ? stated : null;
        // The whole world is no limit, so nobody need say where.
        if (dimension == Dimension.Territory && !terms.IsExcept && Territories.IsWorld(terms.Terms)) return new(dimension, Truth.True, "anywhere in the world");
        var shown = dimension == Dimension.Territory && terms.Terms.Length > 30 ? $"{terms.Terms.Length} territories" : terms.ToString();
        var said = values is not { } known ? null
            : dimension == Dimension.Territory && Territories.IsWorld(known) ? "the world"
            : dimension == Dimension.Territory && known.Length > 30 ? $"{known.Length} territories"
            : string.Join(", ", known);
        return new(dimension, terms.Evaluate(asking.Reached(dimension, terms, reach) ?? values, separator, reach), $"{name} {shown}{Stated(said)}");
    }

    private static ConditionResult Requester(TermSet terms, Asking asking)
    {
        // A group is named for its members: one name that fits is enough.
        var named = asking.Requester.Any(name => terms.Terms.Contains(name, StringComparer.Ordinal));
        return new(Dimension.Requester, Bool(named != terms.IsExcept), $"to {terms}; {asking.Requester[0]} asks");
    }

    private static ConditionResult Required(string fact, Asking asking)
    {
        if (asking.Use.Facts.TryGetValue(fact, out var stated))
        {
            return stated is Tree.Flag so
                ? new(Dimension.Requires, Bool(so.Value), $"'{fact}' must be so")
                : new(Dimension.Requires, Truth.Error, $"'{fact}' must be so or not so, and the use gives something else");
        }
        var (truth, attested) = asking.Judgements.Of(fact);
        return new(Dimension.Requires, truth, $"'{fact}' must be so{(truth == Truth.Unknown ? "; the use does not say" : "")}", attested);
    }

    private static ConditionResult When(ScopedStatement statement, Period holds, Asking asking, Reach reach, Withdrawal withdrawal)
    {
        var asked = asking.On;
        var says = $"in force {holds}";
        // A revocation reaches back only once it has taken effect.
        if (statement is Grant { Retroactive: true } && withdrawal.Revoked <= asking.AsOf.At) return new(Dimension.Period, Truth.False, "revoked, also for earlier uses");
        if (withdrawal.Revoked is { } revoked) says = $"revoked, and ended {Rfc3339.Day(revoked)}";
        else if (!withdrawal.IsNone) says += $", but not {string.Join(", nor ", withdrawal.Gone)}";
        var left = withdrawal.IsNone && !(holds.Until <= holds.From) ? [holds] : withdrawal.Left(holds);
        var met = left.Any(stretch => reach == Reach.Whole ? stretch.Contains(asked) : stretch.Overlaps(asked));
        var on = asked.Until - asked.From == TimeSpan.FromTicks(1) ? Rfc3339.Date(asked.From!.Value) : asked.ToString();
        return new(Dimension.Period, Bool(met), met ? says : $"{says}; the use is on {on}");
    }

    private static ConditionResult Quantity(QuantityLimit limit, Asking asking, string statement, Reach reach)
    {
        var tally = asking.Tally(statement, limit);
        var within = limit.IsWithin(asking.Use.Quantity, tally);
        // A prohibition with a quantity forbids what goes beyond it.
        var truth = reach == Reach.Whole ? within : within switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };
        var said = asking.Use.Quantity is { } used ? $"{used.Amount} {used.Unit}{((used.Before ?? tally) is { } before ? $" after {before}" : "")}"
            : tally is { } gone ? $"nothing, and {gone} are used up" : null;
        return new(Dimension.Quantity, truth, (reach == Reach.Whole ? "" : "beyond ") + limit + Stated(said));
    }

    private static string Stated(string? said) => said is null ? "; the use does not say" : $"; the use says {said}";

    private static Truth Bool(bool value) => value ? Truth.True : Truth.False;
}
