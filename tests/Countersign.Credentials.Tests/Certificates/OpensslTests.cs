using System.Diagnostics;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.Certificates;

/// <summary>Certificates, keys and signatures made by somebody else's tool. Skipped where openssl is absent.</summary>
public sealed class OpensslTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-openssl");

    [Theory]
    [InlineData("Es256", "EC -pkeyopt ec_paramgen_curve:P-256", "EC -pkeyopt ec_paramgen_curve:P-384", "-sha256")]
    [InlineData("Es512", "EC -pkeyopt ec_paramgen_curve:P-521", "ED25519", "")]
    [InlineData("Ed25519", "ED25519", "RSA -pkeyopt rsa_keygen_bits:2048", "-sha384")]
    // The salt is as long as the key allows where nobody says otherwise.
    [InlineData("Ps256", "RSA -pkeyopt rsa_keygen_bits:2048", "RSA -pkeyopt rsa_keygen_bits:2048", "-sha256 -sigopt rsa_padding_mode:pss")]
    [InlineData("Ps256", "RSA-PSS -pkeyopt rsa_keygen_bits:2048", "RSA-PSS -pkeyopt rsa_keygen_bits:2048", "-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest")]
    [InlineData("Ps384", "RSA-PSS -pkeyopt rsa_keygen_bits:3072", "RSA-PSS -pkeyopt rsa_keygen_bits:2048", "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20")]
    public async Task A_chain_made_by_openssl_is_read_trusted_and_signed_with(string algorithmName, string leafKey, string rootKey, string signing)
    {
        var algorithm = Enum.Parse<SigningAlgorithm>(algorithmName);
        File.WriteAllText(At("leaf.ext"), "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection,1.3.6.1.4.1.62558.2.1\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n");
        Run($"genpkey -algorithm {rootKey} -out root.key");
        Run($"genpkey -algorithm {leafKey} -out leaf.key");
        Run($"req -x509 -new -key root.key -subj /CN=Root -days 10 {signing} -out root.pem -addext keyUsage=critical,keyCertSign");
        Run($"req -new -key leaf.key -subj /CN=Leaf/O=Them -out leaf.csr");
        Run($"x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 5 {signing} -extfile leaf.ext -out leaf.pem");

        using var signer = LocalSigner.FromPem(File.ReadAllText(At("leaf.key")), File.ReadAllText(At("leaf.pem")), algorithm);
        var store = TrustStore.Create(new() { SignerAnchors = [File.ReadAllText(At("root.pem"))] });
        Assert.True(CertificateView.TryRead(signer.Chain[0], out var leaf));
        Assert.Equal([], CertificateProfile.Violations(leaf));
        Assert.True(store.IsTrusted(signer.Chain, leaf.NotBefore.AddHours(1), TrustPurpose.ClaimSigning));

        var damaged = signer.Chain[0].ToArray();
        damaged[^1] ^= 1;
        Assert.False(store.IsTrusted([damaged], leaf.NotBefore.AddHours(1), TrustPurpose.ClaimSigning));
        var signature = await signer.SignAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(algorithm, leaf, [1], signature));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Run(string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = _folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) Assert.Skip($"openssl {arguments}: {error}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("openssl is not on this machine.");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
