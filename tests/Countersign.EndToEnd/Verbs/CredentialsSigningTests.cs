using System.Text.Json;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary><c>credentials init</c> and <c>credentials sign</c>, from nothing to a file that is trusted, and what of it <c>clear</c> makes.</summary>
public sealed class CredentialsSigningTests
{
    private static readonly string[] s_signer = ["--key", "signer/test-signer.key.pem", "--chain", "signer/test-signer.chain.pem"];

    private static async Task<TempDesk> WithSignerAsync(string algorithm = "es256")
    {
        var desk = new TempDesk();
        var run = (await desk.RunAsync("credentials", "init", "--out", "signer", "--alg", algorithm)).Exits(0);
        Assert.Contains("No public list trusts", run.Out, StringComparison.Ordinal);
        return desk;
    }

    [Theory]
    [InlineData("es256")]
    [InlineData("es384")]
    [InlineData("es512")]
    [InlineData("ps256")]
    [InlineData("ps384")]
    [InlineData("ps512")]
    [InlineData("ed25519")]
    public async Task A_first_file_is_signed_with_a_test_signer_of_any_algorithm(string algorithm)
    {
        using var desk = await WithSignerAsync(algorithm);
        desk.Write("art.png", SmallFiles.Png(64, 48));
        (await desk.RunAsync(["credentials", "sign", "art.png", "--out", "signed.png", .. s_signer, "--alg", algorithm, "--created", "digitalCreation"])).Exits(0);
        var known = (await desk.RunAsync("credentials", "verify", "signed.png", "--trust", "signer/test-root.pem", "--require-trusted", "--json")).Exits(0).Json.GetProperty("results")[0];
        Assert.Equal("Trusted", known.GetProperty("state").GetString());
        Assert.Equal(algorithm, known.GetProperty("alg").GetString(), ignoreCase: true);
        // Without the root it is as sound, by somebody whom nobody knows.
        (await desk.RunAsync("credentials", "verify", "signed.png")).Exits(0);
        (await desk.RunAsync("credentials", "verify", "signed.png", "--require-trusted")).Exits(1);
    }

    [Theory]
    [InlineData("take.wav")]
    [InlineData("scene.txt")]
    [InlineData("scene.fountain")]
    [InlineData("mark.svg")]
    public async Task Sounds_texts_and_drawings_are_signed_and_a_change_of_one_byte_is_seen(string name)
    {
        using var desk = await WithSignerAsync();
        desk.Write(name, name switch
        {
            "take.wav" => SmallFiles.Wav(400),
            "mark.svg" => "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\"/></svg>\n"u8.ToArray(),
            _ => "INT. LANTERN ROOM - NIGHT\n\nThe lamp turns.\n"u8.ToArray(),
        });
        (await desk.RunAsync(["credentials", "sign", name, "--out", "signed-" + name, .. s_signer, "--created", "digitalCreation"])).Exits(0);
        (await desk.RunAsync("credentials", "verify", "signed-" + name, "--trust", "signer/test-root.pem", "--require-trusted")).Exits(0);
        var bytes = File.ReadAllBytes(desk.At("signed-" + name));
        var at = name == "take.wav" ? 60 : bytes.AsSpan().IndexOf(name == "mark.svg" ? "rect"u8 : "LANTERN"u8) + 2;
        bytes[at] ^= 1;
        desk.Write("changed-" + name, bytes);
        (await desk.RunAsync("credentials", "verify", "changed-" + name, "--trust", "signer/test-root.pem")).Exits(1);
    }

