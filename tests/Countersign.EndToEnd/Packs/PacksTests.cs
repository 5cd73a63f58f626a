using System.Text.Json;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Packs;

/// <summary><c>packs list</c>, <c>show</c> and <c>test</c>: over everything that is shipped, and over a file of one's own.</summary>
public sealed class PacksTests
{
    private const string Own = """
        pack: house-rule
        version: "3"
        title: A rule of the house
        instrument: agreement
        status: contract
        applies: when-chosen
        sources:
          - { id: text, title: The house rules, read: primary }
        inputs:
          - { name: told, type: yes-no, ask: Was the person told? }
        rules:
          - id: told
            clause: Whoever is copied is told.
            citation: "House rules, 4"
            source: text
            when: act within generate and person
            require: told
            fails: deny
            says: Tell the person first.
            cases:
              - { case: Told, given: { act: generate.voice, person: true, told: true }, expect: satisfied }
              - { case: Not told, given: { act: generate.voice, person: true, told: false }, expect: failed }
              - { case: Nobody says, given: { act: generate.voice, person: true }, expect: unknown }
        """;

    [Fact]
    public async Task Every_pack_of_the_repository_is_shipped_and_every_case_comes_out_as_written()
    {
        using var desk = new TempDesk();
        var folder = Path.Combine(Repository.Root, "packs");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal).ToList() : [];
        if (files.Count == 0) Assert.Skip("The repository holds no packs/*.yaml.");
        var answer = (await desk.RunAsync("packs", "test", "--json")).Exits(0).Json;
        Assert.Equal("countersign/packs/1", answer.GetProperty("schema").GetString());
        var packs = answer.GetProperty("packs").EnumerateArray().ToList();
        Assert.Equal(files, packs.Select(pack => pack.GetProperty("id").GetString()!));
        Assert.All(packs, pack =>
        {
            Assert.True(pack.GetProperty("cases").GetInt32() > 0, pack.ToString());
            Assert.Empty(pack.GetProperty("failed").EnumerateArray());
        });
        var listed = (await desk.RunAsync("packs", "list", "--json")).Exits(0).Json.GetProperty("packs").EnumerateArray().ToList();
        Assert.Equal(packs.Select(Digest), listed.Select(Digest));
        var shown = (await desk.RunAsync("packs", "show", files[0])).Exits(0).Out;
        Assert.Contains(files[0], shown, StringComparison.Ordinal);
        Assert.Contains(Digest(packs[0]), shown, StringComparison.Ordinal);
        // Looking at rules makes no workspace.
        Assert.Empty(Directory.GetFileSystemEntries(desk.Folder));
    }

    [Fact]
    public async Task Packs_are_written_as_one_page_that_loads_nothing_and_takes_no_markup_from_a_pack()
    {
        using var desk = new TempDesk();
        (await desk.RunAsync("packs", "show", "--html", "packs.html")).Exits(0);
        var page = File.ReadAllText(desk.At("packs.html"));
        foreach (var id in (await desk.RunAsync("packs", "list", "--json")).Exits(0).Json.GetProperty("packs").EnumerateArray().Select(pack => pack.GetProperty("id").GetString()!))
            Assert.Contains($"<section id=\"{id}\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);

        desk.Write("own.yaml", Own.Replace("Told,", "<script>alert(1)</script>,", StringComparison.Ordinal));
        (await desk.RunAsync("packs", "show", "own.yaml", "--html", "own.html", "--json")).Exits(0);
        var own = File.ReadAllText(desk.At("own.html"));
        Assert.DoesNotContain("<script", own, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", own, StringComparison.Ordinal);
        Assert.Contains("[path.", (await desk.RunAsync("packs", "show", "--html", "nowhere/at/all/packs.html")).Exits(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_of_ones_own_is_tested_by_its_file_and_a_case_that_does_not_come_out_is_a_no()
    {
        using var desk = new TempDesk();
        desk.Write("house-rule.yaml", Own);
        Assert.Contains("1 packs, 1 rules, 3 cases: all came out as written.", (await desk.RunAsync("packs", "test", "house-rule.yaml")).Exits(0).Out, StringComparison.Ordinal);
        desk.Write("wrong.yaml", Own.Replace("person: true }, expect: unknown", "person: true }, expect: failed", StringComparison.Ordinal));
        Assert.Contains("house-rule/told: 'Nobody says' should be failed and is unknown.", (await desk.RunAsync("packs", "test", "wrong.yaml")).Exits(1).Out, StringComparison.Ordinal);
        var failed = (await desk.RunAsync("packs", "test", "wrong.yaml", "--json")).Exits(1).Json.GetProperty("packs")[0];
        Assert.Equal((3, 1), (failed.GetProperty("cases").GetInt32(), failed.GetProperty("failed").GetArrayLength()));
        var shown = (await desk.RunAsync("packs", "show", "house-rule.yaml", "--json")).Exits(0).Json.GetProperty("packs")[0];
        Assert.Equal("Was the person told?", shown.GetProperty("inputs")[0].GetProperty("ask").GetString());
        Assert.Equal("House rules, 4", shown.GetProperty("rules")[0].GetProperty("citation").GetString());
    }

    [Fact]
    public async Task What_is_no_pack_is_bad_input_with_its_place()
    {
        using var desk = new TempDesk();
        desk.Write("misspelt.yaml", Own.Replace("require: told", "require: tolld", StringComparison.Ordinal));
        var problem = Assert.Single((await desk.RunAsync("packs", "test", "misspelt.yaml", "--json")).Exits(3).Problems);
        Assert.Equal("pack.condition", problem.GetProperty("code").GetString());
        Assert.StartsWith("misspelt.yaml: line 17", problem.GetProperty("where").GetString(), StringComparison.Ordinal);
        Assert.Contains("[pack.unknown]", (await desk.RunAsync("packs", "show", "no-such-pack")).Exits(3).Error, StringComparison.Ordinal);
        Assert.Contains("[path.missing]", (await desk.RunAsync("packs", "test", "nowhere.yaml")).Exits(3).Error, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux()) Assert.Contains("[path.not-a-file]", (await Command.ShellAsync(desk.Folder, "mkfifo pipe.yaml && $COUNTERSIGN packs test pipe.yaml")).Exits(3).Error, StringComparison.Ordinal);
    }

    private static string Digest(JsonElement pack) => pack.GetProperty("sha256").GetString()!;
}
