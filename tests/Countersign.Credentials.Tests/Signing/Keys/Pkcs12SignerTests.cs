using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Tests.Signing.Keys;

public class Pkcs12SignerTests
{
    private static readonly TestAuthority s_authority = TestAuthority.Create();
    private static readonly PbeParameters s_pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private static byte[] Der(string pem) => [.. Convert.FromBase64String(string.Concat(pem.Split('\n').TakeWhile(l => !l.StartsWith("-----END", StringComparison.Ordinal)).Skip(1)))];

    // The intermediate before the signer's own, to see that the order does not matter.
    private static byte[] File(string keyPem, string chainPem, string password, params string[] more)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(chainPem + string.Concat(more));
        var inside = new Pkcs12SafeContents();
        foreach (var certificate in certificates.Reverse()) inside.AddCertificate(certificate);
        var keys = new Pkcs12SafeContents();
        keys.AddSafeBag(new Pkcs12ShroudedKeyBag(Pkcs8PrivateKeyInfo.Decode(Der(keyPem), out _).Encrypt(password, s_pbe)));
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(inside, password, s_pbe);
        builder.AddSafeContentsUnencrypted(keys);
        builder.SealWithMac(password, HashAlgorithmName.SHA256, 1000);
        return builder.Encode();
    }

    private static string Why(byte[] file, string password, SigningAlgorithm? algorithm = null)
    {
        Assert.False(Pkcs12Signer.TryOpen(file, password, algorithm, out _, out var why));
        return why!;
    }

    [Theory]
    [InlineData(SigningAlgorithm.Es384)]
    [InlineData(SigningAlgorithm.Ps256)]
    [InlineData(SigningAlgorithm.Ed25519)]
    public async Task A_file_of_every_kind_of_key_signs(SigningAlgorithm algorithm)
    {
        var authority = TestAuthority.Create(new() { Algorithm = algorithm });
        Assert.True(Pkcs12Signer.TryOpen(File(authority.SignerKeyPem, authority.SignerChainPem, "secret", authority.RootPem), "secret", null, out var signer, out var why), why);
        using (signer)
        {
            Assert.Equal(algorithm, signer!.Algorithm);
            Assert.Equal(2, signer.Chain.Count);
            Assert.True(CertificateView.TryRead(signer.Chain[0], out var leaf));
            var signature = await signer.SignAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);
            Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(algorithm, leaf, [1], signature));
        }
    }

    [Fact]
    public void A_wrong_password_is_told() => Assert.Equal("The password does not open the file.", Why(File(s_authority.SignerKeyPem, s_authority.SignerChainPem, "secret"), "Secret"));

    [Fact]
    public void Bytes_that_are_no_file_are_told() => Assert.StartsWith("The file cannot be opened", Why([1, 2, 3], ""), StringComparison.Ordinal);

    [Fact]
    public void A_key_of_somebody_else_is_told() =>
        Assert.Equal("No key in the file belongs to a certificate in it.", Why(File(TestAuthority.Create().SignerKeyPem, s_authority.SignerChainPem, "x"), "x"));

    [Fact]
    public void A_certificate_that_is_not_fit_is_told_by_its_own_fault() =>
        Assert.Equal("The certificate is not fit for signing: it is for time-stamps or OCSP answers.", Why(File(s_authority.StamperKeyPem, s_authority.StamperChainPem, "x", s_authority.SignerChainPem), "x"));

    [Fact]
    public void An_algorithm_of_another_kind_of_key_is_told() =>
        Assert.Equal("The key cannot make signatures of Ps256.", Why(File(s_authority.SignerKeyPem, s_authority.SignerChainPem, "x"), "x", SigningAlgorithm.Ps256));
}
