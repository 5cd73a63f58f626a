using Countersign.Matching.Text;
using CsCheck;

namespace Countersign.Matching.Tests.Text;

public class TokeniserTests
{
    [Theory]
    [InlineData("Don’t STOP — well-known, don't!", "dont stop well known dont")]
    [InlineData("The café, the cafe\u0301, the CAFÉ", "the cafe the cafe the cafe")]
    [InlineData("encyclopædia ﬁnd ＦＵＬＬ Straße ΣΊΣΥΦΟΣ", "encyclopaedia find full strasse σισυφοσ")]
    [InlineData("exam\u00ADple zero\u200Bwidth", "example zerowidth")]
    [InlineData("_italic_ 1,000 3rd", "italic 1 000 3rd")]
    [InlineData("吾輩は猫である。", "吾 輩 は 猫 て\u3099 あ る")]
    [InlineData("한국어 \u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", "한국어 한국어")]
    [InlineData("שָׁלוֹם עולם مُحَمَّد", "שלום עולם محمد")]
    [InlineData("हिन्दी में", "हिन्दी में")]
    [InlineData("a😀b 👩‍👩‍👧 c\u0000d\ud800e", "a b c d e")]
    [InlineData("'tis the dogs' bone", "tis the dogs bone")]
    [InlineData("", "")]
    public void Words_fold_as_documented(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Tokeniser.Tokenise(text).Select(t => t.Word));

    [Fact]
    public void Offsets_count_code_points_and_utf16_apart()
    {
        var token = Tokeniser.Tokenise("😀 😀 naïve").Single();
        Assert.Equal(new Token("naive", 4, 9, 6, 11, false), token);
    }

    [Fact]
    public void Any_utf16_is_cut_into_ordered_slices_that_fold_to_their_word() =>
        Texts.Sample(text =>
        {
            var end = 0;
            foreach (var token in Tokeniser.Tokenise(text))
            {
                Assert.InRange(token.Utf16Start, end, token.Utf16End - 1);
                end = token.Utf16End;
                Assert.Equal(CodePoints(text[..token.Utf16Start]), token.Start);
                Assert.Equal(CodePoints(text[..token.Utf16End]), token.End);
                Assert.Equal(token.Word, string.Concat(Tokeniser.Tokenise(text[token.Utf16Start..token.Utf16End]).Select(t => t.Word)));
            }

            Assert.InRange(end, 0, text.Length);
        });

    [Fact]
    public void Case_and_line_breaks_change_no_word() =>
        Gen.String[Gen.Char["abcXYZ éÉ'’\n.,"], 0, 60].Sample(text =>
        {
            var words = Tokeniser.Tokenise(text).Select(t => t.Word);
            Assert.Equal(words, Tokeniser.Tokenise(text.ToUpperInvariant()).Select(t => t.Word));
            Assert.Equal(words, Tokeniser.Tokenise(text.Replace("\n", "\r\n ", StringComparison.Ordinal)).Select(t => t.Word));
        });

    [Fact]
    public void One_endless_word_is_cut() =>
        Assert.All(Tokeniser.Tokenise(new string('x', 100_000) + new string('\u0301', 100_000)), t => Assert.InRange(t.End - t.Start, 1, 128));

    private static readonly Gen<string> Texts = Gen.String[Gen.OneOf(
        Gen.Char, Gen.Char['\ud800', '\udfff'], Gen.Char[' ', '~'], Gen.Char['\u0300', '\u036f'], Gen.Char["’'\u00ad\u200b-猫か\u3099한"]), 0, 40];

    private static int CodePoints(string text) => text.EnumerateRunes().Count();
}
