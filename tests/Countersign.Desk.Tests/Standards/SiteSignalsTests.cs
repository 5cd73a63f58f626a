using Countersign.Desk.Intake;

namespace Countersign.Desk.Tests.Standards;

/// <summary>What stands beside files, in a folder of one test.</summary>
public sealed class SiteSignalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-site-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private ExaminedFile Look(string name)
    {
        if (!File.Exists(Path.Combine(_folder, name))) Write(name, "some words");
        var file = new WalkedFile(Path.Combine(_folder, name), name, null);
        return new SiteSignals().Added(new(file, new string('0', 64), 10, new() { Kind = "image", Format = "jpeg", Mime = "image/jpeg", Bytes = 10 }, [], null));
    }

    private string Wishes(string name) => string.Join(" ", Look(name).Analysis!.Preferences.Select(wish => (wish.Allows ? "+" : "-") + wish.Act).Distinct().OrderBy(word => word[1..], StringComparer.Ordinal));

    [Fact]
    public void A_folder_with_a_robots_file_is_the_root_of_a_site()
    {
        Write("robots.txt", "User-agent: *\nContent-Usage: train-ai=y\nContent-Usage: /private/ train-ai=n\nDisallow: /never/*.jpg$\n");
        Assert.Equal("+train.generative", Wishes("a.jpg"));
        Assert.Equal("-train.generative", Wishes("private/deep/a.jpg"));
        Assert.Equal("-analyse.index -analyse.mine -train", Wishes("never/a.jpg"));
        Assert.Equal("+train.generative", Wishes("never/a.jpg.png"));
        var wish = Look("private/a.jpg").Analysis!.Preferences[0];
        Assert.Equal("robots.txt, line 3: train-ai=n", wish.Source);
    }

    [Fact]
    public void The_nearest_file_of_each_kind_counts_and_a_reservation_of_another_kind_stays()
    {
        Write("robots.txt", "User-agent: *\nContent-Usage: train-ai=n\n");
        Write("tdmrep.json", """[{"location":"/sub/","tdm-reservation":1}]""");
        Write("sub/robots.txt", "User-agent: *\nContent-Usage: /a.jpg train-ai=y\n");
        Assert.Equal("-analyse.mine -train +train.generative", Wishes("sub/a.jpg"));
        Assert.Equal("-train.generative", Wishes("b.jpg"));
    }

    [Fact]
    public void Within_tdmrep_the_header_stands_over_the_file_and_the_page_over_the_header()
    {
        Write(".well-known/tdmrep.json", """[{"location":"/","tdm-reservation":1}]""");
        Assert.Equal("-analyse.mine -train", Wishes("page.html"));
        Write("page.html.headers", "HTTP/1.1 200 OK\ntdm-reservation: 0\n");
        Assert.Equal("+analyse.mine", Wishes("page.html"));
        Write("page.html", "<html><head><meta name=tdm-reservation content=1></head>");
        Assert.Equal("-analyse.mine -train", Wishes("page.html"));
    }

    [Fact]
    public void Headers_beside_a_file_are_for_that_file()
    {
        Write("a.jpg.headers.txt", "HTTP/2 200\ncontent-usage: train-ai=n, search=n\nx-robots-tag: noai\n");
        Assert.Equal("-analyse.index -train -train.generative", Wishes("a.jpg"));
        Assert.Equal("", Wishes("b.jpg"));
    }

    [Fact]
    public void Rsl_is_read_at_the_root_beside_a_file_and_where_robots_names_it()
    {
        const string none = "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/x/\"><license><prohibits type=\"usage\">ai-all</prohibits></license></content></rsl>";
        Write("robots.txt", "License: https://example.org/terms/license.xml\n");
        Assert.Contains(Look("x/a.jpg").Analysis!.Findings, finding => finding.Code == "signal.rsl-elsewhere");
        Write("terms/license.xml", none);
        Assert.Equal("", Wishes("y/a.jpg"));
        Assert.Contains("-train", Wishes("x/a.jpg"), StringComparison.Ordinal);
        Write("y/a.jpg.rsl.xml", none);
        Assert.Contains("-train", Wishes("y/a.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_response_and_a_page_can_name_their_rsl_document()
    {
        const string none = "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><prohibits type=\"usage\">ai-train</prohibits></license></content></rsl>";
        Write("a.jpg.headers", "HTTP/1.1 200 OK\nLink: </style.css>; rel=preload, <https://example.org/terms.xml>; rel=\"license\"; type=\"application/rsl+xml\"\n");
        Assert.Contains(Look("a.jpg").Analysis!.Findings, finding => finding.Code == "signal.rsl-elsewhere");
        Write("terms.xml", none);
        Assert.Contains("-train", Wishes("a.jpg"), StringComparison.Ordinal);
        Write("page.html", "<head><link href='terms.xml' rel='author license' type='application/rsl+xml'></head>");
        Assert.Contains("-train", Wishes("page.html"), StringComparison.Ordinal);
        Write("inline.html", $"<head><script type=\"application/rsl+xml\">\n{none}</script></head>");
        Assert.Contains("-train", Wishes("inline.html"), StringComparison.Ordinal);
        Write("plain.html", "<head><link href='terms.xml' rel=license></head>");
        Assert.Equal("", Wishes("plain.html"));
    }

    [Fact]
    public void A_licence_address_does_not_lead_out_of_the_folder()
    {
        Write("outside.xml", "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><permits type=\"usage\">all</permits></license></content></rsl>");
        Write("site/robots.txt", "License: /../outside.xml\nLicense: /%2e%2e/outside.xml\nLicense: //outside.xml\n");
        var file = new WalkedFile(Path.Combine(_folder, "site", "a.jpg"), "a.jpg", null);
        Write("site/a.jpg", "x");
        var row = new SiteSignals().Added(new(file, null, 1, new() { Kind = "image", Format = "jpeg", Mime = "image/jpeg", Bytes = 1 }, [], null));
        Assert.Empty(row.Analysis!.Preferences);
    }

    [Fact]
    public void What_stands_above_the_folder_that_was_asked_about_is_not_heard()
    {
        Write("robots.txt", "User-agent: *\nDisallow: /\n");
        Write("in/a.jpg", "x");
        var file = new WalkedFile(Path.Combine(_folder, "in", "a.jpg"), "a.jpg", null);
        Assert.Empty(new SiteSignals().Added(new(file, null, 1, new() { Kind = "image", Format = "jpeg", Mime = "image/jpeg", Bytes = 1 }, [], null)).Analysis!.Preferences);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_nothing_is_open_until_it_can()
    {
        Write("ai.txt", "User-Agent: *\nAllow: /\n");
        Assert.Equal("+train", Wishes("a.jpg"));
        Write("tdmrep.json", "{");
        var row = Look("a.jpg").Analysis!;
        Assert.Empty(row.Preferences);
        Assert.Contains(row.Findings, finding => finding is { Kind: FindingKinds.Defect, Code: "tdmrep.form" });
    }

    [Fact]
    public void Files_that_say_something_about_others_are_known_by_their_names()
    {
        Write("a.jpg", "x");
        foreach (var name in new[] { "robots.txt", "ai.txt", "tdmrep.json", "rsl.xml", ".rsl.xml", "a.jpg.headers", "a.jpg.headers.txt", "a.jpg.rsl.xml" }) Assert.True(SiteSignals.IsBeside(Path.Combine(_folder, name)), name);
        foreach (var name in new[] { "a.jpg", "b.jpg.headers", "notes.headers.txt", "my-robots.txt", "terms.rsl.xml" }) Assert.False(SiteSignals.IsBeside(Path.Combine(_folder, name)), name);
    }

    [Fact]
    public void Names_are_compared_in_the_encoding_of_addresses()
    {
        Write("robots.txt", "User-agent: *\nContent-Usage: /b%C3%BCro/a%20b train-ai=n\n");
        Assert.Equal("-train.generative", Wishes("büro/a b.jpg"));
    }
}
