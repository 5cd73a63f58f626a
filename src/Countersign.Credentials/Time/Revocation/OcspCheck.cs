using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Time.Revocation;

/// <summary>What OCSP responses establish about a certificate at the time of signing.</summary>
internal enum OcspVerdict
{
    /// <summary>Nothing: no response is usable, or none covers the time.</summary>
    Nothing,
    NotRevoked,
    Revoked,
    /// <summary>The responder does not know the certificate.</summary>
    Unknown,
}

/// <summary>
/// Judges revocation by OCSP responses (C2PA 2.2 §15.9). Pure: nothing is fetched. The windows include their ends; the specification's text leaves the
/// instant of thisUpdate itself in no window at all.
/// </summary>
internal static class OcspCheck
{
    /// <summary>RFC 6960 has no rule for a response without nextUpdate; C2PA 2.2 §15.9.1 gives it a day.</summary>
    private static readonly TimeSpan s_withoutNextUpdate = TimeSpan.FromHours(24);

    /// <summary>
    /// The status for the signer's certificate from the responses in the manifest store: <c>signingCredential.ocsp.notRevoked</c>, <c>.revoked</c>,
    /// or <c>.skipped</c> when they establish nothing, since no one is asked online.
    /// </summary>
    /// <param name="responses">Of the <c>rVals</c> header and of <c>c2pa.certificate-status</c> assertions, in DER.</param>
    /// <param name="leafDer">The signer's certificate.</param>
    /// <param name="issuerDer">The certificate of its issuer; null when that is not known, and then nothing can be established.</param>
    /// <param name="trustedSigningTime">The time of a trusted time-stamp; null without one, and then nothing stapled counts (§15.9.1).</param>
    /// <param name="now">The current time.</param>
    /// <param name="uri">The claim signature, for the status.</param>
    /// <param name="limits">Size and number of responses.</param>
    public static ValidationStatus Check(
        IReadOnlyList<ReadOnlyMemory<byte>> responses, ReadOnlyMemory<byte> leafDer, ReadOnlyMemory<byte>? issuerDer, DateTimeOffset? trustedSigningTime, DateTimeOffset now, string uri, ParseLimits limits) =>
        Stapled(responses, leafDer, issuerDer, trustedSigningTime, now, limits) switch
        {
            OcspVerdict.NotRevoked => NotRevoked(uri),
            OcspVerdict.Revoked => Revoked(uri),
            _ => ValidationStatus.Informational("signingCredential.ocsp.skipped", uri, "Whether the signer's certificate was revoked was not asked online."),
        };

    /// <summary>
    /// The status for the signer's certificate once its responder was asked: as before where the store's own responses suffice, then by the answer, or
    /// <c>signingCredential.ocsp.inaccessible</c> where none came that could be used.
    /// </summary>
    /// <param name="answer">What the responder sent; null when it sent nothing.</param>
    /// <param name="leafDer">The signer's certificate.</param>
    /// <param name="issuerDer">The certificate of its issuer.</param>
    /// <param name="trustedSigningTime">The time of a trusted time-stamp, or null.</param>
    /// <param name="now">The current time.</param>
    /// <param name="uri">The claim signature, for the status.</param>
    /// <param name="limits">Size of a response.</param>
    public static ValidationStatus CheckOnline(
        ReadOnlyMemory<byte>? answer, ReadOnlyMemory<byte> leafDer, ReadOnlyMemory<byte>? issuerDer, DateTimeOffset? trustedSigningTime, DateTimeOffset now, string uri, ParseLimits limits) =>
        (answer is { } der ? Online(der, leafDer, issuerDer, trustedSigningTime, now, limits) : OcspVerdict.Nothing) switch
        {
            OcspVerdict.NotRevoked => NotRevoked(uri),
            OcspVerdict.Revoked => Revoked(uri),
            OcspVerdict.Unknown => ValidationStatus.Failure("signingCredential.ocsp.unknown", uri, "The responder of its issuer does not know the signer's certificate."),
            _ => ValidationStatus.Informational("signingCredential.ocsp.inaccessible", uri, "The responder was asked whether the signer's certificate was revoked, and gave no usable answer."),
        };

