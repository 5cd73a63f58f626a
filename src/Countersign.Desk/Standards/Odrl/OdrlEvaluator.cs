using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>What is asked: one action, one asset, one party, and values for what constraints compare.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Target">To what.</param>
/// <param name="Assignee">By whom.</param>
/// <param name="Values">By left operand, the values that are stated.</param>
public sealed record OdrlRequest(string Action, RdfTerm Target, RdfTerm Assignee, ImmutableDictionary<string, RdfTerm> Values);

/// <summary>
/// Policies by their own semantics (ODRL Information Model 2.2, and for duties the reading of the public suite: a permission is active unless a duty of
/// it was broken). It is what an import is compared with; clearing goes through the import.
/// </summary>
public static class OdrlEvaluator
{
    /// <summary>Whether a rule is active for a request.</summary>
    public static bool IsActive(OdrlRule rule, OdrlRequest request, OdrlWorld world)
    {
        if (!rule.Unread.IsEmpty) return rule.Kind == OdrlRuleKind.Prohibition;
        return (rule.Actions.IsEmpty || rule.Actions.Any(action => OdrlActions.Above(request.Action).Contains(action)))
            && (rule.Targets.IsEmpty || world.Within(request.Target).Any(rule.Targets.Contains))
            && (rule.Assignees.IsEmpty || world.Within(request.Assignee).Any(rule.Assignees.Contains))
            && rule.Constraints.All(constraint => IsMet(constraint, request, world, rule.Kind) ?? (rule.Kind == OdrlRuleKind.Prohibition))
            && !rule.Duties.Any(world.Broken.Contains);
    }

    /// <summary>Whether a policy allows a request. A conflict that nothing settles makes it void.</summary>
    public static bool Allows(OdrlPolicy policy, OdrlRequest request, OdrlWorld world)
    {
        var permits = policy.GivesNothing is null && policy.Rules.Any(rule => rule.Kind == OdrlRuleKind.Permission && IsActive(rule, request, world));
        var prohibits = policy.Rules.Any(rule => rule.Kind == OdrlRuleKind.Prohibition && IsActive(rule, request, world));
        return permits && (!prohibits || policy.Conflict == "perm");
    }

    // Null: nobody can say.
    private static bool? IsMet(OdrlConstraint constraint, OdrlRequest request, OdrlWorld world, OdrlRuleKind kind)
    {
        var parts = constraint.Parts.Select(part => IsMet(part, request, world, kind)).ToList();
        switch (constraint.Operator)
        {
            case "and" or "andSequence": return parts.Contains(false) ? false : parts.Contains(null) ? null : true;
            case "or": return parts.Contains(true) ? true : parts.Contains(null) ? null : false;
            case "xone": return parts.Contains(null) ? null : parts.Count(part => part == true) == 1;
        }
        var value = constraint.Left == Vocabulary.Odrl + "dateTime" ? RdfTerm.Literal(Rfc3339.Write(world.Now), Vocabulary.Xsd + "dateTime") : request.Values.TryGetValue(constraint.Left, out var stated) ? stated : (RdfTerm?)null;
        if (value is not { } left || constraint.Right.IsEmpty) return null;
        if (Within(constraint, left, kind) is { } within) return within switch { Truth.True => true, Truth.False => false, _ => null };
        var orders = constraint.Right.Select(right => OdrlValues.Compare(left, right)).ToList();
        if (constraint.Operator == "isAnyOf") return orders.Contains(0);
        if (constraint.Operator == "isNoneOf") return !orders.Contains(0);
        if (orders is not [var order]) return null;
        // More and less mean nothing for words.
        var by = OdrlValues.IsOrdered(left) ? order : null;
        if (by is null && constraint.Operator is not ("eq" or "neq")) return null;
        return constraint.Operator switch
        {
            "eq" => order == 0,
            "neq" => order != 0,
            "lt" => by < 0,
            "lteq" => by <= 0,
            "gt" => by > 0,
            "gteq" => by >= 0,
            _ => (bool?)null,
        };
    }

    // A region lies in its country, and the words of our own profile cover those below them. Null: neither is compared.
    private static Truth? Within(OdrlConstraint constraint, RdfTerm left, OdrlRuleKind kind)
    {
        if (constraint.Operator is not ("eq" or "neq" or "isAnyOf" or "isNoneOf") || left.Kind != RdfKind.Literal || constraint.Right.Any(right => right.Kind != RdfKind.Literal)) return null;
        var separator = '-';
        if (constraint.Left == Vocabulary.Odrl + "spatial")
        {
            if (!constraint.Right.Add(left).All(place => Territories.Expand(place.Value) is [_])) return null;
        }
        else if (OdrlProfile.Operands.TryGetValue(constraint.Left, out var own)) separator = own.Separator;
        else return null;
        var terms = new TermSet(constraint.Operator is "neq" or "isNoneOf", [.. constraint.Right.Select(right => Normal(right.Value))]);
        return terms.Evaluate([Normal(left.Value)], separator, kind == OdrlRuleKind.Permission ? Reach.Whole : Reach.Part);

        string Normal(string word) => constraint.Left == Vocabulary.Odrl + "spatial" ? Territories.Expand(word)!.Value[0] : word.ToLowerInvariant();
    }
}
