using System.Text.Json;
using Countersign.Credentials.Tests.Shared;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary>The command over real files whose outcomes are known, with the trust files that these were found with.</summary>
public sealed class CredentialsCorpusTests
{
    private static string[] Trusting()
    {
        var trust = SharedData.Need("credentials/trust");
        return ["--trust", Path.Combine(trust, "test_cert_root_bundle.pem"), "--trust-config", Path.Combine(trust, "store.cfg"), "--allowed", Path.Combine(trust, "claim-allowed.pem"), "--on", "2026-11-01"];
    }

    private static List<string> Files(string state, int most)
    {
        var corpus = SharedData.Need("credentials/corpus");
        using var expected = JsonDocument.Parse(File.ReadAllText(SharedData.Need("credentials/expected.json")));
        // Identity assertions are judged by lists of their own, which the command does not take.
        return [.. expected.RootElement.GetProperty("files").EnumerateObject().Where(file => file.Value.GetProperty("state").GetString() == state && !file.Name.Contains("cawg", StringComparison.OrdinalIgnoreCase)).Select(file => Path.Combine(corpus, file.Name)).Where(File.Exists).Take(most)];
    }

    [Fact]
    public async Task Trusted_files_pass_and_without_any_list_they_are_valid_and_said_to_be_of_nobody_known()
    {
        var files = Files("Trusted", 4);
        Assert.NotEmpty(files);
        using var desk = new TempDesk();
        (await desk.RunAsync(["credentials", "verify", .. files, .. Trusting(), "--require-trusted"])).Exits(0);
        var run = (await desk.RunAsync(["credentials", "verify", files[0], "--no-bundled-lists", "--on", "2026-11-01"])).Exits(0);
        Assert.Contains("on no trust list in use", run.Out, StringComparison.Ordinal);
        (await desk.RunAsync(["credentials", "verify", files[0], "--no-bundled-lists", "--on", "2026-11-01", "--require-trusted"])).Exits(1);
    }

    [Fact]
    public async Task Invalid_files_do_not_pass_and_their_codes_are_on_the_line()
    {
        using var desk = new TempDesk();
        var file = SharedData.Need("credentials/corpus/c2pa-rs-fixtures__XCA.jpg");
        var run = (await desk.RunAsync(["credentials", "verify", file, .. Trusting()])).Exits(1);
        Assert.Contains("assertion.dataHash.mismatch", run.Out, StringComparison.Ordinal);
        (await desk.RunAsync(["credentials", "show", file, .. Trusting()])).Exits(0);
    }

    [Fact]
    public async Task A_changed_copy_is_damaged_a_bare_one_stripped_and_the_same_bytes_kept()
    {
        using var desk = new TempDesk();
        var original = SharedData.Need("credentials/tampered/es256-sample1.png");
        async Task<string> Outcome(string copy, int exit) =>
            (await desk.RunAsync(["credentials", "strip-check", original, copy, "--json", .. Trusting()])).Exits(exit).Json.GetProperty("outcome").GetString()!;
        Assert.Equal("kept", await Outcome(original, 0));
        Assert.Equal("damaged", await Outcome(SharedData.Need("credentials/tampered/es256-sample1-media.png"), 1));
        Assert.Equal("stripped", await Outcome(desk.Write("bare.png", SmallFiles.Png(8, 8)), 1));
        Assert.Equal("replaced", await Outcome(SharedData.Need("credentials/corpus/encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-png.png"), 1));
    }

    [Fact]
    public async Task Attacks_are_answered_like_any_other_file()
    {
        using var desk = new TempDesk();
        var run = await desk.RunAsync("credentials", "show", SharedData.Need("credentials/attacks"), "--json");
        run.Exits(0);
        Assert.Equal(Directory.GetFiles(SharedData.Need("credentials/attacks")).Length, run.Json.GetProperty("results").GetArrayLength());
        Assert.All(run.Json.GetProperty("results").EnumerateArray(), row => Assert.NotEqual("Trusted", row.GetProperty("state").GetString()));
    }
}
