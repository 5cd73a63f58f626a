using Countersign.Credentials.Cose;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Trust;

/// <summary>
/// What certificates must be like, whoever issued them (C2PA 2.2 §14.5.1.1). That a certification authority signs no claims is no matter of the profile:
/// §14.5.1.2 has it untrusted, see <see cref="TrustStore"/>.
/// </summary>
internal static class CertificateProfile
{
    private const string AnyPurpose = "2.5.29.37.0";

    /// <summary>What is wrong with the certificate of a signer; empty when nothing is.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="isKnown">True for one in the private credential store, which is held to its keys and algorithms alone.</param>
    /// <param name="purpose">What it signs.</param>
    public static IReadOnlyList<string> Violations(CertificateView certificate, bool isKnown = false, TrustPurpose purpose = TrustPurpose.ClaimSigning)
    {
        var wrong = new List<string>();
        Algorithms(certificate, wrong);
        if (isKnown) return wrong;
        Form(certificate, wrong);
        if (certificate.KeyUsage is { } usage && (usage & 0x80) == 0) wrong.Add("its key is not meant for signatures");
        if (!certificate.IsAuthority) Purposes(certificate.Purposes, purpose, wrong);
        else if (certificate.Purposes?.Contains(AnyPurpose) == true) wrong.Add("it is for any purpose");
        return wrong;
    }

    /// <summary>What is wrong with an authority's certificate that came with a signer's. An anchor is taken as it is.</summary>
    public static IReadOnlyList<string> AuthorityViolations(CertificateView certificate)
    {
        var wrong = new List<string>();
        Algorithms(certificate, wrong);
        Form(certificate, wrong);
        if (!certificate.IsAuthority) wrong.Add("it is no certification authority's");
        if (certificate.KeyUsage is { } usage && (usage & 0x04) == 0) wrong.Add("its key is not meant for issuing certificates");
        if (certificate.SubjectKeyId.Length == 0) wrong.Add("it does not identify its key");
        return wrong;
    }

    // What holds for every certificate, known or not.
    private static void Algorithms(CertificateView certificate, List<string> wrong)
    {
        if (!IsAllowed(certificate.SignatureAlgorithm.Oid)) wrong.Add($"it is signed with an algorithm that is not allowed ({certificate.SignatureAlgorithm.Oid})");
        if (certificate.SignatureAlgorithm.Oid == Oids.RsaPss && !SignatureCheck.HasAllowedPssParameters(certificate.SignatureAlgorithm)) wrong.Add("the parameters of its RSASSA-PSS signature are not allowed");
        switch (certificate.KeyAlgorithm.Oid)
        {
            case Oids.EcPublicKey when !CertificateKeys.IsAllowedCurve(certificate.KeyAlgorithm): wrong.Add("its key is on a curve that is not allowed"); break;
            case Oids.Rsa or Oids.RsaPss when CertificateKeys.RsaBits(certificate) < CertificateKeys.LeastRsaBits: wrong.Add("its RSA key has fewer than 2048 bits"); break;
            case Oids.EcPublicKey or Oids.Rsa or Oids.RsaPss or Oids.Ed25519: break;
            default: wrong.Add($"its key is of a kind that is not allowed ({certificate.KeyAlgorithm.Oid})"); break;
        }
    }

    // What holds for signers and authorities alike; the last four are RFC 5280's (§4.1.1.2, §4.2).
    private static void Form(CertificateView certificate, List<string> wrong)
    {
        if (!certificate.IsVersion3) wrong.Add("it is not of version 3");
        if (certificate.HasUniqueIds) wrong.Add("it has unique identifiers");
        var isSelfSigned = certificate.Issuer.Span.SequenceEqual(certificate.Subject.Span);
        if (!certificate.HasAuthorityKeyId && !isSelfSigned) wrong.Add("it does not say which key issued it");
        if (certificate.KeyUsage is not { } usage) wrong.Add("it has no key usage");
        else if ((usage & 0x04) != 0 && !certificate.IsAuthority) wrong.Add("its key is meant for issuing certificates, and it is no authority");
        if (certificate.RepeatsAnExtension) wrong.Add("it has an extension twice");
        if (certificate.UnknownCritical is { } critical) wrong.Add($"it has a critical extension that is not understood ({critical})");
        var (inner, outer) = (certificate.InnerSignatureAlgorithm, certificate.SignatureAlgorithm);
        if (inner.Oid != outer.Oid || !inner.Parameters.Span.SequenceEqual(outer.Parameters.Span)) wrong.Add("it names two signature algorithms");
    }

    private static void Purposes(IReadOnlyList<string>? purposes, TrustPurpose purpose, List<string> wrong)
    {
        if (purposes is not { Count: > 0 })
        {
            wrong.Add("it does not say what it is for");
            return;
        }

        if (purposes.Contains(AnyPurpose)) wrong.Add("it is for any purpose");
        var stamps = purposes.Contains(Oids.TimeStamping);
        var answers = purposes.Contains(Oids.OcspSigning);
        if ((stamps || answers) && purposes.Count > 1) wrong.Add("it mixes time-stamps or OCSP answers with other purposes");
        else if (purpose == TrustPurpose.ClaimSigning && (stamps || answers)) wrong.Add("it is for time-stamps or OCSP answers");
        else if (purpose == TrustPurpose.TimeStamping && !stamps) wrong.Add("it is not for time-stamps");
    }

    private static bool IsAllowed(string oid) => oid is Oids.EcdsaSha256 or Oids.EcdsaSha384 or Oids.EcdsaSha512 or Oids.RsaSha256 or Oids.RsaSha384 or Oids.RsaSha512 or Oids.RsaPss or Oids.Ed25519;
}
