using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Countersign.Credentials.Signing.Authority;

/// <summary>What a <see cref="TestAuthority"/> is to be.</summary>
public sealed record TestAuthorityOptions
{
    /// <summary>The signing algorithm of the signer's certificate.</summary>
    public SigningAlgorithm Algorithm { get; init; } = SigningAlgorithm.Es256;

    /// <summary>Whose name stands on the signing certificate.</summary>
    public string Name { get; init; } = "Test signer";

    /// <summary>The clock; certificates begin an hour before it, for machines whose clocks are behind.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Days for which the signing certificate is valid.</summary>
    public int Days { get; init; } = 365;
}

/// <summary>
/// An authority of one's own: a root, an intermediate, and certificates for signing claims, for time-stamps and for OCSP answers, all of which pass the profile
/// (C2PA 2.2 §14.5.1). For trying things and for tests: no public list trusts it, and its names say so.
/// </summary>
public sealed class TestAuthority
{
    private const string Warning = "TEST ONLY - on no public trust list";

    private TestAuthority()
    {
    }

    /// <summary>The root in PEM. Whoever is to trust what is signed gives it as a trust anchor.</summary>
    public required string RootPem { get; init; }

    /// <summary>The private key of the signer, PKCS#8 in PEM.</summary>
    public required string SignerKeyPem { get; init; }

    /// <summary>The signer's certificate and the intermediate, in PEM.</summary>
    public required string SignerChainPem { get; init; }

    /// <summary>The private key of the time-stamping authority, PKCS#8 in PEM.</summary>
    public required string StamperKeyPem { get; init; }

    /// <summary>Its certificate and the intermediate, in PEM.</summary>
    public required string StamperChainPem { get; init; }

    /// <summary>The private key for OCSP answers, PKCS#8 in PEM.</summary>
    public required string ResponderKeyPem { get; init; }

    /// <summary>Its certificate and the intermediate, in PEM.</summary>
    public required string ResponderChainPem { get; init; }

    /// <summary>Makes an authority. The keys of the root and of the intermediate are thrown away: nothing more can be issued.</summary>
    /// <param name="options">What it is to be; null for the defaults.</param>
    public static TestAuthority Create(TestAuthorityOptions? options = null)
    {
        options ??= new();
        var from = options.Clock.GetUtcNow().AddHours(-1);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var root = Authority("Countersign test root", rootKey, null, null, from, from.AddDays(options.Days * 4), 1);
        using var middle = Authority("Countersign test intermediate", middleKey, root, rootKey, from, from.AddDays(options.Days * 3), 0);
        var to = from.AddDays(options.Days);
        var (signerKey, signer) = Leaf(options.Name, options.Algorithm, [TrustStore.ClaimSigningPurpose, "1.3.6.1.5.5.7.3.4"], middle, middleKey, from, to);
        var (stamperKey, stamper) = Leaf("Countersign test time-stamping authority", SigningAlgorithm.Es256, [Oids.TimeStamping], middle, middleKey, from, to);
        var (responderKey, responder) = Leaf("Countersign test OCSP responder", SigningAlgorithm.Es256, [Oids.OcspSigning], middle, middleKey, from, to);
        var above = middle.ExportCertificatePem() + "\n";
        return new TestAuthority
        {
            RootPem = root.ExportCertificatePem() + "\n",
            SignerKeyPem = signerKey, SignerChainPem = signer + above,
            StamperKeyPem = stamperKey, StamperChainPem = stamper + above,
            ResponderKeyPem = responderKey, ResponderChainPem = responder + above,
        };
    }

    private static X509Certificate2 Authority(string name, ECDsa key, X509Certificate2? issuer, ECDsa? issuerKey, DateTimeOffset from, DateTimeOffset to, int below)
    {
        var request = new CertificateRequest(Named(name), key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, below, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (issuer is null) return request.CreateSelfSigned(from, to);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        return request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey!), from, to, Serial());
    }

    private static (string KeyPem, string CertificatePem) Leaf(string name, SigningAlgorithm algorithm, IEnumerable<string> purposes, X509Certificate2 issuer, ECDsa issuerKey, DateTimeOffset from, DateTimeOffset to)
    {
        var (key, publicKey) = NewKey(algorithm);
        var request = new CertificateRequest(Named(name), publicKey, HashAlgorithmName.SHA384);
        var oids = new OidCollection();
        foreach (var purpose in purposes) oids.Add(new Oid(purpose));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        // RFC 3161 §2.3 wants the purpose of time-stamping critical; for the others it makes no difference.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: oids[0].Value == Oids.TimeStamping));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using var certificate = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), from, to, Serial());
        return (key, certificate.ExportCertificatePem() + "\n");
    }

    private static (string KeyPem, PublicKey PublicKey) NewKey(SigningAlgorithm algorithm)
    {
        if (algorithm == SigningAlgorithm.Ed25519)
        {
            var seed = RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize);
            var point = new byte[Ed25519.PublicKeySize];
            Ed25519.GeneratePublicKey(seed, 0, point, 0);
            // RFC 8410 §7: an OCTET STRING in an OCTET STRING.
            byte[] pkcs8 = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. seed];
            byte[] spki = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. point];
            return (PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n", PublicKey.CreateFromSubjectPublicKeyInfo(spki, out _));
        }

        if (algorithm is SigningAlgorithm.Ps256 or SigningAlgorithm.Ps384 or SigningAlgorithm.Ps512)
        {
            using var rsa = RSA.Create(algorithm == SigningAlgorithm.Ps256 ? 2048 : 3072);
            return (rsa.ExportPkcs8PrivateKeyPem() + "\n", new PublicKey(rsa));
        }

        using var ec = ECDsa.Create(algorithm switch { SigningAlgorithm.Es256 => ECCurve.NamedCurves.nistP256, SigningAlgorithm.Es384 => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 });
        return (ec.ExportPkcs8PrivateKeyPem() + "\n", new PublicKey(ec));
    }

    private static X500DistinguishedName Named(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddOrganizationName(name);
        builder.AddOrganizationalUnitName(Warning);
        builder.AddCommonName(name);
        return builder.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x01);
        return serial;
    }
}
