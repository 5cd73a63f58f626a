using System.Text.Json;

namespace Countersign.EndToEnd;

/// <summary>Each verb answers as docs and help promise: shape, exit code, and what it records.</summary>
public sealed class VerbTests
{
    private static readonly string[] s_verbs =
    [
        "clear", "inspect", "match", "fingerprint", "decide", "doctor", "demo",
        "credentials", "credentials show", "credentials verify", "credentials strip-check", "credentials lists", "credentials lists update", "credentials lists reset",
        "register", "register party", "register work", "register voice", "register face", "register model",
        "registry", "registry list", "registry show", "registry search", "registry remove", "registry import",
        "consent", "consent grant", "consent prohibit", "consent revoke", "consent attest", "consent list", "consent show", "consent explain", "consent import", "consent export",
    ];

    [Fact]
    public void Help_of_every_verb_shows_an_example()
    {
        using var folder = new TempFolder();
        foreach (var verb in s_verbs)
        {
            var run = folder.Run([.. verb.Split(' '), "--help"]);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("Example:", run.Out, StringComparison.Ordinal);
            Assert.Contains($"countersign {verb.Split(' ')[0]}", run.Out, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Answers_for_programs_have_the_shapes_promised()
    {
        using var folder = new TempFolder();
        Assert.Equal(1, folder.Run("demo", "d", "--quiet").ExitCode);
        Has(folder.Run("clear", "d/the-long-take", "--json"), "countersign/clear/1", "use", "verdict", "assets", "receipt", "elapsedMs");
        var asset = JsonDocument.Parse(folder.Run("clear", "d/the-long-take/stills", "--by", "party:lantern-row", "--use", "distribute.publish", "--json").Out).RootElement.GetProperty("assets")[0];
        foreach (var field in new[] { "file", "sha256", "bytes", "kind", "findings", "verdict", "reasons", "missing", "duties", "problem" }) Assert.True(asset.TryGetProperty(field, out _), field);
        foreach (var field in new[] { "kind", "code", "subject", "strength", "at", "detail" }) Assert.True(asset.GetProperty("findings")[0].TryGetProperty(field, out _), field);
        Has(folder.Run("inspect", "d/the-long-take/stills", "--json"), "countersign/inspect/1", "results");
        var match = folder.Run("match", "d/the-long-take/stills", "--json");
        Has(match, "countersign/match/1", "results");
        var found = JsonDocument.Parse(match.Out).RootElement.GetProperty("results").EnumerateArray().First(result => result.GetProperty("matches").GetArrayLength() > 0);
        foreach (var field in new[] { "subject", "title", "kind", "strength", "method", "at", "referenceAt" }) Assert.True(found.GetProperty("matches")[0].TryGetProperty(field, out _), field);
        var prints = folder.Run("fingerprint", "d/the-long-take/poster.jpg", "--json");
        Has(prints, "countersign/fingerprint/1", "results");
        foreach (var field in new[] { "file", "kind", "sha256", "pdq", "pdqQuality", "problem" }) Assert.True(JsonDocument.Parse(prints.Out).RootElement.GetProperty("results")[0].TryGetProperty(field, out _), field);
        Has(folder.Run("decide", "d/decide/voice-line.yaml", "--json"), "countersign/decision/1", "verdict", "reasons", "duties", "missing", "nearest", "considered", "packs", "inputSha256");
        Has(folder.Run("registry", "list", "--workspace", "d", "--json"), "countersign/registry/1", "entries");
        Has(folder.Run("consent", "list", "--workspace", "d", "--json"), "countersign/statements/1", "statements");
        Has(folder.Run("doctor", "--workspace", "d", "--json"), "countersign/doctor/1", "ok", "checks");
        var wrong = folder.Run("registry", "show", "work:nothing", "--workspace", "d", "--json");
        Assert.Equal(3, wrong.ExitCode);
        Has(wrong, "countersign/problem/1", "problems");
    }

    private static void Has(Repository.Result run, string schema, params string[] fields)
    {
        using var json = JsonDocument.Parse(run.Out);
        var first = json.RootElement.EnumerateObject().First();
        Assert.Equal(("schema", schema), (first.Name, first.Value.GetString()));
        Assert.All(fields, field => Assert.True(json.RootElement.TryGetProperty(field, out _), field));
    }

    [Fact]
    public void One_decision_is_the_same_bytes_every_time()
    {
        using var folder = new TempFolder();
        var use = Path.Combine(Repository.Root, "samples", "decide", "voice-line.yaml");
        var first = folder.Run("decide", use, "--json");
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Out, folder.Run("decide", use, "--json").Out);
    }

    [Fact]
    public void What_is_shown_can_be_said_again()
    {
        using var folder = new TempFolder();
        folder.Run("demo", "d", "--quiet");
        var statements = JsonDocument.Parse(folder.Run("consent", "list", "--workspace", "d", "--json").Out).RootElement.GetProperty("statements").EnumerateArray().ToList();
        Assert.NotEmpty(statements);
        foreach (var statement in statements)
        {
            var id = statement.GetProperty("id").GetString()!;
            folder.Write("again.yaml", folder.Run("consent", "show", id, "--workspace", "d").Out);
            Assert.Contains("0 statements were new", folder.Run("registry", "import", "again.yaml", "--workspace", "d").Out, StringComparison.Ordinal);
        }
        foreach (var entry in JsonDocument.Parse(folder.Run("registry", "list", "party", "--workspace", "d", "--json").Out).RootElement.GetProperty("entries").EnumerateArray())
        {
            folder.Write("again.yaml", folder.Run("registry", "show", entry.GetProperty("party").GetString()!, "--workspace", "d").Out);
            Assert.Contains("0 entries", folder.Run("registry", "import", "again.yaml", "--workspace", "d").Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_consent_given_and_taken_back_changes_the_answer()
    {
        using var folder = new TempFolder();
        folder.Write("in/take.wav", File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "the-long-take", "voice", "line-07.wav")));
        folder.Write("in/production.yaml", "production: night-ferry\nby: party:studio\nperson: party:wren\nuse: { act: generate.voice }\nfiles:\n  - { match: '*.wav', subjects: [persona:mara/voice], origin: { kind: own-work, says: ours } }\n");
        foreach (var name in new[] { "mara", "wren" }) Assert.Equal(0, folder.Run("register", "party", name, "--kind", "person").ExitCode);
        Assert.Equal(0, folder.Run("register", "voice", "Mara", "--holder", "party:mara").ExitCode);
        int Clear() => folder.Run("clear", "in", "--json").ExitCode;
        Assert.Equal(1, Clear());
        Assert.Equal(0, folder.Run("consent", "grant", "--by", "party:mara", "--about", "persona:mara/voice", "--act", "generate.voice", "--project", "another").ExitCode);
        Assert.Equal(1, Clear());
        Assert.Equal(0, folder.Run("consent", "grant", "--by", "party:mara", "--about", "persona:mara/voice", "--act", "generate", "--project", "night-ferry", "--label", "yes").ExitCode);
        Assert.Equal(0, Clear());
        Assert.Equal(0, folder.Run("consent", "revoke", "yes").ExitCode);
        Assert.Equal(1, Clear());
        Assert.Contains("taken back", folder.Run("consent", "explain", "yes").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "clear")]
    [InlineData(3, "nonsense")]
    [InlineData(3, "consent", "grant", "--by", "party:nobody", "--about", "work:x", "--act", "use")]
    [InlineData(3, "consent", "grant")]
    [InlineData(3, "decide", "missing.json")]
    [InlineData(4, "registry", "list")]
    public void Bad_usage_is_told_apart_from_not_being_able_to_run(int expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        var run = folder.Run(arguments);
        Assert.True(run.ExitCode == expected, $"{run.ExitCode}: {run.Error}");
        Assert.NotEqual("", run.Error);
        Assert.Equal("", run.Out);
    }
}
