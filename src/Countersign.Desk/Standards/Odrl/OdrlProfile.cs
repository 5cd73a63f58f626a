using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Our own profile of ODRL: words for acts, limits and prices that ODRL has none for. Whoever does not know a profile does not act by its policies, so these words never open anything by a misunderstanding.</summary>
public static class OdrlProfile
{
    /// <summary>The name of the profile.</summary>
    public const string Name = Own + "profile:1";

    private const string Own = "urn:x-countersign:";
    private const string ActPrefix = Own + "act:";
    private const string OperandPrefix = Own + "operand:";
    private const string CurrencyPrefix = Own + "currency:";

    /// <summary>For each of what a price is.</summary>
    internal const string Per = OperandPrefix + "per";

    /// <summary>The left operands of the profile: every limit by words but who, which is an assignee, and where, which ODRL says itself.</summary>
    internal static readonly FrozenDictionary<string, (Dimension Dimension, char Separator)> Operands = Scope.Stated.Where(worded => worded.Dimension != Dimension.Territory)
        .ToFrozenDictionary(worded => OperandPrefix + worded.Name, worded => (worded.Dimension, worded.Separator), StringComparer.Ordinal);

    /// <summary>The action that is an act.</summary>
    public static string Action(Act act) => ActPrefix + act.Name;

    /// <summary>The left operand that is a dimension of the profile.</summary>
    public static string Operand(Dimension dimension) => Operands.First(operand => operand.Value.Dimension == dimension).Key;

    /// <summary>Whether an action is named as one of the profile's.</summary>
    internal static bool IsAction(string action) => action.StartsWith(ActPrefix, StringComparison.Ordinal);

    /// <summary>The act that an action is; null when it is none of the profile's.</summary>
    internal static Act? ActOf(string action) => IsAction(action) && Act.Parse(action[ActPrefix.Length..]).Try(out var act, out _) && act.Name == action[ActPrefix.Length..] ? act : null;

    /// <summary>What an action of the profile is included in, next above; null for an action of another vocabulary.</summary>
    internal static string? Above(string action) => ActOf(action) is not { } act ? null
        : act.Name == "use" ? Vocabulary.Odrl + "use"
        : ActPrefix + (act.Name.LastIndexOf('.') is var dot && dot > 0 ? act.Name[..dot] : "use");

    /// <summary>The unit that is a currency.</summary>
    internal static string Currency(string code) => CurrencyPrefix + code;

    /// <summary>The price a duty asks for, as the profile writes it; null for any other duty, and for one that says more.</summary>
    internal static Duty? Pay(RdfGraph graph, RdfTerm duty)
    {
        if (graph.Predicates(duty).Any(predicate => predicate is not (Vocabulary.Odrl + "action" or Vocabulary.Odrl + "compensatedParty" or Vocabulary.Type))) return null;
        if (graph.All(duty, Vocabulary.Odrl + "action") is not [var action] || graph.All(action, Vocabulary.Rdf + "value") is not [{ Value: Vocabulary.Odrl + "compensate" }]) return null;
        if (graph.Predicates(action).Any(predicate => predicate is not (Vocabulary.Rdf + "value" or Vocabulary.Odrl + "refinement" or Vocabulary.Type))) return null;
        Rational? amount = null;
        string? currency = null, per = null;
        foreach (var refinement in graph.All(action, Vocabulary.Odrl + "refinement"))
        {
            if (graph.All(refinement, Vocabulary.Odrl + "operator") is not [{ Value: Vocabulary.Odrl + "eq" }] || graph.All(refinement, Vocabulary.Odrl + "rightOperand") is not [{ Kind: RdfKind.Literal } right]) return null;
            var left = graph.All(refinement, Vocabulary.Odrl + "leftOperand") is [var one] ? one.Value : "";
            if (left == Vocabulary.Odrl + "payAmount" && amount is null && graph.All(refinement, Vocabulary.Odrl + "unit") is [var unit] && unit.Value.StartsWith(CurrencyPrefix, StringComparison.Ordinal) && Rational.TryParse(right.Value, out var exact) && exact >= Rational.Zero)
                (amount, currency) = (exact, unit.Value[CurrencyPrefix.Length..]);
            else if (left == Per && per is null && right.Value.Length > 0) per = right.Value;
            else return null;
        }
        if (amount is null || currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper)) return null;
        Core.Parties.PartyId? to = null;
        foreach (var named in graph.All(duty, Vocabulary.Odrl + "compensatedParty"))
        {
            if (to is not null || !Core.Parties.PartyId.Parse(named.Value).Try(out var party, out _) || party.ToString() != named.Value) return null;
            to = party;
        }
        return new(DutyKind.Pay, amount, currency, per, to, null);
    }
}
