using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>What an allowed use obliges to.</summary>
public enum DutyKind
{
    /// <summary>Pay a fixed amount, per unit where one is named.</summary>
    Pay,

    /// <summary>Give credit in the words stated.</summary>
    Credit,

    /// <summary>Disclose or label.</summary>
    Label,

    /// <summary>Tell somebody.</summary>
    Notify,

    /// <summary>Let somebody approve before release.</summary>
    Approve,

    /// <summary>Delete afterwards.</summary>
    Delete,
}

/// <summary>One duty of a grant.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Amount">For pay: how much, exact, in major units of the currency.</param>
/// <param name="Currency">For pay: ISO 4217.</param>
/// <param name="Per">For pay: for each of what; null for once.</param>
/// <param name="To">Whom it is owed to; null for the speaker of the grant.</param>
/// <param name="Says">In plain words.</param>
public sealed record Duty(DutyKind Kind, Rational? Amount, string? Currency, string? Per, PartyId? To, string? Says)
{
    /// <summary>The duty as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("duty", Words.Of(Kind)),
        ("amount", Amount is { } amount ? (Tree)amount.ToString() : null),
        ("currency", Currency is null ? null : (Tree)Currency),
        ("per", Per is null ? null : (Tree)Per),
        ("to", To is { } to ? (Tree)to.ToString() : null),
        ("says", Says is null ? null : (Tree)Says));

    internal static ImmutableArray<Duty> FromTree(TreeReader statement, List<Problem> problems)
    {
        var duties = ImmutableArray.CreateBuilder<Duty>();
        foreach (var item in statement.Items("duties"))
        {
            var form = TreeReader.Over(item, problems);
            var kind = form.Parsed("duty", Words.Parse<DutyKind>);
            Rational? amount = null;
            string? currency = null, per = null;
            if (kind == DutyKind.Pay)
            {
                amount = Scope.Amount(form, "amount");
                currency = form.Text("currency");
                if (currency.Length > 0 && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
                    form.Report("form.currency", $"'{currency}' is not an ISO 4217 code.", "currency", "Write EUR, GBP, USD …");
                per = form.OptionalText("per");
            }
            var to = form.OptionalParsed("to", PartyId.Parse);
            var says = kind is DutyKind.Pay or null ? form.OptionalText("says") : form.Text("says");
            form.Close();
            if (kind is { } known) duties.Add(new(known, amount, currency, per, to, says));
        }
        return duties.ToImmutable();
    }
}
