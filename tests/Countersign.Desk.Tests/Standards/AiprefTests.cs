using Countersign.Desk.Standards.Aipref;

namespace Countersign.Desk.Tests.Standards;

/// <summary>The dictionary of RFC 9651 and the vocabulary over it. Cases from the drafts are rewritten, the expectations are theirs.</summary>
public sealed class AiprefTests
{
    private static string? Parsed(string text) => StructuredDictionary.Parse(text, out _) is { } members ? string.Join(" ", members.Select(member => $"{member.Key}:{member.Token ?? "-"}")) : null;

    [Theory]
    [InlineData("train-ai=y, search=n", "train-ai:y search:n")]
    [InlineData("train-ai=y,search=n", "train-ai:y search:n")]
    [InlineData("train-ai=y\t,\tsearch=n", "train-ai:y search:n")]
    [InlineData("  a=b  ", "a:b")]
    [InlineData("a", "a:-")]
    [InlineData("a;x;y=\"?\"", "a:-")]
    [InlineData("a=y;x=1.5;*k=?1", "a:y")]
    [InlineData("a=1, a=y", "a:y")]
    [InlineData("a=y, b=n, a", "a:- b:n")]
    [InlineData("a=(b c;q=1 \"d\")", "a:-")]
    [InlineData("a=()", "a:-")]
    [InlineData("a=:aGk=:", "a:-")]
    [InlineData("a=@1659578233", "a:-")]
    [InlineData("a=%\"f%c3%bc\"", "a:-")]
    [InlineData("*a.b_c-d=*tok/en:x", "*a.b_c-d:*tok/en:x")]
    [InlineData("a=-12.345", "a:-")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void A_dictionary_is_read(string text, string members) => Assert.Equal(members, Parsed(text));

    [Theory]
    [InlineData("Train-AI=n")]
    [InlineData("a=y,")]
    [InlineData("a=y, ")]
    [InlineData(",a=y")]
    [InlineData("a=y b=n")]
    [InlineData("a = y")]
    [InlineData("a=")]
    [InlineData("a=\"open")]
    [InlineData("a=\"\\x\"")]
    [InlineData("a=(b c")]
    [InlineData("a=(b,c)")]
    [InlineData("a=?2")]
    [InlineData("a=1.")]
    [InlineData("a=1.2345")]
    [InlineData("a=1234567890123456")]
    [InlineData("a=1234567890123.1")]
    [InlineData("a=@1.5")]
    [InlineData("a=%\"%C3\"")]
    [InlineData("a=:a b:")]
    [InlineData("a;B=1")]
    [InlineData("1a=y")]
    [InlineData("a=ü")]
    [InlineData("a=y\t")]
    [InlineData("a=y;")]
    public void What_is_no_dictionary_is_none_of_it(string text) => Assert.Null(Parsed(text));

    [Theory]
    [InlineData("train-ai=y", "+train.generative")]
    [InlineData("train-ai=n", "-train.generative")]
    [InlineData("search=n", "-analyse.index")]
    [InlineData("search=y", "")]
    [InlineData("train-ai=y, train-ai, search=n, search=\"n\"", "")]
    [InlineData("train-ai;allow=n, train-ai=y", "+train.generative")]
    [InlineData("train-ai;has;parameters=\"?\"", "")]
    [InlineData("train-ai=Y", "")]
    [InlineData("ai-use=n", "")]
    [InlineData("Train-AI=y, search=n", "")]
    public void A_value_states_what_the_draft_says(string value, string wishes)
    {
        Assert.Equal(wishes, Docs.Wishes(Docs.Import("aipref", value)));
        Assert.Equal(wishes, Docs.Wishes(Docs.Import("aipref", $"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\ncontent-usage: {value}\r\n\r\n")));
    }

    [Fact]
    public void What_is_no_dictionary_is_told_and_states_nothing()
    {
        var imported = Docs.Import("aipref", "train-ai: n");
        Assert.Empty(imported.Statements);
        Assert.Equal("aipref.not-a-dictionary", Assert.Single(imported.Problems).Code);
    }

    [Fact]
    public void Several_lines_of_a_field_are_one_and_the_last_response_counts()
    {
        const string dump = "HTTP/1.1 302 Found\nContent-Usage: train-ai=y\n\nHTTP/1.1 200 OK\nContent-Usage: train-ai=n\nContent-Usage:\n search=n\n\nContent-Usage: train-ai=y\n";
        Assert.Equal("-analyse.index -train.generative", Docs.Wishes(Docs.Import("aipref", dump)));
    }
}
