using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Credentials;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Trust;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>
/// Validating and signing, beside the reference implementation in the same run: the same files, the same trust, one processor each. Files per second are measured inside
/// a process that lives, as a service would run; long files as whole processes.
/// </summary>
internal static class CredentialSpeed
{
    public static IEnumerable<Row> Measure(bool quick, string? peer)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            foreach (var row in Small(quick, peer, folder)) yield return row;
            foreach (var row in Signing(quick, peer, folder)) yield return row;
            foreach (var row in Long(quick, peer, folder)) yield return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Row> Small(bool quick, string? peer, string folder)
    {
        if (SharedData() is not { } data) yield break;
        var credentials = Path.Combine(data, "credentials");
        var trust = Path.Combine(credentials, "trust");
        string Read(string name) => File.ReadAllText(Path.Combine(trust, name));
        var settings = new TrustSettings
        {
            SignerAnchors = [Read("C2PA-TRUST-LIST.pem")], TimeStampAnchors = [Read("C2PA-TSA-TRUST-LIST.pem")], UserAnchors = [Read("test_cert_root_bundle.pem")],
            Allowed = [Read("claim-allowed.pem")], KeyUsages = Read("store.cfg"),
        };
        var corpus = Path.Combine(folder, "jpeg");
        Directory.CreateDirectory(corpus);
        foreach (var file in Directory.GetFiles(Path.Combine(credentials, "corpus"), "*.jp*g")) File.Copy(file, Path.Combine(corpus, Path.GetFileName(file)));
        var one = Path.Combine(folder, "one");
        Directory.CreateDirectory(one);
        File.Copy(Path.Combine(credentials, "tampered", "es256-IMG_0003.jpg"), Path.Combine(one, "IMG_0003.jpg"));
        foreach (var (name, where, repeat) in new[] { ("the JPEG corpus", corpus, quick ? 2 : 10), ("one JPEG of 66 KB, ES256", one, quick ? 50 : 1000) })
        {
            var files = Directory.GetFiles(where).Order(StringComparer.Ordinal).ToArray();
            var ours = new List<double>();
            var theirs = new List<double>();
            for (var round = 0; round < (quick ? 1 : 5); round++)
            {
                ours.Add(files.Length * repeat / Validate(files, repeat, settings));
                if (peer is not null) theirs.Add(PeerVerify(peer, where, quick ? 1 : Math.Max(1, repeat / 5), files.Length));
            }

            yield return new($"validate, {name}, trust checked", $"{Number(Median(ours), "#,0")} files/s",
                theirs.Count == 0 ? "c2pa-rs not given; aim: 3×" : $"c2pa-rs 0.91: {Number(Median(theirs), "#,0")} files/s, {Number(Median(ours) / Median(theirs), "0.0")}×; aim: 3×");
        }
    }

    private static double Validate(string[] files, int repeat, TrustSettings settings)
    {
        var reader = new CredentialReader(new() { Trust = TrustStore.Create(settings) });
        foreach (var file in files) Once(reader, file);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < repeat; i++)
        {
            foreach (var file in files) Once(reader, file);
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static void Once(CredentialReader reader, string file)
    {
        using var stream = File.OpenRead(file);
        _ = reader.Read(stream);
    }

    private static double PeerVerify(string peer, string folder, int repeat, int count)
    {
        // The peer's own script parses the trust files once and hands them over with every call, as its interface asks.
        var script = Path.Combine(SharedData()!, "..", "tools", "c2pa-peer", "verify.mjs");
        var output = Output("node", new() { ["C2PA_NODE"] = peer }, script, folder, Path.Combine(Path.GetTempPath(), "peer.json"), "--repeat", repeat.ToString(CultureInfo.InvariantCulture));
        var words = output.Split(' ');
        return double.Parse(words[^2], CultureInfo.InvariantCulture) is var perSecond && count > 0 ? perSecond : 0;
    }

    private static IEnumerable<Row> Signing(bool quick, string? peer, string folder)
    {
        var picture = Path.Combine(folder, "picture.jpg");
        if (SharedData() is not { } data) yield break;
        File.Copy(Path.Combine(data, "credentials", "corpus", "c2pa-rs-fixtures__no_manifest.jpg"), picture);
        foreach (var algorithm in new[] { SigningAlgorithm.Es256, SigningAlgorithm.Ed25519 })
        {
            var made = TestAuthority.Create(new() { Algorithm = algorithm });
            var signer = LocalSigner.FromPem(made.SignerKeyPem, made.SignerChainPem);
            var repeat = quick ? 20 : 300;
            var ours = new List<double>();
            var theirs = new List<double>();
            var chain = Path.Combine(folder, "chain.pem");
            var key = Path.Combine(folder, "key.pem");
            File.WriteAllText(chain, made.SignerChainPem);
            File.WriteAllText(key, made.SignerKeyPem);
            for (var round = 0; round < (quick ? 1 : 5); round++)
            {
                Sign(picture, folder, signer);
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < repeat; i++) Sign(picture, folder, signer);
                ours.Add(repeat / clock.Elapsed.TotalSeconds);
                if (peer is null) continue;
                var script = Path.Combine(Root(), "tests", "interop", "peer.mjs");
                using var answer = JsonDocument.Parse(Output("node", new() { ["C2PA_NODE"] = peer }, script, "time-sign", picture, algorithm == SigningAlgorithm.Es256 ? "es256" : "ed25519", chain, key, (repeat / 5).ToString(CultureInfo.InvariantCulture)));
                theirs.Add(answer.RootElement.GetProperty("repeat").GetDouble() / answer.RootElement.GetProperty("seconds").GetDouble());
            }

            yield return new($"sign a JPEG of {new FileInfo(picture).Length / 1024} KB and verify it, {algorithm}", $"{Number(Median(ours), "#,0")}/s",
                theirs.Count == 0 ? "c2pa-rs not given" : $"c2pa-rs 0.91: {Number(Median(theirs), "#,0")}/s, {Number(Median(ours) / Median(theirs), "0.0")}×");
        }
    }

    private static void Sign(string source, string folder, IClaimSigner signer)
    {
        var output = Path.Combine(folder, "signed.jpg");
        File.Delete(output);
        var outcome = new CredentialSigner().SignFileAsync(source, output, Builder(), signer).AsTask().GetAwaiter().GetResult();
        if (outcome.Signed is null) throw new InvalidOperationException(outcome.Problems[0].Says);
    }

    private static ManifestBuilder Builder() => ManifestBuilder.Created(new GeneratorInfo("bench", "1"), DigitalSourceTypes.DigitalCreation);

    private static IEnumerable<Row> Long(bool quick, string? peer, string folder)
    {
        var megabytes = quick ? 20 : 500;
        foreach (var (name, file) in LongFiles(folder, megabytes))
        {
            var made = TestAuthority.Create(new() { Algorithm = SigningAlgorithm.Es256 });
            File.WriteAllText(Path.Combine(folder, "long-chain.pem"), made.SignerChainPem);
            File.WriteAllText(Path.Combine(folder, "long-key.pem"), made.SignerKeyPem);
            var signed = Path.Combine(folder, "signed" + Path.GetExtension(file));
            var rounds = quick ? 1 : 5;
            var sign = new List<Ran>();
            var validate = new List<Ran>();
            var hash = new List<double>();
            var inside = new List<double>();
            var peerSign = new List<Ran>();
            var peerValidate = new List<Ran>();
            var peerSigned = Path.Combine(folder, "peer" + Path.GetExtension(file));
            for (var round = 0; round < rounds; round++)
            {
                File.Delete(signed);
                sign.Add(Run("taskset", folder, "-c", "0", "dotnet", Command, "credentials", "sign", file, "--out", signed, "--key", Path.Combine(folder, "long-key.pem"), "--chain", Path.Combine(folder, "long-chain.pem"), "--created", "digitalCreation"));
                validate.Add(Run("taskset", folder, "-c", "0", "dotnet", Command, "credentials", "verify", signed));
                hash.Add(Sha256(signed));
                inside.Add(Read(signed));
                if (peer is null) continue;
                File.Delete(peerSigned);
                Environment.SetEnvironmentVariable("C2PA_NODE", peer);
                var script = Path.Combine(Root(), "tests", "interop", "peer.mjs");
                peerSign.Add(Run("taskset", folder, "-c", "0", "node", script, "sign", file, peerSigned, "es256", Path.Combine(folder, "long-chain.pem"), Path.Combine(folder, "long-key.pem")));
                peerValidate.Add(Run("taskset", folder, "-c", "0", "node", script, "time-verify", signed, "0"));
            }

            if (sign.Exists(r => r.ExitCode != 0) || validate.Exists(r => r.ExitCode != 0)) throw new InvalidOperationException($"Signing or validating {name} answered {sign[^1].ExitCode} and {validate[^1].ExitCode}.");
            var ofFile = new FileInfo(signed).Length / 1e6;
            yield return new($"validate {name}, in a process that lives", $"{Number(Median(inside))} s", $"SHA-256 of the same file there: {Number(Median(hash))} s; {Number(Median(hash) / Median(inside), "0.00")} of its speed (aim 0.8)");
            yield return new($"validate {name}, whole process", $"{Number(Median(validate.Select(r => r.Wall)))} s: {Number(ofFile / Median(validate.Select(r => r.Wall)), "#,0")} MB/s; peak memory {Number(validate.Max(r => r.PeakMegabytes), "0")} MB",
                Peer(peerValidate) + "; aim: peak memory under 100 MB");
            yield return new($"sign {name} and verify it, whole process", $"{Number(Median(sign.Select(r => r.Wall)))} s; peak memory {Number(sign.Max(r => r.PeakMegabytes), "0")} MB", $"{Peer(peerSign)}; aim: under half of its time, and 100 MB");
        }
    }

    private static string Peer(List<Ran> runs) => runs.Count == 0 ? "c2pa-rs not given" : runs[^1].ExitCode != 0 ? "c2pa-rs failed" : $"c2pa-rs 0.91: {Number(Median(runs.Select(r => r.Wall)))} s, peak memory {Number(runs.Max(r => r.PeakMegabytes), "0")} MB";

    private static IEnumerable<(string Name, string File)> LongFiles(string folder, int megabytes)
    {
        if (!File.Exists("/usr/bin/ffmpeg")) yield break;
        var wav = Path.Combine(folder, "long.wav");
        // 48 kHz, 16 bits, two channels: 192,000 bytes a second.
        var seconds = (megabytes * 1_000_000L / 192_000).ToString(CultureInfo.InvariantCulture);
        Run("ffmpeg", folder, "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", $"anoisesrc=r=48000:d={seconds}", "-ac", "2", "-y", wav);
        yield return ($"a WAV of {new FileInfo(wav).Length / 1_000_000} MB", wav);
        File.Delete(wav);
        var film = Path.Combine(folder, "long.mp4");
        // Uncompressed sound in MP4's own boxes makes a long file quickly; what is hashed does not care what it says.
        Run("ffmpeg", folder, "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", $"anoisesrc=r=48000:d={seconds}", "-f", "lavfi", "-i", "testsrc=s=320x240:r=5", "-t", seconds, "-c:v", "mpeg4", "-c:a", "pcm_s16le", "-ac", "2", "-f", "mov", "-y", film);
        yield return ($"a film of {new FileInfo(film).Length / 1_000_000} MB", film);
    }

    private static double Read(string file)
    {
        var reader = new CredentialReader();
        var clock = Stopwatch.StartNew();
        using var stream = File.OpenRead(file);
        if (reader.Read(stream).State != CredentialState.Valid) throw new InvalidOperationException($"{file} does not validate.");
        return clock.Elapsed.TotalSeconds;
    }

    private static double Sha256(string file)
    {
        var buffer = new byte[1 << 20];
        var clock = Stopwatch.StartNew();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        int read;
        while ((read = stream.Read(buffer)) > 0) hash.AppendData(buffer, 0, read);
        hash.GetHashAndReset();
        return clock.Elapsed.TotalSeconds;
    }

    private static string Output(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        // One processor, as ours has.
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", "0", program, .. arguments]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} answered {process.ExitCode}: {text}");
        return text.Trim();
    }

    private static string Root()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "Countersign.slnx"))) return at;
        }

        throw new InvalidOperationException("Run from a checkout.");
    }
}
