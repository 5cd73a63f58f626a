using Countersign.Core.Shared;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Comparing values of constraints: times with times, numbers with numbers, and the rest by their words.</summary>
internal static class OdrlValues
{
    /// <summary>Less than, equal to or greater than zero; null when the two cannot be compared.</summary>
    public static int? Compare(RdfTerm left, RdfTerm right)
    {
        if (Time(left) is { } a && Time(right) is { } b) return a.CompareTo(b);
        if (Rational.TryParse(left.Value, out var m) && Rational.TryParse(right.Value, out var n)) return m.CompareTo(n);
        return left.Value == right.Value ? 0 : IsOrdered(left) || IsOrdered(right) ? null : string.CompareOrdinal(left.Value, right.Value);
    }

    /// <summary>Whether more and less mean something for it.</summary>
    public static bool IsOrdered(RdfTerm value) => Time(value) is not null || Rational.TryParse(value.Value, out _);

    /// <summary>A time with its offset, or a day: its first moment in UTC; null when it is neither. A time without an offset is a moment nobody can name.</summary>
    public static DateTimeOffset? Time(RdfTerm value) => value.Kind == RdfKind.Literal && Rfc3339.TryParseTime(value.Value, out var time) ? time : null;
}
