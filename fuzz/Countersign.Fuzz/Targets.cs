using Countersign.Credentials;

namespace Countersign.Fuzz;

/// <summary>What is fuzzed. Each takes any bytes and must come back without an exception.</summary>
internal static class Targets
{
    private static readonly CredentialReader s_reader = new();

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new SortedDictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        // One reader for all containers, chosen by the bytes: give it seeds of the container that is meant.
        ["locate"] = bytes => CredentialLocator.Find(new MemoryStream(bytes)),
        ["read"] = bytes => s_reader.Read(new MemoryStream(bytes)),
        // A store by itself: JUMBF, CBOR, COSE, certificates, time-stamps.
        ["store"] = bytes => s_reader.ReadDetached(new MemoryStream([1, 2, 3]), bytes),
    };
}
