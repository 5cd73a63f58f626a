using Countersign.Core.Packs;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;

namespace Countersign.Core.Tests.Packs;

/// <summary>The condition language on random expressions: it always answers, what it prints means the same, and learning more never turns an answer.</summary>
public sealed class ConditionProperties
{
    private static readonly int s_cases = int.TryParse(Environment.GetEnvironmentVariable("COUNTERSIGN_CASES"), out var cases) ? cases : 2_000;
    private static readonly Dictionary<string, PackType> s_inputs = new(BuiltInInputs.Types, StringComparer.Ordinal)
    {
        ["a"] = PackType.YesNo, ["b"] = PackType.YesNo, ["n"] = PackType.Number, ["m"] = PackType.Number, ["kind"] = PackType.Text, ["t"] = PackType.Time, ["d"] = PackType.Duration,
    };
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<PackValue> s_number = Gen.Select(Gen.Int[-20, 20], Pick(1, 2, 4, 5), (top, bottom) => (PackValue)new PackValue.Number(new(top < 0 ? -top : top, bottom)));
    private static readonly Gen<PackValue> s_time = Gen.Frequency((9, Gen.Int[0, 400].Select(hours => (PackValue)new PackValue.Time(s_start.AddHours(hours * 6)))), (1, Gen.Const((PackValue)new PackValue.Time(DateTimeOffset.MaxValue))));
    private static readonly Gen<PackValue> s_duration = Gen.Int[0, 200].Select(hours => (PackValue)new PackValue.Duration(TimeSpan.FromHours(hours)));
    private static readonly Gen<PackValue> s_text = Pick("x", "y", "z").Select(text => (PackValue)new PackValue.Text(text));
    private static readonly Gen<PackValue> s_act = Pick([.. Act.All]).Select(act => (PackValue)new PackValue.AnAct(act));
    private static readonly Gen<PackValue> s_places = Pick("FR", "US", "US-NY", "US-CA", "IT").Array[1, 2].Select(places => (PackValue)new PackValue.WordList(Scope.Normal(Dimension.Territory, places)));
    private static readonly Gen<PackValue> s_words = Pick("film", "film/short", "radio").Array[1, 2].Select(words => (PackValue)new PackValue.WordList(Scope.Normal(Dimension.Medium, words)));

