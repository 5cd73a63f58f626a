using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Identity;

/// <summary>
/// A <c>cawg.identity</c> assertion (CAWG identity assertion 1.2 §5.2):
/// <code>{ "signer_payload": { "referenced_assertions": [1* hashed-uri], "sig_type": tstr, ? "role": [1* tstr], … }, "signature": bstr, "pad1": bstr, ? "pad2": bstr }</code>
/// </summary>
internal sealed class IdentityAssertion
{
    public const string X509 = "cawg.x509.cose";
    public const string Aggregation = "cawg.identity_claims_aggregation";

    /// <summary>What the actor signed, as it stood.</summary>
    public required CborNode Payload { get; init; }

    public required IReadOnlyList<HashedUri> References { get; init; }

    /// <summary>The type of <see cref="Signature"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What the actor says to have been: <c>cawg.creator</c>, <c>cawg.editor</c> … or somebody's own. Empty when not said.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>True when the paddings hold zeros and nothing else.</summary>
    public required bool IsPaddedWithZeros { get; init; }

    /// <summary>Reads one. Fields that are not known are passed over (§7.1).</summary>
    /// <param name="node">The content of the assertion.</param>
    /// <param name="assertion">The assertion, when true is returned.</param>
    /// <param name="says">What is wrong, when false is returned.</param>
    public static bool TryRead(CborNode node, out IdentityAssertion assertion, out string says)
    {
        assertion = null!;
        says = "";
        if (node["signer_payload"] is not { Kind: CborKind.Map } payload) return Fail("It has no signer_payload.", out says);
        if (node.BytesAt("signature") is not { } signature) return Fail("It has no signature.", out says);
        if (node.BytesAt("pad1") is not { } pad1) return Fail("It has no pad1.", out says);
        if (node["pad2"] is not null && node.BytesAt("pad2") is null) return Fail("Its pad2 is no byte string.", out says);
        if (payload.TextAt("sig_type") is not { Length: > 0 } type) return Fail("It does not say what kind of signature it has.", out says);
        if (payload["referenced_assertions"] is not { Kind: CborKind.Array, Items.Count: > 0 } list) return Fail("It refers to no assertions.", out says);

        var references = new List<HashedUri>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (HashedUri.Read(item) is not { Url: not null, Hash: not null } reference) return Fail("A reference to an assertion is malformed.", out says);
            references.Add(reference);
        }

        var roles = payload["role"];
        if (roles is not null && (roles.Kind != CborKind.Array || roles.Items.Count == 0 || roles.Items.Any(r => r is not { Kind: CborKind.Text, Text.Length: > 0 })))
            return Fail("Its roles are no list of texts.", out says);
        assertion = new IdentityAssertion
        {
            Payload = payload,
            References = references,
            Type = type,
            Roles = roles is null ? [] : [.. roles.Items.Select(r => r.Text)],
            Signature = signature,
            IsPaddedWithZeros = IsZero(pad1) && IsZero(node.BytesAt("pad2") ?? default),
        };
        return true;
    }

    private static bool IsZero(ReadOnlyMemory<byte> bytes) => bytes.Span.IndexOfAnyExcept((byte)0) < 0;

    private static bool Fail(string what, out string says)
    {
        says = what;
        return false;
    }
}
