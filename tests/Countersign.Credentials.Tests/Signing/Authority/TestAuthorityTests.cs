using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.Signing.Authority;

public class TestAuthorityTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static ReadOnlyMemory<byte>[] Chain(string pem)
    {
        Assert.True(PemReader.TryCertificates(pem, out var certificates, out _));
        return [.. certificates.Select(c => (ReadOnlyMemory<byte>)c)];
    }

    public static TheoryData<SigningAlgorithm> Algorithms => [.. Enum.GetValues<SigningAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Its_certificates_pass_the_profile_and_lead_to_its_root(SigningAlgorithm algorithm)
    {
        var authority = TestAuthority.Create(new() { Algorithm = algorithm, Clock = new FixedClock(s_now), Days = 30 });
        var signer = Chain(authority.SignerChainPem);
        Assert.True(CertificateView.TryRead(signer[0], out var leaf));
        Assert.Equal([], CertificateProfile.Violations(leaf));
        Assert.True(Credentials.Cose.CertificateKeys.Fit(algorithm, leaf));
        Assert.True(CertificateView.TryRead(signer[1], out var middle));
        Assert.Equal([], CertificateProfile.AuthorityViolations(middle));

        var user = TrustStore.Create(new() { UserAnchors = [authority.RootPem] });
        Assert.True(user.IsTrusted(signer, s_now, TrustPurpose.ClaimSigning));
        Assert.True(user.IsTrusted(Chain(authority.StamperChainPem), s_now, TrustPurpose.TimeStamping));
        Assert.False(user.IsTrusted(Chain(authority.StamperChainPem), s_now, TrustPurpose.ClaimSigning));
        Assert.False(user.IsTrusted(Chain(authority.ResponderChainPem), s_now, TrustPurpose.ClaimSigning));
        Assert.False(user.IsTrusted(signer, s_now.AddDays(31), TrustPurpose.ClaimSigning));
        Assert.False(user.IsTrusted(signer, s_now.AddHours(-2), TrustPurpose.ClaimSigning));
        // As a member of the C2PA list it would count too: the certificate has that purpose.
        Assert.True(TrustStore.Create(new() { SignerAnchors = [authority.RootPem] }).IsTrusted(signer, s_now, TrustPurpose.ClaimSigning));
    }

    [Fact]
    public void Its_names_say_what_it_is_and_two_have_nothing_in_common()
    {
        var (one, two) = (TestAuthority.Create(new() { Name = "Ada" }), TestAuthority.Create());
        Assert.True(CertificateView.TryRead(Chain(one.SignerChainPem)[0], out var leaf));
        Assert.Equal("Ada", leaf.DisplayName);
        Assert.Contains("test", leaf.IssuerName, StringComparison.Ordinal);
        foreach (var chain in new[] { one.SignerChainPem, one.StamperChainPem, one.ResponderChainPem, one.RootPem })
            Assert.All(Chain(chain), c => Assert.True(c.Span.IndexOf("TEST ONLY - on no public trust list"u8) > 0));
        Assert.NotEqual(one.RootPem, two.RootPem);
        Assert.False(TrustStore.Create(new() { UserAnchors = [two.RootPem] }).IsTrusted(Chain(one.SignerChainPem), s_now, TrustPurpose.ClaimSigning));
    }

    [Fact]
    public void The_keys_belong_to_the_certificates()
    {
        var authority = TestAuthority.Create();
        using var signer = LocalSigner.FromPem(authority.SignerKeyPem, authority.SignerChainPem);
        foreach (var (pem, chain) in new[] { (authority.StamperKeyPem, authority.StamperChainPem), (authority.ResponderKeyPem, authority.ResponderChainPem) })
        {
            using var key = PrivateKey.FromPem(pem);
            Assert.True(CertificateView.TryRead(Chain(chain)[0], out var leaf));
            Assert.True(SignerChecks.Belongs(SigningAlgorithm.Es256, leaf, data => key.Sign(SigningAlgorithm.Es256, data)));
        }
    }
}
