namespace Countersign.Credentials.Validation;

/// <summary>From statuses to states (C2PA 2.2 §14.3).</summary>
internal static class Verdict
{
    // What may change with the day and the lists, without anything in the file having changed.
    private static bool IsTrustOnly(ValidationStatus status) => status.Code == StatusCodes.CredentialUntrusted;

    private static bool IsOfTime(ValidationStatus status) => status.Code is StatusCodes.CredentialUntrusted or StatusCodes.SignatureOutsideValidity;

    private static bool IsIdentity(ValidationStatus status) => status.Code.StartsWith("cawg.", StringComparison.Ordinal);

    // An aggregated identity that fails is taken for a broken manifest by the reference implementation; the CAWG specification leaves the state of the manifest alone.
    private static bool IsBrokenIdentity(ValidationStatus status) => status.Code.StartsWith("cawg.ica.", StringComparison.Ordinal);

    public static (CredentialState State, IntegrityState Integrity, SignerTrust Trust) Of(ManifestVerdict active, IReadOnlyList<IngredientReport> ingredients)
    {
        var all = active.Statuses.All;
        var failures = all.Where(s => s.Kind == StatusKind.Failure).ToList();
        var inside = ingredients.SelectMany(i => i.New).Where(s => s.Kind == StatusKind.Failure && !IsOfTime(s) && !IsIdentity(s));
        var own = failures.Where(f => !IsTrustOnly(f) && !IsIdentity(f)).ToList();
        var signed = active.Statuses.Has(StatusCodes.SignatureValidated) && active.Statuses.Has(StatusCodes.SignatureInsideValidity);
        var trusted = active.Statuses.Has(StatusCodes.CredentialTrusted);

        var malformed = own.Any(f => !IsMismatch(f)) || inside.Any();
        var integrity = malformed ? IntegrityState.Malformed : own.Count > 0 || !signed ? IntegrityState.WellFormed : IntegrityState.Valid;
        var trust = active.Signer is null ? SignerTrust.None : trusted ? SignerTrust.Trusted : SignerTrust.Unknown;
        var state = integrity != IntegrityState.Valid || failures.Exists(IsBrokenIdentity) ? CredentialState.Invalid
            : trusted && !failures.Exists(IsIdentity) ? CredentialState.Trusted : CredentialState.Valid;
        return (state, integrity, trust);
    }

    // Failures of a manifest that is put together as it should be, and does not match: the content, the signature, its time.
    private static bool IsMismatch(ValidationStatus status) =>
        status.Code.EndsWith("Hash.mismatch", StringComparison.Ordinal)
        || status.Code is StatusCodes.SignatureMismatch or StatusCodes.SignatureOutsideValidity or StatusCodes.OcspRevoked or StatusCodes.OcspUnknown;
}
