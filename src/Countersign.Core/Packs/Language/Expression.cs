using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Packs.Language;

/// <summary>What an expression comes to: its value, or null with the inputs without which it cannot be known.</summary>
/// <param name="Value">The value; null when unknown.</param>
/// <param name="Missing">When unknown: the inputs that could settle it, by name.</param>
public readonly record struct Evaluated(PackValue? Value, ImmutableSortedSet<string> Missing)
{
    /// <summary>A known value.</summary>
    public static Evaluated Known(PackValue value) => new(value, ImmutableSortedSet<string>.Empty);

    internal static Evaluated Known(bool value) => Known(new PackValue.YesNo(value));

    internal static Evaluated Unknown(params ImmutableSortedSet<string>[] missing) => new(null, [.. missing.SelectMany(names => names)]);

    /// <summary>The truth of an expression of yes or no.</summary>
    public Truth Truth => Value is PackValue.YesNo so ? so.Value ? Truth.True : Truth.False : Truth.Unknown;
}

/// <summary>A type-checked expression of the condition language. Evaluating it always ends, and never fails.</summary>
public abstract record Expression(PackType Type)
{
    /// <summary>The value for these inputs.</summary>
    /// <param name="inputs">The value of an input by its name; null when it is not known.</param>
    public abstract Evaluated Evaluate(Func<string, PackValue?> inputs);

    /// <summary>The names of the inputs in it.</summary>
    public abstract IEnumerable<string> Inputs { get; }

