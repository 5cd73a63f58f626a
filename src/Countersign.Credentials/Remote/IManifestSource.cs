namespace Countersign.Credentials.Remote;

/// <summary>
/// Gives manifest stores that lie elsewhere than the asset (C2PA 2.2 §15.5.3): out of a cache, a repository, or from the network. A reader without one asks nobody.
/// </summary>
public interface IManifestSource
{
    /// <summary>Finds the store of an address.</summary>
    /// <param name="address">The http or https address that the asset names. Nobody vouches for it.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <returns>The JUMBF of the store; or null, and why.</returns>
    (ReadOnlyMemory<byte>? Store, string? Why) Find(string address, CancellationToken cancel);
}
