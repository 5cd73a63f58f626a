using System.Text;
using Countersign.Credentials.Containers.Text;
using CsCheck;

namespace Countersign.Credentials.Tests.Containers.Text;

/// <summary>Normalization Form C, which the runtime does not offer where culture data is left out.</summary>
public sealed class NfcTests
{
    private static string Normal(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(Nfc.TryNormalize(bytes, out var changed));
        return Encoding.UTF8.GetString(changed ?? bytes);
    }

    // From NormalizationTest.txt of Unicode and from UAX #15: the text, and its Form C.
    [Theory]
    [InlineData("caf\u0065\u0301", "caf\u00E9")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307")]
    [InlineData("D\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("D\u031B\u0307\u0323", "\u1E0C\u031B\u0307")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u1100\u1161", "\uAC00")]
    [InlineData("\u1100\uAC00\u11A8", "\u1100\uAC01")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u1EBF", "\u1EBF")]
    [InlineData("e\u0302\u0301", "\u1EBF")]
    [InlineData("a\u0305\u0315\u0300\u05AE\u0062", "\u0061\u05AE\u0305\u0300\u0315\u0062")]
    [InlineData("\u0061\u0300\u0315\u0305\u05AE", "\u00E0\u05AE\u0305\u0315")]
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("a\uFEFF\u0301", "a\uFEFF\u0301")]
    public void Texts_have_the_form_that_the_standard_gives_them(string text, string expected)
    {
        Assert.Equal(expected, Normal(text));
        Assert.Equal(expected, Normal(expected));
    }

    [Fact]
    public void What_is_normal_is_left_alone_and_what_is_no_utf8_is_refused()
    {
        Assert.True(Nfc.TryNormalize("plain \u00E9 text \uFEFF\uFE0F"u8, out var changed));
        Assert.Null(changed);
        Assert.False(Nfc.TryNormalize([0x61, 0xFF], out _));
        Assert.False(Nfc.TryNormalize([0xED, 0xA0, 0x80], out _));
    }

    [Fact]
    public void The_form_is_stable_and_does_not_depend_on_how_a_text_is_cut_at_plain_characters()
    {
        string[] of = ["a", "e", "\u0301", "\u0323", "\u0308", "\u00E9", "\u1E0D", "\uAC00", "\u1100", "\u1161", "\u11A8", "\u0915", "\u093C", "\u212B", "\uFEFF", "\n", "\u0344", "\U000110BA", "\U00011099"];
        Gen.Int[0, of.Length - 1].Array[0, 30].Sample(parts =>
        {
            var text = string.Concat(parts.Select(p => of[p]));
            var once = Normal(text);
            return Normal(once) == once && Normal(text + "a" + text) == once + Normal("a" + text);
        });
    }

    [Fact]
    public void Marks_without_end_take_time_in_proportion()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 200_000));
        Assert.StartsWith("\u1EA1\u0323", Normal(text), StringComparison.Ordinal);
    }
}
