using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The asset that a hard binding speaks of.</summary>
/// <param name="Stream">Readable and seekable; where it stands is of no account.</param>
/// <param name="Presence">What was found of stores in it: the container, and where each store lies.</param>
/// <param name="Limits">How far a hostile file may lead.</param>
/// <param name="Embedded">False when the manifest came from elsewhere (a sidecar, an address): no part of the asset is then the store.</param>
internal sealed record BindingAsset(Stream Stream, CredentialPresence Presence, ParseLimits Limits, bool Embedded = true)
{
    /// <summary>Of a fragmented film in several files: the fragments, in order. Empty otherwise (C2PA 2.2 §18.6).</summary>
    public IReadOnlyList<Stream> Fragments { get; init; } = [];

    /// <summary>Of a collection: opens a member by its relative path, or gives null. Null for an asset of one file (C2PA 2.2 §18.8).</summary>
    public Func<string, Stream?>? OpenMember { get; init; }

    /// <summary>Of a collection: the relative paths of every member there is, with '/' between folders; null when it cannot be listed.</summary>
    public IReadOnlyList<string>? Members { get; init; }
}

/// <summary>One hard binding to be checked.</summary>
/// <param name="Label">The label of the assertion, e.g. <c>c2pa.hash.data</c>.</param>
/// <param name="Uri">The JUMBF URI of the assertion, for the statuses.</param>
/// <param name="Assertion">The decoded content.</param>
/// <param name="ClaimAlgorithm">The claim's <c>alg</c>, which stands in where the assertion names none (C2PA 2.2 §15.4); null when absent.</param>
/// <param name="UpdatesFollow">
/// True when update manifests stand behind the manifest of this binding: the store in the file has then grown, and the exclusion is taken to cover it as it is (C2PA 2.2 §15.12.1).
/// </param>
internal sealed record BindingCheck(string Label, string Uri, CborNode Assertion, string? ClaimAlgorithm, bool UpdatesFollow = false);
