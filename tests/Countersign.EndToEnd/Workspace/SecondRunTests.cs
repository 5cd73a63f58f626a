using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Workspace;

/// <summary>What was found out about some bytes is kept, for as long as it would be found out again.</summary>
public sealed class SecondRunTests
{
    [Fact]
    public async Task A_second_run_takes_what_is_known_and_answers_the_same()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        Rushes(desk);
        var first = await desk.ClearAsync("rushes");
        Assert.Equal(4, desk.Count("SELECT COUNT(*) FROM Analyses"));
        // A mark in what is kept comes back: it was read, and not made again.
        Assert.Equal(1, desk.Change("UPDATE Analyses SET Document = replace(Document, '\"kind\":\"image\",\"format\":\"png\"', '\"kind\":\"image\",\"format\":\"marked\"') WHERE Document LIKE '%\"format\":\"png\"%'"));
        var rows = desk.Count("SELECT max(rowid) FROM Analyses");
        var second = await desk.ClearAsync("rushes");
        Assert.Equal("marked", second.Row("other.png").GetProperty("format").GetString());
        Assert.Equal(rows, desk.Count("SELECT max(rowid) FROM Analyses"));
        foreach (var file in first.Rows.Keys)
        {
            Assert.Equal(first.Verdict(file), second.Verdict(file));
            Assert.Equal(first.Row(file).GetProperty("findings").ToString(), second.Row(file).GetProperty("findings").ToString());
        }
        Assert.Equal(2, desk.Count("SELECT COUNT(*) FROM Clearances"));
    }

    [Fact]
    public async Task A_changed_file_is_looked_at_again_though_its_name_and_size_stay()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        var text = File.ReadAllBytes(desk.At("references", "text.txt"));
        var harmless = new byte[text.Length];
        Array.Fill(harmless, (byte)'x');
        var path = desk.Write("rushes/a.txt", harmless);
        var written = File.GetLastWriteTimeUtc(path);
        Assert.Equal("unknown", (await desk.ClearAsync("rushes")).Verdict("a.txt"));
        File.WriteAllBytes(path, text);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("a.txt"));
    }

    [Fact]
    public async Task A_work_registered_later_is_found_the_next_time_and_not_any_more_once_removed()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        Rushes(desk);
        Assert.Empty((await desk.ClearAsync("rushes")).Matches("other.png"));
        (await desk.RunAsync("register", "work", "The Other", "--kind", "picture", "--holder", "party:ada-lindqvist", "--file", "rushes/other.png")).Exits(0);
        Assert.Equal(["work:the-other"], (await desk.ClearAsync("rushes")).Matches("other.png"));
        (await desk.RunAsync("registry", "remove", "work:the-other")).Exits(0);
        Assert.Empty((await desk.ClearAsync("rushes")).Matches("other.png"));
    }

    [Fact]
    public async Task A_statement_recorded_later_changes_the_next_answer_and_not_the_last()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        Rushes(desk);
        Assert.Equal("allow", (await desk.ClearAsync("rushes")).Verdict("picture.jpg"));
        (await desk.RunAsync("consent", "revoke", "the-picture")).Exits(0);
        Assert.NotEqual("allow", (await desk.ClearAsync("rushes")).Verdict("picture.jpg"));
        Assert.Equal(1, desk.Count("SELECT COUNT(*) FROM ClearedAssets WHERE File = 'picture.jpg' AND Verdict = 'allow'"));
    }

    [Fact]
    public async Task The_page_of_the_last_run_is_not_an_asset_of_the_next()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        Rushes(desk);
        var rushes = desk.At("rushes");
        var first = await Command.RunAsync(rushes, ["clear", ".", .. TempDesk.Asked]);
        Assert.True(File.Exists(Path.Combine(rushes, "report.html")), first.ToString());
        var second = new Clearance(await Command.RunAsync(rushes, ["clear", ".", .. TempDesk.Asked, "--json", "--report", "report.html"]));
        Assert.DoesNotContain("report.html", second.Rows.Keys);
        Assert.Equal(4, second.Rows.Count);
        // A page that is not a report of ours is an asset like any other, and is not written over unasked.
        File.WriteAllText(Path.Combine(rushes, "report.html"), "<html>a page of the production's own</html>");
        (await Command.RunAsync(rushes, ["clear", ".", .. TempDesk.Asked])).Exits(4);
        Assert.Equal("<html>a page of the production's own</html>", File.ReadAllText(Path.Combine(rushes, "report.html")));
        Assert.Equal(5, new Clearance(await Command.RunAsync(rushes, ["clear", ".", .. TempDesk.Asked, "--json"])).Rows.Count);
    }

    private static void Rushes(TempDesk desk)
    {
        desk.Write("rushes/picture.jpg", File.ReadAllBytes(desk.At("references", "picture.jpg")));
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        desk.Write("rushes/other.png", SmallFiles.Png(320, 240, seed: 11));
        desk.Write("rushes/notes.txt", "Some notes of ours.");
    }
}
