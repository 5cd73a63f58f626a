namespace Countersign.Credentials.Remote;

/// <summary>Manifest stores that were fetched before, by their addresses: for validation without a network, or from a store of one's own. Safe for use by several threads.</summary>
/// <param name="stores">The JUMBF of each store by the address that files refer to it by, letter for letter.</param>
public sealed class KnownManifests(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> stores) : IManifestSource
{
    /// <inheritdoc/>
    public (ReadOnlyMemory<byte>? Store, string? Why) Find(string address, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(address);
        return stores.TryGetValue(address, out var store) ? (store, null) : (null, $"The manifest at {address} is not among those that are known.");
    }
}
