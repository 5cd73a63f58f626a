using System.Text.Json;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>
/// An actor whose identities an aggregator verified (CAWG identity assertion 1.2 §8.1): a COSE_Sign1 around a verifiable credential that is bound to this asset.
/// An issuer that is not on the caller's list is reported as informational: it is a matter of the list, not of the file.
/// </summary>
internal static class AggregatedIdentity
{
    public static (string? Name, bool Trusted) Check(IdentityCase now, IdentityAssertion assertion)
    {
        if (!CborNode.TryRead(assertion.Signature, now.Limits, out var node, out _)
            || node is not { Kind: CborKind.Tag, TagNumber: 18, Tagged: { Kind: CborKind.Array, Items: [{ Kind: CborKind.Bytes } head, { Kind: CborKind.Map } open, var payload, { Kind: CborKind.Bytes } signature] } }
            || !CborNode.TryRead(head.Bytes, now.Limits, out var closed, out _) || closed.Kind != CborKind.Map || closed[2] is not null)
        {
            now.Fail("cawg.ica.invalid_cose_sign1", "The signature of the identity is no COSE_Sign1.");
            return (null, false);
        }

        if (closed[1]?.AsLong() is not { } number || !Enum.IsDefined((SigningAlgorithm)number))
        {
            now.Fail("cawg.ica.invalid_alg", "The signature of the identity names no algorithm that is allowed.");
            return (null, false);
        }

        if (closed[3] is not { Kind: CborKind.Text, Text: "application/vc" }) now.Fail("cawg.ica.invalid_content_type", "The signature of the identity does not say that it holds a verifiable credential.");
        if (payload.Kind != CborKind.Bytes)
        {
            now.Fail("cawg.ica.invalid_verifiable_credential", "The signature of the identity holds no credential.");
            return (null, false);
        }

        if (!CredentialJson.Parse(payload.Bytes, now.Limits, out var document, out var says))
        {
            now.Fail("cawg.ica.invalid_verifiable_credential", "The credential cannot be read: " + says);
            return (null, false);
        }

        using (document)
        {
            if (AggregationCredential.Read(document.RootElement, out says) is not { } credential)
            {
                now.Fail("cawg.ica.invalid_verifiable_credential", $"The credential is no aggregation of identities: {says}.");
                return (null, false);
            }

            var toBeSigned = CoseSign1.SigStructure(head.Bytes, payload.Bytes);
            var trusted = Signed(now, credential, (SigningAlgorithm)number, toBeSigned, signature.Bytes);
            Validity(now, credential, Stamp(now, head, open, payload, signature));
            Revocation(now, credential.Status);
            if (!AssetBinding.IsSame(assertion.Payload, credential.Asset)) now.Fail("cawg.ica.signer_payload.mismatch", "The credential speaks of another asset.");
            var name = VerifiedIdentities.Check(credential.Identities, now);
            var holds = !now.Statuses.All.Any(s => s.Kind == Validation.StatusKind.Failure && s.Code.StartsWith("cawg.ica.", StringComparison.Ordinal));
            if (holds && trusted) now.Success("cawg.ica.credential_valid", "The credential is valid, and its issuer is trusted.");
            return (name, holds && trusted);
        }
    }

    /// <returns>True when the issuer signed it and is trusted.</returns>
    private static bool Signed(IdentityCase now, AggregationCredential credential, SigningAlgorithm algorithm, byte[] toBeSigned, ReadOnlyMemory<byte> signature)
    {
        var issuer = Issuer.Find(credential.Issuer, now);
        if (issuer.Code is { } code)
        {
            now.Fail(code, issuer.Says);
            return false;
        }

        if (!issuer.Keys.Any(k => k.Verify(algorithm, toBeSigned, signature.Span) == SignatureOutcome.Valid))
        {
            now.Fail("cawg.ica.signature_mismatch", "The credential is not what its issuer signed.");
            return false;
        }

        if (now.Trust.Issuers.Contains(Issuer.Primary(credential.Issuer))) return true;
        now.Inform("cawg.ica.untrusted_issuer", "The issuer of the credential is on no list of trusted ones.");
        return false;
    }

    private static DateTimeOffset? Stamp(IdentityCase now, CborNode head, CborNode open, CborNode payload, CborNode signature)
    {
        var evidence = new TimeStampEvidence
        {
            SigTst = open["sigTst"],
            ClaimPayload = TimeStampPayload.OfClaim(head.Bytes, payload.Bytes),
            SigTst2 = open["sigTst2"],
            SignaturePayload = TimeStampPayload.OfSignature(head.Bytes, signature.Encoded),
            Uri = now.Uri,
        };
        if (evidence.SigTst is null && evidence.SigTst2 is null) return null;
        var result = TimeStampCheck.Check(evidence, (chain, at) => now.Trust.Stampers.IsTrusted(chain, at, TrustPurpose.TimeStamping), now.Limits);
        if (result.Trusted is { } time) now.Success("cawg.ica.time_stamp.validated", "The credential has a time-stamp of a trusted authority.");
        else now.Fail("cawg.ica.time_stamp.invalid", "The time-stamp of the credential is not valid: " + result.Statuses[^1].Says);
        return result.Trusted;
    }

    // Valid now, when the credential was stamped, and when the claim was: at each time that is known.
    private static void Validity(IdentityCase now, AggregationCredential credential, DateTimeOffset? stamped)
    {
        List<DateTimeOffset> times = [now.Now];
        if (stamped is { } own) times.Add(own);
        if (now.ClaimTime is { } claim) times.Add(claim);

        DateTimeOffset? from = null;
        if (credential.ValidFrom is not { } fromText) now.Fail("cawg.ica.valid_from.missing", "The credential does not say from when it is valid.");
        else if ((from = CredentialJson.Time(fromText)) is null || times.Exists(t => t < from)) now.Fail("cawg.ica.valid_from.invalid", "The credential is not valid yet at a time that counts.");

        if (credential.ValidUntil is null && !credential.HasOddEnd) return;
        if (credential.ValidUntil is not { } untilText || CredentialJson.Time(untilText) is not { } until || times.Exists(t => t > until) || until < from)
            now.Fail("cawg.ica.valid_until.invalid", "The credential is not valid any more at a time that counts.");
    }

    // A status list lies at an address, and nothing is fetched: that the credential was not taken back cannot be said.
    private static void Revocation(IdentityCase now, JsonElement status)
    {
        if (status.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return;
        var entries = status.ValueKind == JsonValueKind.Array ? status.EnumerateArray().ToList() : [status];
        var known = entries.Exists(e => CredentialJson.Text(e, "type") == "BitstringStatusListEntry" && CredentialJson.Text(e, "statusPurpose") == "revocation");
        if (known) now.Fail("cawg.ica.revocation.unavailable", "The list in which the issuer would take the credential back was not looked up.");
        else now.Fail("cawg.ica.revocation.unsupported", "The way in which the issuer would take the credential back is not known here.");
    }
}
