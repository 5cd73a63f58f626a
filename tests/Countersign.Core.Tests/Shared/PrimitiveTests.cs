using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using CsCheck;

namespace Countersign.Core.Tests.Shared;

public sealed class PrimitiveTests
{
    private static readonly Gen<Rational> s_fraction = Gen.Select(Gen.Int[-500, 500], Gen.Int[1, 60], (top, bottom) => new Rational(top, bottom));

    [Fact]
    public void Fractions_keep_the_laws_of_numbers() => Gen.Select(s_fraction, s_fraction, s_fraction).Sample((a, b, c) =>
    {
        Assert.Equal(a + b, b + a);
        Assert.Equal((a + b) + c, a + (b + c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(Rational.Zero, a - a);
        Assert.Equal(a < b, (b - a) > Rational.Zero);
    }, iter: 2_000);

    [Fact]
    public void Fractions_are_read_as_they_are_written() => s_fraction.Sample(fraction =>
    {
        Assert.True(Rational.TryParse(fraction.ToString(), out var read));
        Assert.Equal(fraction, read);
    }, iter: 2_000);

    [Theory]
    [InlineData("1250.00", "1250")]
    [InlineData("-0.75", "-0.75")]
    [InlineData("2/4", "0.5")]
    [InlineData("1/3", "1/3")]
    public void Amounts_are_exact(string spelt, string shown)
    {
        Assert.True(Rational.TryParse(spelt, out var amount));
        Assert.Equal(shown, amount.ToString());
    }

    [Theory]
    [InlineData("1e9")]
    [InlineData("1,000")]
    [InlineData("1/0")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("٣")]
    [InlineData("9999999999999999999999999999999999999999999999999999999999999")]
    public void Other_spellings_are_no_amounts(string spelt) => Assert.False(Rational.TryParse(spelt, out _));

    [Fact]
    public void A_day_at_the_end_of_a_period_is_taken_whole()
    {
        Assert.True(Rfc3339.TryParseEnd("2028-02-29", out var end));
        Assert.Equal(new DateTimeOffset(2028, 3, 1, 0, 0, 0, TimeSpan.Zero), end);
        Assert.False(Rfc3339.TryParseEnd("2026-02-29", out _));
        Assert.True(Rfc3339.TryParseTime("2026-03-29T03:30:00+02:00", out var summer));
        Assert.Equal("2026-03-29T01:30:00Z", Rfc3339.Write(summer));
        Assert.False(Rfc3339.TryParseTime("2026-03-29T03:30:00", out _));
    }

    [Fact]
    public void An_act_covers_itself_and_what_is_below_it_and_nothing_else()
    {
        foreach (var above in Act.All)
        {
            foreach (var used in Act.All)
            {
                var path = (used.Name == "use" ? "" : "use.") + used.Name + ".";
                var own = (above.Name == "use" ? "" : "use.") + above.Name + ".";
                var expected = path.StartsWith(own, StringComparison.Ordinal) ? Truth.True : own.StartsWith(path, StringComparison.Ordinal) ? Truth.Unknown : Truth.False;
                Assert.Equal(expected, above.Covers(used));
            }
        }
        Assert.Equal("Did you mean 'distribute'?", Act.Parse("distriubte").Problems[0].Try);
    }

    [Fact]
    public void Periods_agree_with_counting_days() => Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 6]).Sample((a, b, c, d) =>
    {
        if (a >= b || c >= d) return;
        var zero = DateTimeOffset.UnixEpoch;
        Period Days(int from, int until) => new(zero.AddDays(from), zero.AddDays(until));
        var (first, second) = (Enumerable.Range(a, b - a).ToHashSet(), Enumerable.Range(c, d - c).ToHashSet());
        Assert.Equal(second.IsSubsetOf(first), Days(a, b).Contains(Days(c, d)));
        Assert.Equal(first.Overlaps(second), Days(a, b).Overlaps(Days(c, d)));
    }, iter: 2_000);

    [Fact]
    public void Territories_are_known_by_their_codes()
    {
        Assert.Equal(249, Territories.Expand("world")!.Value.Length);
        Assert.Equal(27, Territories.Expand("EU")!.Value.Length);
        Assert.Equal(30, Territories.Expand("eea")!.Value.Length);
        Assert.Equal(["US-CA"], Territories.Expand("us-ca")!.Value);
        Assert.Null(Territories.Expand("XX"));
        Assert.Null(Territories.Expand("Europe"));
    }

    [Fact]
    public void Ids_are_read_as_they_are_written()
    {
        foreach (var id in new[] { "work:a", "persona:ada-lindqvist", "persona:ada/voice", "model:x.1" }) Assert.Equal(id, SubjectId.Parse(id).Value.ToString());
        foreach (var bad in new[] { "", "work:", "work:A", "film:x", "persona:a/soul", "work:a/voice", "work:a b", "work:" + new string('a', 81) }) Assert.False(SubjectId.Parse(bad).IsOk, bad);
        Assert.Equal("25-34", AgeBand.Parse("25-34").Value.ToString());
        Assert.False(AgeBand.Parse("34-25").IsOk);
        Assert.Equal("jose-munoz-o-hara", Slug.From("José Muñoz-O’Hara").Replace("ohara", "o-hara", StringComparison.Ordinal));
    }
}
