using Countersign.Credentials;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Validation;
using Countersign.Desk.Credentials;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>Reports as the reader would give them, made by hand: these tests are of what the desk makes of them, and not of how they come about.</summary>
internal static class Reports
{
    public const string Label = "urn:c2pa:00000000-0000-4000-8000-000000000001";
    public const string Newer = "urn:c2pa:00000000-0000-4000-8000-000000000002";
    public const string Generated = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    public static CredentialReport None { get; } = new()
    {
        Container = StoreContainer.Jpeg, State = CredentialState.None, Integrity = IntegrityState.None, Trust = SignerTrust.None, Edition = "2.2", PlainWords = ["No credentials."],
    };

    public static CredentialReport Unreadable { get; } = None with
    {
        State = CredentialState.Error, Integrity = IntegrityState.Malformed, Stores = [Store], Problem = new("store.truncated", "It ends too early.", 7), PlainWords = ["It cannot be read."],
    };

    public static StoreLocation Store => new(StoreContainer.Jpeg, 20, 3000, new(8, 3100), [new(20, 3000)], StoreEncoding.Raw, true, null);

    /// <summary>A report of one manifest in a state.</summary>
    public static CredentialReport Of(CredentialState state, ManifestReport? active = null) => None with
    {
        State = state,
        Integrity = state == CredentialState.Invalid ? IntegrityState.WellFormed : IntegrityState.Valid,
        Trust = state == CredentialState.Trusted ? SignerTrust.Trusted : SignerTrust.Unknown,
        Stores = [Store],
        Active = active ?? Manifest(state),
        Manifests = [active ?? Manifest(state)],
        PlainWords = [$"The verdict is {state}."],
        StoreBytes = new byte[] { 1, 2, 3 },
    };

    public static ManifestReport Manifest(CredentialState state = CredentialState.Trusted, string label = Label, byte certificate = 9) => new()
    {
        Label = label,
        Kind = ManifestKind.Standard,
        ClaimVersion = 2,
        Title = "lamp.jpg",
        Generator = "Lantern 1.0",
        Signer = Signer(certificate),
        Statuses = state == CredentialState.Invalid
            ? [Failure("assertion.dataHash.mismatch"), Failure("assertion.dataHash.mismatch"), Failure("claimSignature.mismatch")]
            : [Success("claimSignature.validated")],
    };

    public static SignerReport Signer(byte certificate = 9) => new()
    {
        Name = "Lantern Row", Algorithm = "Es256", StampedAt = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), Chain = [new byte[] { 0x30, certificate }],
    };

    public static ValidationStatus Failure(string code) => new(code, StatusKind.Failure, "self#jumbf=/c2pa/x", "Something is wrong.", 12);

    public static ValidationStatus Success(string code) => new(code, StatusKind.Success, "", "It is as it should be.");

    public static IngredientReport Ingredient(string? manifest = Label, string? relationship = "parentOf", string owner = Newer, string? title = "the original") =>
        new() { Uri = "self#jumbf=/c2pa/" + owner + "/c2pa.assertions/c2pa.ingredient.v3", Owner = owner, Manifest = manifest, Relationship = relationship, Title = title };

    public static ManifestReport Saying(this ManifestReport manifest, params (string Entry, TrainingMiningUse Use)[] entries) =>
        manifest with { TrainingMining = entries.ToDictionary(e => e.Entry, e => new TrainingMiningEntry(e.Use, null, "cawg.training-mining", true), StringComparer.Ordinal) };

    public static FileAnalysis Added(CredentialReport report) => CredentialFindings.Added(new() { Kind = "image", Format = "jpeg", Mime = "image/jpeg", Bytes = 4000 }, report);
}
