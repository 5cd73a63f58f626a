using System.Security.Cryptography;
using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Claims;

/// <summary>A reference with the hash of what it refers to (C2PA 2.2 §8.4.2.1).</summary>
/// <param name="Url">The reference as it stood; null when the field is absent or no text.</param>
/// <param name="Algorithm">Its own <c>alg</c>, or null.</param>
/// <param name="Hash">The hash, or null when the field is absent.</param>
internal sealed record HashedUri(string? Url, string? Algorithm, ReadOnlyMemory<byte>? Hash)
{
    /// <summary>Reads a map; null when the item is none.</summary>
    public static HashedUri? Read(CborNode? node) =>
        node?.Untagged is not { Kind: CborKind.Map } map ? null : new(map.TextAt("url"), map.TextAt("alg"), HashOf(map["hash"]));

    /// <summary>True for a map that is meant as a reference into the store, and not to somewhere else.</summary>
    public static bool Looks(CborNode node) =>
        node is { Kind: CborKind.Map } && node["hash"] is not null && node.TextAt("url") is { } url && url.StartsWith("self#jumbf=", StringComparison.Ordinal);

    // Some early writers gave hashes as arrays of numbers.
    private static ReadOnlyMemory<byte>? HashOf(CborNode? node)
    {
        if (node?.Untagged is { Kind: CborKind.Bytes } bytes) return bytes.Bytes;
        if (node is not { Kind: CborKind.Array } array || array.Items.Count > 64) return null;
        var hash = new byte[array.Items.Count];
        for (var i = 0; i < hash.Length; i++)
        {
            if (array.Items[i].AsLong() is not { } value || value is < 0 or > 255) return null;
            hash[i] = (byte)value;
        }

        return hash;
    }
}

/// <summary>The hash algorithms (C2PA 2.2 §13.1). None is on the deprecated list.</summary>
internal static class HashNames
{
    /// <summary>The algorithm of a C2PA identifier, or null when it is not allowed.</summary>
    public static HashAlgorithmName? Of(string? identifier) => identifier switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The hash of some bytes.</summary>
    public static byte[] Hash(HashAlgorithmName algorithm, ReadOnlySpan<byte> bytes) => CryptographicOperations.HashData(algorithm, bytes);
}
