using System.Security.Cryptography;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Hashes, and references with a hash (C2PA 2.2 §8.4.2).</summary>
internal static class BoxHash
{
    public static HashAlgorithmName Name(string algorithm) => algorithm switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No hash algorithm that may be written."),
    };

    public static int Length(string algorithm) => algorithm switch { "sha256" => 32, "sha384" => 48, _ => 64 };

    /// <summary>A reference to a superbox, hashed without its header (§8.4.2.3). The algorithm is the claim's.</summary>
    public static CborValue Reference(string uri, JumbfBox box, string algorithm) => Reference(uri, box.Content.Span, algorithm);

    public static CborValue Reference(string uri, ReadOnlySpan<byte> content, string algorithm) => new CborFields()
        .Add("url", uri)
        .Add("hash", CborValue.Bytes(CryptographicOperations.HashData(Name(algorithm), content)))
        .ToMap();
}
