using System.Security.Cryptography;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Ingredients;

/// <summary>
/// Whether the manifest of an ingredient is the one that the owner bound: by the hash of its claim signature where the owner gives one, and by the hash of the whole
/// manifest otherwise (C2PA 2.2 §15.11.3.3.1, §15.11.3.3.2). The specification leaves the choice where nothing was redacted; the signature's way says
/// more, since every manifest is validated in full here and names then what was changed. The statuses concern the ingredient assertion and belong to its owner.
/// </summary>
internal static class IngredientRules
{
    /// <summary>Checks a link. True when the ingredient's manifest was found and is bound.</summary>
    public static bool Check(IngredientLink link, ManifestStore store, Lineage lineage, EditionPolicy policy, StatusList statuses)
    {
        var uri = link.Assertion.Uri;
        if (link.Manifest is null)
        {
            if (link.Relationship != "inputTo") statuses.Inform(StatusCodes.IngredientUnknownProvenance, uri, "The ingredient came without Content Credentials.");
            return false;
        }

        if (link.TargetLabel is not { } label || store.Find(label) is not { } target)
        {
            if (link.TargetLabel is { } gone && store.Unpackable.TryGetValue(gone, out var why))
                statuses.Fail(StatusCodes.CompressedInvalid, JumbfUri.Of(gone), why);
            else
                statuses.Fail(StatusCodes.IngredientManifestMissing, uri, $"The manifest of the ingredient is not in the store, or is there twice: {link.Manifest.Url}", link.Assertion.Box.Offset);
            return false;
        }

        var bySignature = link.Signature is not null || (link.Assertion.Label.Version >= 3 && lineage.RedactedManifests.Contains(label));
        return bySignature ? BySignature(link, target, policy, statuses) : ByManifest(link, target, lineage, policy, statuses);
    }

    private static bool BySignature(IngredientLink link, Manifest target, EditionPolicy policy, StatusList statuses)
    {
        var uri = link.Assertion.Uri;
        var reference = JumbfUri.Read(link.Signature?.Url);
        if (reference is null || reference.Manifest != target.Label || target.Resolve(reference.Path) is not { } box)
        {
            statuses.Fail(StatusCodes.IngredientSignatureMissing, uri, "The signature of the ingredient's claim is not there.", link.Assertion.Box.Offset);
            return false;
        }

        if (Algorithm(link, link.Signature!, statuses) is not { } algorithm) return false;
        if (link.Signature!.Hash is { } expected && (expected.Span.SequenceEqual(HashNames.Hash(algorithm, box.Content.Span))
            || (policy.AcceptSignatureHashesWithHeader && expected.Span.SequenceEqual(HashNames.Hash(algorithm, box.Bytes.Span)))))
        {
            statuses.Success(StatusCodes.IngredientSignatureValidated, uri, "The signature of the ingredient's claim is the one that was bound.");
            return true;
        }

        statuses.Fail(StatusCodes.IngredientSignatureMismatch, uri, "The signature of the ingredient's claim is not the one that was bound.", link.Assertion.Box.Offset);
        return false;
    }

    private static bool ByManifest(IngredientLink link, Manifest target, Lineage lineage, EditionPolicy policy, StatusList statuses)
    {
        var uri = link.Assertion.Uri;
        if (Algorithm(link, link.Manifest!, statuses) is not { } algorithm) return false;
        if (link.Manifest!.Hash is { } expected)
        {
            if (expected.Span.SequenceEqual(HashNames.Hash(algorithm, target.Stored.Content.Span)) || (link.OwnerClaim.Version == 1 && policy.AcceptClaimHashes && IsClaimHash(expected.Span, algorithm, target)))
            {
                statuses.Success(StatusCodes.IngredientManifestValidated, uri, "The ingredient's manifest is the one that was bound.");
                return true;
            }

            // Versions 1 and 2 of the assertion bind the manifest only; after a redaction that hash cannot match any more, and the redaction itself is checked.
            if (lineage.RedactedManifests.Contains(target.Label)) return true;
        }

        statuses.Fail(StatusCodes.IngredientManifestMismatch, uri, "The ingredient's manifest was changed after it was bound.", link.Assertion.Box.Offset);
        return false;
    }

    // The claim lists every assertion with its hash, so that all but the signature is bound this way too; the signature is verified in any case.
    private static bool IsClaimHash(ReadOnlySpan<byte> expected, HashAlgorithmName algorithm, Manifest target) =>
        target.ClaimBoxes is [var claim] && claim.Child("cbor"u8) is { } content && expected.SequenceEqual(HashNames.Hash(algorithm, content.Content.Span));

    private static HashAlgorithmName? Algorithm(IngredientLink link, HashedUri reference, StatusList statuses)
    {
        if (HashNames.Of(reference.Algorithm ?? link.OwnerClaim.Algorithm) is { } algorithm) return algorithm;
        statuses.Fail(StatusCodes.AlgorithmUnsupported, link.Assertion.Uri, $"The hash algorithm '{reference.Algorithm ?? link.OwnerClaim.Algorithm ?? "none"}' is not allowed.");
        return null;
    }
}
