using Countersign.Desk.Standards.Robots;

namespace Countersign.Desk.Tests.Standards;

public sealed class RobotsTests
{
    [Theory]
    [InlineData("/", "/anything", true)]
    [InlineData("", "/", false)]
    [InlineData("/fish", "/fishheads/yummy.html", true)]
    [InlineData("/fish", "/Fish.asp", false)]
    [InlineData("/fish", "/catfish", false)]
    [InlineData("/fish*", "/fish", true)]
    [InlineData("/fish/", "/fish", false)]
    [InlineData("/*.php", "/folder/filename.php?parameters", true)]
    [InlineData("/*.php$", "/filename.php?parameters", false)]
    [InlineData("/*.php$", "/folder/filename.php", true)]
    [InlineData("/*.php$", "/a.php.php", true)]
    [InlineData("/fish*.php", "/fishheads/catfish.php?p", true)]
    [InlineData("/this/path/exactly$", "/this/path/exactly", true)]
    [InlineData("/this/path/exactly$", "/this/path/exactly.", false)]
    [InlineData("/this/*/exactly", "/this/a/b/exactly", true)]
    [InlineData("/a*a$", "/a", false)]
    [InlineData("/a**b", "/a-b", true)]
    // RFC 9309, section 2.2.2: both sides in one percent-encoding.
    [InlineData("/foo/bar/ツ", "/foo/bar/%E3%83%84", true)]
    [InlineData("/foo/bar/%E3%83%84", "/foo/bar/ツ", true)]
    [InlineData("/foo/bar/%62%61%7A", "/foo/bar/baz", true)]
    [InlineData("/foo/bar?baz=%2f", "/foo/bar?baz=/", false)]
    [InlineData("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", true)]
    [InlineData("/path/foo-%24", "/path/foo-$", true)]
    [InlineData("/a$b", "/a$b", true)]
    [InlineData("/100%", "/100%", true)]
    public void A_pattern_matches(string pattern, string path, bool matches) => Assert.Equal(matches, PathPattern.Of(pattern).Matches(PathPattern.Path(path)));

    [Fact]
    public void A_long_hostile_pattern_takes_no_time()
    {
        var pattern = PathPattern.Of("/" + string.Concat(Enumerable.Repeat("*a", 20_000)) + "$");
        Assert.False(pattern.Matches(PathPattern.Path("/" + new string('a', 19_999) + "b")));
    }

    private const string OfTheDraft = """
        User-Agent: *
        Allow: /
        Disallow: /never/
        Content-Usage: train-ai=n
        Content-Usage: /ai-ok/ train-ai=y

        User-Agent: ExampleBot
        Allow: /
        Content-Usage: train-ai=y
        """;

    [Theory]
    [InlineData("/test", "-train.generative")]
    [InlineData("/never/test", "-analyse.index -analyse.mine -train")]
    [InlineData("/ai-ok/test", "+train.generative")]
    public void The_example_of_the_attachment_draft_reads_as_its_table_says(string path, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("robots", OfTheDraft, location: path)));

    [Theory]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a", "")]
    [InlineData("User-agent: *\nDisallow: /a/poster\nAllow: /a", "-analyse.index -analyse.mine -train")]
    [InlineData("User-agent: a\nUser-agent: *\nDisallow: /", "-analyse.index -analyse.mine -train")]
    [InlineData("User-agent: *\nUser-agent: a\nSitemap: x\nDisallow: /", "-analyse.index -analyse.mine -train")]
    [InlineData("User-agent: *\nAllow: /x\nUser-agent: a\nDisallow: /", "")]
    [InlineData("User-agent: *\nAllow: /x\n\nUser-agent: a\nDisallow: /b\n\nUser-agent: *\nDisallow: /", "-analyse.index -analyse.mine -train")]
    [InlineData("Disallow: /", "")]
    [InlineData("User-agent: *\nDisallow:", "")]
    [InlineData("\uFEFFuser-AGENT : *# all\r\n  disallow\t:\t/ # no", "-analyse.index -analyse.mine -train")]
    [InlineData("User-agent: *\nContent-Usage: /a/ train-ai=y\nContent-Usage: /a/ train-ai=n", "+train.generative -train.generative")]
    [InlineData("User-agent: *\nContent-Usage: / train-ai=y\nContent-Usage: train-ai=n", "+train.generative")]
    [InlineData("User-agent: *\nContent-Usage: /a/poster.jpg", "")]
    [InlineData("User-agent: *\nContent-Usage: *.jpg train-ai=y", "")]
    public void Groups_and_precedence_are_those_of_the_standard(string file, string wishes) => Assert.Equal(wishes, Docs.Wishes(Docs.Import("robots", file)));

    [Fact]
    public void Beyond_the_limit_nothing_is_read_and_nothing_is_open()
    {
        var padding = string.Concat(Enumerable.Repeat("# padding line\n", RobotsFile.MaxBytes / 15));
        Assert.Equal("-train.generative", Docs.Wishes(Docs.Import("robots", "User-agent: *\nContent-Usage: train-ai=n\n" + padding + "Content-Usage: /a/ train-ai=y\n")));
        Assert.Equal("", Docs.Wishes(Docs.Import("robots", "User-agent: *\nContent-Usage: train-ai=y\n" + padding + "Content-Usage: /a/ train-ai=n\n")));
    }

    [Fact]
    public void Rules_for_paths_need_the_path()
    {
        Assert.Equal("standards.location-needed", Docs.TryImport("robots", OfTheDraft, location: null).Problems[0].Code);
        Assert.Equal("-train.generative", Docs.Wishes(Docs.Import("robots", "User-agent: *\nContent-Usage: train-ai=n", location: null)));
    }
}
