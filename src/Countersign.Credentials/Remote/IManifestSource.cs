namespace Countersign.Credentials.Remote;

/// <summary>
/// Gives the manifest stores that files refer to by an address (C2PA 2.2 §15.5.3). A reader has none unless it is given one, and then asks it only about files that carry no store themselves.
/// To look at an address tells whoever keeps it that somebody looks at the file: <see cref="KnownManifests"/> answers without a network, <see cref="RemoteManifestFetcher"/> goes there.
/// </summary>
public interface IManifestSource
{
    /// <summary>Finds a store.</summary>
    /// <param name="address">The address as the file has it: absolute, http or https.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <returns>The JUMBF of the store; or null, and a sentence on why there is none.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    (ReadOnlyMemory<byte>? Store, string? Why) Find(string address, CancellationToken cancel);
}
