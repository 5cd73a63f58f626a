using System.Formats.Cbor;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Identity;

/// <summary>What an actor may demand of the claim around the identity assertion (CAWG identity assertion 1.2 §7.1.1 to §7.1.3).</summary>
internal static class ExpectationRules
{
    public static void Check(IdentityCase now, IdentityAssertion assertion)
    {
        var payload = assertion.Payload;
        if (payload["expected_partial_claim"] is { } partial && !IsHashOf(partial, PartialClaim(now, payload)))
            now.Fail("cawg.identity.expected_partial_claim.mismatch", "The claim is not the one that the actor expected.");
        if (payload["expected_claim_generator"] is { } generator && (now.ClaimSigner is not { } signer || !IsHashOf(generator, AsByteString(signer))))
            now.Fail("cawg.identity.expected_claim_generator.mismatch", "The claim is not signed by the one that the actor expected.");
        if (payload["expected_countersigners"] is { } countersigners) Countersigners(now, countersigners);
    }

    /// <summary>The claim in deterministic form, with zeros for the hash of this assertion, and of each other that was expected to be signed later.</summary>
    private static byte[] PartialClaim(IdentityCase now, CborNode payload)
    {
        var blank = new HashSet<string>(StringComparer.Ordinal) { now.Uri };
        if (payload["expected_countersigners"] is { Kind: CborKind.Array } expected)
        {
            var partial = expected.Items.Select(PartialOf).Where(p => p is not null).ToHashSet(StringComparer.Ordinal);
            blank.UnionWith(Others(now).Where(o => partial.Contains(o.PartialForm)).Select(o => o.Uri));
        }

        var hashes = new HashSet<CborNode>();
        foreach (var field in (string[])["assertions", "created_assertions", "gathered_assertions"])
        {
            if (now.Claim[field] is not { Kind: CborKind.Array } list) continue;
            foreach (var item in list.Items)
            {
                if (item["hash"] is { Kind: CborKind.Bytes } hash && now.Absolute(item.TextAt("url")) is { } url && blank.Contains(url)) hashes.Add(hash);
            }
        }

        return DeterministicCbor.Encode(now.Claim, node => hashes.Contains(node) ? new byte[node.Bytes.Length] : null);
    }

    private static void Countersigners(IdentityCase now, CborNode expected)
    {
        if (expected.Kind != CborKind.Array)
        {
            now.Fail("cawg.identity.cbor.invalid", "The expected countersigners are no list.");
            return;
        }

        var waiting = new Dictionary<string, CborNode>(StringComparer.Ordinal);
        foreach (var item in expected.Items)
        {
            if (PartialOf(item) is { } form) waiting[form] = item;
            else now.Fail("cawg.identity.cbor.invalid", "An expected countersigner is malformed.");
        }

        foreach (var other in Others(now))
        {
            if (!waiting.Remove(other.PartialForm, out var item))
            {
                now.Fail("cawg.identity.unexpected_countersigner", "Somebody signed that the actor did not expect.");
                continue;
            }

            if (item["expected_credentials"] is { } credentials && (Credential(other.Content, now.Limits) is not { } certificate || !IsHashOf(credentials, AsByteString(certificate))))
                now.Fail("cawg.identity.expected_countersigner.mismatch", "Somebody signed with another credential than the actor expected.");
        }

        if (waiting.Count > 0) now.Fail("cawg.identity.expected_countersigner.missing", "Somebody whom the actor expected did not sign.");
    }

    private static IEnumerable<SiblingIdentity> Others(IdentityCase now) => now.Siblings.Where(s => s.Uri != now.Uri);

    private static string? PartialOf(CborNode expected) => expected["partial_signer_payload"] is { Kind: CborKind.Map } payload ? SiblingIdentity.FormOf(payload) : null;

    // The end-entity certificate is the one credential whose serialization is laid down (§5.6.4).
    private static ReadOnlyMemory<byte>? Credential(CborNode assertion, ParseLimits limits) =>
        assertion.BytesAt("signature") is { } signature && Cose.CoseSign1.TryRead(signature, limits, out var cose, out _) ? cose.Chain[0] : null;

    private static byte[] AsByteString(ReadOnlyMemory<byte> certificate)
    {
        var writer = new CborWriter();
        writer.WriteByteString(certificate.Span);
        return writer.Encode();
    }

    private static bool IsHashOf(CborNode expected, byte[] bytes) =>
        HashNames.Of(expected.TextAt("alg")) is { } algorithm && expected.BytesAt("hash") is { } hash && hash.Span.SequenceEqual(HashNames.Hash(algorithm, bytes));
}
