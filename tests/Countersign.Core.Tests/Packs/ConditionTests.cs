using Countersign.Core.Packs;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Tests.Packs;

/// <summary>The condition language, by example: what is an expression, what it means, and what is refused with its place.</summary>
public sealed class ConditionTests
{
    private static readonly Dictionary<string, PackType> s_inputs = new(BuiltInInputs.Types, StringComparer.Ordinal)
    {
        ["a"] = PackType.YesNo, ["b"] = PackType.YesNo, ["count"] = PackType.Number, ["kind"] = PackType.Text, ["signed-on"] = PackType.Time, ["notice"] = PackType.Duration,
    };

    private static Expression Parse(string text) => ConditionParser.Parse(text, s_inputs).Value;

    private static Truth Of(string text, params (string Name, PackValue Value)[] given) => Parse(text).Evaluate(name => given.FirstOrDefault(input => input.Name == name).Value).Truth;

    private static PackValue.YesNo Yes(bool value) => new PackValue.YesNo(value);

    private static PackValue.WordList Words(params string[] words) => new PackValue.WordList(Scope.Normal(Dimension.Purpose, words));

    private static PackValue.WordList Places(params string[] words) => new PackValue.WordList(Scope.Normal(Dimension.Territory, words));

    private static PackValue.Time At(string time) => Rfc3339.TryParseStart(time, out var at) ? new PackValue.Time(at) : throw new ArgumentException(time);

    [Theory]
    [InlineData("a and b", true, null, Truth.Unknown)]
    [InlineData("a and b", false, null, Truth.False)]
    [InlineData("a or b", true, null, Truth.True)]
    [InlineData("a or b", false, null, Truth.Unknown)]
    [InlineData("not a", null, null, Truth.Unknown)]
    [InlineData("not a", true, null, Truth.False)]
    [InlineData("a = b", true, null, Truth.Unknown)]
    [InlineData("a != b", true, false, Truth.True)]
    [InlineData("not a or b and a", true, true, Truth.True)]
    [InlineData("not (a or b)", false, false, Truth.True)]
    [InlineData("yes and not no", null, null, Truth.True)]
    public void Three_values(string text, bool? a, bool? b, Truth expected) =>
        Assert.Equal(expected, Parse(text).Evaluate(name => (name == "a" ? a : b) is { } value ? Yes(value) : null).Truth);

    [Fact]
    public void Numbers_times_and_durations_are_exact()
    {
        Assert.Equal(Truth.True, Of("0.1 + 0.2 = 0.3"));
        Assert.Equal(Truth.True, Of("3 - 1 * 2 = 1"));
        Assert.Equal(Truth.True, Of("2026-03-03 - 2026-03-01 = 48 hours"));
        Assert.Equal(Truth.True, Of("2026-03-01T12:00:00+02:00 = 2026-03-01T10:00:00Z"));
        Assert.Equal(Truth.True, Of("notice * 2 >= 4 days", ("notice", new PackValue.Duration(TimeSpan.FromHours(48)))));
        Assert.Equal(Truth.False, Of("count <= 7.5", ("count", new PackValue.Number(new(751, 100)))));
        Assert.Equal(Truth.Unknown, Of("signed-on + 90 days > 2026-01-01"));
        // Out of the range of times: unknown, never a failure.
        Assert.Equal(Truth.Unknown, Of("signed-on + 100000 days > 2026-01-01", ("signed-on", At("9999-12-31"))));
    }

    [Theory]
    // Both changes of the clock in Berlin in 2026 (29 March and 25 October), in New York (8 March and 1 November), and leap days. A stretch is elapsed time.
    [InlineData("2026-03-28T09:00:00+01:00", "2026-03-30T10:00:00+02:00", true)]
    [InlineData("2026-03-28T09:00:00+01:00", "2026-03-30T09:59:59+02:00", false)]
    [InlineData("2026-10-24T09:00:00+02:00", "2026-10-26T08:00:00+01:00", true)]
    [InlineData("2026-10-24T09:00:00+02:00", "2026-10-26T07:59:59+01:00", false)]
    [InlineData("2026-03-07T18:00:00-05:00", "2026-03-09T19:00:00-04:00", true)]
    [InlineData("2026-03-07T18:00:00-05:00", "2026-03-09T18:59:59-04:00", false)]
    [InlineData("2026-10-31T18:00:00-04:00", "2026-11-02T17:00:00-05:00", true)]
    [InlineData("2026-10-31T18:00:00-04:00", "2026-11-02T16:59:59-05:00", false)]
    [InlineData("2028-02-28T12:00:00Z", "2028-03-01T12:00:00Z", true)]
    [InlineData("2028-02-28T12:00:00Z", "2028-03-01T11:59:59Z", false)]
    [InlineData("2027-02-28T12:00:00Z", "2027-03-02T12:00:00Z", true)]
    public void Forty_eight_hours_are_forty_eight_hours_over_a_change_of_the_clock_and_a_leap_day(string notice, string use, bool met) =>
        Assert.Equal(met ? Truth.True : Truth.False, Of("on - signed-on >= 48 hours", ("signed-on", At(notice)), ("on", At(use))));

    [Theory]
    [InlineData("2026-01-01", "2026-04-01", true)]
    [InlineData("2026-01-01", "2026-03-31", false)]
    [InlineData("2028-01-01", "2028-03-31", true)]
    [InlineData("2028-01-01", "2028-03-30", false)]
    [InlineData("2026-09-01T00:00:00+02:00", "2026-11-29T23:00:00+01:00", true)]
    [InlineData("2026-09-01T00:00:00+02:00", "2026-11-29T22:59:59+01:00", false)]
    public void Ninety_days_are_ninety_times_twenty_four_hours(string from, string use, bool over) =>
        Assert.Equal(over ? Truth.True : Truth.False, Of("on >= signed-on + 90 days", ("signed-on", At(from)), ("on", At(use))));

