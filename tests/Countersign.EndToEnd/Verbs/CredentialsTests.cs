using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Countersign.EndToEnd.BadInput;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary><c>credentials show|verify|strip-check|lists</c>, on files that the tests make. What the credentials of real files are worth is tested beside the corpus.</summary>
public sealed class CredentialsTests
{
    // A WAV with the chunk where a store belongs, and in it bytes that are none.
    private static byte[] WithGarbage()
    {
        byte[] wav = [.. SmallFiles.Wav(40), .. "C2PA"u8, 4, 0, 0, 0, 1, 2, 3, 4];
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        return wav;
    }

    /// <summary>A certificate that could be an anchor, as PEM.</summary>
    internal static string Anchor(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name},O=Test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.ExportCertificatePem() + "\n";
    }

    [Fact]
    public async Task The_exit_code_of_verify_is_the_worst_answer_and_that_of_show_whether_it_could_read()
    {
        using var desk = new TempDesk();
        desk.Write("none/a.wav", SmallFiles.Wav(40));
        desk.Write("broken/b.wav", WithGarbage());
        Directory.CreateDirectory(desk.At("empty"));
        (await desk.RunAsync("credentials", "show", "none", "broken")).Exits(0);
        (await desk.RunAsync("credentials", "verify", "none")).Exits(1);
        (await desk.RunAsync("credentials", "verify", "none", "--allow-none")).Exits(0);
        (await desk.RunAsync("credentials", "verify", "none", "broken", "--allow-none")).Exits(1);
        (await desk.RunAsync("credentials", "verify", "empty", "--allow-none")).Exits(2);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(desk.At("none", "gone.wav"), desk.At("nowhere"));
            // What could not be read is unknown, and stops nothing.
            var run = (await desk.RunAsync("credentials", "verify", "none", "--allow-none")).Exits(2);
            Assert.Contains("✔ none     a.wav", run.Out, StringComparison.Ordinal);
            Assert.Contains("? unread   gone.wav", run.Out, StringComparison.Ordinal);
            (await desk.RunAsync("credentials", "show", "none")).Exits(2);
        }
        // Neither of them decides or records anything.
        Assert.False(Path.Exists(desk.At(".countersign")));
    }

    [Fact]
    public async Task The_answer_for_programs_has_what_it_promises_and_the_talk_says_what_was_judged_by()
    {
        using var desk = new TempDesk();
        desk.Write("in/a.wav", SmallFiles.Wav(40));
        desk.Write("in/b.wav", WithGarbage());
        foreach (var verb in new[] { "show", "verify" })
        {
            var run = (await desk.RunAsync("credentials", verb, "in", "--json", "--on", "2026-11-01", "--edition", "2.4")).Exits(verb == "show" ? 0 : 1);
            Assert.Equal("countersign/credentials/1", run.Json.GetProperty("schema").GetString());
            Assert.Equal(("2026-11-01T00:00:00Z", "2.4"), (run.Json.GetProperty("asOf").GetString(), run.Json.GetProperty("edition").GetString()));
            var results = run.Json.GetProperty("results").EnumerateArray().ToList();
            Assert.Equal([("a.wav", "None"), ("b.wav", "Error")], results.Select(row => (row.GetProperty("file").GetString()!, row.GetProperty("state").GetString()!)));
            foreach (var row in results)
                Assert.All("file state claimVersion alg signer signedAt success informational failure ai trainingMining problem".Split(' '), field => Assert.True(row.TryGetProperty(field, out _), field));
            Assert.Equal(JsonValueKind.Object, results[1].GetProperty("problem").ValueKind);
        }
        var talk = (await desk.RunAsync("credentials", "verify", "in", "--on", "2026-11-01")).Exits(1);
        Assert.Contains("Judged as of 2026-11-01, by edition 2.2 of the specification, against the bundled C2PA lists of ", talk.Error, StringComparison.Ordinal);
        Assert.Matches(@"as of \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,", (await desk.RunAsync("credentials", "verify", "in")).Exits(1).Error);
        Assert.Equal("", (await desk.RunAsync("credentials", "verify", "in", "--quiet")).Exits(1).Error);
        Assert.Contains("against no trust list at all", (await desk.RunAsync("credentials", "show", "in", "--no-bundled-lists")).Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_beside_a_file_is_used_and_said()
    {
        using var desk = new TempDesk();
        desk.Write("take.wav", SmallFiles.Wav(40));
        desk.Write("take.c2pa", [1, 2, 3]);
        Assert.Contains("(store in take.c2pa)", (await desk.RunAsync("credentials", "verify", "take.wav")).Exits(1).Out, StringComparison.Ordinal);
        Assert.Contains("was taken from", (await desk.RunAsync("credentials", "show", "take.wav")).Exits(0).Out, StringComparison.Ordinal);
        var named = (await desk.RunAsync("credentials", "show", "take.wav", "--sidecar", "take.c2pa", "--json")).Exits(0).Json.GetProperty("results")[0];
        Assert.Equal(("Error", "take.c2pa"), (named.GetProperty("state").GetString(), named.GetProperty("sidecar").GetString()));
    }

    [Theory]
    [InlineData("path.missing", "show", "nothing.jpg")]
    [InlineData("path.missing", "verify", "a.wav", "--trust", "nothing.pem")]
    [InlineData("path.missing", "verify", "a.wav", "--trust-config", "nothing.cfg")]
    [InlineData("form.time", "verify", "a.wav", "--on", "someday")]
    [InlineData("credentials.edition", "verify", "a.wav", "--edition", "9")]
    [InlineData("credentials.sidecar", "verify", "a.wav", "b.wav", "--sidecar", "b.wav")]
    [InlineData("path.missing", "strip-check", "a.wav", "nothing.wav")]
    [InlineData("path.folder", "strip-check", "a.wav", ".")]
    [InlineData("credentials.list", "lists", "update")]
    public async Task What_was_given_wrongly_is_told_with_its_code(string code, params string[] arguments)
    {
        using var desk = new TempDesk();
        desk.Write("a.wav", SmallFiles.Wav(40));
        desk.Write("b.wav", SmallFiles.Wav(41));
        Assert.Equal(code, (await desk.RunAsync(["credentials", .. arguments, "--json"])).Exits(3).Problems[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_copy_is_compared_with_its_original()
    {
        using var desk = new TempDesk();
        desk.Write("a.wav", SmallFiles.Wav(40));
        var run = (await desk.RunAsync("credentials", "strip-check", "a.wav", "a.wav", "--json")).Exits(1);
        Assert.Equal("countersign/credentials-strip/1", run.Json.GetProperty("schema").GetString());
        Assert.Equal("nothing", run.Json.GetProperty("outcome").GetString());
        Assert.All("kept says original copy replacedBy namesOriginal".Split(' '), field => Assert.True(run.Json.TryGetProperty(field, out _), field));
        Assert.StartsWith("nothing: ", (await desk.RunAsync("credentials", "strip-check", "a.wav", "a.wav")).Exits(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newer_lists_are_copied_in_used_by_every_verb_and_taken_out_again()
    {
        using var desk = new TempDesk();
        desk.Write("a.wav", SmallFiles.Wav(40));
        desk.Write("signers.pem", Anchor("One") + Anchor("Two"));
        desk.Write("stampers.pem", Anchor("Three"));
        Assert.Contains("bundled, of ", (await desk.RunAsync("credentials", "lists")).Exits(0).Out, StringComparison.Ordinal);
        Assert.False(Path.Exists(desk.At(".countersign")));

        (await desk.RunAsync("credentials", "lists", "update", "--signers", "signers.pem", "--time-stampers", "stampers.pem")).Exits(0);
        var json = (await desk.RunAsync("credentials", "lists", "--json")).Exits(0).Json;
        Assert.Equal("countersign/credentials-lists/1", json.GetProperty("schema").GetString());
        Assert.Equal([("signers", "workspace", 2), ("time-stampers", "workspace", 1)], json.GetProperty("lists").EnumerateArray().Select(list => (list.GetProperty("name").GetString()!, list.GetProperty("source").GetString()!, list.GetProperty("certificates").GetInt32())));
        Assert.Contains("the workspace's C2PA lists, taken in on ", (await desk.RunAsync("credentials", "verify", "a.wav", "--allow-none")).Exits(0).Error, StringComparison.Ordinal);

        // A list that is none changes nothing.
        Assert.Equal("credentials.list", (await desk.RunAsync("credentials", "lists", "update", "--signers", "a.wav", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        Assert.Equal(json.ToString(), (await desk.RunAsync("credentials", "lists", "--json")).Json.ToString());

        // One that somebody changed is refused by all that would trust it.
        File.AppendAllText(Directory.GetFiles(desk.At(".countersign", "trust"), "signers-*.pem").Single(), Anchor("Stranger"));
        foreach (var arguments in new string[][] { ["credentials", "verify", "a.wav"], ["credentials", "lists"], ["inspect", "a.wav"], ["clear", "a.wav", .. TempDesk.Asked] })
            Assert.Equal("workspace.trust-damaged", (await desk.RunAsync([.. arguments, "--json"])).Exits(4).Problems[0].GetProperty("code").GetString());

        Assert.Contains("bundled, of ", (await desk.RunAsync("credentials", "lists", "reset")).Exits(0).Out, StringComparison.Ordinal);
        (await desk.RunAsync("credentials", "verify", "a.wav", "--allow-none")).Exits(0);
    }

    [Fact]
    public async Task Names_from_strangers_are_shown_and_not_obeyed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no such names.");
        using var desk = new TempDesk();
        foreach (var name in new[] { "\u001b[31mred\u001b[0m.wav", "new\nline.wav", "invoice\u202Egpj.wav", "[red]markup[/].wav" }) desk.Write("in/" + name, SmallFiles.Wav(40));
        foreach (var verb in new[] { "show", "verify" })
        {
            var run = await desk.RunAsync("credentials", verb, "in");
            HostileNameTests.AssertShowable(run.Out);
            Assert.Contains("\\u001b[31mred", run.Out, StringComparison.Ordinal);
            Assert.Contains("[red]markup[/].wav", run.Out, StringComparison.Ordinal);
        }
    }
}
