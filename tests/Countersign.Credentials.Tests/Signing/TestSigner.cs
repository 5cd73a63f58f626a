using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>A signing certificate below a root, both made for the test.</summary>
internal sealed class TestSigner : IClaimSigner
{
    private static readonly Lazy<TestSigner> s_instance = new(() => new());
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private TestSigner()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Test root, O=Countersign tests", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        var from = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var root = rootRequest.CreateSelfSigned(from, from.AddYears(20));
        RootPem = root.ExportCertificatePem();

        var request = new CertificateRequest("CN=Test signer, O=Countersign tests", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using var certificate = request.Create(root, from, from.AddYears(10), [1, 2, 3, 4]);
        Chain = [certificate.RawData];
    }

    public static TestSigner Instance => s_instance.Value;

    public string RootPem { get; }

    public SigningAlgorithm Algorithm => SigningAlgorithm.Es256;

    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default) =>
        new(_key.SignData(toBeSigned.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) =>
        _key.VerifyData(toBeSigned, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}

/// <summary>Signs with what the test says.</summary>
internal sealed class ScriptedSigner(Func<ReadOnlyMemory<byte>, byte[]> sign) : IClaimSigner
{
    public SigningAlgorithm Algorithm => SigningAlgorithm.Es256;

    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; init; } = TestSigner.Instance.Chain;

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default) => new(sign(toBeSigned));
}

/// <summary>Gives tokens of the lengths the test says, one after another.</summary>
internal sealed class ScriptedStamper(int estimate, params int[] lengths) : ITimeStamper
{
    private int _calls;

    public int EstimatedSize => estimate;

    public List<byte[]> Stamped { get; } = [];

    public ValueTask<byte[]> StampAsync(ReadOnlyMemory<byte> payload, CancellationToken cancel = default)
    {
        Stamped.Add(payload.ToArray());
        var length = lengths[Math.Min(_calls++, lengths.Length - 1)];
        if (length < 0) throw new IOException("The authority does not answer.");
        var token = new byte[length];
        Array.Fill(token, (byte)0xA5);
        return new(token);
    }
}

/// <summary>Counts instead of drawing lots.</summary>
internal sealed class CountedIdentifiers : IIdentifierSource
{
    private int _next;
    private byte _salt;

    public Guid NextId() => new($"00000000-0000-4000-8000-{++_next:D12}");

    public void FillSalt(Span<byte> salt) => salt.Fill(++_salt);
}
