using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Trust;

/// <summary>What a certificate is to be trusted for.</summary>
internal enum TrustPurpose
{
    ClaimSigning,
    TimeStamping,
}

/// <summary>
/// Whose certificates are trusted (C2PA 2.2 §14.4, §14.5.1.2). Made once, never changed, and safe to share between threads: parsing a list costs more than
/// validating a file, so that nobody should do it for each.
/// </summary>
public sealed class TrustStore
{
    /// <summary>The purpose c2pa-kp-claimSigning.</summary>
    public const string ClaimSigningPurpose = "1.3.6.1.4.1.62558.2.1";

    private static readonly string[] s_usualPurposes = [ClaimSigningPurpose, "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36"];

    private readonly AnchorSet _listed, _stampers, _user;
    private readonly HashSet<string> _allowed;
    private readonly HashSet<string> _purposes;
    private readonly ConcurrentDictionary<string, IReadOnlyList<TrustPath>> _paths = new(StringComparer.Ordinal);

    // Attack: files without number, each with a certificate of its own, to fill the memory of a server with answers.
    private const int MostRemembered = 4096;

    private TrustStore(AnchorSet listed, AnchorSet stampers, AnchorSet user, HashSet<string> allowed, HashSet<string> purposes)
    {
        _listed = listed;
        _stampers = stampers;
        _user = user;
        _allowed = allowed;
        _purposes = purposes;
    }

    /// <summary>Trusts nobody.</summary>
    public static TrustStore Empty { get; } = new(AnchorSet.Empty, AnchorSet.Empty, AnchorSet.Empty, [], [.. s_usualPurposes]);

    /// <summary>How many certificates are trusted: anchors of signers, of time-stamping authorities, of the user, and single allowed ones.</summary>
    public (int Signers, int TimeStampers, int User, int Allowed) Counts => (_listed.Count, _stampers.Count, _user.Count, _allowed.Count);

    /// <summary>Makes a store, or throws where <see cref="TryCreate"/> would say why not.</summary>
    /// <param name="settings">The lists.</param>
    /// <exception cref="ArgumentException">A list cannot be read.</exception>
    public static TrustStore Create(TrustSettings settings) =>
        TryCreate(settings, out var store, out var why) ? store! : throw new ArgumentException(why, nameof(settings));

    /// <summary>Makes a store.</summary>
    /// <param name="settings">The lists.</param>
    /// <param name="store">The store, when true is returned.</param>
    /// <param name="why">What is wrong with a list, when false is returned.</param>
    public static bool TryCreate(TrustSettings settings, out TrustStore? store, out string? why)
    {
        ArgumentNullException.ThrowIfNull(settings);
        store = null;
        if (!AnchorSet.TryRead(settings.SignerAnchors, out var listed, out why) || !AnchorSet.TryRead(settings.TimeStampAnchors, out var stampers, out why)
            || !AnchorSet.TryRead(settings.UserAnchors, out var user, out why) || !AllowedList.TryRead(settings.Allowed, out var allowed, out why)) return false;
        var purposes = new HashSet<string>(s_usualPurposes, StringComparer.Ordinal);
        if (settings.KeyUsages is { } text)
        {
            purposes.Clear();
            foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#' && !l.StartsWith("//", StringComparison.Ordinal)))
            {
                if (!line.All(c => char.IsAsciiDigit(c) || c == '.') || !line.Contains('.', StringComparison.Ordinal))
                {
                    why = $"'{line}' is no object identifier.";
                    return false;
                }

                // These two are no purposes of claim signers whatever a list says (§14.5.1.1).
                if (line is not (Oids.TimeStamping or Oids.OcspSigning)) purposes.Add(line);
            }
        }

        store = new TrustStore(listed, stampers, user, allowed, purposes);
        return true;
    }

    /// <summary>True for a certificate of the private credential store, unless it is an authority's: those sign no claims (§14.5.1.2).</summary>
    internal bool IsAllowed(ReadOnlyMemory<byte> certificate) =>
        _allowed.Count > 0 && _allowed.Contains(AllowedList.Fingerprint(certificate.Span)) && CertificateView.TryRead(certificate, out var view) && !view.IsAuthority;

    /// <summary>True when the first certificate is trusted at a time.</summary>
    /// <param name="chain">In DER: the certificate in question, then others that came with it.</param>
    /// <param name="at">When it must be valid, with every certificate up to the anchor.</param>
    /// <param name="purpose">What for.</param>
    internal bool IsTrusted(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset at, TrustPurpose purpose) =>
        chain.Count > 0 && ((purpose == TrustPurpose.ClaimSigning && IsAllowed(chain[0])) || Paths(chain, purpose).Any(p => at >= p.From && at <= p.To));

    /// <summary>
    /// The ways from a certificate to an anchor, with the time in which all of each is valid. Signatures are verified once for a chain and remembered, since
    /// the next file is mostly by the same signer.
    /// </summary>
    internal IReadOnlyList<TrustPath> Paths(IReadOnlyList<ReadOnlyMemory<byte>> chain, TrustPurpose purpose)
    {
        var key = Key(chain, purpose);
        if (_paths.TryGetValue(key, out var known)) return known;
        var paths = Find(chain, purpose);
        if (_paths.Count >= MostRemembered) _paths.Clear();
        _paths[key] = paths;
        return paths;
    }

    private IReadOnlyList<TrustPath> Find(IReadOnlyList<ReadOnlyMemory<byte>> chain, TrustPurpose purpose)
    {
        if (chain.Count == 0 || !CertificateView.TryRead(chain[0], out var leaf)) return [];
        var anchors = AnchorsFor(leaf, purpose);
        if (anchors.Count == 0) return [];
        var others = new List<CertificateView>();
        foreach (var der in chain.Skip(1).Take(16))
        {
            if (CertificateView.TryRead(der, out var other)) others.Add(other);
        }

        return PathFinder.Find(leaf, others, anchors);
    }

    private List<AnchorSet> AnchorsFor(CertificateView leaf, TrustPurpose purpose)
    {
        var given = leaf.Purposes ?? [];
        if (purpose == TrustPurpose.TimeStamping) return CertificateProfile.Violations(leaf, purpose: purpose).Count == 0 ? [_stampers, _user] : [];
        if (!given.Any(_purposes.Contains)) return [];
        return given.Contains(ClaimSigningPurpose) && _purposes.Contains(ClaimSigningPurpose) ? [_listed, _user] : [_user];
    }

    private static string Key(IReadOnlyList<ReadOnlyMemory<byte>> chain, TrustPurpose purpose)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var certificate in chain)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, certificate.Length);
            hash.AppendData(length);
            hash.AppendData(certificate.Span);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(int)purpose}{Convert.ToHexString(hash.GetHashAndReset())}");
    }
}
