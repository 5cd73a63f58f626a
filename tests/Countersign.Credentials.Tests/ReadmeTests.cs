using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Tests.Forging;
using Countersign.Credentials.Tests.Validation;
using Countersign.Credentials.Trust;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests;

/// <summary>The samples of the library's page stand here, compiled and run, and the page has no other.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly StringWriter _written = new();

    public void Dispose() => _written.Dispose();

    // The samples speak of the console; here it is a text that can be looked at.
    private StringWriter Console => _written;

    [Fact]
    public void The_samples_run_as_they_stand()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-readme-").FullName;
        try
        {
            var path = Path.Combine(folder, "scene.txt");
            File.WriteAllBytes(path, Checked.Content);
            File.WriteAllBytes(Path.Combine(folder, "scene.c2pa"), ForgedManifest.Store(Checked.Sound()));
            Samples(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_samples_of_signing_run_as_they_stand()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-readme-").FullName;
        try
        {
            var path = Path.Combine(folder, "scene.txt");
            var signedPath = Path.Combine(folder, "signed.txt");
            File.WriteAllBytes(path, Checked.Content);
            var authority = TestAuthority.Create();
            var (keyPem, chainPem) = (authority.SignerKeyPem, authority.SignerChainPem);
            var reader = new CredentialReader();

            var signer = LocalSigner.FromPem(keyPem, chainPem);
            var manifest = ManifestBuilder.Created(new GeneratorInfo("Photo Desk", "2.1"), DigitalSourceTypes.DigitalCreation)
                .With(TrainingMining.Assertion([new MiningEntry(TrainingMining.AiGenerativeTraining, MiningUse.NotAllowed)]));
            var outcome = await new CredentialSigner().SignFileAsync(path, signedPath, manifest, signer);
            foreach (var problem in outcome.Problems) Console.WriteLine(problem);

            Assert.Empty(Console.ToString());
            using var signedFile = File.OpenRead(signedPath);

            var parent = new Ingredient("parent", IngredientRelationship.ParentOf) { Title = "scene.txt", Source = IngredientSources.Of(reader.Read(signedFile)) };
            var edited = ManifestBuilder.Opened(new GeneratorInfo("Photo Desk", "2.1"), parent).With(new ClaimAction(ActionNames.Edited));

            Assert.NotNull((await new CredentialSigner().SignFileAsync(signedPath, Path.Combine(folder, "edited.txt"), edited, signer)).Signed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Samples(string path)
    {
        var trust = TrustStore.Create(new TrustSettings
        {
            SignerAnchors = [TrustLists.Bundled.Signers],
            TimeStampAnchors = [TrustLists.Bundled.TimeStampers],
        });
        var reader = new CredentialReader(new CredentialReaderOptions { Trust = trust });
        using var file = File.OpenRead(path);
        var report = reader.Read(file);
        foreach (var line in report.PlainWords) Console.WriteLine(line);

        Assert.Equal(CredentialState.None, report.State);
        Assert.Contains("no Content Credentials", Console.ToString(), StringComparison.Ordinal);

        var detached = reader.ReadDetached(file, File.ReadAllBytes(Path.ChangeExtension(path, ".c2pa")));

        Assert.Equal(CredentialState.Valid, detached.State);
        Judge(detached, expected: true);
        Judge(report, expected: false);

        var presence = CredentialLocator.Find(file);
        Console.WriteLine($"{presence.Container}: {presence.Stores.Count} stores, {presence.RemoteManifest ?? "no address"}");

        Assert.EndsWith("Text: 0 stores, no address" + Environment.NewLine, Console.ToString(), StringComparison.Ordinal);
    }

    private void Judge(CredentialReport report, bool expected)
    {
        var unchanged = report.Integrity == IntegrityState.Valid;
        var known = report.Trust == SignerTrust.Trusted;
        var made = report.Ai.Share is AiShare.Whole or AiShare.Part;

        Assert.Equal((expected, false, false), (unchanged, known, made));

        foreach (var status in report.Active?.Statuses ?? [])
        {
            if (status.Kind == StatusKind.Failure) Console.WriteLine($"{status.Code}: {status.Says} ({status.Uri}, byte {status.Offset})");
        }

        Assert.Equal(expected, Console.ToString().Contains("signingCredential.untrusted: ", StringComparison.Ordinal));
        Console.GetStringBuilder().Clear();
    }

    [Fact]
    public void Every_sample_of_the_page_is_one_that_runs()
    {
        var here = Lines(File.ReadAllText(ThisFile()));
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "src", "Countersign.Credentials", "README.md"));
        var samples = Sample().Matches(page).Select(match => Lines(match.Groups["body"].Value)).ToList();
        Assert.True(samples.Count >= 4, "The page has lost its samples.");
        Assert.All(samples, sample => Assert.Contains(sample, here, StringComparison.Ordinal));
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(?<body>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