    /// <summary>A value that is written in the expression.</summary>
    public sealed record Literal(PackValue Value) : Expression(Value.Type)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs) => Evaluated.Known(Value);

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => [];

        /// <inheritdoc />
        public override string ToString() => Value is PackValue.Time { Value: var time } && Rfc3339.Day(time).Length == 10 ? Rfc3339.Day(time) : Value.ToString();
    }

    /// <summary>An input.</summary>
    public sealed record Input(string Name, PackType Of) : Expression(Of)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs) =>
            // A value of another type than was declared is as good as none.
            inputs(Name) is { } value && value.Type == Of ? Evaluated.Known(value) : new(null, [Name]);

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => [Name];

        /// <inheritdoc />
        public override string ToString() => Name;
    }

    /// <summary>Not.</summary>
    public sealed record Not(Expression Of) : Expression(PackType.YesNo)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            // Once: a second look at every level would make 64 levels of an unknown 2^64 looks.
            var of = Of.Evaluate(inputs);
            return of.Value is PackValue.YesNo so ? Evaluated.Known(!so.Value) : of;
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Of.Inputs;

        /// <inheritdoc />
        public override string ToString() => $"not {Of}";
    }

    /// <summary>And, or or: the logic of three values.</summary>
    public sealed record Join(bool IsAnd, Expression Left, Expression Right) : Expression(PackType.YesNo)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            var (left, right) = (Left.Evaluate(inputs), Right.Evaluate(inputs));
            // One side alone settles it: a no for 'and', a yes for 'or'.
            var settles = IsAnd ? Truth.False : Truth.True;
            if (left.Truth == settles || right.Truth == settles) return Evaluated.Known(!IsAnd);
            return left.Truth == Truth.Unknown || right.Truth == Truth.Unknown ? Evaluated.Unknown(left.Missing, right.Missing) : Evaluated.Known(IsAnd);
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Left.Inputs.Concat(Right.Inputs);

        /// <inheritdoc />
        public override string ToString() => $"({Left} {(IsAnd ? "and" : "or")} {Right})";
    }

    /// <summary>Two values of one type, compared.</summary>
    public sealed record Compare(string Operator, Expression Left, Expression Right) : Expression(PackType.YesNo)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            var (left, right) = (Left.Evaluate(inputs), Right.Evaluate(inputs));
            if (left.Value is not { } a || right.Value is not { } b) return Evaluated.Unknown(left.Missing, right.Missing);
            if (Operator is "=" or "!=") return Evaluated.Known(a.Equals(b) == (Operator == "="));
            var order = (a, b) switch
            {
                (PackValue.Number x, PackValue.Number y) => x.Value.CompareTo(y.Value),
                (PackValue.Time x, PackValue.Time y) => x.Value.CompareTo(y.Value),
                (PackValue.Duration x, PackValue.Duration y) => x.Value.CompareTo(y.Value),
                _ => 0,
            };
            return Evaluated.Known(Operator switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Left.Inputs.Concat(Right.Inputs);

        /// <inheritdoc />
        public override string ToString() => $"{Left} {Operator} {Right}";
    }

    /// <summary>Plus, minus or times. What would leave the range of times is unknown.</summary>
    public sealed record Reckon(char Operator, Expression Left, Expression Right, PackType Of) : Expression(Of)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            var (left, right) = (Left.Evaluate(inputs), Right.Evaluate(inputs));
            if (left.Value is not { } a || right.Value is not { } b) return Evaluated.Unknown(left.Missing, right.Missing);
            var value = (Operator, a, b) switch
            {
                ('+', PackValue.Number x, PackValue.Number y) => new PackValue.Number(x.Value + y.Value),
                ('-', PackValue.Number x, PackValue.Number y) => new PackValue.Number(x.Value - y.Value),
                ('*', PackValue.Number x, PackValue.Number y) => new PackValue.Number(x.Value * y.Value),
                ('*', PackValue.Duration x, PackValue.Number y) => Times(x.Value, y.Value),
                ('+', PackValue.Time x, PackValue.Duration y) => Moved(x.Value, y.Value),
                ('-', PackValue.Time x, PackValue.Duration y) => Moved(x.Value, y.Value.Negate()),
                ('-', PackValue.Time x, PackValue.Time y) => new PackValue.Duration(x.Value - y.Value),
                ('+', PackValue.Duration x, PackValue.Duration y) => Added(x.Value, y.Value),
                ('-', PackValue.Duration x, PackValue.Duration y) => Added(x.Value, y.Value.Negate()),
                _ => (PackValue?)null,
            };
            return value is null ? Evaluated.Unknown([.. Inputs]) : Evaluated.Known(value);
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Left.Inputs.Concat(Right.Inputs);

        /// <inheritdoc />
        public override string ToString() => $"({Left} {Operator} {Right})";

        private static PackValue.Time? Moved(DateTimeOffset time, TimeSpan by)
        {
            var ticks = (System.Numerics.BigInteger)time.UtcTicks + by.Ticks;
            return ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks ? null : new PackValue.Time(new((long)ticks, TimeSpan.Zero));
        }

        private static PackValue.Duration? Added(TimeSpan a, TimeSpan b) => InRange((System.Numerics.BigInteger)a.Ticks + b.Ticks);

        // Whole ticks, towards zero: a tenth of a microsecond decides nothing.
        private static PackValue.Duration? Times(TimeSpan a, Rational by) => InRange(a.Ticks * by.Numerator / by.Denominator);

        // Within a hundred thousand years, so that the ends can still be negated and added.
        private static PackValue.Duration? InRange(System.Numerics.BigInteger ticks) => System.Numerics.BigInteger.Abs(ticks) > long.MaxValue / 4 ? null : new PackValue.Duration(new((long)ticks));
    }

    /// <summary>One text of several.</summary>
    public sealed record In(Expression Of, ImmutableArray<string> Texts) : Expression(PackType.YesNo)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            var of = Of.Evaluate(inputs);
            return of.Value is PackValue.Text text ? Evaluated.Known(Texts.Contains(text.Value, StringComparer.Ordinal)) : of;
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Of.Inputs;

        /// <inheritdoc />
        public override string ToString() => $"{Of} in [{string.Join(", ", Texts.Select(text => $"'{text}'"))}]";

        /// <inheritdoc />
        public bool Equals(In? other) => other is not null && Of.Equals(other.Of) && Texts.SequenceEqual(other.Texts);

        /// <inheritdoc />
        public override int GetHashCode() => Of.GetHashCode();
    }

    /// <summary>An act at another, or below it.</summary>
    public sealed record ActWithin(Expression Of, Act Act) : Expression(PackType.YesNo)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            var of = Of.Evaluate(inputs);
            if (of.Value is not PackValue.AnAct asked) return of;
            return Act.Covers(asked.Value) switch
            {
                Truth.True => Evaluated.Known(true),
                Truth.False => Evaluated.Known(false),
                // Something broader is asked: naming the act more closely would settle it.
                _ => Evaluated.Unknown([.. Inputs]),
            };
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Of.Inputs;

        /// <inheritdoc />
        public override string ToString() => $"{Of} within {Act}";
    }

    /// <summary>The words of a use, held against a list: all of them within it, or some of them touching it.</summary>
    public sealed record WordsAre(Expression Of, bool All, ImmutableArray<string> Words, bool IsTerritory) : Expression(PackType.YesNo)
    {
        /// <inheritdoc />
        public override Evaluated Evaluate(Func<string, PackValue?> inputs)
        {
            var of = Of.Evaluate(inputs);
            if (of.Value is not PackValue.WordList stated) return of;
            var truths = stated.Values.Select(Met).ToList();
            var truth = All ? truths.Min() : truths.Max();
            return truth == Truth.Unknown ? Evaluated.Unknown([.. Inputs]) : Evaluated.Known(truth == Truth.True);
        }

        /// <inheritdoc />
        public override IEnumerable<string> Inputs => Of.Inputs;

        /// <inheritdoc />
        public override string ToString() => $"{Of} {(All ? "within" : "touches")} [{string.Join(", ", Words.Select(word => $"'{word}'"))}]";

        /// <inheritdoc />
        public bool Equals(WordsAre? other) => other is not null && Of.Equals(other.Of) && All == other.All && Words.SequenceEqual(other.Words);

        /// <inheritdoc />
        public override int GetHashCode() => Of.GetHashCode();

        private Truth Met(string word)
        {
            var (separators, value) = (IsTerritory ? "-" : "/-", word);
            if (Words.Any(term => IsWithin(value, term, separators))) return Truth.True;
            if (!Words.Any(term => IsWithin(term, value, separators))) return Truth.False;
            // The use says something broader. A country is used whole, so that its parts are touched and it does not lie within one.
            return !IsTerritory ? Truth.Unknown : All ? Truth.False : Truth.True;
        }

        private static bool IsWithin(string value, string term, string separators) =>
            value == term || (value.Length > term.Length && separators.Contains(value[term.Length], StringComparison.Ordinal) && value.StartsWith(term, StringComparison.Ordinal));
    }
}
