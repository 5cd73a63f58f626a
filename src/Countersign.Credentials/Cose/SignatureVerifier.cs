using System.Security.Cryptography;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Countersign.Credentials.Cose;

/// <summary>Verifies COSE signatures with the key of a certificate (C2PA 2.2 §13.2.1). The key must fit the algorithm.</summary>
internal static class SignatureVerifier
{
    /// <summary>Verifies. <see cref="SignatureOutcome.Unsupported"/> where key and algorithm do not go together.</summary>
    /// <param name="algorithm">The algorithm of the protected header.</param>
    /// <param name="signer">The certificate.</param>
    /// <param name="toBeSigned">The Sig_structure.</param>
    /// <param name="signature">The signature: of ECDSA, r and s side by side.</param>
    public static SignatureOutcome Verify(SigningAlgorithm algorithm, CertificateView signer, ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature)
    {
        if (!CertificateKeys.Fit(algorithm, signer)) return SignatureOutcome.Unsupported;
        try
        {
            return algorithm switch
            {
                SigningAlgorithm.Es256 => Ecdsa(signer, HashAlgorithmName.SHA256, toBeSigned, signature),
                SigningAlgorithm.Es384 => Ecdsa(signer, HashAlgorithmName.SHA384, toBeSigned, signature),
                SigningAlgorithm.Es512 => Ecdsa(signer, HashAlgorithmName.SHA512, toBeSigned, signature),
                SigningAlgorithm.Ps256 => Pss(signer, HashAlgorithmName.SHA256, toBeSigned, signature),
                SigningAlgorithm.Ps384 => Pss(signer, HashAlgorithmName.SHA384, toBeSigned, signature),
                SigningAlgorithm.Ps512 => Pss(signer, HashAlgorithmName.SHA512, toBeSigned, signature),
                _ => Edwards(signer, toBeSigned, signature),
            };
        }
        catch (Exception e) when (e is CryptographicException or System.Formats.Asn1.AsnContentException)
        {
            return SignatureOutcome.Invalid;
        }
    }

    private static SignatureOutcome Ecdsa(CertificateView signer, HashAlgorithmName hash, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signer.PublicKeyInfo.Span, out _);
        return key.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? SignatureOutcome.Valid : SignatureOutcome.Invalid;
    }

    private static SignatureOutcome Pss(CertificateView signer, HashAlgorithmName hash, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = RSA.Create();
        // A key of id-RSASSA-PSS holds the same RSAPublicKey inside, and the platform only takes it that way.
        key.ImportRSAPublicKey(signer.PublicKey.Span, out _);
        return key.VerifyData(data, signature, hash, RSASignaturePadding.Pss) ? SignatureOutcome.Valid : SignatureOutcome.Invalid;
    }

    private static SignatureOutcome Edwards(CertificateView signer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureSize) return SignatureOutcome.Invalid;
        var message = data.ToArray();
        return Ed25519.Verify(signature.ToArray(), 0, signer.PublicKey.ToArray(), 0, message, 0, message.Length) ? SignatureOutcome.Valid : SignatureOutcome.Invalid;
    }
}
