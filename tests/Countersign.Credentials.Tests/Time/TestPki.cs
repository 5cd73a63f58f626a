using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Signing.Keys;

namespace Countersign.Credentials.Tests.Time;

/// <summary>A certification authority of one test class, valid from 2020 to 2040, and certificates under it.</summary>
internal sealed class TestPki : IDisposable
{
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    public static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _root;
    private int _serial = 0x1000;

    public TestPki(string name = "Test root")
    {
        Key = new TestKey(SigningAlgorithm.Es256);
        var request = new CertificateRequest($"CN={name}", (ECDsa)Key.Native, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(Start, End);
    }

    public TestKey Key { get; }

    public byte[] Root => _root.RawData;

    /// <summary>A certificate under the root, in DER.</summary>
    public byte[] Issue(TestKey key, string[] purposes, DateTimeOffset? from = null, DateTimeOffset? to = null, bool authority = false, string? ocsp = null, string name = "Leaf", X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key.PublicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        if (purposes.Length > 0)
        {
            var oids = new OidCollection();
            foreach (var purpose in purposes) oids.Add(new Oid(purpose));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, true));
        }

        if (ocsp is not null) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([ocsp], []));
        var serial = ++_serial;
        using var issued = request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa((ECDsa)Key.Native), from ?? Start, to ?? End, [(byte)(serial >> 8), (byte)serial]);
        return issued.RawData;
    }

    public void Dispose()
    {
        Key.Dispose();
        _root.Dispose();
    }
}
