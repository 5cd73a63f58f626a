using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>A stretch of time, open at either end. <paramref name="From"/> is included, <paramref name="Until"/> is not.</summary>
public readonly record struct Period(DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>One moment.</summary>
    public static Period At(DateTimeOffset moment) => new(moment, moment.AddTicks(1));

    /// <summary>True when all of <paramref name="other"/> lies in this period.</summary>
    public bool Contains(Period other) =>
        (From is not { } from || other.From >= from) && (Until is not { } until || other.Until <= until);

    /// <summary>True when some moment lies in both.</summary>
    public bool Overlaps(Period other) =>
        !(Until <= other.From) && !(other.Until <= From);

    internal static Period? FromTree(TreeReader form, string name)
    {
        switch (form.Part(name))
        {
            case null: return null;
            case Tree.Text { Value: var text } when Rfc3339.TryParseStart(text, out var start) && Rfc3339.TryParseEnd(text, out var end):
                // A single day means that day; a single time means that moment.
                return start == end ? At(start) : new(start, end);
            case Tree.Map:
                var nested = form.Nested(name)!;
                var from = Moment(nested, "from", Rfc3339.TryParseStart);
                var to = Moment(nested, "to", Rfc3339.TryParseEnd);
                nested.Close();
                if (from >= to) nested.Report("form.period", "The period ends before it begins.", "to");
                return new(from, to);
            default:
                form.Report("form.period", $"'{name}' should be a day, a time, or 'from' and 'to'.", name, "For example: { from: 2026-01-01, to: 2026-12-31 }.");
                return null;
        }
    }

    private delegate bool Reading(string text, out DateTimeOffset time);

    private static DateTimeOffset? Moment(TreeReader form, string name, Reading read)
    {
        if (form.OptionalText(name) is not { } text) return null;
        if (read(text, out var time)) return time;
        form.Report("form.time", $"'{text}' is not a day or a time with its offset.", name, "Write 2026-03-01, or 2026-03-01T09:00:00Z.");
        return null;
    }

    internal Tree ToTree() => Tree.Of(
        ("from", From is { } from ? (Tree)Rfc3339.Write(from) : null),
        ("to", Until is { } until ? (Tree)Rfc3339.Write(until) : null));

    /// <summary>For people.</summary>
    public override string ToString() => (From, Until) switch
    {
        ({ } from, { } until) => $"{Rfc3339.Day(from)} to {End(until)}",
        ({ } from, null) => $"from {Rfc3339.Day(from)}",
        (null, { } until) => $"up to {End(until)}",
        _ => "any time",
    };

    // An exclusive midnight is the end of the day before, which is how people name it.
    private static string End(DateTimeOffset until) => until.ToUniversalTime().TimeOfDay.Ticks == 0 ? Rfc3339.Day(until.AddDays(-1)) : Rfc3339.Write(until);
}
