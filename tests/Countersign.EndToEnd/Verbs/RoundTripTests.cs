using System.Text.Json;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary>What the command writes it reads back, and saying a thing twice changes nothing.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public async Task A_consent_shown_and_said_again_is_the_same_consent()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        string[][] said =
        [
            ["grant", "--by", "party:ada-lindqvist", "--about", "work:the-text", "--act", "generate.text", "--label", "long", "--project", "a,b", "--except-territory", "US,CA", "--medium", "print", "--from", "2026-01-01", "--to", "2027-12-31", "--quantity", "12 copy per project", "--duty", "pay 350.50 EUR per line", "--duty", "credit Ada: \"Lindqvist\" #1", "--requires", "separately-signed", "--says", "true", "--source", "12"],
            ["grant", "--by", "party:ada-lindqvist", "--about", "work:the-picture", "--act", "train", "--says", "- a list?\n# no: \"text\" 'with' \u202E marks, ünï and 👩‍👩‍👧\ttab\\ {x} [y] & *z null ~ \u0085 \u2028 end "],
            ["prohibit", "--by", "party:ada-lindqvist", "--about", "work:the-picture", "--act", "mine", "--says", "   leading and trailing   ", "--source", "yes: 2026-01-01"],
        ];
        foreach (var words in said)
        {
            var id = (await desk.RunAsync(["consent", .. words, "--json"])).Exits(0).Json.GetProperty("statements")[0].GetProperty("id").GetString()!;
            var count = desk.Count("SELECT COUNT(*) FROM Statements");
            desk.Write("again.yaml", (await desk.RunAsync("consent", "show", id)).Exits(0).Out);
            var again = (await desk.RunAsync("consent", words[0], "again.yaml", "--json")).Exits(0);
            Assert.Equal(id, again.Json.GetProperty("statements")[0].GetProperty("id").GetString());
            // JSON is a document too, without the id that was written beside it.
            using var json = JsonDocument.Parse((await desk.RunAsync("consent", "show", id, "--json")).Exits(0).Out);
            var document = json.RootElement.GetProperty("statements")[0].EnumerateObject().Where(part => part.Name != "id").ToDictionary(part => part.Name, part => part.Value);
            desk.Write("again.json", JsonSerializer.Serialize(document));
            Assert.Equal(id, (await desk.RunAsync("consent", words[0], "again.json", "--json")).Exits(0).Json.GetProperty("statements")[0].GetProperty("id").GetString());
            Assert.Equal(count, desk.Count("SELECT COUNT(*) FROM Statements"));
            (await desk.RunAsync("consent", words[0] == "grant" ? "prohibit" : "grant", "again.yaml")).Exits(3);
        }
    }

    [Fact]
    public async Task Every_kind_of_entry_shown_and_imported_again_changes_nothing()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        (await desk.RunAsync("register", "face", "Ada Lindqvist", "--holder", "party:ada-lindqvist", "--file", "references/picture.jpg", "--age-band", "25-34", "--note", "A note: with 'marks'")).Exits(0);
        (await desk.RunAsync("register", "voice", "Ada Lindqvist")).Exits(0);
        (await desk.RunAsync("register", "model", "A double", "--of", "persona:ada-lindqvist/face", "--holder", "party:lantern-row=1/2", "party:ada-lindqvist=1/2", "--file", "references/picture.jpg")).Exits(0);
        (await desk.RunAsync("register", "party", "The \"Guild\"", "--id", "guild", "--kind", "guild", "--contact", "guild@example.org: ask", "--external-id", "isni=0000000121032683")).Exits(0);
        var entries = (await desk.RunAsync("registry", "list", "--json")).Exits(0).Json.GetProperty("entries").EnumerateArray().Select(entry => entry.EnumerateObject().First().Value.GetString()!).ToList();
        Assert.Equal(7, entries.Count);
        var before = Snapshot(desk);
        foreach (var id in entries)
        {
            desk.Write("again.yaml", (await desk.RunAsync("registry", "show", id)).Exits(0).Out);
            Changes(await desk.RunAsync("registry", "import", "again.yaml", "--json"), 0, 0);
            desk.Write("again.json", (await desk.RunAsync("registry", "show", id, "--json")).Exits(0).Json.GetProperty("entries")[0].ToString());
            Changes(await desk.RunAsync("registry", "import", "again.json", "--json"), 0, 0);
        }
        Changes(await desk.RunAsync("registry", "import", "register.yaml", "--json"), 0, 0);
        Assert.Equal(before, Snapshot(desk));
    }

    [Fact]
    public async Task An_entry_removed_leaves_what_was_said_about_it_and_comes_back_whole()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
        Assert.Equal("work:the-text", (await desk.RunAsync("registry", "remove", "work:the-text", "--json")).Exits(0).Json.GetProperty("removed").GetString());
        Assert.Equal("registry.missing", (await desk.RunAsync("registry", "remove", "work:the-text", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        Assert.Equal("registry.missing", (await desk.RunAsync("registry", "show", "work:the-text", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        Assert.Equal(2, (await desk.RunAsync("consent", "list", "--json")).Exits(0).Json.GetProperty("statements").GetArrayLength());
        Assert.NotEqual("allow", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
        Changes(await desk.RunAsync("registry", "import", "register.yaml", "--json"), 1, 0);
        Assert.Equal("deny", (await desk.ClearAsync("rushes")).Verdict("text.txt"));
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task A_persona_removed_from_the_register_is_still_denied()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        (await desk.RunAsync("register", "voice", "Ada Lindqvist", "--holder", "party:ada-lindqvist")).Exits(0);
        desk.Write("use.yaml", "act: generate.voice\nby: party:lantern-row\nsubjects: [persona:ada-lindqvist/voice]\n");
        (await desk.RunAsync("decide", "use.yaml")).Exits(1);
        (await desk.RunAsync("consent", "grant", "--by", "party:ada-lindqvist", "--about", "persona:ada-lindqvist/voice", "--act", "generate.voice")).Exits(0);
        (await desk.RunAsync("decide", "use.yaml")).Exits(0);
        (await desk.RunAsync("registry", "remove", "persona:ada-lindqvist")).Exits(0);
        (await desk.RunAsync("decide", "use.yaml")).Exits(1);
    }

    private static void Changes(Ran run, int entries, int statements)
    {
        var json = run.Exits(0).Json;
        Assert.Equal((entries, statements), (json.GetProperty("entries").GetInt32(), json.GetProperty("statements").GetInt32()));
        Assert.Equal("countersign/import/1", json.GetProperty("schema").GetString());
    }

    private static string Snapshot(TempDesk desk)
    {
        using var connection = desk.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(Id || hex(Document) || RecordedAt) FROM (SELECT * FROM Entries ORDER BY Id)";
        return (string)command.ExecuteScalar()!;
    }
}
