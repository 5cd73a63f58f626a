using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Workspace;

/// <summary>Several commands on one workspace: each succeeds, or says that it is locked, and nothing is lost.</summary>
public sealed class SeveralProcessesTests
{
    [Fact]
    public async Task Two_clearances_and_consents_beside_each_other_are_all_recorded()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        for (var i = 0; i < 80; i++) desk.Write($"rushes/{i}.png", SmallFiles.Png(200, 150, seed: i + 1));
        string[] clear = ["clear", "rushes", .. TempDesk.Asked, "--json"];
        var runs = await Task.WhenAll(
            desk.RunAsync(clear), desk.RunAsync(clear),
            desk.RunAsync("consent", "grant", "--by", "party:ada-lindqvist", "--about", "work:the-picture", "--act", "index", "--json"),
            desk.RunAsync("consent", "prohibit", "--by", "party:ada-lindqvist", "--about", "work:the-picture", "--act", "train", "--json"),
            desk.RunAsync("register", "party", "Bo Ek", "--kind", "person", "--json"));
        var done = runs.Where(run => run.ExitCode != 4).ToList();
        foreach (var run in runs.Except(done)) Assert.Equal("workspace.locked", Assert.Single(run.Problems).GetProperty("code").GetString());
        foreach (var run in done.Take(2).Where(run => run.Arguments[0] == "clear")) Assert.Equal(80, new Clearance(run).Rows.Count);
        Assert.Equal(2 + done.Count(run => run.Arguments[0] == "consent"), desk.Count("SELECT COUNT(*) FROM Statements"));
        Assert.Equal(done.Count(run => run.Arguments[0] == "clear"), desk.Count("SELECT COUNT(*) FROM Clearances"));
        Assert.True(done.Count >= 3, string.Join('\n', runs.Select(run => run.ToString())));
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task A_workspace_made_by_several_at_once_is_one_workspace()
    {
        for (var round = 0; round < 3; round++)
        {
            using var desk = new TempDesk();
            var names = Enumerable.Range(0, 6).Select(i => $"Person {i}").ToList();
            var runs = await Task.WhenAll(names.Select(name => desk.RunAsync("register", "party", name, "--kind", "person", "--json")));
            foreach (var run in runs.Where(run => run.ExitCode != 0)) Assert.Equal("workspace.locked", Assert.Single(run.Exits(4).Problems).GetProperty("code").GetString());
            Assert.Equal(runs.Count(run => run.ExitCode == 0), desk.Count("SELECT COUNT(*) FROM Entries"));
            Assert.Contains(runs, run => run.ExitCode == 0);
            await desk.IsSoundAsync();
        }
    }
}
