using System.Formats.Asn1;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Cose;

/// <summary>What the keys of certificates are (C2PA 2.2 §14.5.1.1).</summary>
internal static class CertificateKeys
{
    public static bool IsAllowedCurve(AlgorithmId key)
    {
        try
        {
            var parameters = new AsnReader(key.Parameters, AsnEncodingRules.DER);
            return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) && parameters.ReadObjectIdentifier() is Oids.P256 or Oids.P384 or Oids.P521;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The length of an RSA modulus in bits; 0 when the key is none.</summary>
    public static int RsaBits(CertificateView certificate)
    {
        try
        {
            var modulus = new AsnReader(certificate.PublicKey, AsnEncodingRules.DER).ReadSequence().ReadIntegerBytes().Span.TrimStart((byte)0);
            return modulus.Length == 0 ? 0 : (modulus.Length * 8) - System.Numerics.BitOperations.LeadingZeroCount((uint)modulus[0] << 24);
        }
        catch (AsnContentException)
        {
            return 0;
        }
    }
}
