using Countersign.Credentials.Claims;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;
using Countersign.Credentials.Validation.Ingredients;
using Countersign.Credentials.Validation.Rules;

namespace Countersign.Credentials.Validation;

/// <summary>The signature of a claim: whose, whether it holds, when it was made, and whether the signer is known (C2PA 2.2 §15.7, §15.8, §15.9).</summary>
internal static class SignatureStage
{
    /// <summary>Checks it. The signer, or null when none could be read.</summary>
    public static SignerReport? Check(ManifestCase now, Lineage lineage, CredentialReaderOptions options)
    {
        var statuses = now.Statuses;
        if (Find(now) is not { } box)
        {
            statuses.Fail(StatusCodes.SignatureMissing, JumbfUri.Of(now.Manifest.Label, "c2pa.signature"), "The signature that the claim refers to is not in its manifest.", now.Claim.Offset);
            return null;
        }

        var uri = JumbfUri.Of(now.Manifest.Label, box.Label);
        var says = "The signature box has no CBOR content.";
        if (box.Child("cbor"u8) is not { } content || !CoseSign1.TryRead(content.Content, options.Limits, out var cose, out says))
        {
            statuses.Fail(StatusCodes.SignatureMismatch, uri, "The signature cannot be read: " + says, box.Offset);
            return null;
        }

        if (!CertificateView.TryRead(cose.Chain[0], out var leaf))
        {
            statuses.Fail(StatusCodes.CredentialInvalid, uri, "The signer's certificate cannot be read.", box.Offset);
            statuses.Fail(StatusCodes.SignatureMismatch, uri, "Without a certificate the signature cannot be verified.", box.Offset);
            return null;
        }

        var holds = Verify(cose, leaf, now.Claim.Bytes, statuses, uri, box.Offset);
        var stamps = TimeStampCheck.Check(new TimeStampEvidence
        {
            SigTst = cose.SigTst,
            ClaimPayload = TimeStampPayload.OfClaim(cose.ProtectedBytes, now.Claim.Bytes),
            SigTst2 = cose.SigTst2,
            SignaturePayload = TimeStampPayload.OfSignature(cose.ProtectedBytes, cose.SignatureItem),
            AssertionTokens = lineage.TimeStampsOf(now.Manifest.Label),
            Uri = uri,
        }, (chain, at) => now.Claim.Version <= now.Policy.AnyTimeStamperUpTo || options.Trust.IsTrusted(chain, at, TrustPurpose.TimeStamping), options.Limits);
        statuses.AddRange(stamps.Statuses);

        var today = options.Clock.GetUtcNow();
        var judged = Credential(cose, leaf, options.Trust, stamps.Trusted ?? today, stamps.Trusted is not null, holds, statuses, uri, box.Offset);
        Claimed(cose, judged, stamps.Trusted, statuses, uri);
        Revocation(cose, lineage, judged, stamps.Trusted, options, statuses, uri);
        return Report(cose, leaf, stamps);
    }

    // §15.7: within the same manifest, or it does not count.
    private static JumbfBox? Find(ManifestCase now)
    {
        if (JumbfUri.Read(now.Claim.SignatureUri) is not { } uri || (uri.Manifest is not null && uri.Manifest != now.Manifest.Label)) return null;
        return now.Manifest.Resolve(uri.Path) is { } box && box.Description!.Uuid == JumbfTypes.Signature ? box : null;
    }

    private static bool Verify(CoseSign1 cose, CertificateView leaf, ReadOnlyMemory<byte> claim, StatusList statuses, string uri, int offset)
    {
        if (cose.Algorithm is not { } algorithm)
        {
            statuses.Fail(StatusCodes.AlgorithmUnsupported, uri, $"The signature algorithm ({cose.AlgorithmNumber?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}) is not allowed.", offset);
            return false;
        }

        // The claim beside the signature is what counts; one carried inside could say something else.
        var outcome = cose.Payload is { } inside && !inside.Span.SequenceEqual(claim.Span)
            ? SignatureOutcome.Invalid
            : SignatureVerifier.Verify(algorithm, leaf, CoseSign1.SigStructure(cose.ProtectedBytes, claim), cose.Signature.Span);
        switch (outcome)
        {
            case SignatureOutcome.Valid: statuses.Success(StatusCodes.SignatureValidated, uri, "The claim is as it was signed.", offset); break;
            case SignatureOutcome.Unsupported: statuses.Fail(StatusCodes.AlgorithmUnsupported, uri, "The signer's key does not fit the signature algorithm.", offset); break;
            default: statuses.Fail(StatusCodes.SignatureMismatch, uri, "The signature does not belong to this claim.", offset); break;
        }

        return outcome == SignatureOutcome.Valid;
    }

