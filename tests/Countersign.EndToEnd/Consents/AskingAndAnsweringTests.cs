using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Consents;

/// <summary>A use is refused, asked for, answered, let, suspended and taken back: what each step leaves on record, and what the next decision makes of it.</summary>
public sealed class AskingAndAnsweringTests
{
    private const string Register = """
        party: party:ada
        kind: person
        name: Ada
        contact: her agent
        ---
        party: party:agent
        kind: organisation
        name: The Agent
        ---
        party: party:studio
        kind: organisation
        name: The Studio
        ---
        persona: persona:ada
        name: Ada
        holders: [{ party: party:ada }]
        ---
        model: model:ada-voice
        title: Ada's voice
        of: [persona:ada/voice]
        under: [voice-training]
        version: "1"
        holders: [{ party: party:studio }]
        ---
        model: model:ada-voice-2
        title: Ada's voice, tuned
        based-on: [model:ada-voice]
        version: "2"
        holders: [{ party: party:studio }]
        ---
        statement: grant
        label: voice-training
        by: party:ada
        made: 2026-01-01
        about: [persona:ada/voice]
        acts: [train.generative.persona]
        """;

    private const string Asked = """
        act: generate.voice
        subjects: [persona:ada/voice]
        by: party:studio
        project: the-tide
        medium: [radio]
        quantity: { amount: 40, unit: second, before: 0 }
        """;

    private static async Task<TempDesk> DeskAsync()
    {
        var desk = new TempDesk();
        desk.Write("register.yaml", Register);
        desk.Write("use.yaml", Asked);
        (await desk.RunAsync("registry", "import", "register.yaml")).Exits(0);
        return desk;
    }

    private static async Task<string> VerdictAsync(TempDesk desk, string use = "use.yaml") => (await desk.RunAsync("decide", use, "--json")).Json.GetProperty("verdict").GetString()!;

    [Fact]
    public async Task A_yes_records_a_consent_to_what_was_asked_and_no_more()
    {
        using var desk = await DeskAsync();
        Assert.Equal("deny", await VerdictAsync(desk));
        var request = (await desk.RunAsync("consent", "request", "use.yaml", "--label", "forty-seconds", "--says", "A trailer voice-over.")).Exits(0);
        Assert.Contains("To: Ada (her agent)", request.Out, StringComparison.Ordinal);
        Assert.Contains("A trailer voice-over.", request.Out, StringComparison.Ordinal);
        Assert.Contains("how much: 40 second", request.Out, StringComparison.Ordinal);
        Assert.Contains("not a yes", request.Out, StringComparison.Ordinal);
        Assert.Equal("deny", await VerdictAsync(desk));
        Assert.Contains("not answered yet", (await desk.RunAsync("decide", "use.yaml")).Out, StringComparison.Ordinal);

        (await desk.RunAsync("consent", "answer", "forty-seconds", "--by", "party:ada", "--gives", "not-yet", "--again", "2030-01-01")).Exits(0);
        Assert.Equal("deny", await VerdictAsync(desk));
        Assert.Contains("not yet. Ask again from 2030-01-01", (await desk.RunAsync("decide", "use.yaml")).Out, StringComparison.Ordinal);

        (await desk.RunAsync("consent", "answer", "forty-seconds", "--by", "party:ada", "--gives", "yes", "--duty", "pay 900 EUR")).Exits(0);
        var decision = (await desk.RunAsync("decide", "use.yaml", "--json")).Exits(0).Json;
        Assert.Equal("900", decision.GetProperty("duties")[0].GetProperty("amount").GetString());
        foreach (var other in new[] { Asked.Replace("radio", "cinema", StringComparison.Ordinal), Asked.Replace("amount: 40", "amount: 41", StringComparison.Ordinal), Asked.Replace("party:studio", "party:agent", StringComparison.Ordinal) })
        {
            desk.Write("other.yaml", other);
            Assert.Equal("deny", await VerdictAsync(desk, "other.yaml"));
        }
    }

    [Fact]
    public async Task A_no_stands_over_a_consent_given_elsewhere()
    {
        using var desk = await DeskAsync();
        (await desk.RunAsync("consent", "grant", "--by", "party:ada", "--about", "persona:ada/voice", "--act", "generate.voice")).Exits(0);
        Assert.Equal("allow", await VerdictAsync(desk));
        (await desk.RunAsync("consent", "request", "use.yaml", "--ask", "party:ada", "--label", "forty-seconds")).Exits(0);
        (await desk.RunAsync("consent", "answer", "forty-seconds", "--by", "party:ada", "--gives", "no")).Exits(0);
        Assert.Equal("deny", await VerdictAsync(desk));
        var conflicts = (await desk.RunAsync("consent", "conflicts", "--about", "persona:ada", "--json")).Exits(1).Json.GetProperty("conflicts");
        Assert.False(Assert.Single(conflicts.EnumerateArray()).GetProperty("whole").GetBoolean());
    }

