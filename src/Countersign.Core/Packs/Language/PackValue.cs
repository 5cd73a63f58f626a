using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Packs.Language;

/// <summary>A known value of the condition language. What is not known is null, never a value.</summary>
public abstract record PackValue
{
    private PackValue()
    {
    }

    /// <summary>Its type.</summary>
    public abstract PackType Type { get; }

    /// <summary>Yes or no.</summary>
    public sealed record YesNo(bool Value) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.YesNo;

        /// <inheritdoc />
        public override string ToString() => Value ? "yes" : "no";
    }

    /// <summary>An exact number.</summary>
    public sealed record Number(Rational Value) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.Number;

        /// <inheritdoc />
        public override string ToString() => Value.ToString();
    }

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.Text;

        /// <inheritdoc />
        public override string ToString() => $"'{Value}'";
    }

    /// <summary>Words, in their comparable form, in ordinal order.</summary>
    public sealed record WordList(ImmutableArray<string> Values) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.Words;

        /// <inheritdoc />
        public bool Equals(WordList? other) => other is not null && Values.SequenceEqual(other.Values);

        /// <inheritdoc />
        public override int GetHashCode() => Values.Length;

        /// <inheritdoc />
        public override string ToString() => $"[{string.Join(", ", Values)}]";
    }

    /// <summary>A moment.</summary>
    public sealed record Time(DateTimeOffset Value) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.Time;

        /// <inheritdoc />
        public override string ToString() => Rfc3339.Write(Value);
    }

    /// <summary>A stretch of time.</summary>
    public sealed record Duration(TimeSpan Value) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.Duration;

        /// <inheritdoc />
        public override string ToString() => Value.Ticks % TimeSpan.TicksPerDay == 0
            ? Value.Days.ToString(CultureInfo.InvariantCulture) + " days"
            : new Rational(Value.Ticks, TimeSpan.TicksPerHour) + " hours";
    }

    /// <summary>An act.</summary>
    public sealed record AnAct(Act Value) : PackValue
    {
        /// <inheritdoc />
        public override PackType Type => PackType.Act;

        /// <inheritdoc />
        public override string ToString() => Value.Name;
    }

    /// <summary>Reads a value of a type from a document: <c>true</c>, <c>7.5</c>, <c>2026-06-09</c>, <c>48 hours</c>, a text, or a list of words.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="type">What it should be.</param>
    /// <param name="territory">True for the words of a territory: groups stand for their countries.</param>
    public static Outcome<PackValue> Read(Tree tree, PackType type, bool territory = false)
    {
        PackValue? value = (type, tree) switch
        {
            (PackType.YesNo, Tree.Flag flag) => new YesNo(flag.Value),
            (PackType.Number, Tree.Whole whole) => new Number(new(whole.Value, 1)),
            (PackType.Number, Tree.Text text) when Rational.TryParse(text.Value, out var number) => new Number(number),
            (PackType.Text, Tree.Text text) => new Text(text.Value),
            (PackType.Time, Tree.Text text) when Rfc3339.TryParseStart(text.Value, out var time) => new Time(time),
            (PackType.Duration, Tree.Text text) when TryDuration(text.Value, out var duration) => new Duration(duration),
            (PackType.Act, Tree.Text text) when Act.Parse(text.Value).Try(out var act, out _) => new AnAct(act),
            (PackType.Words, Tree.Text text) => WordsOf([text.Value], territory),
            (PackType.Words, Tree.List list) when list.Items.Length > 0 && list.Items.All(item => item is Tree.Text) => WordsOf(list.Items.Select(item => ((Tree.Text)item).Value), territory),
            _ => null,
        };
        return value is not null ? Outcome.Ok(value) : new Problem("pack.value", $"This is not {Named(type)}.", tree.At?.ToString(), Example(type));
    }

    /// <summary>Words in their comparable form; null when one of them should be a territory and is not.</summary>
    internal static WordList? WordsOf(IEnumerable<string> words, bool territory)
    {
        var all = words.ToList();
        if (territory && all.Exists(word => Territories.Expand(word) is null)) return null;
        return new(Scope.Normal(territory ? Dimension.Territory : Dimension.Purpose, all));
    }

    /// <summary>Reads <c>48 hours</c>, <c>1 day</c>, <c>30 minutes</c>: whole numbers up to 100,000.</summary>
    internal static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var parts = text.Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 100_000) return false;
        switch (parts[1])
        {
            case "minute" or "minutes": duration = TimeSpan.FromMinutes(count); return true;
            case "hour" or "hours": duration = TimeSpan.FromHours(count); return true;
            case "day" or "days": duration = TimeSpan.FromDays(count); return true;
            default: return false;
        }
    }

    /// <summary>A type in plain words.</summary>
    public static string Named(PackType type) => type switch
    {
        PackType.YesNo => "yes or no",
        PackType.Number => "a number",
        PackType.Text => "a text",
        PackType.Words => "a word or a list of words",
        PackType.Time => "a day or a time",
        PackType.Duration => "a stretch of time",
        _ => "an act",
    };

    private static string Example(PackType type) => type switch
    {
        PackType.YesNo => "Write true or false.",
        PackType.Number => "Write 12 or 0.5.",
        PackType.Time => "Write 2026-03-01, or 2026-03-01T09:00:00Z.",
        PackType.Duration => "Write 48 hours, or 90 days.",
        PackType.Act => "Write an act such as generate.voice.",
        _ => "Write a text.",
    };
}