    [Fact]
    public void Words_are_within_or_touch()
    {
        Assert.Equal(Truth.True, Of("purpose within ['advertising']", ("purpose", Words("advertising/alcohol"))));
        Assert.Equal(Truth.False, Of("purpose within ['advertising']", ("purpose", Words("advertising", "fiction"))));
        Assert.Equal(Truth.True, Of("purpose touches ['advertising']", ("purpose", Words("advertising", "fiction"))));
        Assert.Equal(Truth.Unknown, Of("purpose touches ['advertising/alcohol']", ("purpose", Words("advertising"))));
        Assert.Equal(Truth.Unknown, Of("purpose touches ['advertising']"));
        Assert.Equal(Truth.True, Of("territory touches ['EU']", ("territory", Places("FR", "US"))));
        Assert.Equal(Truth.False, Of("territory within ['EU']", ("territory", Places("FR", "US"))));
        // A country is used whole, so its parts are touched and it lies within none of them.
        Assert.Equal(Truth.True, Of("territory touches ['US-NY']", ("territory", Places("US"))));
        Assert.Equal(Truth.False, Of("territory within ['US-NY']", ("territory", Places("US"))));
        Assert.Equal(Truth.True, Of("kind in ['x', 'y']", ("kind", new PackValue.Text("y"))));
        Assert.Equal(Truth.True, Of("act within generate", ("act", new PackValue.AnAct(Act.Parse("generate.voice").Value))));
        Assert.Equal(Truth.Unknown, Of("act within generate.voice", ("act", new PackValue.AnAct(Act.Parse("generate").Value))));
        Assert.Equal(Truth.False, Of("act within train", ("act", new PackValue.AnAct(Act.Parse("generate").Value))));
    }

    [Fact]
    public void Only_what_could_settle_an_unknown_is_missing()
    {
        Assert.Equal(["b"], Parse("a and b").Evaluate(name => name == "a" ? Yes(true) : null).Missing);
        Assert.Equal(["a", "b"], Parse("a or b").Evaluate(_ => null).Missing);
        Assert.Empty(Parse("a and b").Evaluate(name => name == "a" ? Yes(false) : null).Missing);
        Assert.Equal(["count"], Parse("(a or b) and count > 3").Evaluate(name => name == "b" ? Yes(true) : null).Missing);
    }

    [Theory]
    [InlineData("a and", 6)]
    [InlineData("a b", 3)]
    [InlineData("(a", 1)]
    [InlineData("c", 1)]
    [InlineData("count", 1)]
    [InlineData("count and a", 7)]
    [InlineData("count = 'x'", 7)]
    [InlineData("a < b", 3)]
    [InlineData("kind < 'x'", 6)]
    [InlineData("act = 'x'", 5)]
    [InlineData("act within nothing", 12)]
    [InlineData("act touches generate", 5)]
    [InlineData("territory within ['Narnia']", 11)]
    [InlineData("kind in []", 10)]
    [InlineData("kind in ['x'", 9)]
    [InlineData("kind = 'x", 8)]
    [InlineData("count * count > 1", 7)]
    [InlineData("signed-on + signed-on > on", 11)]
    [InlineData("a ; b", 3)]
    [InlineData("2026-13-45 < on", 1)]
    [InlineData("12abc > 3", 1)]
    [InlineData("", 1)]
    [InlineData("not", 4)]
    [InlineData("a or and", 6)]
    public void What_is_no_condition_is_refused_at_its_place(string text, int character)
    {
        var outcome = ConditionParser.Parse(text, s_inputs);
        Assert.False(outcome.IsOk);
        Assert.StartsWith($"character {character} of:", outcome.Problems[0].Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_and_depth_have_limits()
    {
        Assert.True(ConditionParser.Parse(new string('(', 64) + "a" + new string(')', 64), s_inputs).IsOk);
        Assert.False(ConditionParser.Parse(new string('(', 65) + "a" + new string(')', 65), s_inputs).IsOk);
        Assert.False(ConditionParser.Parse(string.Concat(Enumerable.Repeat("not ", 65)) + "a", s_inputs).IsOk);
        Assert.True(ConditionParser.Parse("a" + string.Concat(Enumerable.Repeat(" and a", 682)), s_inputs).IsOk);
        Assert.False(ConditionParser.Parse("a" + string.Concat(Enumerable.Repeat(" and a", 683)), s_inputs).IsOk);
    }

    [Fact]
    public void Sixty_four_levels_of_not_over_an_unknown_end()
    {
        var text = string.Concat(Enumerable.Repeat("not ", 64)) + "a";
        var looks = 0;
        var answer = Parse(text).Evaluate(_ => { looks++; return null; });
        Assert.Equal((Truth.Unknown, 1), (answer.Truth, looks));
        Assert.Equal(["a"], answer.Missing);
        Assert.Equal("pack.condition", ConditionParser.Parse("not " + text, s_inputs).Problems[0].Code);
    }

    [Fact]
    public void The_longest_expressions_end()
    {
        var chain = "a" + string.Concat(Enumerable.Repeat(" or a", (ConditionParser.MostCharacters - 1) / 5));
        Assert.Equal(Truth.Unknown, Of(chain));
        Assert.Equal(Truth.True, Of(chain, ("a", Yes(true))));
        var product = "count" + string.Concat(Enumerable.Repeat(" * 9999999999", 300)) + " > 1";
        Assert.Equal(Truth.True, Of(product, ("count", new PackValue.Number(new(1, 1)))));
        Assert.Equal("pack.condition", ConditionParser.Parse(chain + " or a", s_inputs).Problems[0].Code);
    }
}
