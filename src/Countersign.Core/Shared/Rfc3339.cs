using System.Globalization;

namespace Countersign.Core.Shared;

/// <summary>Times as text: RFC 3339, written in UTC. Whole days are UTC days.</summary>
public static class Rfc3339
{
    private static readonly string[] s_forms =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads a time with an offset (<c>2026-03-01T09:30:00+01:00</c>). A time without an offset is refused: it has no meaning elsewhere.</summary>
    public static bool TryParseTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (!text.EndsWith('Z') && text.LastIndexOfAny(['+', '-']) <= text.IndexOf('T', StringComparison.Ordinal)) return false;
        if (!DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return false;
        time = parsed.ToUniversalTime();
        return true;
    }

    /// <summary>Reads a whole day (<c>2026-03-01</c>): its first moment, in UTC.</summary>
    public static bool TryParseDay(string text, out DateTimeOffset start) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out start);

    /// <summary>Reads a day or a time; a day is its first moment.</summary>
    public static bool TryParseStart(string text, out DateTimeOffset time) => TryParseDay(text, out time) || TryParseTime(text, out time);

    /// <summary>Reads a day or a time as an exclusive end; a day is taken whole, as people mean it (<c>to: 2026-12-31</c> includes the 31st).</summary>
    public static bool TryParseEnd(string text, out DateTimeOffset end)
    {
        if (TryParseDay(text, out var day) && day < DateTimeOffset.MaxValue.AddDays(-2))
        {
            end = day.AddDays(1);
            return true;
        }
        return TryParseTime(text, out end);
    }

    /// <summary>Writes UTC, with fractions of a second only where there are some.</summary>
    public static string Write(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>For people: the UTC day a moment lies in.</summary>
    public static string Date(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>For people: the day alone when the time is midnight.</summary>
    public static string Day(DateTimeOffset time) =>
        time.ToUniversalTime() is { TimeOfDay.Ticks: 0 } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Write(time);
}
