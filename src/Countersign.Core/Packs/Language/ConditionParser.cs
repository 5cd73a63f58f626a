using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Packs.Language;

/// <summary>Reads an expression of the condition language and checks its types as it goes: what comes out can be evaluated.</summary>
public sealed class ConditionParser
{
    /// <summary>The longest expression, in characters.</summary>
    public const int MostCharacters = 4_096;

    private const int MostLevels = 64;
    private static readonly HashSet<string> s_reserved = new(StringComparer.Ordinal) { "and", "or", "not", "in", "within", "touches", "yes", "no", "true", "false", "unknown" };

    private readonly List<Token> _tokens;
    private readonly IReadOnlyDictionary<string, PackType> _inputs;
    private readonly string? _territory;
    private int _at;
    private int _levels;

    private ConditionParser(List<Token> tokens, IReadOnlyDictionary<string, PackType> inputs, string? territory) => (_tokens, _inputs, _territory) = (tokens, inputs, territory);

    private enum Kind
    {
        Name,
        Number,
        Text,
        Time,
        Symbol,
        End,
    }

    private sealed record Token(Kind Kind, string Text, int At);

    private sealed class Refused(string what, int at, string? next = null) : Exception(what)
    {
        public int At => at;

        public string? Next => next;
    }

    /// <summary>True for a word that cannot name an input.</summary>
    public static bool IsReserved(string name) => s_reserved.Contains(name);

    /// <summary>Reads a condition: an expression of yes or no.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="inputs">The inputs it may name, with their types.</param>
    /// <param name="territory">The name of the input whose words are territories.</param>
    public static Outcome<Expression> Parse(string text, IReadOnlyDictionary<string, PackType> inputs, string? territory = "territory")
    {
        try
        {
            if (text.Length > MostCharacters) throw new Refused($"The expression has more than {MostCharacters} characters.", 0, "Say it in several rules.");
            var parser = new ConditionParser(Lex(text), inputs, territory);
            var expression = parser.Or();
            if (parser.Now.Kind != Kind.End) throw new Refused($"'{parser.Now.Text}' is one too many.", parser.Now.At, "Join conditions with 'and' or 'or'.");
            return Of(expression, PackType.YesNo, 0, "A condition") is { } wrong ? throw wrong : Outcome.Ok(expression);
        }
        catch (Refused refused)
        {
            return new Problem("pack.condition", refused.Message, $"character {(refused.At + 1).ToString(CultureInfo.InvariantCulture)} of: {Shortened(text)}", refused.Next);
        }
    }

    private static string Shortened(string text) => text.Length > 200 ? text[..200] + "…" : text;