    [Fact]
    public async Task A_file_that_is_signed_again_keeps_what_it_came_with_as_its_parent()
    {
        using var desk = await WithSignerAsync();
        desk.Write("art.png", SmallFiles.Png(64, 48));
        (await desk.RunAsync(["credentials", "sign", "art.png", "--out", "one.png", .. s_signer, "--created", "trainedAlgorithmicMedia"])).Exits(0);
        (await desk.RunAsync(["credentials", "sign", "one.png", "--out", "two.png", .. s_signer, "--action", "edited"])).Exits(0);
        var result = (await desk.RunAsync("credentials", "show", "two.png", "--trust", "signer/test-root.pem", "--json")).Exits(0).Json.GetProperty("results")[0];
        Assert.Equal("Trusted", result.GetProperty("state").GetString());
        Assert.Equal(2, result.GetProperty("manifests").GetArrayLength());
        Assert.EndsWith("trainedAlgorithmicMedia", result.GetProperty("ai").GetProperty("source").GetString(), StringComparison.Ordinal);
        (await desk.RunAsync("credentials", "strip-check", "one.png", "two.png", "--trust", "signer/test-root.pem")).Exits(0);
        (await desk.RunAsync("credentials", "strip-check", "one.png", "art.png")).Exits(1);
    }

    [Fact]
    public async Task A_refusal_of_training_that_is_signed_into_a_file_is_found_by_inspect()
    {
        using var desk = await WithSignerAsync();
        desk.Write("art.png", SmallFiles.Png(64, 48));
        (await desk.RunAsync(["credentials", "sign", "art.png", "--out", "signed.png", .. s_signer, "--created", "digitalCreation", "--training-mining", "ai_generative_training=notAllowed", "--training-mining", "data_mining=constrained:ask us"])).Exits(0);
        var found = (await desk.RunAsync("inspect", "signed.png", "--json")).Exits(0).Json.GetProperty("results")[0].GetProperty("findings").EnumerateArray().ToList();
        Assert.Contains(found, f => f.GetProperty("code").GetString() == "credential.valid");
        Assert.Contains(found, f => f.GetProperty("code").GetString() == "credential.training-mining" && f.GetProperty("detail").GetProperty("entries").GetString()!.Contains("cawg.ai_generative_training: notAllowed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sidecar_leaves_the_file_as_it_is_and_is_found_beside_it()
    {
        using var desk = await WithSignerAsync();
        var original = SmallFiles.Wav(400);
        desk.Write("take.wav", original);
        (await desk.RunAsync(["credentials", "sign", "take.wav", "--out", "take.c2pa", "--sidecar", .. s_signer, "--created", "digitalCapture"])).Exits(0);
        Assert.Equal(original, File.ReadAllBytes(desk.At("take.wav")));
        (await desk.RunAsync("credentials", "verify", "take.wav", "--trust", "signer/test-root.pem", "--require-trusted")).Exits(0);
    }

    [Fact]
    public async Task What_cannot_be_signed_says_why_and_leaves_nothing_behind()
    {
        using var desk = await WithSignerAsync();
        desk.Write("art.png", SmallFiles.Png(64, 48));
        desk.Write("cut.png", SmallFiles.Png(64, 48)[..60]);
        desk.Write("there.png", "mine");
        Assert.Equal("credentials.signer", (await desk.RunAsync("credentials", "sign", "art.png", "--out", "x.png", "--created", "digitalCreation", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        Assert.Equal("credentials.origin", (await desk.RunAsync(["credentials", "sign", "art.png", "--out", "x.png", .. s_signer, "--json"])).Exits(3).Problems[0].GetProperty("code").GetString());
        (await desk.RunAsync(["credentials", "sign", "art.png", "--out", "there.png", .. s_signer, "--created", "digitalCreation"])).Exits(3);
        Assert.Equal("mine", File.ReadAllText(desk.At("there.png")));
        (await desk.RunAsync(["credentials", "sign", "cut.png", "--out", "x.png", .. s_signer, "--created", "digitalCreation"])).Exits(3);
        (await desk.RunAsync(["credentials", "sign", "gone.png", "--out", "x.png", .. s_signer, "--created", "digitalCreation"])).Exits(3);
        (await desk.RunAsync(["credentials", "sign", "art.png", "--out", "x.png", .. s_signer, "--created", "digitalCreation", "--training-mining", "everything=perhaps"])).Exits(3);
        (await desk.RunAsync("credentials", "init", "--out", "signer")).Exits(3);
        Assert.Equal(["art.png", "cut.png", "there.png"], Directory.GetFiles(desk.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_key_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var desk = await WithSignerAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(desk.At("signer", "test-signer.key.pem")));
    }
}
