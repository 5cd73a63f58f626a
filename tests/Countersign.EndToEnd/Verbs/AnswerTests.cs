using System.Text.Json;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary>Answers go to stdout, talk to stderr; every answer is JSON on request; the exit code says what kind of answer it is.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task Every_verb_answers_in_JSON_with_what_it_promises()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("use.yaml", "act: distribute.publish\nby: party:lantern-row\nsubjects: [work:the-picture]\n");
        async Task<JsonElement> Answer(int exit, string schema, string fields, params string[] arguments)
        {
            var run = (await desk.RunAsync([.. arguments, "--json"])).Exits(exit);
            // Talk is no part of an answer, and an answer no part of the talk.
            Assert.DoesNotContain("{", run.Error, StringComparison.Ordinal);
            Assert.Equal(schema, run.Json.GetProperty("schema").GetString());
            Has(run.Json, fields);
            return run.Json;
        }
        Has((await Answer(0, "countersign/registry/1", "entries", "register", "party", "Bo Ek", "--kind", "person")).GetProperty("entries")[0], "party kind name");
        Has((await Answer(0, "countersign/registry/1", "entries", "register", "face", "Bo Ek", "--holder", "party:bo-ek", "--file", "references/picture.jpg")).GetProperty("entries")[0], "persona name holders facets");
        await Answer(0, "countersign/registry/1", "entries", "registry", "search", "picture");
        await Answer(0, "countersign/registry/1", "entries", "registry", "show", "work:the-text");
        await Answer(0, "countersign/import/1", "documents entries statements", "registry", "import", "register.yaml");
        await Answer(0, "countersign/registry/1", "removed", "registry", "remove", "persona:bo-ek");
        await Answer(0, "countersign/statements/1", "statements", "consent", "attest", "--by", "party:bo-ek", "--question", "public-domain", "--about", "work:the-text", "--says", "Her life and 70 years");
        await Answer(0, "countersign/statements/1", "statements", "consent", "show", "the-text");
        await Answer(0, "countersign/explain/1", "statement says", "consent", "explain", "the-text");
        await Answer(0, "countersign/statements/1", "statements", "consent", "revoke", "the-picture", "--effective", "2030-01-01", "--grace-days", "30");
        var decision = await Answer(0, "countersign/decision/1", "verdict reasons duties missing nearest considered packs inputSha256", "decide", "use.yaml");
        Has(decision.GetProperty("reasons")[0], "statement says");

        desk.Write("rushes/picture.jpg", File.ReadAllBytes(desk.At("references", "picture.jpg")));
        desk.Write("rushes/quote.txt", "Before. " + File.ReadAllText(desk.At("references", "text.txt"))[..1500] + " After.");
        desk.Write("rushes/notes.txt", "Some notes of ours.");
        var clear = await Answer(1, "countersign/clear/1", "use verdict assets receipt elapsedMs", ["clear", "rushes", .. TempDesk.Asked]);
        Has(clear.GetProperty("use"), "act project");
        foreach (var asset in clear.GetProperty("assets").EnumerateArray())
        {
            Has(asset, "file sha256 bytes kind findings verdict reasons missing duties problem");
            Assert.NotEqual(0, asset.GetProperty("reasons").GetArrayLength());
            foreach (var finding in asset.GetProperty("findings").EnumerateArray()) Has(finding, "kind code subject strength at detail");
            foreach (var reason in asset.GetProperty("reasons").EnumerateArray())
            {
                Has(reason, "says");
                Assert.True(reason.TryGetProperty("statement", out _) || reason.TryGetProperty("rule", out _), reason.ToString());
            }
            foreach (var missing in asset.GetProperty("missing").EnumerateArray()) Has(missing, "what how");
        }
        var match = await Answer(0, "countersign/match/1", "results", "match", "rushes");
        foreach (var result in match.GetProperty("results").EnumerateArray())
        {
            Has(result, "file matches problem");
            foreach (var found in result.GetProperty("matches").EnumerateArray()) Has(found, "subject title kind strength method at referenceAt");
            // Best first.
            Assert.Equal(result.GetProperty("matches").EnumerateArray().Select(found => found.GetProperty("strong").GetBoolean()).OrderDescending(), result.GetProperty("matches").EnumerateArray().Select(found => found.GetProperty("strong").GetBoolean()));
        }
        Assert.Contains(match.GetProperty("results").EnumerateArray(), result => result.GetProperty("file").GetString() == "quote.txt" && result.GetProperty("matches").GetArrayLength() > 0);
        foreach (var result in (await Answer(0, "countersign/inspect/1", "results", "inspect", "rushes")).GetProperty("results").EnumerateArray()) Has(result, "file sha256 bytes kind findings problem");
        foreach (var result in (await Answer(0, "countersign/fingerprint/1", "results", "fingerprint", "rushes")).GetProperty("results").EnumerateArray()) Has(result, "file kind sha256 problem");
        Has((await Answer(0, "countersign/doctor/1", "ok checks", "doctor")).GetProperty("checks")[0], "name ok says");
    }

    [Fact]
    public async Task Stdout_holds_the_answer_alone_and_quiet_silences_the_rest()
    {
        using var desk = new TempDesk();
        desk.Write("rushes/notes.txt", "Some notes of ours.");
        var first = (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked])).Exits(2);
        Assert.Contains("Made a workspace", first.Error, StringComparison.Ordinal);
        Assert.Contains("Report: ", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Made a workspace", first.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Report: ", first.Out, StringComparison.Ordinal);
        foreach (var arguments in new string[][] { ["clear", "rushes", .. TempDesk.Asked, "--quiet"], ["registry", "list", "--quiet"], ["consent", "list", "--quiet"], ["register", "party", "Bo Ek", "--kind", "person", "--quiet"], ["doctor", "--quiet"] })
            Assert.Equal("", (await desk.RunAsync(arguments)).Error);
        // Quiet is about talk: what is wrong is said all the same.
        Assert.Contains("path.missing", (await desk.RunAsync(["clear", "nowhere", .. TempDesk.Asked, "--quiet"])).Exits(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_colour_is_written_into_a_pipe_or_where_it_is_not_wanted()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/picture.jpg", File.ReadAllBytes(desk.At("references", "picture.jpg")));
        foreach (var environment in new (string, string)[][] { [], [("NO_COLOR", "1"), ("TERM", "xterm-256color"), ("FORCE_COLOR", "1")] })
        {
            var run = await Command.RunAsync(desk.Folder, [], environment, ["clear", "rushes", .. TempDesk.Asked]);
            Assert.DoesNotContain('\u001b', run.Out + run.Error);
            Assert.Contains("allow", run.Out, StringComparison.Ordinal);
        }
        if (await Machine.ExitOfAsync("script", "--version") != 0) Assert.Skip("'script', which makes a terminal for a program, is not here.");
        // On a terminal there is colour, and NO_COLOR takes it away.
        const string Line = "script -qec \"$COUNTERSIGN clear rushes --use distribute.publish --by party:lantern-row --project the-tide\" /dev/null";
        Assert.Contains("\u001b[3", (await Command.ShellAsync(desk.Folder, "unset NO_COLOR; export TERM=xterm-256color; " + Line)).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[3", (await Command.ShellAsync(desk.Folder, "export NO_COLOR=1 TERM=xterm-256color; " + Line)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_is_the_worst_answer()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("allow/picture.jpg", File.ReadAllBytes(desk.At("references", "picture.jpg")));
        desk.Write("deny/text.txt", File.ReadAllBytes(desk.At("references", "text.txt")));
        desk.Write("unknown/notes.txt", "Some notes of ours.");
        Directory.CreateDirectory(desk.At("nothing"));
        (await desk.RunAsync(["clear", "allow", .. TempDesk.Asked, "--json"])).Exits(0);
        (await desk.RunAsync(["clear", "deny", .. TempDesk.Asked, "--json"])).Exits(1);
        (await desk.RunAsync(["clear", "unknown", .. TempDesk.Asked, "--json"])).Exits(2);
        (await desk.RunAsync(["clear", "allow", "unknown", .. TempDesk.Asked, "--json"])).Exits(2);
        (await desk.RunAsync(["clear", "allow", "deny", "unknown", .. TempDesk.Asked, "--json"])).Exits(1);
        // Nothing found is no permission, and no file is none either.
        (await desk.RunAsync(["clear", "nothing", .. TempDesk.Asked, "--json"])).Exits(2);
        (await desk.RunAsync("clear", "allow", "--json")).Exits(3);
        (await desk.RunAsync("clear", "allow", "--use", "publish.everything", "--by", "party:x", "--json")).Exits(3);
        (await desk.RunAsync(["clear", "allow", .. TempDesk.Asked, "--territory", "Narnia", "--json"])).Exits(3);
        (await desk.RunAsync(["clear", "allow", .. TempDesk.Asked, "--on", "someday", "--json"])).Exits(3);
        (await desk.RunAsync("match", "allow", "--workspace", "elsewhere", "--json")).Exits(4);
    }

    private static void Has(JsonElement element, string fields) => Assert.All(fields.Split(' '), field => Assert.True(element.TryGetProperty(field, out _), $"'{field}' is not in {element}"));
}