    [Fact]
    public async Task A_delegate_lets_what_was_delegated_and_nothing_beside()
    {
        using var desk = await DeskAsync();
        (await desk.RunAsync("consent", "delegate", "--by", "party:ada", "--delegate", "party:agent", "--about", "persona:ada", "--act", "generate", "--medium", "radio", "--may-revoke")).Exits(0);
        // Said after the delegation: a second is the finest that is recorded.
        await Task.Delay(1100);
        (await desk.RunAsync("consent", "grant", "--by", "party:agent", "--about", "persona:ada/voice", "--act", "generate.voice", "--label", "by-the-agent")).Exits(0);
        Assert.Equal("allow", await VerdictAsync(desk));
        desk.Write("other.yaml", Asked.Replace("radio", "cinema", StringComparison.Ordinal));
        Assert.Equal("deny", await VerdictAsync(desk, "other.yaml"));
        var stranger = (await desk.RunAsync("consent", "grant", "--by", "party:studio", "--about", "persona:ada/voice", "--act", "generate.voice")).Exits(0);
        Assert.Contains("does not count", stranger.Error, StringComparison.Ordinal);

        (await desk.RunAsync("consent", "revoke", "by-the-agent", "--by", "party:ada", "--until", "2099-12-31", "--says", "While the strike lasts")).Exits(0);
        Assert.Equal("deny", await VerdictAsync(desk));
        Assert.Contains("suspended", (await desk.RunAsync("consent", "explain", "by-the-agent")).Out, StringComparison.Ordinal);
        desk.Write("later.yaml", Asked + "\non: 2100-02-01\n");
        Assert.Equal("allow", await VerdictAsync(desk, "later.yaml"));
        Assert.Contains("holds again", (await desk.RunAsync("consent", "changes", "--on", "2100-01-01")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_rests_on_a_consent_is_listed_files_models_and_what_was_made_from_them()
    {
        using var desk = await DeskAsync();
        var orphans = (await desk.RunAsync("consent", "orphans", "voice-training", "--json")).Exits(0).Json;
        Assert.Equal(["model:ada-voice", "model:ada-voice-2"], orphans.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()!));
        Assert.Equal("model:ada-voice", orphans.GetProperty("models")[1].GetProperty("from").GetString());

        using var pictures = new TempDesk();
        await pictures.RegisterAsync();
        pictures.Write("rushes/picture.jpg", File.ReadAllBytes(pictures.At("references", "picture.jpg")));
        await pictures.ClearAsync("rushes");
        await pictures.ClearAsync("rushes");
        var resting = (await pictures.RunAsync("consent", "orphans", "the-picture", "--json")).Exits(0).Json.GetProperty("uses");
        Assert.EndsWith("picture.jpg", Assert.Single(resting.EnumerateArray()).GetProperty("file").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consents_on_record_are_asked_without_a_use_and_compared()
    {
        using var desk = await DeskAsync();
        (await desk.RunAsync("consent", "grant", "--by", "party:ada", "--about", "persona:ada", "--act", "generate", "--territory", "EU", "--label", "wide", "--to", "2100-12-31")).Exits(0);
        (await desk.RunAsync("consent", "grant", "--by", "party:ada", "--about", "persona:ada/voice", "--act", "generate.voice", "--territory", "FR,IT", "--label", "narrow", "--to", "2090-12-31")).Exits(0);
        string[] asked = ["consent", "allows", "--about", "persona:ada/voice", "--act", "generate.voice", "--json"];
        Assert.Equal("yes", (await desk.RunAsync([.. asked, "--territory", "FR", "--to", "2099-12-31"])).Exits(0).Json.GetProperty("holds").GetString());
        var missing = (await desk.RunAsync([.. asked, "--territory", "FR,US", "--to", "2099-12-31"])).Exits(1).Json.GetProperty("holders")[0].GetProperty("missing");
        Assert.Equal(("territory", "US"), (Assert.Single(missing.EnumerateArray()).GetProperty("dimension").GetString(), missing[0].GetProperty("value").GetString()));
        (await desk.RunAsync(asked)).Exits(1);
        Assert.Equal("contains", (await desk.RunAsync("consent", "compare", "wide", "narrow", "--json")).Exits(0).Json.GetProperty("relation").GetString());
        Assert.Equal("within", (await desk.RunAsync("consent", "compare", "narrow", "wide", "--json")).Exits(0).Json.GetProperty("relation").GetString());
        Assert.Equal("equivalent", (await desk.RunAsync("consent", "compare", "wide", "wide", "--json")).Exits(0).Json.GetProperty("relation").GetString());
        Assert.Equal("disjoint", (await desk.RunAsync("consent", "compare", "wide", "voice-training", "--json")).Exits(0).Json.GetProperty("relation").GetString());
    }
}