    private static readonly Gen<Dictionary<string, PackValue>> s_world = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Bool, s_number, s_number), Gen.Select(s_text, s_time, s_duration, s_time), Gen.Select(s_act, s_places, s_words),
        (flags, rest, use) => new Dictionary<string, PackValue>(StringComparer.Ordinal)
        {
            ["a"] = new PackValue.YesNo(flags.Item1), ["b"] = new PackValue.YesNo(flags.Item2), ["n"] = flags.Item3, ["m"] = flags.Item4,
            ["kind"] = rest.Item1, ["t"] = rest.Item2, ["d"] = rest.Item3, ["on"] = rest.Item4, ["act"] = use.Item1, ["territory"] = use.Item2, ["medium"] = use.Item3,
        });

    private static Expression In(string name) => new Expression.Input(name, s_inputs[name]);

    private static readonly Gen<Expression> s_numbers = Gen.Recursive<Expression>((depth, self) => depth > 2
        ? Gen.OneOf(Pick("n", "m").Select(In), s_number.Select(value => (Expression)new Expression.Literal(value)))
        : Gen.OneOf(
            Pick("n", "m").Select(In), s_number.Select(value => (Expression)new Expression.Literal(value)),
            Gen.Select(Pick('+', '-'), self, self, (sign, left, right) => (Expression)new Expression.Reckon(sign, left, right, PackType.Number)),
            Gen.Select(self, s_number, (left, right) => (Expression)new Expression.Reckon('*', left, new Expression.Literal(right), PackType.Number))));

    private static readonly Gen<Expression> s_durations = Gen.OneOf(
        Gen.Const(In("d")), s_duration.Select(value => (Expression)new Expression.Literal(value)),
        Gen.Const((Expression)new Expression.Reckon('-', In("on"), In("t"), PackType.Duration)),
        Gen.Select(s_duration, s_number, (span, by) => (Expression)new Expression.Reckon('*', new Expression.Literal(span), new Expression.Literal(by), PackType.Duration)));

    private static readonly Gen<Expression> s_times = Gen.OneOf(
        Pick("on", "t").Select(In), Gen.Int[0, 300].Select(days => (Expression)new Expression.Literal(new PackValue.Time(s_start.AddDays(days)))),
        Gen.Select(Pick('+', '-'), Pick("on", "t"), s_durations, (sign, time, span) => (Expression)new Expression.Reckon(sign, In(time), span, PackType.Time)));

    private static Gen<Expression> Compared(Gen<Expression> of) => Gen.Select(Pick("=", "!=", "<", "<=", ">", ">="), of, of, (sign, left, right) => (Expression)new Expression.Compare(sign, left, right));

    private static readonly Gen<Expression> s_conditions = Gen.Recursive<Expression>((depth, self) =>
    {
        var leaf = Gen.OneOf(
            Pick("a", "b", "person").Select(In), Gen.Bool.Select(so => (Expression)new Expression.Literal(new PackValue.YesNo(so))),
            Compared(s_numbers), Compared(s_durations), Compared(s_times),
            Pick("x", "y").Select(text => (Expression)new Expression.In(In("kind"), [text, "z"])),
            Pick([.. Act.All]).Select(act => (Expression)new Expression.ActWithin(In("act"), act)),
            Gen.Select(Gen.Bool, s_places, (all, places) => (Expression)new Expression.WordsAre(In("territory"), all, ((PackValue.WordList)places).Values, true)),
            Gen.Select(Gen.Bool, s_words, (all, words) => (Expression)new Expression.WordsAre(In("medium"), all, ((PackValue.WordList)words).Values, false)));
        return depth > 3 ? leaf : Gen.OneOf(
            leaf, leaf,
            self.Select(of => (Expression)new Expression.Not(of)),
            Gen.Select(Gen.Bool, self, self, (and, left, right) => (Expression)new Expression.Join(and, left, right)));
    });

    [Fact]
    public void What_is_printed_is_read_back_as_the_same() => s_conditions.Sample(condition =>
    {
        var text = condition.ToString();
        if (text.Length > ConditionParser.MostCharacters) return;
        var read = ConditionParser.Parse(text, s_inputs);
        Assert.True(read.IsOk, $"{text}: {(read.IsOk ? "" : read.Problems[0].ToString())}");
        Assert.Equal(text, read.Value.ToString());
    }, iter: s_cases);

    [Fact]
    public void It_answers_for_every_input_and_learning_more_never_turns_an_answer() => Gen.Select(s_conditions, s_world, Gen.Int, Gen.Int).Sample((condition, world, few, more) =>
    {
        // Inputs of the first are among those of the second.
        PackValue? Less(string name) => world.TryGetValue(name, out var value) && (few & more & (1 << (name[0] % 31))) != 0 ? value : null;
        PackValue? More(string name) => world.TryGetValue(name, out var value) && (more & (1 << (name[0] % 31))) != 0 ? value : null;
        var (before, after) = (condition.Evaluate(Less), condition.Evaluate(More));
        if (before.Truth != Truth.Unknown) Assert.Equal(before.Truth, after.Truth);
        Assert.Equal(before.Truth == Truth.Unknown && condition.Evaluate(Less).Value is null, before.Missing.Count > 0 || (before.Truth == Truth.Unknown && !condition.Inputs.Any()));
        Assert.All(before.Missing, name => Assert.Contains(name, condition.Inputs));
    }, iter: 5 * s_cases);

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.OneOf(Gen.String, Gen.OneOf(Pick("a", "and", "or", "not", "(", ")", "=", "<", "48 hours", "2026-01-01", "'x'", "[", "]", ",", "in", "within", "act", "kind", "n", "+", "-", "*", "5", "t")).Array[0, 12].Select(parts => string.Join(' ', parts)))
        .Sample(text => Assert.True(ConditionParser.Parse(text, s_inputs) is { IsOk: true } or { Problems.Count: > 0 }), iter: 5 * s_cases);
}
