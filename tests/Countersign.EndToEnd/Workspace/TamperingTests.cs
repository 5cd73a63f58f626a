using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Workspace;

/// <summary>Nothing is decided on words that somebody changed.</summary>
public sealed class TamperingTests
{
    [Fact]
    public async Task A_statement_changed_by_hand_is_found_whichever_byte_it_is()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
        var length = (int)desk.Count("SELECT length(Document) FROM Statements WHERE Kind = 'prohibition'");
        var whole = desk.Count("SELECT COUNT(*) FROM Clearances");
        for (var at = 0; at < length; at += 37)
        {
            Assert.Equal(1, desk.Change($"UPDATE Statements SET Document = CAST(substr(Document, 1, {at}) || CASE substr(Document, {at + 1}, 1) WHEN x'61' THEN x'62' ELSE x'61' END || substr(Document, {at + 2}) AS BLOB) WHERE Kind = 'prohibition' AND substr(Document, {at + 1}, 1) <> x'00'"));
            if (desk.Count($"SELECT length(Document) FROM Statements WHERE Kind = 'prohibition'") != length) Assert.Fail("The test changed more than a byte.");
            var run = (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json"])).Exits(4);
            Assert.Contains(run.Problems, problem => problem.GetProperty("code").GetString() is "statement.tampered");
            await FoundByDoctorAsync(desk);
            await RestoreAsync(desk);
        }
        Assert.Equal(whole, desk.Count("SELECT COUNT(*) FROM Clearances"));
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
    }

    [Theory]
    [InlineData("Document = x'00'")]
    [InlineData("Document = x''")]
    [InlineData("Document = x'A0'")]
    [InlineData("Document = randomblob(200)")]
    [InlineData("Document = (SELECT Document FROM Statements WHERE Kind = 'grant')")]
    [InlineData("Document = CAST('a text' AS TEXT)")]
    [InlineData("Id = 'short'")]
    [InlineData("Id = '0000000000000000000000000000000000000000000000000000000000000000'")]
    public async Task A_statement_that_cannot_be_what_it_was_stops_every_decision(string change)
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        Assert.Equal(1, desk.Change($"UPDATE Statements SET {change} WHERE Kind = 'prohibition'"));
        foreach (var arguments in new string[][] { ["clear", "rushes", .. TempDesk.Asked, "--json"], ["consent", "list", "--json"] })
        {
            var run = (await desk.RunAsync(arguments)).Exits(4);
            Assert.Contains(run.Problems, problem => problem.GetProperty("code").GetString() == "statement.tampered");
            Assert.All(run.Problems, problem => Assert.NotEqual("", problem.GetProperty("try").GetString()));
        }
        Assert.Equal(0, desk.Count("SELECT COUNT(*) FROM Clearances"));
        await FoundByDoctorAsync(desk);
    }

    [Fact]
    public async Task A_time_that_is_none_is_damage_and_no_crash()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/a.txt", "some words");
        desk.Change("UPDATE Statements SET RecordedAt = 'yesterday'");
        Assert.Equal("workspace.damaged", Assert.Single((await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json"])).Exits(4).Problems).GetProperty("code").GetString());
        Assert.False((await desk.RunAsync("doctor", "--json")).Exits(4).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_register_entry_that_cannot_be_read_stops_every_decision()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        desk.Change("UPDATE Entries SET Document = x'A1' WHERE Id = 'work:the-text'");
        var run = await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json"]);
        Assert.True(run.ExitCode is 3 or 4, run.ToString());
        Assert.Contains(run.Problems, problem => problem.GetProperty("where").GetString()!.Contains("work:the-text", StringComparison.Ordinal));
        Assert.False((await desk.RunAsync("doctor", "--json")).Exits(1).Json.GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_kept_analysis_that_cannot_be_read_is_made_again(string document)
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
        Assert.Equal(1, desk.Change($"UPDATE Analyses SET Document = '{document}'"));
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
        Assert.Equal(1, desk.Count("SELECT COUNT(*) FROM Analyses WHERE Document LIKE '%the-text%'"));
    }

    private static async Task FoundByDoctorAsync(TempDesk desk)
    {
        var doctor = (await desk.RunAsync("doctor", "--json")).Exits(1).Json;
        Assert.False(doctor.GetProperty("ok").GetBoolean());
        var check = Assert.Single(doctor.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "statements");
        Assert.False(check.GetProperty("ok").GetBoolean());
        Assert.NotEqual("", check.GetProperty("try").GetString());
    }

    private static async Task RestoreAsync(TempDesk desk)
    {
        Assert.Equal(1, desk.Change("DELETE FROM Statements WHERE Kind = 'prohibition'"));
        (await desk.RunAsync("registry", "import", "register.yaml")).Exits(0);
    }
}
