namespace Countersign.Credentials.Signing.Keys;

/// <summary>The signature algorithms of C2PA 2.2 §13.2.1. The numbers are COSE's (RFC 9053, RFC 8812).</summary>
public enum SigningAlgorithm
{
    /// <summary>ECDSA with SHA-256.</summary>
    Es256 = -7,
    /// <summary>ECDSA with SHA-384.</summary>
    Es384 = -35,
    /// <summary>ECDSA with SHA-512.</summary>
    Es512 = -36,
    /// <summary>RSASSA-PSS with SHA-256.</summary>
    Ps256 = -37,
    /// <summary>RSASSA-PSS with SHA-384.</summary>
    Ps384 = -38,
    /// <summary>RSASSA-PSS with SHA-512.</summary>
    Ps512 = -39,
    /// <summary>EdDSA, with Ed25519 only.</summary>
    Ed25519 = -8,
}

/// <summary>
/// Holds a signing key, or reaches one: a local key, a PKCS#12 file, a hardware token, a service. The private key never passes through this library's hands
/// when the implementation keeps it elsewhere.
/// </summary>
public interface IClaimSigner
{
    /// <summary>The algorithm of <see cref="SignAsync"/>.</summary>
    SigningAlgorithm Algorithm { get; }

    /// <summary>The certificates in DER, the signer's own first, then those that issued it, without the root (C2PA 2.2 §14.5).</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    /// <summary>
    /// Signs. For ECDSA the answer is r and s as two numbers of fixed width (RFC 9053 §2.1), not DER.
    /// </summary>
    /// <param name="toBeSigned">The bytes to sign, not hashed yet: the Sig_structure of RFC 9052 §4.4.</param>
    /// <param name="cancel">Ends the wait for a remote signer.</param>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default);
}
