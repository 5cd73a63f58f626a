using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Trust;
using Countersign.Credentials.Validation;

namespace Countersign.Desk.Credentials;

/// <summary>Whose signatures this desk trusts, as files on disk, and by which edition it judges.</summary>
public sealed record CredentialTrust
{
    /// <summary>PEM files of further anchors.</summary>
    public IReadOnlyList<string> Anchors { get; init; } = [];

    /// <summary>A file of accepted key usages (one OID a line); null for the specification's.</summary>
    public string? Config { get; init; }

    /// <summary>PEM files of single certificates that are trusted as they are.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>False to leave the C2PA lists out, the workspace's as well as the bundled ones.</summary>
    public bool WithBundled { get; init; } = true;

    /// <summary>The workspace folder whose lists are used in place of the bundled ones; null for none.</summary>
    public string? Workspace { get; init; }

    /// <summary>The edition of the specification: 2.2 or 2.4.</summary>
    public string Edition { get; init; } = "2.2";
}

/// <summary>The reader of Content Credentials with the trust lists of this desk, made once and shared by all files.</summary>
public sealed class CredentialDesk
{
    // The official lists have some tens of kilobytes; a system's whole store of roots has less than one megabyte.
    private const int MostTrustBytes = 16 << 20;

    private readonly CredentialReaderOptions _options;
    private readonly CredentialReader _reader;

    private CredentialDesk(CredentialReaderOptions options, string digest, ImmutableArray<TrustListInUse> inUse)
    {
        _options = options;
        _reader = new(options);
        Digest = digest;
        InUse = inUse;
    }

    /// <summary>The bundled lists, and the system's clock.</summary>
    public static CredentialDesk Default { get; } = Open(new(), TimeProvider.System).Value;

    /// <summary>The day that the bundled lists are of.</summary>
    public static DateOnly BundledDate => TrustLists.Bundled.Date;

    /// <summary>A digest of everything that a verdict rests on beside the file and the time, short.</summary>
    public string Digest { get; }

    /// <summary>The edition of the specification that is judged by.</summary>
    public string Edition => _options.Policy.Name;

    /// <summary>The lists and files in use.</summary>
    public ImmutableArray<TrustListInUse> InUse { get; }

    /// <summary>The lists in use, in words, with their dates.</summary>
    public string Lists => TrustListInUse.InWords(InUse);

    /// <summary>The moment that verdicts are of.</summary>
    public DateTimeOffset Now => _options.Clock.GetUtcNow();

    /// <summary>The desk of a workspace: its lists where it has some, else the bundled ones.</summary>
    /// <param name="workspace">The workspace folder.</param>
    /// <param name="clock">The time that verdicts are of.</param>
    public static Outcome<CredentialDesk> Of(string workspace, TimeProvider clock) =>
        ReferenceEquals(clock, TimeProvider.System) && !WorkspaceTrust.IsThere(workspace) ? Default : Open(new() { Workspace = workspace }, clock);

