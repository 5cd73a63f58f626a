using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Countersign.Credentials.Time.Der;

/// <summary>Verifies RSASSA-PSS with a salt of any length (RFC 8017 §8.1.2). The platform knows only the one that is as long as the hash.</summary>
internal static class PssCheck
{
    public static bool Verify(ReadOnlyMemory<byte> rsaPublicKey, HashAlgorithmName hash, int salt, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var numbers = new AsnReader(rsaPublicKey, AsnEncodingRules.DER).ReadSequence();
        var modulus = new BigInteger(1, numbers.ReadIntegerBytes().ToArray());
        var exponent = new BigInteger(1, numbers.ReadIntegerBytes().ToArray());
        try
        {
            var signer = new PssSigner(new RsaEngine(), DigestOf(hash), salt);
            signer.Init(false, new RsaKeyParameters(false, modulus, exponent));
            signer.BlockUpdate(data);
            return signer.VerifySignature(signature.ToArray());
        }
        catch (Exception e) when (e is ArgumentException or CryptoException)
        {
            // A modulus that cannot be one, a salt for which it has no room, or a signature greater than it.
            return false;
        }
    }

    private static IDigest DigestOf(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.SHA256 ? new Sha256Digest() : hash == HashAlgorithmName.SHA384 ? new Sha384Digest() : new Sha512Digest();
}
