using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Workspace;

/// <summary>A workspace that cannot be used is said to be so, with exit code 4, and left as it is.</summary>
public sealed class WorkspaceTroubleTests
{
    [Fact]
    public async Task A_locked_workspace_is_said_after_a_while()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/a.txt", "some words");
        using var holder = desk.Open();
        using var begin = holder.CreateCommand();
        begin.CommandText = "BEGIN EXCLUSIVE";
        begin.ExecuteNonQuery();
        foreach (var arguments in new string[][]
        {
            ["clear", "rushes", .. TempDesk.Asked, "--json"],
            ["registry", "remove", "work:the-text", "--json"],
        })
        {
            var problem = Assert.Single((await desk.RunAsync(arguments)).Exits(4).Problems);
            Assert.Equal("workspace.locked", problem.GetProperty("code").GetString());
            Assert.Contains("desk.db", problem.GetProperty("where").GetString(), StringComparison.Ordinal);
            Assert.NotEqual("", problem.GetProperty("try").GetString());
        }
        begin.CommandText = "ROLLBACK";
        begin.ExecuteNonQuery();
        Assert.Single((await desk.ClearAsync("rushes")).Rows);
        Assert.Equal(2, desk.Count("SELECT COUNT(*) FROM Statements"));
    }

    [Fact]
    public async Task A_workspace_of_a_newer_version_is_refused_and_not_touched()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/a.txt", "some words");
        desk.Change("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_FromTheFuture', '99.0')");
        desk.Change("PRAGMA wal_checkpoint(TRUNCATE)");
        var before = File.ReadAllBytes(desk.Database);
        foreach (var arguments in new string[][] { ["clear", "rushes", .. TempDesk.Asked, "--json"], ["registry", "list", "--json"], ["consent", "list", "--json"] })
        {
            var problem = Assert.Single((await desk.RunAsync(arguments)).Exits(4).Problems);
            Assert.Equal("workspace.newer", problem.GetProperty("code").GetString());
            Assert.Contains("29990101000000_FromTheFuture", problem.GetProperty("what").GetString(), StringComparison.Ordinal);
        }
        (await desk.RunAsync("doctor")).Exits(4);
        Assert.Equal(before, File.ReadAllBytes(desk.Database));
    }

    [Theory]
    [InlineData("this is no database at all, and never was one; it only has the name of one")]
    [InlineData("SQLite format 3\0and then nothing that belongs there")]
    public async Task A_damaged_workspace_is_said_and_left_for_repair(string content)
    {
        using var desk = new TempDesk();
        desk.Write(".countersign/desk.db", content);
        desk.Write("rushes/a.txt", "some words");
        var problem = Assert.Single((await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json"])).Exits(4).Problems);
        Assert.Equal("workspace.damaged", problem.GetProperty("code").GetString());
        Assert.NotEqual("", problem.GetProperty("try").GetString());
        Assert.Equal(content, File.ReadAllText(desk.Database));
        Assert.False((await desk.RunAsync("doctor", "--json")).Exits(4).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Damage_in_the_middle_of_the_database_never_becomes_an_answer()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        var whole = File.ReadAllBytes(desk.Database);
        var refused = 0;
        for (var page = 1; page < whole.Length / 4096; page++)
        {
            var damaged = whole.ToArray();
            damaged.AsSpan(page * 4096, 4096).Fill(0xA5);
            File.WriteAllBytes(desk.Database, damaged);
            var run = await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json"]);
            Assert.DoesNotContain("Unhandled exception", run.Error, StringComparison.Ordinal);
            if (run.ExitCode is 3 or 4) refused++;
            // The text is forbidden: whatever page is damaged, it is not allowed for that.
            else Assert.NotEqual("allow", new Clearance(run).Verdict("text.txt"));
            foreach (var beside in new[] { "-wal", "-shm" }) File.Delete(desk.Database + beside);
        }
        Assert.True(refused > 0);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_does_not_take_the_answer_with_it()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("There is no /dev/full here.");
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/a.txt", "some words");
        var json = (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json", "--report", "/dev/full"])).Exits(4);
        Assert.Equal("countersign/clear/1", json.Json.GetProperty("schema").GetString());
        Assert.Contains("disk.full", json.Error, StringComparison.Ordinal);
        var table = (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--report", "/dev/full"])).Exits(4);
        Assert.Contains("a.txt", table.Out, StringComparison.Ordinal);
        Assert.Contains("disk.full", table.Error, StringComparison.Ordinal);
        Assert.Equal(2, desk.Count("SELECT COUNT(*) FROM Clearances"));
        (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--report", "no/such/folder/report.html"])).Exits(4);
        Assert.Equal(3, desk.Count("SELECT COUNT(*) FROM Clearances"));
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task An_answer_that_cannot_be_written_is_a_full_disk_and_not_a_crash()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("There is no /dev/full here.");
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/a.txt", "some words");
        foreach (var arguments in new[] { "clear rushes --json", "clear rushes", "inspect rushes/a.txt", "registry list", "registry list --json", "doctor", "--help" })
        {
            var asked = arguments.StartsWith("clear", StringComparison.Ordinal) ? string.Join(' ', TempDesk.Asked) : "";
            var run = (await Command.ShellAsync(desk.Folder, $"$COUNTERSIGN {arguments} {asked} > /dev/full")).Exits(4);
            Assert.Contains("disk.full", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(2, desk.Count("SELECT COUNT(*) FROM Clearances"));
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_crash()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        var run = await Command.ShellAsync(desk.Folder, "$COUNTERSIGN registry list --json | true; exit ${PIPESTATUS[0]}");
        run.Exits(0);
        Assert.Equal("", run.Error);
    }
}