    /// <summary>Reads the files of a choice of trust.</summary>
    public static Outcome<CredentialDesk> Open(CredentialTrust trust, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(clock);
        if (PolicyOf(trust.Edition) is not { } policy) return new Problem("credentials.edition", $"'{trust.Edition}' is no edition that is known here.", "--edition", "2.2 or 2.4.");
        var problems = new List<Problem>();
        var anchors = trust.Anchors.Select(file => Given(file, problems)).OfType<GivenFile>().ToList();
        var allowed = trust.Allowed.Select(file => Given(file, problems)).OfType<GivenFile>().ToList();
        var config = trust.Config is null ? null : Text(trust.Config, problems);
        if (problems.Count > 0) return Outcome.Fail<CredentialDesk>(problems);
        var settings = new TrustSettings { UserAnchors = anchors.ConvertAll(a => a.Text), Allowed = allowed.ConvertAll(a => a.Text), KeyUsages = config };
        var inUse = ImmutableArray.CreateBuilder<TrustListInUse>();
        var digested = new List<string>();
        if (trust.WithBundled)
        {
            if (!WorkspaceTrust.Load(trust.Workspace).Try(out var own, out var failed)) return Outcome.Fail<CredentialDesk>(failed);
            var bundled = TrustLists.Bundled;
            settings = settings with { SignerAnchors = [own.Signers?.Text ?? bundled.Signers], TimeStampAnchors = [own.TimeStampers?.Text ?? bundled.TimeStampers] };
            inUse.Add(TrustListInUse.C2pa(TrustListInUse.Signers, own.Signers, bundled.Signers, bundled.Date));
            inUse.Add(TrustListInUse.C2pa(TrustListInUse.TimeStampers, own.TimeStampers, bundled.TimeStampers, bundled.Date));
            digested.AddRange([settings.SignerAnchors[0], settings.TimeStampAnchors[0]]);
        }

        foreach (var file in anchors) inUse.Add(TrustListInUse.Given("anchors", file.Path, file.Text));
        foreach (var file in allowed) inUse.Add(TrustListInUse.Given("allowed", file.Path, file.Text));
        if (!TrustStore.TryCreate(settings, out var store, out var why))
            return new Problem("credentials.trust", $"A trust file cannot be read: {why}", string.Join(", ", [.. trust.Anchors, .. trust.Allowed, .. trust.Config is null ? Array.Empty<string>() : [trust.Config]]), "Trust files are certificates in PEM; the configuration is one OID a line.");
        digested.AddRange(["|", .. settings.UserAnchors, "|", .. settings.Allowed, "|", config ?? "", "|", policy.Name]);
        return new CredentialDesk(new() { Trust = store!, Clock = clock, Policy = policy }, DigestOf(digested), inUse.ToImmutable());
    }

    /// <summary>The same desk, judging as of a moment: work that is taken up again later comes to the same answers.</summary>
    public CredentialDesk At(DateTimeOffset moment) => new(_options with { Clock = new StoppedClock(moment) }, Digest, InUse);

    /// <summary>Reads a file and its credentials.</summary>
    public CredentialReport Read(Stream stream, CancellationToken cancel) => _reader.Read(stream, cancel);

    /// <summary>Reads a file against a store that lies elsewhere.</summary>
    public CredentialReport ReadDetached(Stream stream, ReadOnlyMemory<byte> store, CancellationToken cancel) => _reader.ReadDetached(stream, store, cancel);

    /// <summary>What a verdict depends on beside the file: the day, and the lists.</summary>
    public string AsOf() => $"{Rfc3339.Date(_options.Clock.GetUtcNow())}/{Digest}";

    /// <summary>Against what a verdict was found, in a sentence.</summary>
    public string JudgedBy()
    {
        var ticks = Now.UtcTicks;
        var second = new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return $"Judged as of {Rfc3339.Day(second)}, by edition {Edition} of the specification, against {Lists}.";
    }

    private static EditionPolicy? PolicyOf(string edition) => edition switch
    {
        "2.2" => EditionPolicy.Edition22,
        "2.4" => EditionPolicy.Edition24,
        _ => null,
    };

    private sealed record GivenFile(string Path, string Text);

    private static GivenFile? Given(string file, List<Problem> problems) => Text(file, problems) is { } text ? new(file, text) : null;

    /// <summary>The text of a trust file, or null and a problem.</summary>
    internal static string? Text(string file, List<Problem> problems)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MostTrustBytes })
            {
                problems.Add(new("credentials.trust", $"A trust file of more than {MostTrustBytes >> 20} MB is not read.", file));
                return null;
            }

            return File.ReadAllText(file);
        }
        catch (Exception e) when (Storage.StorageProblems.IsExpected(e))
        {
            problems.Add(Storage.StorageProblems.From(e, file));
            return null;
        }
    }

    private static string DigestOf(IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))))[..16];
}
