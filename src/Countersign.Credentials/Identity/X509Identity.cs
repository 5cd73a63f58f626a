using Countersign.Credentials.Cose;
using Countersign.Credentials.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Time.Revocation;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Identity;

/// <summary>
/// An actor with a certificate (CAWG identity assertion 1.2 §8.2): a COSE_Sign1 over the signer_payload, validated as the claim's is, against trust lists
/// of its own.
/// <para>
/// §8.2.1 signs the core deterministic encoding of the map. The reference implementation signs the bytes that stand in the assertion, which have their keys in
/// another order, and reports <c>cawg.x509.signature.mismatch</c> for those who follow the text. Both forms say the same, and here both are accepted.
/// </para>
/// </summary>
internal static class X509Identity
{
    public static (string? Name, bool Trusted) Check(IdentityCase now, IdentityAssertion assertion)
    {
        if (!CoseSign1.TryRead(assertion.Signature, now.Limits, out var cose, out var says))
        {
            now.Fail("cawg.x509.signature.mismatch", "The actor's signature cannot be read: " + says);
            return (null, false);
        }

        if (!CertificateView.TryRead(cose.Chain[0], out var leaf))
        {
            now.Fail("cawg.x509.credential.invalid", "The actor's certificate cannot be read.");
            return (null, false);
        }

        var holds = Verify(now, assertion, cose, leaf, out var payload);
        var stamp = holds ? Stamp(now, cose, payload) : null;
        var trusted = Credential(now, cose, leaf, stamp, holds);
        if (holds) Revocation(now, cose, stamp);
        return (leaf.CommonName ?? leaf.Organisation, trusted && holds);
    }

    private static bool Verify(IdentityCase now, IdentityAssertion assertion, CoseSign1 cose, CertificateView leaf, out byte[] payload)
    {
        payload = DeterministicCbor.Encode(assertion.Payload);
        if (cose.Algorithm is not { } algorithm)
        {
            now.Fail("cawg.x509.algorithm.unsupported", "The algorithm of the actor's signature is not allowed.");
            return false;
        }

        var outcome = SignatureOutcome.Invalid;
        foreach (var form in (byte[][])[payload, assertion.Payload.Encoded.ToArray()])
        {
            if (cose.Payload is { } inside && !inside.Span.SequenceEqual(form)) continue;
            outcome = SignatureVerifier.Verify(algorithm, leaf, CoseSign1.SigStructure(cose.ProtectedBytes, form), cose.Signature.Span);
            payload = form;
            if (outcome != SignatureOutcome.Invalid) break;
        }

        switch (outcome)
        {
            case SignatureOutcome.Valid: now.Success("cawg.x509.signature.validated", "The actor signed the list of assertions."); break;
            case SignatureOutcome.Unsupported: now.Fail("cawg.x509.algorithm.unsupported", "The actor's key does not fit the algorithm of the signature."); break;
            default: now.Fail("cawg.x509.signature.mismatch", "The actor's signature does not belong to this list of assertions."); break;
        }

        return outcome == SignatureOutcome.Valid;
    }

    private static DateTimeOffset? Stamp(IdentityCase now, CoseSign1 cose, byte[] payload)
    {
        var result = TimeStampCheck.Check(new TimeStampEvidence
        {
            SigTst = cose.SigTst,
            ClaimPayload = TimeStampPayload.OfClaim(cose.ProtectedBytes, payload),
            SigTst2 = cose.SigTst2,
            SignaturePayload = TimeStampPayload.OfSignature(cose.ProtectedBytes, cose.SignatureItem),
            Uri = now.Uri,
        }, (chain, at) => now.Trust.Stampers.IsTrusted(chain, at, TrustPurpose.TimeStamping), now.Limits);
        foreach (var status in result.Statuses) now.Statuses.Add(status with { Code = "cawg.x509.time_stamp." + (status.Code == "timeStamp.outsideValidity" ? "outside_validity" : status.Code["timeStamp.".Length..]) });
        return result.Trusted;
    }

    private static bool Credential(IdentityCase now, CoseSign1 cose, CertificateView leaf, DateTimeOffset? stamp, bool holds)
    {
        var at = stamp ?? now.Now;
        var store = now.Trust.Actors;
        var known = store.IsAllowed(cose.Chain[0]);
        var wrong = CertificateProfile.Violations(leaf, known);
        if (wrong.Count > 0)
        {
            now.Fail("cawg.x509.credential.invalid", $"The actor's certificate is not fit for signing: {string.Join("; ", wrong)}.");
            return false;
        }

        // Said of a signature that holds: of another, nobody knows what was signed when.
        var inside = leaf.CoversTime(at);
        if (holds && inside) now.Success("cawg.x509.signature.inside_validity", "The actor's certificate was valid at the time that counts.");
        else if (holds) now.Fail("cawg.x509.signature.outside_validity", "The actor's certificate was not valid at the time that counts.");

        var trusted = inside && store.IsTrusted(cose.Chain, at, TrustPurpose.ClaimSigning);
        if (trusted) now.Success("cawg.x509.credential.trusted", "The actor's certificate leads to a trust list for identities.");
        else now.Fail("cawg.x509.credential.untrusted", "The actor's certificate leads to no trust list for identities that is in use.");
        return trusted;
    }

    private static void Revocation(IdentityCase now, CoseSign1 cose, DateTimeOffset? stamp)
    {
        if (!OcspCheck.NamesResponder(cose.Chain[0])) return;
        ReadOnlyMemory<byte>? issuer = now.Trust.Actors.Paths(cose.Chain, TrustPurpose.ClaimSigning) is [{ Issuer: { } above }, ..] ? above.Encoded : cose.Chain.Count > 1 ? cose.Chain[1] : null;
        switch (OcspCheck.Stapled([.. cose.OcspResponses], cose.Chain[0], issuer, stamp, now.Now, now.Limits))
        {
            case OcspVerdict.NotRevoked: now.Success("cawg.x509.ocsp.not_revoked", "The actor's certificate was not revoked when it was used."); break;
            case OcspVerdict.Revoked: now.Fail("cawg.identity.credential_revoked", "The issuer has revoked the actor's certificate."); break;
            default: now.Inform("cawg.x509.ocsp.skipped", "Whether the actor's certificate was revoked was not asked online."); break;
        }
    }
}
