using System.Formats.Asn1;
using System.Numerics;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Cose;

/// <summary>What the keys of certificates are, and which algorithm they go with (C2PA 2.2 §13.2.1, §14.5.1.1).</summary>
internal static class CertificateKeys
{
    public const int LeastRsaBits = 2048;

    // Attack: a modulus of a megabit, to make one verification last minutes. §13.2.1 lets a validator stop here.
    public const int MostRsaBits = 16384;

    /// <summary>True when a certificate's key makes signatures of an algorithm. Any of the three curves goes with any of the three hashes.</summary>
    public static bool Fit(SigningAlgorithm algorithm, CertificateView certificate) => algorithm switch
    {
        SigningAlgorithm.Es256 or SigningAlgorithm.Es384 or SigningAlgorithm.Es512 => certificate.KeyAlgorithm.Oid == Oids.EcPublicKey && IsAllowedCurve(certificate.KeyAlgorithm),
        SigningAlgorithm.Ps256 or SigningAlgorithm.Ps384 or SigningAlgorithm.Ps512 =>
            certificate.KeyAlgorithm.Oid is Oids.Rsa or Oids.RsaPss && RsaBits(certificate) is >= LeastRsaBits and <= MostRsaBits,
        SigningAlgorithm.Ed25519 => certificate.KeyAlgorithm.Oid == Oids.Ed25519 && certificate.PublicKey.Length == Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.PublicKeySize,
        _ => false,
    };

    public static bool IsAllowedCurve(AlgorithmId key) => FieldBytes(key) is not null;

    /// <summary>The bytes of a coordinate, and so of r and of s, of a key on one of the three curves; null for any other.</summary>
    public static int? FieldBytes(AlgorithmId key)
    {
        try
        {
            var parameters = new AsnReader(key.Parameters, AsnEncodingRules.DER);
            if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)) return null;
            return parameters.ReadObjectIdentifier() switch { Oids.P256 => 32, Oids.P384 => 48, Oids.P521 => 66, _ => null };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The length of an RSA modulus in bits; 0 when the key is none.</summary>
    public static int RsaBits(CertificateView certificate)
    {
        try
        {
            var modulus = new AsnReader(certificate.PublicKey, AsnEncodingRules.DER).ReadSequence().ReadIntegerBytes().Span.TrimStart((byte)0);
            return modulus.Length == 0 ? 0 : (modulus.Length * 8) - BitOperations.LeadingZeroCount((uint)modulus[0] << 24);
        }
        catch (AsnContentException)
        {
            return 0;
        }
    }
}
