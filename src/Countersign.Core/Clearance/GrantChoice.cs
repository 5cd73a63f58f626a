using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>Chooses among grants that all apply: the cheapest total, ties by id. The order they come in does not matter.</summary>
internal static class GrantChoice
{
    public static Grant Cheapest(ImmutableArray<Grant> grants, Use use)
    {
        var byId = grants.OrderBy(grant => grant.Id, StringComparer.Ordinal).ToImmutableArray();
        var currencies = byId.SelectMany(grant => grant.Duties).Where(duty => duty.Kind == DutyKind.Pay).Select(duty => duty.Currency).Distinct(StringComparer.Ordinal).Count();
        // Without a dated rate two currencies cannot be compared, and a guess would decide who is paid.
        return currencies > 1 ? byId[0] : byId.MinBy(grant => Total(grant, use))!;
    }

    private static Rational Total(Grant grant, Use use) => grant.Duties
        .Where(duty => duty is { Kind: DutyKind.Pay, Amount: not null })
        .Aggregate(Rational.Zero, (sum, duty) => sum + (duty.Amount!.Value * (duty.Per is { } per && use.Quantity?.Unit == per ? use.Quantity.Amount : Rational.One)));
}
