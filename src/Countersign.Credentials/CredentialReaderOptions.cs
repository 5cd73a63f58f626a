using Countersign.Credentials.Validation;

namespace Countersign.Credentials;

/// <summary>With what, and against what, credentials are read. The defaults reach for nothing outside the file.</summary>
public sealed record CredentialReaderOptions
{
    /// <summary>Whose signatures are trusted. Parsed once and shared: make one and keep it.</summary>
    public Trust.TrustStore Trust { get; init; } = Credentials.Trust.TrustStore.Empty;

    /// <summary>Whose identity assertions (CAWG) are trusted; null for the same as <see cref="Trust"/>.</summary>
    public Trust.TrustStore? IdentityTrust { get; init; }

    /// <summary>The DIDs, without fragments, of identity aggregators that are trusted (CAWG identity assertion 1.2 §8.1). None by default.</summary>
    public IReadOnlyCollection<string> IdentityIssuers { get; init; } = [];

    /// <summary>
    /// Gives the DID document, in JSON, of a <c>did:web</c> without its fragment, or null: from a cache, or by fetching it. Null, the default, for never;
    /// identities of such issuers are then <c>cawg.ica.did_unavailable</c>.
    /// </summary>
    public Func<string, ReadOnlyMemory<byte>?>? DidDocument { get; init; }

    /// <summary>The clock, for signatures without a trusted time-stamp.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How far a hostile file may lead.</summary>
    public ParseLimits Limits { get; init; } = ParseLimits.Default;

    /// <summary>The edition of the specification.</summary>
    public EditionPolicy Policy { get; init; } = EditionPolicy.Edition22;

    /// <summary>
    /// Gives the manifest of an address that a file names (C2PA 2.2 §15.5.3): from a cache, or by fetching it. Null, the default, for never.
    /// </summary>
    public Remote.IManifestSource? ManifestSource { get; init; }
}
