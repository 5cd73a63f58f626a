using Countersign.Credentials.Cose;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Signing.Keys;

/// <summary>What is checked of a signer before it signs anything: a signature that nobody accepts helps nobody.</summary>
internal static class SignerChecks
{
    /// <summary>What is wrong with a chain and the signature of a trial; null when nothing is.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="chain">In DER, the signer's own first.</param>
    /// <param name="sign">Signs a trial; null to leave that out, where a signature costs somebody's approval.</param>
    public static string? Wrong(SigningAlgorithm algorithm, IReadOnlyList<ReadOnlyMemory<byte>> chain, Func<ReadOnlyMemory<byte>, byte[]>? sign)
    {
        if (chain.Count == 0 || !CertificateView.TryRead(chain[0], out var leaf)) return "There is no certificate that can be read.";
        var violations = CertificateProfile.Violations(leaf);
        if (leaf.IsAuthority) return "The certificate is a certification authority's, which signs no claims.";
        if (violations.Count > 0) return $"The certificate is not fit for signing: {string.Join("; ", violations)}.";
        for (var i = 1; i < chain.Count; i++)
        {
            if (!CertificateView.TryRead(chain[i], out var issuer) || !CertificateView.TryRead(chain[i - 1], out var below) || !below.Issuer.Span.SequenceEqual(issuer.Subject.Span))
                return "The certificates are not in order: the signer's own comes first, then who issued it, and so on.";
            if (!below.IsIssuedBy(issuer)) return "A certificate was not signed by the one after it, although the names agree.";
        }

        if (!CertificateKeys.Fit(algorithm, leaf)) return $"The certificate's key does not go with {algorithm}.";
        return sign is null || Belongs(algorithm, leaf, sign) ? null : "The key does not belong to the certificate.";
    }

    /// <summary>True when what signs has the key of the certificate.</summary>
    public static bool Belongs(SigningAlgorithm algorithm, CertificateView leaf, Func<ReadOnlyMemory<byte>, byte[]> sign)
    {
        byte[] trial = [.. "countersign: does this key belong to this certificate?"u8];
        return SignatureVerifier.Verify(algorithm, leaf, trial, sign(trial)) == SignatureOutcome.Valid;
    }

    /// <summary>The certificates without a root at the end (C2PA 2.2 §14.5: it should not be included).</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> WithoutRoot(IEnumerable<ReadOnlyMemory<byte>> chain)
    {
        var list = chain.ToList();
        if (list.Count > 1 && CertificateView.TryRead(list[^1], out var last) && last.Issuer.Span.SequenceEqual(last.Subject.Span)) list.RemoveAt(list.Count - 1);
        return list;
    }
}
