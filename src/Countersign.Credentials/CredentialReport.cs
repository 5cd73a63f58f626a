using Countersign.Credentials.Claims;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials;

/// <summary>The verdict in one word, as <c>countersign/credentials/1</c> has it. Who wants to know why reads <see cref="CredentialReport.Integrity"/> and <see cref="CredentialReport.Trust"/>.</summary>
public enum CredentialState
{
    /// <summary>The file carries no Content Credentials.</summary>
    None,
    /// <summary>There is something in the place of a manifest store that cannot be read as one.</summary>
    Error,
    /// <summary>A check failed: the content or the manifest is not as it was signed, or the manifest breaks the specification.</summary>
    Invalid,
    /// <summary>Everything is as it was signed; the signer is on no trust list that was given.</summary>
    Valid,
    /// <summary>Everything is as it was signed, by a signer on a trust list.</summary>
    Trusted,
}

/// <summary>Whether what was signed is as it was signed (C2PA 2.2 §14.3). Nothing is said of who signed.</summary>
public enum IntegrityState
{
    /// <summary>There is nothing to check.</summary>
    None,
    /// <summary>The active manifest breaks the rules of the specification.</summary>
    Malformed,
    /// <summary>Well-formed, and the signature or the content does not match.</summary>
    WellFormed,
    /// <summary>Well-formed, signed, within its time, not revoked, and the content matches.</summary>
    Valid,
}

/// <summary>Whether the signer is known. Says nothing of whether the content was changed.</summary>
public enum SignerTrust
{
    /// <summary>There is no signature to judge.</summary>
    None,
    /// <summary>The signer's certificate does not lead to any trust list that was given. That is not a sign of tampering.</summary>
    Unknown,
    /// <summary>The signer's certificate leads to a trust list, or is on the list of allowed ones.</summary>
    Trusted,
}

/// <summary>What a file's Content Credentials say, and what of it holds.</summary>
public sealed record CredentialReport
{
    /// <summary>The kind of file.</summary>
    public required StoreContainer Container { get; init; }

    /// <summary>The verdict in one word.</summary>
    public required CredentialState State { get; init; }

    /// <summary>Whether what was signed is as it was signed.</summary>
    public required IntegrityState Integrity { get; init; }

    /// <summary>Whether the signer is known.</summary>
    public required SignerTrust Trust { get; init; }

    /// <summary>The edition of the specification that the rules were taken from.</summary>
    public required string Edition { get; init; }

    /// <summary>The active manifest, which speaks of the file as it is; null when there is none that can be read.</summary>
    public ManifestReport? Active { get; init; }

    /// <summary>Every manifest that the active one rests on, itself first.</summary>
    public IReadOnlyList<ManifestReport> Manifests { get; init; } = [];

    /// <summary>The ingredients, of the active manifest and of those below it, with how the validation differs from what was recorded.</summary>
    public IReadOnlyList<IngredientReport> Ingredients { get; init; } = [];

    /// <summary>The places of stores in the file.</summary>
    public IReadOnlyList<StoreLocation> Stores { get; init; } = [];

    /// <summary>The address of a manifest elsewhere, which the file names. It was fetched only if the caller allowed it.</summary>
    public string? RemoteManifest { get; init; }

    /// <summary>Why the state is <see cref="CredentialState.Error"/>; null otherwise.</summary>
    public StoreDefect? Problem { get; init; }

    /// <summary>What is wrong with the file around the store.</summary>
    public IReadOnlyList<StoreDefect> Defects { get; init; } = [];

    /// <summary>What was made by a machine, by the signer's own account.</summary>
    public AiStatement Ai { get; init; } = AiStatement.Nothing;

    /// <summary>Who signed, when, with what, and what holds, in sentences.</summary>
    public IReadOnlyList<string> PlainWords { get; init; } = [];

    /// <summary>The bytes of the store, for whoever makes this file an ingredient of another. Empty when there is none.</summary>
    public ReadOnlyMemory<byte> StoreBytes { get; init; }
}

/// <summary>One manifest.</summary>
public sealed record ManifestReport
{
    /// <summary>Its label, a URN.</summary>
    public required string Label { get; init; }

    /// <summary>Standard or update.</summary>
    public required ManifestKind Kind { get; init; }

    /// <summary>Whether it was stored compressed.</summary>
    public bool WasCompressed { get; init; }

    /// <summary>1 or 2; 0 when no claim could be read.</summary>
    public int ClaimVersion { get; init; }

    /// <summary>The title of the asset.</summary>
    public string? Title { get; init; }

    /// <summary>The media type, of claims of version 1.</summary>
    public string? Format { get; init; }

