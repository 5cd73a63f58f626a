namespace Countersign.Credentials.Validation;

/// <summary>The status codes that this room decides (C2PA 2.2 §15.2.2; those marked 2.4 are of that edition).</summary>
internal static class StatusCodes
{
    public const string AlgorithmUnsupported = "algorithm.unsupported";
    public const string ActionIngredientMismatch = "assertion.action.ingredientMismatch";
    public const string ActionMalformed = "assertion.action.malformed";
    public const string ActionRedacted = "assertion.action.redacted";
    public const string ActionRedactionMismatch = "assertion.action.redactionMismatch";
    /// <summary>2.4.</summary>
    public const string ActionSoftBindingMissing = "assertion.action.softBindingMissing";
    public const string AssertionCborInvalid = "assertion.cbor.invalid";
    public const string CloudDataActions = "assertion.cloud-data.actions";
    public const string CloudDataHardBinding = "assertion.cloud-data.hardBinding";
    public const string CloudDataMalformed = "assertion.cloud-data.malformed";
    public const string HardBindingRedacted = "assertion.dataHash.redacted";
    /// <summary>2.4, in place of <see cref="HardBindingRedacted"/>.</summary>
    public const string HardBindingRedacted24 = "assertion.hardBinding.redacted";
    public const string HashedUriMatch = "assertion.hashedURI.match";
    public const string HashedUriMismatch = "assertion.hashedURI.mismatch";
    public const string IngredientMalformed = "assertion.ingredient.malformed";
    public const string AssertionJsonInvalid = "assertion.json.invalid";
    public const string MetadataDisallowed = "assertion.metadata.disallowed";
    public const string AssertionMissing = "assertion.missing";
    public const string MultipleHardBindings = "assertion.multipleHardBindings";
    public const string NotRedacted = "assertion.notRedacted";
    public const string OutsideManifest = "assertion.outsideManifest";
    public const string SelfRedacted = "assertion.selfRedacted";
    public const string TimeStampAssertionMalformed = "assertion.timestamp.malformed";
    public const string Undeclared = "assertion.undeclared";
    public const string ClaimCborInvalid = "claim.cbor.invalid";
    public const string HardBindingsMissing = "claim.hardBindings.missing";
    public const string ClaimMalformed = "claim.malformed";
    public const string ClaimMissing = "claim.missing";
    public const string ClaimMultiple = "claim.multiple";
    public const string SignatureInsideValidity = "claimSignature.insideValidity";
    public const string SignatureMismatch = "claimSignature.mismatch";
    public const string SignatureMissing = "claimSignature.missing";
    public const string SignatureOutsideValidity = "claimSignature.outsideValidity";
    public const string SignatureValidated = "claimSignature.validated";
    public const string GeneralError = "general.error";
    public const string ReferenceMissing = "hashedURI.missing";
    public const string ReferenceMismatch = "hashedURI.mismatch";
    public const string IngredientSignatureMismatch = "ingredient.claimSignature.mismatch";
    public const string IngredientSignatureMissing = "ingredient.claimSignature.missing";
    public const string IngredientSignatureValidated = "ingredient.claimSignature.validated";
    public const string IngredientManifestMismatch = "ingredient.manifest.mismatch";
    public const string IngredientManifestMissing = "ingredient.manifest.missing";
    public const string IngredientManifestValidated = "ingredient.manifest.validated";
    public const string IngredientUnknownProvenance = "ingredient.unknownProvenance";
    public const string CompressedInvalid = "manifest.compressed.invalid";
    public const string ManifestInaccessible = "manifest.inaccessible";
    public const string MultipleParents = "manifest.multipleParents";
    public const string UpdateInvalid = "manifest.update.invalid";
    public const string UpdateWrongParents = "manifest.update.wrongParents";
    public const string CredentialInvalid = "signingCredential.invalid";
    public const string CredentialTrusted = "signingCredential.trusted";
    public const string CredentialUntrusted = "signingCredential.untrusted";
    public const string OcspRevoked = "signingCredential.ocsp.revoked";
    public const string TimeOfSigningInside = "timeOfSigning.insideValidity";
    public const string TimeOfSigningOutside = "timeOfSigning.outsideValidity";
    public const string OcspUnknown = "signingCredential.ocsp.unknown";
}