    private static List<Token> Lex(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var c = text[i];
            if (char.IsWhiteSpace(c)) i++;
            else if (char.IsAsciiLetterLower(c))
            {
                while (i < text.Length && (char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i]) || (text[i] is '-' or '.' && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1])))) i++;
                tokens.Add(new(Kind.Name, text[start..i], start));
            }
            else if (char.IsAsciiDigit(c))
            {
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or ':' || (text[i] is '-' or '+' && i > start && IsTimeSoFar(text.AsSpan(start, i - start))))) i++;
                var word = text[start..i];
                tokens.Add(Rfc3339.TryParseStart(word, out _) ? new(Kind.Time, word, start)
                    : Rational.TryParse(word, out _) ? new(Kind.Number, word, start)
                    : throw new Refused($"'{word}' is neither a number nor a day or time.", start, "Write 12, 0.5, 2026-03-01 or 2026-03-01T09:00:00Z."));
            }
            else if (c == '\'')
            {
                i = text.IndexOf('\'', i + 1);
                if (i < 0) throw new Refused("A text is not closed.", start, "Close it with '.");
                tokens.Add(new(Kind.Text, text[(start + 1)..i], start));
                i++;
            }
            else
            {
                var two = i + 1 < text.Length ? text.Substring(i, 2) : "";
                var symbol = two is "!=" or "<=" or ">=" ? two : "=<>+-*()[],".Contains(c, StringComparison.Ordinal) ? c.ToString() : throw new Refused($"'{c}' means nothing here.", start);
                tokens.Add(new(Kind.Symbol, symbol, start));
                i += symbol.Length;
            }
        }
        tokens.Add(new(Kind.End, "the end", text.Length));
        return tokens;
    }

    // 2026-, 2026-06-, and after the clock an offset: the dash and the plus belong to a time only there.
    private static bool IsTimeSoFar(ReadOnlySpan<char> text) => text.Length is 4 or 7 || text.Contains('T');

    private Token Now => _tokens[_at];

    private Token Next() => _tokens[_at++];

    private bool Take(string word)
    {
        if (Now.Kind is Kind.Text or Kind.End || Now.Text != word) return false;
        _at++;
        return true;
    }

    private Expression Or()
    {
        var left = And();
        while (Now is { Kind: Kind.Name, Text: "or" })
        {
            var at = Next().At;
            left = Joined(false, left, And(), at);
        }
        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (Now is { Kind: Kind.Name, Text: "and" })
        {
            var at = Next().At;
            left = Joined(true, left, Not(), at);
        }
        return left;
    }

    private static Expression.Join Joined(bool isAnd, Expression left, Expression right, int at)
    {
        if ((Of(left, PackType.YesNo, at, $"Before '{(isAnd ? "and" : "or")}'") ?? Of(right, PackType.YesNo, at, $"After '{(isAnd ? "and" : "or")}'")) is { } wrong) throw wrong;
        return new Expression.Join(isAnd, left, right);
    }

    private Expression Not()
    {
        if (Now is not { Kind: Kind.Name, Text: "not" }) return Comparison();
        var at = Next().At;
        Deeper(at);
        var of = Not();
        _levels--;
        return Of(of, PackType.YesNo, at, "After 'not'") is { } wrong ? throw wrong : new Expression.Not(of);
    }

    private Expression Comparison()
    {
        var left = Sum();
        var token = Now;
        if (token.Kind == Kind.Symbol && token.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            _at++;
            var right = Sum();
            if (left.Type != right.Type) throw new Refused($"{Capital(left.Type)} cannot be compared with {PackValue.Named(right.Type)}.", token.At);
            if (left.Type is PackType.Words or PackType.Act) throw new Refused("Words and acts are compared with 'within' or 'touches'.", token.At);
            if (left.Type is PackType.YesNo or PackType.Text && token.Text is not ("=" or "!=")) throw new Refused($"{Capital(left.Type)} has no order: only = and != compare it.", token.At);
            return new Expression.Compare(token.Text, left, right);
        }
        if (token.Kind != Kind.Name || token.Text is not ("in" or "within" or "touches")) return left;
        _at++;
        if (token.Text == "in")
        {
            if (Of(left, PackType.Text, token.At, "Before 'in'") is { } wrong) throw wrong;
            return new Expression.In(left, [.. Texts().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }
        if (left.Type == PackType.Act)
        {
            if (token.Text == "touches") throw new Refused("An act is compared with 'within'.", token.At);
            var name = Next();
            if (name.Kind != Kind.Name) throw new Refused("After 'within' an act is named.", name.At, "Write an act such as generate.voice.");
            return Act.Parse(name.Text).Try(out var act, out var problems) ? new Expression.ActWithin(left, act) : throw new Refused(problems[0].What, name.At, problems[0].Try);
        }
        if (Of(left, PackType.Words, token.At, $"Before '{token.Text}'") is { } other) throw other;
        var territory = left is Expression.Input input && input.Name == _territory;
        var words = PackValue.WordsOf(Texts(), territory) ?? throw new Refused("One of these is not a territory.", token.At, "Use ISO 3166 codes such as 'FR' or 'US-CA', or 'EU', 'EEA'.");
        return new Expression.WordsAre(left, token.Text == "within", words.Values, territory);
    }

    private Expression Sum()
    {
        var left = Product();
        while (Now is { Kind: Kind.Symbol, Text: "+" or "-" })
        {
            var token = Next();
            var right = Product();
            var type = (token.Text, left.Type, right.Type) switch
            {
                (_, PackType.Number, PackType.Number) => PackType.Number,
                (_, PackType.Time, PackType.Duration) => PackType.Time,
                ("-", PackType.Time, PackType.Time) => PackType.Duration,
                (_, PackType.Duration, PackType.Duration) => PackType.Duration,
                _ => throw new Refused($"{Capital(left.Type)} {token.Text} {PackValue.Named(right.Type)} is nothing.", token.At),
            };
            left = new Expression.Reckon(token.Text[0], left, right, type);
        }
        return left;
    }

    private Expression Product()
    {
        var left = Single();
        while (Now is { Kind: Kind.Symbol, Text: "*" })
        {
            var token = Next();
            var right = Single();
            if (right is not Expression.Literal { Type: PackType.Number } || left.Type is not (PackType.Number or PackType.Duration))
                throw new Refused("Only a number or a stretch of time is multiplied, and only by a number that is written out.", token.At);
            left = new Expression.Reckon('*', left, right, left.Type);
        }
        return left;
    }

    private Expression Single()
    {
        var token = Next();
        switch (token)
        {
            case { Kind: Kind.Symbol, Text: "(" }:
                Deeper(token.At);
                var inner = Or();
                _levels--;
                return Take(")") ? inner : throw new Refused("A bracket is not closed.", token.At);
            case { Kind: Kind.Text }:
                return new Expression.Literal(new PackValue.Text(token.Text));
            case { Kind: Kind.Time } when Rfc3339.TryParseStart(token.Text, out var time):
                return new Expression.Literal(new PackValue.Time(time));
            case { Kind: Kind.Number } when Now.Kind == Kind.Name && PackValue.TryDuration($"{token.Text} {Now.Text}", out var duration):
                _at++;
                return new Expression.Literal(new PackValue.Duration(duration));
            case { Kind: Kind.Number } when Rational.TryParse(token.Text, out var number):
                return new Expression.Literal(new PackValue.Number(number));
            case { Kind: Kind.Name, Text: "yes" or "no" }:
                return new Expression.Literal(new PackValue.YesNo(token.Text == "yes"));
            case { Kind: Kind.Name } when !s_reserved.Contains(token.Text):
                if (_inputs.TryGetValue(token.Text, out var type)) return new Expression.Input(token.Text, type);
                throw new Refused($"'{token.Text}' is not an input.", token.At, Near.Best(token.Text, _inputs.Keys) is { } near ? $"Did you mean '{near}'?" : "Declare it under 'inputs'.");
            case { Kind: Kind.End }:
                throw new Refused("Something is missing at the end.", token.At);
            default:
                throw new Refused($"'{token.Text}' cannot stand here.", token.At);
        }
    }

    private List<string> Texts()
    {
        var open = Next();
        if (open.Text != "[" || open.Kind != Kind.Symbol) throw new Refused("A list is expected.", open.At, "Write ['a', 'b'].");
        var texts = new List<string>();
        do
        {
            var item = Next();
            if (item.Kind != Kind.Text) throw new Refused("A list holds texts.", item.At, "Write ['a', 'b'].");
            texts.Add(item.Text);
        }
        while (Take(","));
        return Take("]") ? texts : throw new Refused("A list is not closed.", open.At);
    }

    private void Deeper(int at)
    {
        if (++_levels > MostLevels) throw new Refused($"There are more than {MostLevels} levels of brackets.", at, "Say it in several rules.");
    }

    private static Refused? Of(Expression expression, PackType type, int at, string where) =>
        expression.Type == type ? null : new($"{where} {PackValue.Named(type)} is expected, and this is {PackValue.Named(expression.Type)}.", at);

    private static string Capital(PackType type) => char.ToUpperInvariant(PackValue.Named(type)[0]) + PackValue.Named(type)[1..];
}
