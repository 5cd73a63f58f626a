using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Countersign.Credentials.Time.Der;

internal enum SignatureOutcome
{
    /// <summary>The key made the signature over these bytes.</summary>
    Valid,
    /// <summary>It did not, or the signature is malformed.</summary>
    Invalid,
    /// <summary>The algorithm, curve or size of key is none that C2PA 2.2 §13.2.1 or §14.5.1.1 allows.</summary>
    Unsupported,
}

/// <summary>
/// Verifies the signatures of CMS, certificates and OCSP responses: RSA PKCS #1 v1.5, RSASSA-PSS, ECDSA on the three NIST curves, and Ed25519.
/// SHA-1 is not among the hashes.
/// </summary>
internal static class SignatureCheck
{
    // Attack: a modulus of a megabit, to make one verification last minutes.
    private const int LeastRsaBits = 2048;
    private const int MostRsaBits = 16384;
    private const int MostExponentBytes = 8;

    /// <summary>Verifies a signature.</summary>
    /// <param name="algorithm">The signature algorithm. CMS also names the bare key algorithm for RSA, and then <paramref name="digest"/> decides.</param>
    /// <param name="digest">The digest algorithm named beside the signature; null where none is.</param>
    /// <param name="signer">The certificate whose key is used.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    public static SignatureOutcome Verify(AlgorithmId algorithm, string? digest, CertificateView signer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return algorithm.Oid switch
            {
                Oids.RsaSha256 => Rsa(signer, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, data, signature),
                Oids.RsaSha384 => Rsa(signer, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1, data, signature),
                Oids.RsaSha512 => Rsa(signer, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1, data, signature),
                Oids.Rsa when digest is not null && Oids.AllowedHash(digest) is { } hash => Rsa(signer, hash, RSASignaturePadding.Pkcs1, data, signature),
                Oids.RsaPss when PssParameters(algorithm.Parameters) is { } pss => Rsa(signer, pss.Hash, RSASignaturePadding.Pss, data, signature, pss.Salt),
                Oids.EcdsaSha256 => Ecdsa(signer, HashAlgorithmName.SHA256, data, signature),
                Oids.EcdsaSha384 => Ecdsa(signer, HashAlgorithmName.SHA384, data, signature),
                Oids.EcdsaSha512 => Ecdsa(signer, HashAlgorithmName.SHA512, data, signature),
                Oids.Ed25519 => EdwardsCurve(signer, data, signature),
                _ => SignatureOutcome.Unsupported,
            };
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return SignatureOutcome.Invalid;
        }
    }

    /// <summary>True when the parameters of an RSASSA-PSS signature are those that C2PA 2.2 §14.5.1.1 allows.</summary>
    public static bool HasAllowedPssParameters(AlgorithmId algorithm)
    {
        try
        {
            return PssParameters(algorithm.Parameters) is not null;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static SignatureOutcome Rsa(CertificateView signer, HashAlgorithmName hash, RSASignaturePadding padding, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, int? salt = null)
    {
        // A key of id-RSASSA-PSS holds the same RSAPublicKey inside, and the platform only takes it that way.
        if (signer.KeyAlgorithm.Oid is not (Oids.Rsa or Oids.RsaPss)) return SignatureOutcome.Invalid;
        var numbers = new AsnReader(signer.PublicKey, AsnEncodingRules.DER).ReadSequence();
        var modulus = numbers.ReadIntegerBytes().TrimStart((byte)0).Length;
        var exponent = numbers.ReadIntegerBytes().Length;
        if (modulus * 8 < LeastRsaBits || modulus * 8 > MostRsaBits || exponent > MostExponentBytes) return SignatureOutcome.Unsupported;
        if (salt is { } bytes && bytes != Oids.Length(hash)) return PssCheck.Verify(signer.PublicKey, hash, bytes, data, signature) ? SignatureOutcome.Valid : SignatureOutcome.Invalid;
        using var key = RSA.Create();
        key.ImportRSAPublicKey(signer.PublicKey.Span, out _);
        return key.VerifyData(data, signature, hash, padding) ? SignatureOutcome.Valid : SignatureOutcome.Invalid;
    }

    private static SignatureOutcome Ecdsa(CertificateView signer, HashAlgorithmName hash, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signer.KeyAlgorithm.Oid != Oids.EcPublicKey) return SignatureOutcome.Invalid;
        if (CurveOf(signer.KeyAlgorithm) is not { } field) return SignatureOutcome.Unsupported;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signer.PublicKeyInfo.Span, out _);
        if (key.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence)) return SignatureOutcome.Valid;

        // Some writers put r and s side by side, as COSE does, where RFC 5753 §2.1.1 asks for a SEQUENCE. The same two numbers prove the same.
        return signature.Length == 2 * field && key.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? SignatureOutcome.Valid
            : SignatureOutcome.Invalid;
    }

    private static SignatureOutcome EdwardsCurve(CertificateView signer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signer.KeyAlgorithm.Oid != Oids.Ed25519 || signer.PublicKey.Length != Ed25519.PublicKeySize || signature.Length != Ed25519.SignatureSize) return SignatureOutcome.Invalid;
        var message = data.ToArray();
        return Ed25519.Verify(signature.ToArray(), 0, signer.PublicKey.ToArray(), 0, message, 0, message.Length) ? SignatureOutcome.Valid : SignatureOutcome.Invalid;
    }

    /// <summary>The bytes of a coordinate, or null when the curve is not named or none of the three.</summary>
    private static int? CurveOf(AlgorithmId key)
    {
        var parameters = new AsnReader(key.Parameters, AsnEncodingRules.DER);
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)) return null;
        return parameters.ReadObjectIdentifier() switch { Oids.P256 => 32, Oids.P384 => 48, Oids.P521 => 66, _ => null };
    }

    /// <summary>
    /// Hash and length of the salt of RSASSA-PSS-params that meet C2PA 2.2 §14.5.1.1: hash and mask generation present and of the same hash. Nothing is asked of the salt
    /// there, and certificates made with common tools have one as long as the key allows. It is 20 when it is not said (RFC 8017 A.2.3).
    /// </summary>
    private static (HashAlgorithmName Hash, int Salt)? PssParameters(ReadOnlyMemory<byte> parameters)
    {
        var inside = new AsnReader(parameters, AsnEncodingRules.DER).ReadSequence();
        if (!Field(inside, 0, out var hashField) || !Field(inside, 1, out var maskField)) return null;
        if (Oids.AllowedHash(AlgorithmId.Read(hashField).Oid) is not { } hash) return null;
        var mask = AlgorithmId.Read(maskField);
        if (mask.Oid != Oids.Mgf1 || AlgorithmId.Read(new AsnReader(mask.Parameters, AsnEncodingRules.DER)).Oid != Oids.Of(hash)) return null;
        if (!Field(inside, 2, out var field)) return (hash, 20);
        return field.TryReadInt32(out var salt) && salt is >= 0 and <= MostRsaBits / 8 ? (hash, salt) : null;
    }

    private static bool Field(AsnReader from, int number, out AsnReader field)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true);
        field = from;
        if (!from.HasData || !from.PeekTag().HasSameClassAndValue(tag)) return false;
        field = from.ReadSequence(tag);
        return true;
    }
}
