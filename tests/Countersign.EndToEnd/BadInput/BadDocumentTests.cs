using System.Text;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.BadInput;

/// <summary>Documents that people write are refused whole, with every mistake at its line.</summary>
public sealed class BadDocumentTests
{
    [Theory]
    [InlineData("production: [")]
    [InlineData("production: a\nproduction: b\n")]
    [InlineData("- a list")]
    [InlineData("just words")]
    [InlineData("")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("\u0000\u0001")]
    public async Task A_production_that_is_none_is_bad_input(string text)
    {
        using var desk = new TempDesk();
        desk.Write("rushes/production.yaml", text);
        var run = (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--json"])).Exits(3);
        Assert.All(run.Problems, problem => Assert.Contains("production.yaml", problem.GetProperty("where").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_register_with_one_mistake_is_not_imported_at_all()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        var before = (desk.Count("SELECT COUNT(*) FROM Entries"), desk.Count("SELECT COUNT(*) FROM Statements"));
        desk.Write("more/good.yaml", "party: party:bo-ek\nkind: person\nname: Bo Ek\n---\nstatement: prohibition\nby: party:ada-lindqvist\nmade: 2026-01-01\nabout: [work:the-picture]\nacts: [train]\n");
        desk.Write("more/bad.yaml", "party: party:eve\nkind: robot\nname: Eve\n---\nwork: work:nothing\nkind: text\ntitle: Nothing\nfiles: [nowhere.txt]\nholders: [{ party: party:ada-lindqvist }]\n---\nstatement: grant\nby: party:ada-lindqvist\nmade: yesterday\nabout: [work:the-picture]\nacts: [everything]\n");
        var run = (await desk.RunAsync("registry", "import", "more", "--json")).Exits(3);
        Assert.True(run.Problems.Count >= 4, run.Out);
        Assert.All(run.Problems, problem => Assert.Contains("bad.yaml", problem.GetProperty("where").GetString() + problem, StringComparison.Ordinal));
        Assert.Equal(before, (desk.Count("SELECT COUNT(*) FROM Entries"), desk.Count("SELECT COUNT(*) FROM Statements")));
    }

    [Fact]
    public async Task Documents_that_unfold_or_nest_without_end_are_refused_quickly()
    {
        using var desk = new TempDesk();
        var laughs = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var letter = 'b'; letter <= 'k'; letter++) laughs.Append(letter).Append(": &").Append(letter).Append(" [").AppendJoin(", ", Enumerable.Repeat("*" + (char)(letter - 1), 9)).Append("]\n");
        desk.Write("laughs.yaml", laughs.ToString());
        desk.Write("deep-flow.yaml", new string('[', 200_000));
        desk.Write("deep-map.json", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        desk.Write("deep-block.yaml", string.Concat(Enumerable.Range(0, 2_000).Select(depth => new string(' ', depth) + "a:\n")));
        desk.Write("deep-list.yaml", string.Concat(Enumerable.Repeat("- ", 100_000)));
        desk.Write("long.yaml", "note: " + new string('x', 33 * 1024 * 1024));
        desk.Write("latin.yaml", [.. "name: Caf"u8, 0xE9, (byte)'\n']);
        foreach (var (file, code) in new[] { ("laughs.yaml", "document.yaml"), ("deep-flow.yaml", "document.yaml"), ("deep-map.json", "document.yaml"), ("deep-block.yaml", "document.yaml"), ("deep-list.yaml", "document.yaml"), ("long.yaml", "document.too-large"), ("latin.yaml", "document.encoding") })
        {
            var problem = Assert.Single((await desk.RunAsync("registry", "import", file, "--json")).Exits(3).Problems);
            Assert.True(code == problem.GetProperty("code").GetString(), $"{file}: {problem}");
            Assert.StartsWith(file, problem.GetProperty("where").GetString(), StringComparison.Ordinal);
        }
        (await desk.RunAsync("decide", "laughs.yaml")).Exits(3);
        (await desk.RunAsync("decide", "deep-flow.yaml")).Exits(3);
        (await desk.RunAsync("consent", "grant", "laughs.yaml")).Exits(3);
    }
}
