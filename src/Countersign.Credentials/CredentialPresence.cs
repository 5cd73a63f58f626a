namespace Countersign.Credentials;

/// <summary>What a file says about carrying Content Credentials, at first sight and without judging them.</summary>
/// <param name="Container">The kind of file, by its bytes.</param>
/// <param name="Stores">Every place that claims to hold a manifest store, in file order.</param>
/// <param name="RemoteManifest">
/// The http or https address that XMP <c>dcterms:provenance</c> (C2PA 2.2 §15.5.3) or an armoured text block names. Never fetched here.
/// </param>
/// <param name="Defects">What was wrong with the container, and whether a limit ended the search.</param>
public sealed record CredentialPresence(
    StoreContainer Container,
    IReadOnlyList<StoreLocation> Stores,
    string? RemoteManifest,
    IReadOnlyList<StoreDefect> Defects)
{
    /// <summary>True when the file carries something that claims to be a manifest store, sound or not.</summary>
    public bool HasStore => Stores.Count > 0;
}