    private sealed record Judged(DateTimeOffset From, DateTimeOffset To, CertificateView? Issuer);

    private static Judged Credential(CoseSign1 cose, CertificateView leaf, TrustStore trust, DateTimeOffset at, bool isStamped, bool holds, StatusList statuses, string uri, int offset)
    {
        var known = trust.IsAllowed(cose.Chain[0]);
        var wrong = CertificateProfile.Violations(leaf, known);
        if (wrong.Count > 0) statuses.Fail(StatusCodes.CredentialInvalid, uri, $"The signer's certificate is not fit for signing: {string.Join("; ", wrong)}.", offset);

        var paths = known ? [new TrustPath(leaf.NotBefore, leaf.NotAfter, null)] : trust.Paths(cose.Chain, TrustPurpose.ClaimSigning);
        var path = paths.FirstOrDefault(p => at >= p.From && at <= p.To) ?? (paths.Count > 0 ? paths[0] : null);
        if (wrong.Count == 0)
        {
            if (path is not null && at >= path.From && at <= path.To) statuses.Success(StatusCodes.CredentialTrusted, uri, known ? "The signer's certificate is on the list of allowed ones." : "The signer's certificate leads to a trust list.", offset);
            else statuses.Fail(StatusCodes.CredentialUntrusted, uri, leaf.IsAuthority ? "The signer's certificate is a certification authority's, which may sign no claims." : path is null ? "The signer's certificate leads to no trust list that is in use." : "The signer's certificate leads to a trust list, and was not valid at the time that counts.", offset);
        }

        var (from, to, issuer) = path is null ? Given(cose, leaf) : (path.From, path.To, path.Issuer);
        // Said of a signature that holds: of another, nobody knows what was signed when.
        if (holds)
        {
            var when = isStamped ? "when it was stamped" : "now, and no trusted time-stamp says that it was made earlier";
            if (at >= from && at <= to) statuses.Success(StatusCodes.SignatureInsideValidity, uri, "The signer's certificate was valid at the time that counts.", offset);
            else statuses.Fail(StatusCodes.SignatureOutsideValidity, uri, $"The signer's certificate was not valid {when}.", offset);
        }

        return new(from, to, issuer);
    }

    // Without an anchor, what came along counts as far as the names lead.
    private static (DateTimeOffset From, DateTimeOffset To, CertificateView? Issuer) Given(CoseSign1 cose, CertificateView leaf)
    {
        var (from, to, at) = (leaf.NotBefore, leaf.NotAfter, leaf);
        CertificateView? issuer = null;
        foreach (var der in cose.Chain.Skip(1))
        {
            if (!CertificateView.TryRead(der, out var next) || !next.Subject.Span.SequenceEqual(at.Issuer.Span)) break;
            issuer ??= next;
            if (next.NotBefore > from) from = next.NotBefore;
            if (next.NotAfter < to) to = next.NotAfter;
            at = next;
        }

        return (from, to, issuer);
    }

    // §15.8.3.
    private static void Claimed(CoseSign1 cose, Judged judged, DateTimeOffset? stamped, StatusList statuses, string uri)
    {
        if (cose.IssuedAt is not { } at) return;
        var inside = at >= judged.From && at <= judged.To && (stamped is null || at <= stamped);
        statuses.Inform(inside ? StatusCodes.TimeOfSigningInside : StatusCodes.TimeOfSigningOutside, uri,
            inside ? "The time that the signature claims is possible." : "The time that the signature claims is not possible.");
    }

    private static void Revocation(CoseSign1 cose, Lineage lineage, Judged judged, DateTimeOffset? stamped, CredentialReaderOptions options, StatusList statuses, string uri) =>
        statuses.Add(Time.Revocation.OcspCheck.Check(
            [.. cose.OcspResponses, .. lineage.CertificateStates], cose.Chain[0], judged.Issuer?.Encoded, stamped, options.Clock.GetUtcNow(), uri, options.Limits));

    private static SignerReport Report(CoseSign1 cose, CertificateView leaf, TimeStampResult stamps) => new()
    {
        Name = leaf.Organisation ?? leaf.CommonName ?? "somebody without a name",
        CommonName = leaf.CommonName,
        Issuer = leaf.IssuerName,
        SerialNumber = Convert.ToHexStringLower(leaf.SerialNumber.Span),
        Algorithm = cose.Algorithm?.ToString(),
        StampedAt = stamps.Trusted,
        ClaimedAt = stamps.Shown ?? cose.IssuedAt,
        StampedBy = stamps.Authority,
        NotBefore = leaf.NotBefore,
        NotAfter = leaf.NotAfter,
        Chain = cose.Chain,
    };
}
