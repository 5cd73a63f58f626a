using Countersign.Credentials.Cose;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Trust;

/// <summary>What a signing certificate must be like, whoever issued it (C2PA 2.2 §14.5.1.1).</summary>
internal static class CertificateProfile
{
    private const string AnyPurpose = "2.5.29.37.0";

    /// <summary>What is wrong with a certificate that signs claims; empty when nothing is.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="isKnown">True for one in the private credential store, which is held to its keys and algorithms alone.</param>
    public static IReadOnlyList<string> Violations(CertificateView certificate, bool isKnown = false)
    {
        var wrong = new List<string>();
        if (!IsAllowed(certificate.SignatureAlgorithm.Oid)) wrong.Add($"it is signed with an algorithm that is not allowed ({certificate.SignatureAlgorithm.Oid})");
        if (certificate.SignatureAlgorithm.Oid == Oids.RsaPss && !SignatureCheck.HasAllowedPssParameters(certificate.SignatureAlgorithm)) wrong.Add("the parameters of its RSASSA-PSS signature are not allowed");
        switch (certificate.KeyAlgorithm.Oid)
        {
            case Oids.EcPublicKey when !CertificateKeys.IsAllowedCurve(certificate.KeyAlgorithm): wrong.Add("its key is on a curve that is not allowed"); break;
            case Oids.Rsa or Oids.RsaPss when CertificateKeys.RsaBits(certificate) < 2048: wrong.Add("its RSA key has fewer than 2048 bits"); break;
            case Oids.EcPublicKey or Oids.Rsa or Oids.RsaPss or Oids.Ed25519: break;
            default: wrong.Add($"its key is of a kind that is not allowed ({certificate.KeyAlgorithm.Oid})"); break;
        }

        if (isKnown) return wrong;
        if (!certificate.IsVersion3) wrong.Add("it is not of version 3");
        if (certificate.HasUniqueIds) wrong.Add("it has unique identifiers");
        if (certificate.RepeatsAnExtension) wrong.Add("it has an extension twice");
        if (certificate.UnknownCritical is { } critical) wrong.Add($"it has a critical extension that is not understood ({critical})");
        if (certificate.InnerSignatureAlgorithm.Oid != certificate.SignatureAlgorithm.Oid) wrong.Add("it names two signature algorithms");
        if (certificate.IsAuthority) wrong.Add("it is a certification authority's");
        if (certificate.KeyUsage is not { } usage) wrong.Add("it has no key usage");
        else
        {
            if ((usage & 0x80) == 0) wrong.Add("its key is not meant for signatures");
            if ((usage & 0x04) != 0) wrong.Add("its key is meant for issuing certificates, and it is no authority");
        }

        var isSelfSigned = certificate.Issuer.Span.SequenceEqual(certificate.Subject.Span);
        if (!certificate.HasAuthorityKeyId && !isSelfSigned) wrong.Add("it does not say which key issued it");
        Purposes(certificate.Purposes, wrong);
        return wrong;
    }

    private static void Purposes(IReadOnlyList<string>? purposes, List<string> wrong)
    {
        if (purposes is not { Count: > 0 })
        {
            wrong.Add("it does not say what it is for");
            return;
        }

        if (purposes.Contains(AnyPurpose)) wrong.Add("it is for any purpose");
        var stamps = purposes.Contains(Oids.TimeStamping);
        var answers = purposes.Contains(Oids.OcspSigning);
        if (stamps || answers) wrong.Add(purposes.Count > 1 ? "it mixes time-stamps or OCSP answers with other purposes" : "it is for time-stamps or OCSP answers");
    }

    private static bool IsAllowed(string oid) => oid is Oids.EcdsaSha256 or Oids.EcdsaSha384 or Oids.EcdsaSha512 or Oids.RsaSha256 or Oids.RsaSha384 or Oids.RsaSha512 or Oids.RsaPss or Oids.Ed25519;
}