    /// <summary>The asset's instance id.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The program or device that made the claim.</summary>
    public string? Generator { get; init; }

    /// <summary>Who signed; null when the signature could not be read.</summary>
    public SignerReport? Signer { get; init; }

    /// <summary>What was checked, and how it came out.</summary>
    public IReadOnlyList<ValidationStatus> Statuses { get; init; } = [];

    /// <summary>The labels of the assertions that stand.</summary>
    public IReadOnlyList<AssertionReport> Assertions { get; init; } = [];

    /// <summary>What was done, in the order of the manifest.</summary>
    public IReadOnlyList<ActionReport> Actions { get; init; } = [];

    /// <summary>What may be done with the content in training and mining, by the entry's name. Empty when nothing is said.</summary>
    public IReadOnlyDictionary<string, TrainingMiningEntry> TrainingMining { get; init; } = new Dictionary<string, TrainingMiningEntry>();

    /// <summary>The people and organisations named beside the signer (CAWG identity).</summary>
    public IReadOnlyList<IdentityReport> Identities { get; init; } = [];

    /// <summary>The URIs of assertions that this claim redacts in its ingredients.</summary>
    public IReadOnlyList<string> Redactions { get; init; } = [];
}

/// <summary>An assertion that a claim lists and that is there.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Created">True when the signer stands for it; false when it was only passed on (<c>gathered_assertions</c>).</param>
/// <param name="Bytes">The length of its box.</param>
public sealed record AssertionReport(string Label, bool Created, int Bytes);

/// <summary>Who signed a claim.</summary>
public sealed record SignerReport
{
    /// <summary>The name on the certificate: the organisation, else the common name.</summary>
    public required string Name { get; init; }

    /// <summary>The common name of the certificate; null when it has none.</summary>
    public string? CommonName { get; init; }

    /// <summary>Who issued the certificate.</summary>
    public string? Issuer { get; init; }

    /// <summary>The serial number of the certificate, in hex.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The signature algorithm: Es256, Es384, Es512, Ps256, Ps384, Ps512 or Ed25519.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The time of a trusted time-stamp; null when there is none. Nothing else proves when something was signed.</summary>
    public DateTimeOffset? StampedAt { get; init; }

    /// <summary>The time that the signature or an untrusted time-stamp claims; proves nothing.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The name of the time-stamping authority.</summary>
    public string? StampedBy { get; init; }

    /// <summary>The first and the last moment of the certificate.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The last moment of the certificate.</summary>
    public DateTimeOffset NotAfter { get; init; }

    /// <summary>The certificates in DER, the signer's own first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; init; } = [];
}

/// <summary>One action that a manifest records (C2PA 2.2 §18.14).</summary>
/// <param name="Name">E.g. <c>c2pa.created</c>.</param>
/// <param name="DigitalSourceType">How the content came to be, as a URI; null when not said.</param>
/// <param name="When">The time as it stands there; null when not said.</param>
/// <param name="SoftwareAgent">The program that did it; null when not said.</param>
/// <param name="Description">Free text; null when there is none.</param>
/// <param name="Created">True when the signer stands for it.</param>
public sealed record ActionReport(string Name, string? DigitalSourceType, string? When, string? SoftwareAgent, string? Description, bool Created);

/// <summary>One ingredient.</summary>
public sealed record IngredientReport
{
    /// <summary>The URI of the ingredient assertion.</summary>
    public required string Uri { get; init; }

    /// <summary>The label of the manifest that has the assertion.</summary>
    public required string Owner { get; init; }

    /// <summary>Its title, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Its media type, or null.</summary>
    public string? Format { get; init; }

    /// <summary>parentOf, componentOf or inputTo; null when not said.</summary>
    public string? Relationship { get; init; }

    /// <summary>The label of its manifest; null when it came without.</summary>
    public string? Manifest { get; init; }

    /// <summary>What validation finds now and the writer of the assertion did not record.</summary>
    public IReadOnlyList<ValidationStatus> New { get; init; } = [];

    /// <summary>What the writer recorded and validation does not find now.</summary>
    public IReadOnlyList<ValidationStatus> Gone { get; init; } = [];
}

/// <summary>Somebody named beside the signer (CAWG identity assertion).</summary>
/// <param name="Uri">The URI of the assertion.</param>
/// <param name="Kind"><c>cawg.x509.cose</c> or <c>cawg.identity_claims_aggregation</c>.</param>
/// <param name="Name">The name, or null when none could be read.</param>
/// <param name="Holds">True when every check of it came out well.</param>
/// <param name="Trusted">True when its issuer is on a trust list that was given.</param>
public sealed record IdentityReport(string Uri, string Kind, string? Name, bool Holds, bool Trusted);
