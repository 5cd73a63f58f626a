using System.Security.Cryptography;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Identity;

/// <summary>One identity assertion under validation, and what may be looked up for it.</summary>
internal sealed record IdentityCase
{
    /// <summary>The URI of the assertion from the store, for statuses.</summary>
    public required string Uri { get; init; }

    /// <summary>Its content; null when it is not well-formed CBOR.</summary>
    public required CborNode? Content { get; init; }

    /// <summary>The claim it stands in, decoded.</summary>
    public required CborNode Claim { get; init; }

    /// <summary>Every assertion the claim refers to, created and gathered, by its URI from the store.</summary>
    public required IReadOnlyDictionary<string, HashedUri> Declared { get; init; }

    /// <summary>All identity assertions of the manifest that are well-formed CBOR, this one among them.</summary>
    public IReadOnlyList<SiblingIdentity> Siblings { get; init; } = [];

    /// <summary>The certificate of the claim's signer in DER; null when there is none.</summary>
    public ReadOnlyMemory<byte>? ClaimSigner { get; init; }

    /// <summary>When the claim was signed by a trusted time-stamp; null without one.</summary>
    public DateTimeOffset? ClaimTime { get; init; }

    /// <summary>Makes a reference as it stood one from the store; null for what is none.</summary>
    public required Func<string?, string?> Absolute { get; init; }

    public required IdentityTrust Trust { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required ParseLimits Limits { get; init; }

    /// <summary>Where findings go.</summary>
    public StatusList Statuses { get; } = new();

    public void Success(string code, string says) => Statuses.Success(code, Uri, says);

    public void Inform(string code, string says) => Statuses.Inform(code, Uri, says);

    public void Fail(string code, string says) => Statuses.Fail(code, Uri, says);
}

/// <summary>An identity assertion of the same manifest, as others speak of it.</summary>
/// <param name="Uri">Its URI from the store.</param>
/// <param name="Content">Its content.</param>
internal sealed record SiblingIdentity(string Uri, CborNode Content)
{
    private string? _form;

    /// <summary>
    /// The hash of its partial signer payload (CAWG identity assertion 1.2 §7.1.3): signer_payload without expected_countersigners, in deterministic form.
    /// Computed once, so that assertions that speak of each other stay linear work. Empty without a signer_payload.
    /// </summary>
    public string PartialForm => _form ??= Content["signer_payload"] is { Kind: CborKind.Map } payload ? FormOf(payload) : "";

    /// <summary>The hash of a map in deterministic form.</summary>
    public static string FormOf(CborNode payload) => Convert.ToHexString(SHA256.HashData(DeterministicCbor.Encode(payload, leaveOut: "expected_countersigners")));
}

/// <summary>Whom to believe. Nothing is fetched: a document that the caller does not give is unavailable.</summary>
internal sealed record IdentityTrust
{
    /// <summary>Trust in certificates of actors.</summary>
    public required Trust.TrustStore Actors { get; init; }

    /// <summary>Trust in time-stamp authorities.</summary>
    public required Trust.TrustStore Stampers { get; init; }

    /// <summary>The DIDs, without fragments, of aggregators that are trusted.</summary>
    public IReadOnlyCollection<string> Issuers { get; init; } = [];

    /// <summary>Gives the DID document (JSON) of a did:web, or null.</summary>
    public Func<string, ReadOnlyMemory<byte>?>? DidDocument { get; init; }
}
