using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Constraints as scopes: one scope for each way of meeting them. A comparison that no dimension can say stays in the scope as a limit nobody can read, which fails closed.</summary>
internal static class OdrlConditions
{
    // A constraint with more ways than this is left unread.
    private const int MostWays = 2_000;

    /// <summary>The ways of meeting all of them, within a scope.</summary>
    public static ImmutableArray<Scope> Ways(Scope within, ImmutableArray<OdrlConstraint> constraints, OdrlRuleKind kind, List<Loss> losses)
    {
        ImmutableArray<Scope> ways = [within];
        foreach (var constraint in constraints) ways = Met(ways, constraint, true, kind, losses);
        return ways;
    }

    private static ImmutableArray<Scope> Met(ImmutableArray<Scope> ways, OdrlConstraint constraint, bool holds, OdrlRuleKind kind, List<Loss> losses)
    {
        switch (constraint.Operator)
        {
            case "and" or "or":
                if (constraint.Operator == "and" == holds)
                {
                    foreach (var part in constraint.Parts) ways = Met(ways, part, holds, kind, losses);
                    return ways;
                }
                return Either([.. constraint.Parts.Select(part => (Func<ImmutableArray<Scope>>)(() => Met(ways, part, holds, kind, losses)))], ways, constraint, losses);
            case "xone" when holds && constraint.Parts.Length <= 8:
                return Either([.. constraint.Parts.Select((_, chosen) => (Func<ImmutableArray<Scope>>)(() =>
                {
                    var left = ways;
                    for (var i = 0; i < constraint.Parts.Length; i++) left = Met(left, constraint.Parts[i], i == chosen, kind, losses);
                    return left;
                }))], ways, constraint, losses);
            case "andSequence" or "xone":
                return Unread(ways, constraint, losses);
        }
        var how = holds ? constraint.Operator : constraint.Operator switch
        {
            "eq" => "neq", "neq" => "eq", "lt" => "gteq", "gteq" => "lt", "gt" => "lteq", "lteq" => "gt", "isAnyOf" => "isNoneOf", "isNoneOf" => "isAnyOf", _ => "",
        };
        var left = constraint.Left.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal) ? constraint.Left[Vocabulary.Odrl.Length..] : "";
        return left switch
        {
            "dateTime" when Periods(how, constraint.Right) is { } periods => Cut([.. ways.SelectMany(way => periods.Select(period => Within(way, period))).OfType<Scope>()], constraint, ways, losses),
            "purpose" when Words(how, constraint.Right, right => OdrlNames.Escaped(right.Value)) is { } terms => Limited(ways, Dimension.Purpose, terms, constraint, losses),
            "spatial" when Words(how, constraint.Right, Country) is { } terms => Limited(ways, Dimension.Territory, terms, constraint, losses),
            _ when OdrlProfile.Operands.TryGetValue(constraint.Left, out var own) && Words(how, constraint.Right, right => right.Kind == RdfKind.Literal ? right.Value.ToLowerInvariant() : null) is { } terms => Limited(ways, own.Dimension, terms, constraint, losses),
            // What a prohibition counts is not what a limit counts, so there it stays unread.
            "count" when kind == OdrlRuleKind.Permission && how == "lteq" && constraint.Right is [var most] && Rational.TryParse(most.Value, out var limit) && limit >= Rational.Zero && ways.All(way => way.Quantity is null) =>
                [.. ways.Select(way => way with { Quantity = new(limit, "count", QuantitySpan.Total) })],
            _ => Unread(ways, constraint, losses),
        };
    }

    private static ImmutableArray<Scope> Either(ImmutableArray<Func<ImmutableArray<Scope>>> ways, ImmutableArray<Scope> before, OdrlConstraint constraint, List<Loss> losses)
    {
        var all = ImmutableArray.CreateBuilder<Scope>();
        foreach (var way in ways)
        {
            all.AddRange(way());
            if (all.Count > MostWays) return Unread(before, constraint, losses);
        }
        return all.ToImmutable();
    }

    private static ImmutableArray<Scope> Cut(ImmutableArray<Scope> ways, OdrlConstraint constraint, ImmutableArray<Scope> before, List<Loss> losses) => ways.Length > MostWays ? Unread(before, constraint, losses) : ways;

    private static ImmutableArray<Scope> Unread(ImmutableArray<Scope> ways, OdrlConstraint constraint, List<Loss> losses)
    {
        var name = $"odrl {constraint.Left.Replace(Vocabulary.Odrl, "", StringComparison.Ordinal)} {constraint.Operator}".Trim();
        losses.Add(new(Aipref.AiprefStandard.Shown(name), "A constraint that no dimension of a statement can say: it is kept as a limit that cannot be read, so a permission lets nothing and a prohibition stands."));
        return [.. ways.Select(way => way with { Unrecognised = Tree.Of((name, string.Join(", ", constraint.Right.Select(right => right.Value)))) })];
    }

    // A second limit in one dimension could only be approximated.
    private static ImmutableArray<Scope> Limited(ImmutableArray<Scope> ways, Dimension dimension, TermSet terms, OdrlConstraint constraint, List<Loss> losses) =>
        ways.Any(way => way.Terms.ContainsKey(dimension)) ? Unread(ways, constraint, losses)
            : [.. ways.Select(way => terms.IsExcept ? way.Except(dimension, [.. terms.Terms]) : way.Only(dimension, [.. terms.Terms]))];

    private static TermSet? Words(string how, ImmutableArray<RdfTerm> right, Func<RdfTerm, string?> word)
    {
        if (how is not ("eq" or "neq" or "isAnyOf" or "isNoneOf") || (how is "eq" or "neq" && right.Length != 1)) return null;
        var words = right.Select(word).ToList();
        return words.Contains(null) || words.Contains("") ? null : new(how is "neq" or "isNoneOf", [.. words!]);
    }

    // A group of countries is no country: what equals the group is not in each of its countries.
    private static string? Country(RdfTerm term) => term.Kind == RdfKind.Literal && Territories.Expand(term.Value) is [var only] ? only : null;

    private static ImmutableArray<Period>? Periods(string how, ImmutableArray<RdfTerm> right)
    {
        var times = right.Select(OdrlValues.Time).ToList();
        if (times.Exists(time => time is null || time.Value.UtcTicks >= DateTimeOffset.MaxValue.UtcTicks - 1)) return null;
        if (how == "isAnyOf") return [.. times.Select(time => Period.At(time!.Value))];
        if (times is not [{ } at]) return null;
        return how switch
        {
            "eq" => [Period.At(at)],
            "neq" or "isNoneOf" => [new(null, at), new(at.AddTicks(1), null)],
            "lt" => [new(null, at)],
            "lteq" => [new(null, at.AddTicks(1))],
            "gt" => [new(at.AddTicks(1), null)],
            "gteq" => [new(at, null)],
            _ => null,
        };
    }

    private static Scope? Within(Scope way, Period period)
    {
        var from = way.Period?.From is { } a && !(period.From > a) ? a : period.From;
        var until = way.Period?.Until is { } b && !(period.Until < b) ? b : period.Until;
        // Nothing lies in a period that ends before it begins, so that way is never met.
        return from >= until ? null : way with { Period = new(from, until) };
    }
}
