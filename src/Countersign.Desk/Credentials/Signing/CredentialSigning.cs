using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;
using Countersign.Desk.Intake.Sniffing;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Credentials.Signing;

/// <summary>What was signed, and what a person should know of it.</summary>
/// <param name="Manifest">The label of the new manifest.</param>
/// <param name="Signer">The name on the certificate.</param>
/// <param name="Algorithm">The signature algorithm.</param>
/// <param name="Bytes">The length of the manifest store.</param>
/// <param name="Notes">What was done otherwise than asked.</param>
public sealed record SignedFile(string Manifest, string Signer, string Algorithm, int Bytes, IReadOnlyList<string> Notes);

/// <summary>Signs files with Content Credentials.</summary>
public static class CredentialSigning
{
    private const int MostBytesOfKeys = 1 << 20;

    /// <summary>Signs one file.</summary>
    public static async Task<Outcome<SignedFile>> SignAsync(SigningRequest request, string generator, string version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Signer(request).Try(out var signer, out var problems)) return Outcome.Fail<SignedFile>(problems);
        using (signer)
        {
            if (!Builder(request, new GeneratorInfo(generator, version), cancel).Try(out var builder, out problems)) return Outcome.Fail<SignedFile>(problems);
            if (request.TimeStamps is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                return new Problem("credentials.time-stamp", "The time-stamping authority is no http or https address.", "--time-stamp");
            using var stamper = request.TimeStamps is { } address ? new HttpTimeStamper(new Uri(address)) : null;
            var options = new SigningOptions { TimeStamper = stamper, Overwrite = request.Overwrite, DiscardExisting = request.DiscardExisting };
            var outcome = request.Sidecar
                ? await SidecarAsync(request, builder, signer, options, cancel).ConfigureAwait(false)
                : await new CredentialSigner().SignFileAsync(request.File, request.Out, builder, signer, options, cancel).ConfigureAwait(false);
            if (outcome.Signed is not { } signed) return Outcome.Fail<SignedFile>([.. outcome.Problems.Select(Of)]);
            using var leaf = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(signer.Chain[0].Span);
            return new SignedFile(signed.ManifestLabel, leaf.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false), signer.Algorithm.ToString(), signed.Store.Length, signed.Notes);
        }
    }

    private static async Task<SigningOutcome> SidecarAsync(SigningRequest request, ManifestBuilder builder, IClaimSigner signer, SigningOptions options, CancellationToken cancel)
    {
        if (!request.Overwrite && File.Exists(request.Out)) return Failed(new("output.exists", "The output file is there already.", request.Out, "Choose another name, or allow it to be overwritten."));
        try
        {
            using var asset = File.OpenRead(request.File);
            var outcome = await new CredentialSigner().SignSidecarAsync(asset, builder, signer, options, cancel).ConfigureAwait(false);
            if (outcome.Signed is { } signed) AtomicFile.Write(request.Out, signed.Store.Span);
            return outcome;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            var problem = StorageProblems.From(e, request.File);
            return Failed(new(problem.Code, problem.What, problem.Where, problem.Try));
        }

        static SigningOutcome Failed(CredentialProblem problem) => SigningOutcome.Failure(problem);
    }

    private static Problem Of(CredentialProblem problem) => new("credentials." + problem.Code, problem.Says, problem.Where, problem.Next);

    private static Outcome<LocalSigner> Signer(SigningRequest request)
    {
        var problems = new List<Problem>();
        SigningAlgorithm? algorithm = null;
        if (request.Algorithm is { } name)
        {
            if (Enum.TryParse<SigningAlgorithm>(name, ignoreCase: true, out var known) && Enum.IsDefined(known)) algorithm = known;
            else problems.Add(new("credentials.algorithm", $"'{name}' is no signature algorithm of C2PA.", "--alg", "One of: es256, es384, es512, ps256, ps384, ps512, ed25519."));
        }

        var password = request.PasswordFile is { } file ? Text(file, problems)?.Split('\n')[0].TrimEnd('\r') : null;
        if (request.Pkcs12 is { } pkcs12)
        {
            if (Bytes(pkcs12, problems) is { } bytes && problems.Count == 0)
                return Pkcs12Signer.TryOpen(bytes, password ?? "", algorithm, out var opened, out var wrong) ? opened! : new Problem("credentials.signer", wrong!, pkcs12);
        }
        else if (request.KeyFile is null || request.ChainFile is null)
        {
            problems.Add(new("credentials.signer", "A key and its certificates are needed to sign.", null, "Give --key and --chain, or --p12. 'countersign credentials init' makes a test signer."));
        }
        else
        {
            var key = Text(request.KeyFile, problems);
            var chain = Text(request.ChainFile, problems);
            if (problems.Count == 0)
                return LocalSigner.TryFromPem(key!, chain!, algorithm, password, out var signer, out var why) ? signer! : new Problem("credentials.signer", why!, $"{request.KeyFile}, {request.ChainFile}");
        }

        return Outcome.Fail<LocalSigner>(problems);
    }

    private static Outcome<ManifestBuilder> Builder(SigningRequest request, GeneratorInfo generator, CancellationToken cancel)
    {
        ManifestBuilder builder;
        try
        {
            var own = request.Parent is null && request.Created is null && !request.DiscardExisting ? Read(request.File, cancel) : null;
            var parent = request.Parent is { } named ? (named, Read(named, cancel)) : own is { HasCredentials: true } ? (request.File, own) : default;
            if (request.Created is { } created && request.Parent is null) builder = ManifestBuilder.Created(generator, Term(created));
            else if (parent.Item2 is { } from) builder = ManifestBuilder.Opened(generator, Ingredient("parent", IngredientRelationship.ParentOf, parent.Item1, from));
            else return new Problem("credentials.origin", "How the content came to be is not said.", null, "Give --created with a term such as digitalCreation, digitalCapture or trainedAlgorithmicMedia, or --parent with the file it was made from.");
            for (var i = 0; i < request.Components.Count; i++)
                builder = builder.Placing(Ingredient($"component {i}", IngredientRelationship.ComponentOf, request.Components[i], Read(request.Components[i], cancel)));
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, (e as FileNotFoundException)?.FileName ?? request.File);
        }

        foreach (var action in request.Actions) builder = builder.With(new ClaimAction(action.Contains('.', StringComparison.Ordinal) ? action : "c2pa." + action));
        if (request.TrainingMining.Count > 0)
        {
            if (!Entries(request.TrainingMining).Try(out var entries, out var problems)) return Outcome.Fail<ManifestBuilder>(problems);
            builder = builder.With(TrainingMining.Assertion(entries));
        }

        builder = builder with { Title = request.Title ?? Path.GetFileName(request.File) };
        var wrong = builder.Check();
        return wrong.Count > 0 ? Outcome.Fail<ManifestBuilder>([.. wrong.Select(Of)]) : builder;
    }

    private sealed record Source(CredentialReport Report, string Mime)
    {
        public bool HasCredentials => Report.Active is not null;
    }

    private static Source Read(string path, CancellationToken cancel)
    {
        using var stream = File.OpenRead(path);
        var head = new byte[(int)Math.Min(stream.Length, 4096)];
        stream.ReadExactly(head);
        var mime = MediaSniffer.Sniff(head, stream.Length).Mime;
        return new(CredentialDesk.Default.Read(stream, cancel), mime);
    }

    // An ingredient that fails is taken along with what is wrong about it, as the specification asks: whoever reads the result sees it.
    private static Ingredient Ingredient(string key, IngredientRelationship relationship, string path, Source source) => new(key, relationship)
    {
        Title = Path.GetFileName(path),
        Format = source.Mime,
        Source = IngredientSources.Of(source.Report, acceptFailures: true),
    };

    private static string Term(string term) => term.Contains(':', StringComparison.Ordinal) ? term
        : term is "empty" or "trainedAlgorithmicData" ? "http://c2pa.org/digitalsourcetype/" + term
        : "http://cv.iptc.org/newscodes/digitalsourcetype/" + term;

    private static Outcome<List<MiningEntry>> Entries(IReadOnlyList<string> spelt)
    {
        var entries = new List<MiningEntry>();
        foreach (var text in spelt)
        {
            var parts = text.Split('=', 2);
            var use = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0] : "cawg." + parts[0];
            var answer = parts.Length < 2 ? null : parts[1].Split(':', 2)[0] switch { "allowed" => MiningUse.Allowed, "notAllowed" => MiningUse.NotAllowed, "constrained" => MiningUse.Constrained, _ => (MiningUse?)null };
            if (answer is not { } known) return new Problem("credentials.training-mining", $"'{text}' is no answer on training and mining.", "--training-mining", "Write ai_generative_training=notAllowed; the answers are allowed, notAllowed and constrained:CONDITIONS, the uses data_mining, ai_inference, ai_training and ai_generative_training.");
            entries.Add(new(use, known, known == MiningUse.Constrained && parts[1].Contains(':', StringComparison.Ordinal) ? parts[1].Split(':', 2)[1] : null));
        }

        return entries;
    }

    private static string? Text(string file, List<Problem> problems) => Bytes(file, problems) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private static byte[]? Bytes(string file, List<Problem> problems)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MostBytesOfKeys })
            {
                problems.Add(new("credentials.signer", "A key or certificate file of more than a megabyte is not read.", file));
                return null;
            }

            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            problems.Add(StorageProblems.From(e, file));
            return null;
        }
    }
}
