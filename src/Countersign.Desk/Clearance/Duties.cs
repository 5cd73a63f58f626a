using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Clearance;

/// <summary>Duties in plain words.</summary>
public static class Duties
{
    /// <summary>One duty as a sentence part: <c>pay 350 EUR per line</c>.</summary>
    public static string InWords(Duty duty) => duty.Kind == DutyKind.Pay
        ? $"pay {duty.Amount} {duty.Currency}{(duty.Per is null ? "" : $" per {duty.Per}")}{(duty.Says is null ? "" : $" ({duty.Says})")}"
        : $"{Words.Of(duty.Kind)}: {duty.Says}";
}