    /// <summary>
    /// What responses in the store establish (§15.9.1). One that says good decides, wherever it stands; else one that says revoked does.
    /// A revoked one counts though the revocation came after the attested time: the section makes no exception there, as §15.9.2 does.
    /// </summary>
    public static OcspVerdict Stapled(
        IReadOnlyList<ReadOnlyMemory<byte>> responses, ReadOnlyMemory<byte> leafDer, ReadOnlyMemory<byte>? issuerDer, DateTimeOffset? trustedSigningTime, DateTimeOffset now, ParseLimits limits)
    {
        if (trustedSigningTime is not { } time || !Certificates(leafDer, issuerDer, out var leaf, out var issuer)) return OcspVerdict.Nothing;
        var verdict = OcspVerdict.Nothing;
        foreach (var der in responses.Take(limits.MaxTimeStamps))
        {
            if (!OcspResponse.TryRead(der, limits, out var response, out _)) continue;
            foreach (var single in About(response, leaf, issuer))
            {
                if (now < single.ThisUpdate || (time >= single.ThisUpdate && time > EndOf(single, response))) continue;
                if (single.SaysGood) return OcspVerdict.NotRevoked;
                if (single.Status == OcspStatus.Revoked) verdict = OcspVerdict.Revoked;
            }
        }

        return verdict;
    }

    /// <summary>
    /// What the answer of a responder establishes (§15.9.2).
    /// <para>
    /// The section's last sentence, read alone, calls a certificate revoked whenever the time lies outside the response's window, though the response
    /// says good: after a while, every time-stamped signature. Such an answer, as fresh as RFC 6960 §3.2 asks for, is taken to say good of the time
    /// before it too, as §15.9.1 does ("is earlier than thisUpdate"). An answer past its nextUpdate is none.
    /// </para>
    /// </summary>
    public static OcspVerdict Online(
        ReadOnlyMemory<byte> answer, ReadOnlyMemory<byte> leafDer, ReadOnlyMemory<byte>? issuerDer, DateTimeOffset? trustedSigningTime, DateTimeOffset now, ParseLimits limits)
    {
        if (!Certificates(leafDer, issuerDer, out var leaf, out var issuer) || !OcspResponse.TryRead(answer, limits, out var response, out _)) return OcspVerdict.Nothing;
        var verdict = OcspVerdict.Nothing;
        foreach (var single in About(response, leaf, issuer))
        {
            var end = EndOf(single, response);
            if (now < single.ThisUpdate || now > end) continue;
            if (single.SaysGood) return OcspVerdict.NotRevoked;
            if (single.Status == OcspStatus.Unknown)
            {
                verdict = OcspVerdict.Unknown;
                continue;
            }

            // Revoked, but only after a time that a time-stamp attests and this response covers.
            var later = trustedSigningTime is { } time && time >= single.ThisUpdate && time <= end && single.RevokedAt > time;
            return later ? OcspVerdict.NotRevoked : OcspVerdict.Revoked;
        }

        return verdict;
    }

    /// <summary>True when the certificate names a responder. Where it does not, it counts as not revoked and there is nobody to ask (§15.9).</summary>
    public static bool NamesResponder(ReadOnlyMemory<byte> leafDer) => CertificateView.TryRead(leafDer, out var leaf) && leaf.OcspAddresses.Count > 0;

    private static List<OcspSingle> About(OcspResponse response, CertificateView leaf, CertificateView issuer)
    {
        var about = response.Singles.Where(s => s.IsAbout(leaf, issuer)).ToList();
        return about.Count > 0 && response.IsAuthorised(issuer) ? about : [];
    }

    private static DateTimeOffset EndOf(OcspSingle single, OcspResponse response) => single.NextUpdate ?? Later(response.ProducedAt);

    private static DateTimeOffset Later(DateTimeOffset from) => from > DateTimeOffset.MaxValue - s_withoutNextUpdate ? DateTimeOffset.MaxValue : from + s_withoutNextUpdate;

    private static bool Certificates(ReadOnlyMemory<byte> leafDer, ReadOnlyMemory<byte>? issuerDer, out CertificateView leaf, out CertificateView issuer)
    {
        issuer = null!;
        return CertificateView.TryRead(leafDer, out leaf)
            && issuerDer is { } der && CertificateView.TryRead(der, out issuer)
            && leaf.Issuer.Span.SequenceEqual(issuer.Subject.Span);
    }

    private static ValidationStatus NotRevoked(string uri) =>
        ValidationStatus.Success("signingCredential.ocsp.notRevoked", uri, "The signer's certificate was not revoked when the claim was signed.");

    private static ValidationStatus Revoked(string uri) =>
        ValidationStatus.Failure("signingCredential.ocsp.revoked", uri, "The issuer has revoked the signer's certificate.");
}
