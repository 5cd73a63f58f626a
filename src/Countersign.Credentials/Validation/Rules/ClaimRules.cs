using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>Locating and validating a claim (C2PA 2.2 §15.6).</summary>
internal static class ClaimRules
{
    /// <summary>The claim of a manifest, or null with the reason among the statuses.</summary>
    public static Claim? Read(Manifest manifest, ParseLimits limits, StatusList statuses)
    {
        if (manifest.ClaimBoxes.Count == 0)
        {
            // Without a claim nothing names a signature either, so that neither can be found (§15.7).
            statuses.Fail(StatusCodes.ClaimMissing, manifest.Uri, "The manifest has no claim.", manifest.Stored.Offset);
            statuses.Fail(StatusCodes.SignatureMissing, manifest.Uri, "Without a claim, no signature is referred to.");
            return null;
        }

        if (manifest.ClaimBoxes.Count > 1)
        {
            statuses.Fail(StatusCodes.ClaimMultiple, manifest.Uri, $"The manifest has {manifest.ClaimBoxes.Count} claims, where one is allowed.", manifest.ClaimBoxes[1].Offset);
            return null;
        }

        var box = manifest.ClaimBoxes[0];
        var uri = JumbfUri.Of(manifest.Label, box.Label);
        var says = "The claim has no CBOR content.";
        var content = box.Child("cbor"u8);
        if (content is null || !CborNode.TryRead(content.Content, limits, out var node, out says))
        {
            statuses.Fail(StatusCodes.ClaimCborInvalid, uri, "The claim is no well-formed CBOR: " + says, box.Offset);
            statuses.Fail(StatusCodes.ClaimMissing, uri, "No claim could be read.");
            statuses.Fail(StatusCodes.SignatureMissing, manifest.Uri, "Without a claim, no signature is referred to.");
            return null;
        }

        var claim = new Claim { Version = box.Label == "c2pa.claim" ? 1 : 2, Bytes = content.Content, Offset = content.Offset + content.HeaderLength, Node = node };
        foreach (var missing in Missing(claim)) statuses.Fail(StatusCodes.ClaimMalformed, uri, missing, claim.Offset);
        return claim;
    }

    private static IEnumerable<string> Missing(Claim claim)
    {
        if (claim.Node.Kind != CborKind.Map)
        {
            yield return "The claim is not a map.";
            yield break;
        }

        if (claim.SignatureUri is null) yield return "The claim does not refer to its signature.";
        if (claim.Version == 1)
        {
            if (claim.Node.TextAt("claim_generator") is null) yield return "The claim does not say what made it (claim_generator).";
            if (claim.Node["assertions"] is not { Kind: CborKind.Array }) yield return "The claim has no list of assertions.";
            yield break;
        }

        if (claim.InstanceId is null) yield return "The claim has no instanceID.";
        if (claim.Node["created_assertions"] is not { Kind: CborKind.Array, Items.Count: > 0 }) yield return "The claim has no created_assertions.";
        if (claim.Node["claim_generator_info"] is not { Kind: CborKind.Map } generator) yield return "The claim has no claim_generator_info.";
        else if (generator.TextAt("name") is not { Length: > 0 }) yield return "The claim_generator_info has no name.";
    }
}
