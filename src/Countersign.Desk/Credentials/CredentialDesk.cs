using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Trust;

namespace Countersign.Desk.Credentials;

/// <summary>Whose signatures this desk trusts, as files on disk.</summary>
public sealed record CredentialTrust
{
    /// <summary>PEM files of further anchors.</summary>
    public IReadOnlyList<string> Anchors { get; init; } = [];

    /// <summary>A file of accepted key usages (one OID a line); null for the specification's.</summary>
    public string? Config { get; init; }

    /// <summary>PEM files of single certificates that are trusted as they are.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>False to leave the bundled C2PA lists out.</summary>
    public bool WithBundled { get; init; } = true;
}

/// <summary>The reader of Content Credentials with the trust lists of this desk, made once and shared by all files.</summary>
public sealed class CredentialDesk
{
    private readonly CredentialReader _reader;
    private readonly TimeProvider _clock;

    private CredentialDesk(CredentialReader reader, TimeProvider clock, string digest, string lists)
    {
        _reader = reader;
        _clock = clock;
        Digest = digest;
        Lists = lists;
    }

    /// <summary>The bundled lists, and the system's clock.</summary>
    public static CredentialDesk Default { get; } = Open(new(), TimeProvider.System).Value;

    /// <summary>A digest of everything that is trusted, short.</summary>
    public string Digest { get; }

    /// <summary>The lists in use, in words, with the date of the bundled ones.</summary>
    public string Lists { get; }

    /// <summary>Reads the files of a choice of trust.</summary>
    public static Outcome<CredentialDesk> Open(CredentialTrust trust, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(clock);
        var problems = new List<Problem>();
        var anchors = trust.Anchors.Select(file => Text(file, problems)).OfType<string>().ToList();
        var allowed = trust.Allowed.Select(file => Text(file, problems)).OfType<string>().ToList();
        var config = trust.Config is null ? null : Text(trust.Config, problems);
        if (problems.Count > 0) return Outcome.Fail<CredentialDesk>(problems);
        var settings = new TrustSettings { UserAnchors = anchors, Allowed = allowed, KeyUsages = config };
        if (trust.WithBundled) settings = settings with { SignerAnchors = [TrustLists.Bundled.Signers], TimeStampAnchors = [TrustLists.Bundled.TimeStampers] };
        if (TrustStore.TryCreate(settings, out var store, out var why) is false)
            return new Problem("credentials.trust", $"A trust file cannot be read: {why}", string.Join(", ", [.. trust.Anchors, .. trust.Allowed, .. trust.Config is null ? Array.Empty<string>() : [trust.Config]]), "Trust files are certificates in PEM; the configuration is one OID a line.");
        var reader = new CredentialReader(new() { Trust = store!, Clock = clock });
        var lists = string.Join(", ", new[]
        {
            trust.WithBundled ? $"the C2PA lists of {TrustLists.Bundled.Date:yyyy-MM-dd}" : null,
            anchors.Count > 0 ? $"{anchors.Count} trust file{(anchors.Count == 1 ? "" : "s")} given" : null,
            allowed.Count > 0 ? $"{allowed.Count} file{(allowed.Count == 1 ? "" : "s")} of allowed certificates" : null,
        }.OfType<string>());
        return new CredentialDesk(reader, clock, DigestOf([.. anchors, "|", .. allowed, "|", config ?? "", trust.WithBundled ? TrustLists.Bundled.Signers + TrustLists.Bundled.TimeStampers : ""]), lists.Length > 0 ? lists : "none");
    }

    /// <summary>Reads a file and its credentials.</summary>
    public CredentialReport Read(Stream stream, CancellationToken cancel) => _reader.Read(stream, cancel);

    /// <summary>Reads a file against a store that lies elsewhere.</summary>
    public CredentialReport ReadDetached(Stream stream, ReadOnlyMemory<byte> store, CancellationToken cancel) => _reader.ReadDetached(stream, store, cancel);

    /// <summary>What a verdict depends on beside the file: the day, and the lists.</summary>
    public string AsOf() => $"{Rfc3339.Date(_clock.GetUtcNow())}/{Digest}";

    private static string? Text(string file, List<Problem> problems)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > 16 << 20 })
            {
                problems.Add(new("credentials.trust", "A trust file of more than 16 MB is not read.", file));
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
