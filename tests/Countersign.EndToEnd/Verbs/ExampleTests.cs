using System.Text.RegularExpressions;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary>The examples of every <c>--help</c> are run as they stand, on a copy of the samples.</summary>
public sealed partial class ExampleTests
{
    // In the order that a person would come to them; each is asked for its help, and then its examples are run.
    private static readonly string[] s_verbs =
    [
        "demo", "clear", "inspect", "filter", "match", "fingerprint", "decide",
        "credentials show", "credentials verify", "credentials strip-check", "credentials lists update", "credentials lists", "credentials lists reset", "credentials init", "credentials sign", "credentials",
        "packs list", "packs show", "packs test", "packs", "doctor",
        "registry import", "registry list", "registry search", "registry show", "registry",
        "register party", "register work", "register voice", "register face", "register model", "register",
        "consent grant", "consent prohibit", "consent delegate", "consent attest", "consent request", "consent answer",
        "consent list", "consent show", "consent explain", "consent compare", "consent allows", "consent conflicts", "consent orphans", "consent changes", "consent import", "consent export", "consent revoke",
        "consent", "registry remove",
    ];

    [Fact]
    public async Task Every_example_runs_as_it_stands()
    {
        using var desk = new TempDesk();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*", SearchOption.AllDirectories).Where(file => !file.Contains(".countersign", StringComparison.Ordinal)))
            desk.Write(Path.Combine("samples", Path.GetRelativePath(Path.Combine(Repository.Root, "samples"), file)), File.ReadAllBytes(file));
        // The files that the examples speak of as a reader's own.
        desk.Write("rushes/notes.txt", "Some notes of ours.");
        desk.Write("tide-table.txt", "The tide table of the harbour, with some words of its own.");
        desk.Write("ada-reading.wav", SmallFiles.Wav(4000));
        desk.Write("poster.png", SmallFiles.Png(120, 80, seed: 9));
        desk.Write("double.png", SmallFiles.Png(200, 150, seed: 5));
        desk.Write("still.jpg", File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "the-long-take", "poster.jpg")));
        desk.Write("my-consent.yaml", "statement: grant\nby: party:ada-lindqvist\nmade: 2026-01-01\nabout: [persona:ada-lindqvist/voice]\nacts: [index]\n");
        desk.Write("robots.txt", "User-agent: *\nContent-Usage: train-ai=n\n");
        desk.Write("C2PA-TRUST-LIST.pem", CredentialsTests.Anchor("Signers"));
        desk.Write("C2PA-TSA-TRUST-LIST.pem", CredentialsTests.Anchor("Time-stampers"));
        (await desk.RunAsync("registry", "import", "samples/registry")).Exits(0);

        var failed = new List<string>();
        var ran = 0;
        foreach (var verb in s_verbs)
        {
            var help = (await desk.RunAsync([.. verb.Split(' '), "--help"])).Exits(0).Out;
            // Its own, which stand above the usage; below it a group repeats those of its verbs.
            var own = help[..help.IndexOf("Usage:", StringComparison.Ordinal)];
            Assert.Contains("Example:", own, StringComparison.Ordinal);
            var examples = Examples().Matches(own).Select(example => example.Groups["line"].Value.Trim()).ToList();
            Assert.NotEmpty(examples);
            Assert.Contains(examples, example => example.StartsWith(verb, StringComparison.Ordinal));
            foreach (var example in examples)
            {
                ran++;
                var run = await desk.RunAsync([.. Words().Matches(example).Select(word => word.Groups["quoted"].Success ? word.Groups["quoted"].Value : word.Value)]);
                if (run.ExitCode is not (0 or 1 or 2) || run.Error.Contains("Unhandled", StringComparison.Ordinal)) failed.Add(run.ToString());
            }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.True(ran > s_verbs.Length);
    }

    [GeneratedRegex(@"^\s*countersign (?<line>.+)$", RegexOptions.Multiline)]
    private static partial Regex Examples();

    [GeneratedRegex("\"(?<quoted>[^\"]*)\"|[^ ]+")]
    private static partial Regex Words();
}
