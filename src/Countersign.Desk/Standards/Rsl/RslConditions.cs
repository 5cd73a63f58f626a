using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards.Rsl;

/// <summary>The conditions of a licence as those of a grant.</summary>
/// <param name="Scope">Its limits. Whatever is not understood is among them, and fails to evaluate.</param>
/// <param name="Duties">What it asks for.</param>
internal sealed record RslConditions(Scope Scope, ImmutableArray<Duty> Duties)
{
    /// <summary>The conditions; null where they leave nothing.</summary>
    public static RslConditions? Of(RslLicence licence, ImmutableArray<Act> acts)
    {
        var scope = Scope.Over(acts);
        var others = licence.Others.ToList();
        var duties = ImmutableArray.CreateBuilder<Duty>();
        if (licence.Countries is { } countries)
        {
            var known = countries.Where(IsCountry).Select(country => country.ToUpperInvariant()).Except(licence.NotCountries.Select(country => country.ToUpperInvariant()), StringComparer.Ordinal).ToArray();
            if (known.Length == 0) return null;
            scope = scope.Only(Dimension.Territory, known);
        }
        else if (!licence.NotCountries.IsEmpty && licence.NotCountries.All(IsCountry)) scope = scope.Except(Dimension.Territory, [.. licence.NotCountries]);
        // A place that nobody knows may be any.
        if (!licence.NotCountries.All(IsCountry)) others.Add(("rsl-prohibits-geo", string.Join(' ', licence.NotCountries)));
        foreach (var payment in licence.Payments.Where(payment => !payment.IsFree))
        {
            if (licence.Payments.Length == 1 && Pay(payment) is { } duty) duties.Add(duty);
            else others.Add(("rsl-payment", string.Join(' ', new[] { payment.Type, payment.Amount, payment.Currency }.Concat(payment.Terms).Where(part => !string.IsNullOrEmpty(part)))));
        }
        duties.AddRange(licence.Reports.Select(report => new Duty(DutyKind.Notify, null, null, null, null, $"Report the use ({(report.Length == 0 ? "as RSL asks" : report)}).")));
        if (others.Count > 0)
        {
            var kept = others.GroupBy(other => other.Name, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => KeyValuePair.Create(same.Key, Tree.Of(same.Select(other => other.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))));
            scope = scope with { Unrecognised = new([.. kept]) };
        }
        return new(scope, duties.ToImmutable());
    }

    /// <summary>For each of what a payment is made; null for once.</summary>
    internal static readonly ImmutableArray<(string Type, string? Per)> Priced = [("purchase", null), ("crawl", "crawl"), ("training", "training"), ("use", "use")];

    private static Duty? Pay(RslPayment payment)
    {
        if (payment is not { Amount: { } amount, Currency: { Length: 3 } currency } || !payment.Terms.IsEmpty || !currency.All(char.IsAsciiLetterUpper)) return null;
        if (!Rational.TryParse(amount, out var exact) || exact < Rational.Zero) return null;
        foreach (var (type, per) in Priced)
            if (type == payment.Type) return new(DutyKind.Pay, exact, currency, per, null, null);
        return null;
    }

    private static bool IsCountry(string code) => code.Length == 2 && Territories.Expand(code) is [var one] && one.Equals(code, StringComparison.OrdinalIgnoreCase);
}
