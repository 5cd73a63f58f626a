using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.Credentials.Tests.Forging;

/// <summary>A certificate that fits the profile and its issuer, and COSE signatures with it, made by hand.</summary>
internal sealed class ForgedSigner
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ForgedSigner(DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Forge Root,O=Forge", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(s_start, s_end);
        Root = root.RawData;
        RootPem = root.ExportCertificatePem();

        var request = new CertificateRequest("CN=Forge Signer,O=Forge", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.4")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using var leaf = request.Create(root, from ?? s_start, to ?? s_end, [1, 2, 3, 4]);
        Leaf = leaf.RawData;
    }

    private static readonly DateTimeOffset s_start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_end = new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One for all tests that need no other: making keys takes time.</summary>
    public static ForgedSigner Shared { get; } = new();

    public byte[] Root { get; }

    public string RootPem { get; }

    public byte[] Leaf { get; }

    public byte[] Sign(byte[] claim) => Sign(claim, new Dictionary<int, object?> { [1] = -7, [33] = Leaf }, new Dictionary<string, object?> { ["pad"] = new byte[16] });

    /// <summary>COSE_Sign1 with headers of the test's choice.</summary>
    public byte[] Sign(byte[] claim, object headers, object? unprotected)
    {
        var protectedBytes = CborText.Encode(headers);
        var signature = _key.SignData(CborText.Encode(new object?[] { "Signature1", protectedBytes, Array.Empty<byte>(), claim }), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return [0xD2, .. CborText.Encode(new[] { protectedBytes, unprotected, null, (object)signature })];
    }
}
