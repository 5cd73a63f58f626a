using System.Security.Cryptography;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Certificates;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Tests.Signing.Keys;

public class LocalSignerTests
{
    private static readonly TestAuthority s_authority = TestAuthority.Create();
    private static readonly TestAuthority s_other = TestAuthority.Create();

    private static string Why(string key, string chain, SigningAlgorithm? algorithm = null, string? password = null)
    {
        Assert.False(LocalSigner.TryFromPem(key, chain, algorithm, password, out _, out var why));
        return why!;
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der) + "\n";

    public static TheoryData<SigningAlgorithm> Algorithms => [.. Enum.GetValues<SigningAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Signs_with_every_algorithm(SigningAlgorithm algorithm)
    {
        var authority = TestAuthority.Create(new() { Algorithm = algorithm });
        using var signer = LocalSigner.FromPem(authority.SignerKeyPem, authority.SignerChainPem, algorithm);
        Assert.Equal(algorithm, signer.Algorithm);
        Assert.Equal(2, signer.Chain.Count);
        Assert.True(CertificateView.TryRead(signer.Chain[0], out var leaf));
        byte[] data = [1, 2, 3];
        var signature = await signer.SignAsync(data, TestContext.Current.CancellationToken);
        Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(algorithm, leaf, data, signature));
    }

    [Fact]
    public void The_algorithm_follows_from_the_key()
    {
        foreach (var algorithm in new[] { SigningAlgorithm.Es256, SigningAlgorithm.Es384, SigningAlgorithm.Es512, SigningAlgorithm.Ed25519 })
        {
            var authority = TestAuthority.Create(new() { Algorithm = algorithm });
            using var signer = LocalSigner.FromPem(authority.SignerKeyPem, authority.SignerChainPem);
            Assert.Equal(algorithm, signer.Algorithm);
        }
    }

    [Fact]
    public void A_root_at_the_end_is_left_out()
    {
        using var signer = LocalSigner.FromPem(s_authority.SignerKeyPem, s_authority.SignerChainPem + s_authority.RootPem);
        Assert.Equal(2, signer.Chain.Count);
    }

    [Fact]
    public void Keys_of_older_forms_and_encrypted_ones_are_read()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(s_authority.SignerKeyPem);
        using var old = LocalSigner.FromPem("# comment\n" + key.ExportECPrivateKeyPem(), s_authority.SignerChainPem);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        using var opened = LocalSigner.FromPem(encrypted, s_authority.SignerChainPem, password: "secret");
        Assert.StartsWith("The private key cannot be used: The key is encrypted", Why(encrypted, s_authority.SignerChainPem), StringComparison.Ordinal);
        Assert.StartsWith("The private key cannot be used", Why(encrypted, s_authority.SignerChainPem, password: "wrong"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_the_platform_signs()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(s_authority.SignerKeyPem);
        using var fromPem = LocalSigner.FromPem(s_authority.SignerKeyPem, s_authority.SignerChainPem);
        using var signer = LocalSigner.FromKey(key, fromPem.Chain, SigningAlgorithm.Es512);
        Assert.Equal(SigningAlgorithm.Es512, signer.Algorithm);
        using var dsa = ECDiffieHellman.Create();
        Assert.Throws<ArgumentException>(() => LocalSigner.FromKey(dsa, fromPem.Chain));
    }

    [Fact]
    public void A_key_of_somebody_else_is_refused() => Assert.Equal("The key does not belong to the certificate.", Why(s_other.SignerKeyPem, s_authority.SignerChainPem));

    [Fact]
    public void An_algorithm_of_another_kind_of_key_is_refused() => Assert.Equal("The key cannot make signatures of Ps256.", Why(s_authority.SignerKeyPem, s_authority.SignerChainPem, SigningAlgorithm.Ps256));

    [Fact]
    public void A_key_of_another_kind_than_the_certificates_is_refused() =>
        Assert.Equal("The certificate's key does not go with Ed25519.", Why(TestAuthority.Create(new() { Algorithm = SigningAlgorithm.Ed25519 }).SignerKeyPem, s_authority.SignerChainPem));

    [Fact]
    public void A_certificate_for_time_stamps_or_answers_is_refused()
    {
        Assert.Equal("The certificate is not fit for signing: it is for time-stamps or OCSP answers.", Why(s_authority.StamperKeyPem, s_authority.StamperChainPem));
        Assert.Equal("The certificate is not fit for signing: it is for time-stamps or OCSP answers.", Why(s_authority.ResponderKeyPem, s_authority.ResponderChainPem));
    }

    [Fact]
    public void A_certificate_of_an_authority_is_refused() => Assert.Equal("The certificate is a certification authority's, which signs no claims.", Why(s_authority.SignerKeyPem, s_authority.RootPem));

    [Fact]
    public void Certificates_out_of_order_are_refused()
    {
        var root = ForgedCertificate.Root().Build(Ring.Root, Ring.Root);
        var leaf = new ForgedCertificate { Issuer = "Somebody" }.Build(Ring.Leaf, Ring.Root);
        Assert.StartsWith("The certificates are not in order", Why(KeyOf(Ring.Leaf), Pem(leaf) + Pem(ForgedCertificate.Middle().Build(Ring.Middle, Ring.Root)) + Pem(root)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_intermediate_of_the_right_name_that_did_not_sign_is_refused()
    {
        var leaf = new ForgedCertificate { Issuer = "Middle" }.Build(Ring.Leaf, Ring.Root);
        Assert.Equal("A certificate was not signed by the one after it, although the names agree.", Why(KeyOf(Ring.Leaf), Pem(leaf) + Pem(ForgedCertificate.Middle().Build(Ring.Middle, Ring.Root))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMAMCAQA=\n-----END RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----")]
    // Ed25519 of the wrong length, and X25519.
    [InlineData("-----BEGIN PRIVATE KEY-----\nMBMCAQAwBQYDK2VwBAcEBQECAwQF\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMBMCAQAwBQYDK2VuBAcEBQECAwQF\n-----END PRIVATE KEY-----")]
    public void What_is_no_private_key_is_refused_with_a_reason(string key) =>
        Assert.StartsWith("The private key cannot be used: ", Why(key, s_authority.SignerChainPem, password: "x"), StringComparison.Ordinal);

    [Fact]
    public void A_text_without_certificates_is_refused() => Assert.Equal("There is no certificate in it.", Why(s_authority.SignerKeyPem, s_authority.SignerKeyPem));

    [Fact]
    public async Task Many_threads_sign_with_one_signer()
    {
        var authority = TestAuthority.Create(new() { Algorithm = SigningAlgorithm.Ps256 });
        using var signer = LocalSigner.FromPem(authority.SignerKeyPem, authority.SignerChainPem);
        Assert.True(CertificateView.TryRead(signer.Chain[0], out var leaf));
        var cancel = TestContext.Current.CancellationToken;
        var signatures = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => (Data: new[] { (byte)i }, Signature: await signer.SignAsync(new[] { (byte)i }, cancel)), cancel)));
        Assert.All(signatures, s => Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(SigningAlgorithm.Ps256, leaf, s.Data, s.Signature)));
    }

    private static string KeyOf(Time.TestKey key) => PemEncoding.WriteString("PRIVATE KEY", key.Native.ExportPkcs8PrivateKey());
}
