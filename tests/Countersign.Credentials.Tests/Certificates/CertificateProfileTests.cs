using System.Security.Cryptography;
using CsCheck;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;
using static Countersign.Credentials.Tests.Certificates.ForgedCertificate;

namespace Countersign.Credentials.Tests.Certificates;

/// <summary>Each rule of C2PA 2.2 §14.5.1.1 broken once.</summary>
public class CertificateProfileTests
{
    private static string Wrong(ForgedCertificate certificate, bool known = false, TrustPurpose purpose = TrustPurpose.ClaimSigning) =>
        string.Join("; ", CertificateProfile.Violations(certificate.View(Ring.Leaf, Ring.Root), known, purpose));

    [Fact]
    public void A_certificate_as_it_should_be_has_nothing_wrong() => Assert.Equal("", Wrong(new()));

    [Fact]
    public void One_without_basic_constraints_has_nothing_wrong() => Assert.Equal("", Wrong(new() { Authority = null }));

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void Version_1_or_2(int? version) => Assert.StartsWith("it is not of version 3", Wrong(new() { Version = version }), StringComparison.Ordinal);

    [Fact]
    public void Unique_identifiers() => Assert.Equal("it has unique identifiers", Wrong(new() { UniqueIds = true }));

    [Fact]
    public void No_authority_key_identifier() => Assert.Equal("it does not say which key issued it", Wrong(new() { AuthorityKeyId = false }));

    [Fact]
    public void A_self_signed_one_needs_no_authority_key_identifier() => Assert.Equal("", Wrong(new() { AuthorityKeyId = false, Issuer = "Leaf" }));

    [Fact]
    public void No_key_usage() => Assert.Equal("it has no key usage", Wrong(new() { Usage = null }));

    [Fact]
    public void A_key_usage_without_signatures() => Assert.Equal("its key is not meant for signatures", Wrong(new() { Usage = 0x40 }));

    [Fact]
    public void A_key_that_may_issue_certificates_and_is_no_authoritys() =>
        Assert.Equal("its key is meant for issuing certificates, and it is no authority", Wrong(new() { Usage = 0x84 }));

    [Fact]
    public void No_purposes() => Assert.Equal("it does not say what it is for", Wrong(new() { Purposes = null }));

    [Fact]
    public void An_empty_list_of_purposes() => Assert.Equal("it does not say what it is for", Wrong(new() { Purposes = [] }));

    [Theory]
    [InlineData(AnyPurpose)]
    [InlineData(Email, AnyPurpose)]
    public void Any_purpose(params string[] purposes) => Assert.Equal("it is for any purpose", Wrong(new() { Purposes = purposes }));

    [Theory]
    [InlineData(Oids.TimeStamping, Email)]
    [InlineData(Oids.OcspSigning, ClaimSigning)]
    [InlineData(Oids.TimeStamping, Oids.OcspSigning)]
    [InlineData("1.2.3.4.5", Oids.TimeStamping)]
    public void Time_stamps_or_answers_beside_another_purpose(params string[] purposes) =>
        Assert.Equal("it mixes time-stamps or OCSP answers with other purposes", Wrong(new() { Purposes = purposes }));

    [Theory]
    [InlineData(Oids.TimeStamping)]
    [InlineData(Oids.OcspSigning)]
    public void A_claim_signed_with_a_certificate_for_time_stamps_or_answers(string purpose) =>
        Assert.Equal("it is for time-stamps or OCSP answers", Wrong(new() { Purposes = [purpose] }));

    [Fact]
    public void A_purpose_that_nobody_knows_is_no_fault() => Assert.Equal("", Wrong(new() { Purposes = [Email, "1.2.3.4.5"] }));

    [Fact]
    public void A_time_stamp_signed_with_a_certificate_for_claims() => Assert.Equal("it is not for time-stamps", Wrong(new(), purpose: TrustPurpose.TimeStamping));

    [Fact]
    public void A_certificate_for_time_stamps_alone_stamps() => Assert.Equal("", Wrong(new() { Purposes = [Oids.TimeStamping] }, purpose: TrustPurpose.TimeStamping));

    [Theory]
    [InlineData("1.2.840.10045.4.1")]
    [InlineData("1.2.840.113549.1.1.5")]
    [InlineData("1.2.840.113549.1.1.4")]
    [InlineData("1.3.101.113")]
    public void Signed_with_SHA_1_or_MD5_or_Ed448(string oid) => Assert.Equal($"it is signed with an algorithm that is not allowed ({oid})", Wrong(new() { SignedWith = oid }));

    [Fact]
    public void Two_names_for_one_signature() => Assert.Equal("it names two signature algorithms", Wrong(new() { NamedInside = Oids.EcdsaSha512 }));

    [Theory]
    [InlineData(null, Oids.Sha256, 32)]
    [InlineData(Oids.Sha256, null, 32)]
    [InlineData(Oids.Sha256, Oids.Sha384, 32)]
    [InlineData(Oids.Sha1, Oids.Sha1, 20)]
    [InlineData(null, null, null)]
    [InlineData(Oids.Sha256, Oids.Sha256, -1)]
    public void Parameters_of_RSASSA_PSS(string? hash, string? mask, int? salt) =>
        Assert.Equal("the parameters of its RSASSA-PSS signature are not allowed", Pss(new(hash, mask, salt)));

    [Theory]
    [InlineData(32)]
    [InlineData(0)]
    [InlineData(222)]
    [InlineData(null)]
    public void A_salt_of_any_length_is_no_fault(int? salt) => Assert.Equal("", Pss(new(Salt: salt)));

    private static string Pss(PssParameters parameters) =>
        string.Join("; ", CertificateProfile.Violations(new ForgedCertificate { SignedWith = Oids.RsaPss, Pss = parameters }.View(Ring.Leaf, Ring.Rsa)));

    [Theory]
    [InlineData("1.3.132.0.10")]
    [InlineData("1.3.132.0.33")]
    [InlineData("1.3.36.3.3.2.8.1.1.7")]
    public void A_key_on_secp256k1_or_P_224_or_a_Brainpool_curve(string curve)
    {
        var info = Info(Oids.EcPublicKey, curve, new byte[65]);
        Assert.Equal("its key is on a curve that is not allowed", Wrong(new() { KeyInfo = info }));
    }

    [Fact]
    public void A_key_with_a_curve_of_its_own()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportExplicitParameters(false);
        using var explicitKey = ECDsa.Create(parameters);
        Assert.Equal("its key is on a curve that is not allowed", Wrong(new() { KeyInfo = explicitKey.ExportSubjectPublicKeyInfo() }));
    }

    [Fact]
    public void An_RSA_key_of_1024_bits()
    {
        using var rsa = RSA.Create(1024);
        Assert.Equal("its RSA key has fewer than 2048 bits", Wrong(new() { KeyInfo = rsa.ExportSubjectPublicKeyInfo() }));
    }

    [Fact]
    public void An_RSA_key_of_2047_bits_has_256_bytes_and_is_too_short()
    {
        var modulus = new byte[256];
        modulus[0] = 0x40;
        modulus[255] = 1;
        var der = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteIntegerUnsigned(modulus);
            der.WriteInteger(65537);
        }

        Assert.Equal("its RSA key has fewer than 2048 bits", Wrong(new() { KeyInfo = Info(Oids.Rsa, null, der.Encode()) }));
    }

    [Theory]
    [InlineData("1.2.840.10040.4.1")]
    [InlineData("1.3.101.113")]
    public void A_key_of_DSA_or_Ed448(string oid) => Assert.Equal($"its key is of a kind that is not allowed ({oid})", Wrong(new() { KeyInfo = Info(oid, null, new byte[57]) }));

    [Fact]
    public void A_critical_extension_that_nobody_knows() =>
        Assert.Equal("it has a critical extension that is not understood (1.2.3.4)", Wrong(new() { More = [("1.2.3.4", true, [5, 0])] }));

    [Fact]
    public void An_extension_that_nobody_knows_and_may_ignore_is_no_fault() => Assert.Equal("", Wrong(new() { More = [("1.2.3.4", false, [5, 0])] }));

    [Fact]
    public void One_extension_twice() => Assert.Equal("it has an extension twice", Wrong(new() { More = [(Oids.SubjectKeyId, false, [4, 1, 1])] }));

    [Fact]
    public void A_known_certificate_is_held_to_its_keys_and_algorithms_alone()
    {
        Assert.Equal("", Wrong(new() { Version = null, UniqueIds = true, Usage = null, Purposes = null, AuthorityKeyId = false }, known: true));
        Assert.Equal("it is signed with an algorithm that is not allowed (1.2.840.10045.4.1)", Wrong(new() { SignedWith = "1.2.840.10045.4.1" }, known: true));
    }

    // §14.5.1.2 has its claims untrusted: TrustPathTests.
    [Fact]
    public void That_an_authority_signs_is_no_matter_of_the_profile()
    {
        Assert.Equal("", Wrong(new() { Authority = true, Usage = 0x84, Purposes = null }));
        Assert.Equal("it is for any purpose", Wrong(new() { Authority = true, Usage = 0x84, Purposes = [AnyPurpose] }));
    }

    [Fact]
    public void An_authority_is_held_to_what_authorities_need()
    {
        Assert.Equal([], Authority(Middle()));
        Assert.Equal(["it does not identify its key"], Authority(new() { Authority = true, Usage = 0x04, SubjectKeyId = false }));
        Assert.Equal(["its key is not meant for issuing certificates"], Authority(new() { Authority = true }));
        Assert.Equal(["it has no key usage"], Authority(new() { Authority = true, Usage = null }));
        Assert.Equal(["it does not say which key issued it"], Authority(new() { Authority = true, Usage = 0x04, AuthorityKeyId = false }));
        Assert.Equal(["it is no certification authority's", "its key is not meant for issuing certificates"], Authority(new()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Names_that_an_authority_is_limited_to_are_not_worked_out_so_that_it_counts_for_nothing(bool critical) => Assert.Equal(
        ["it has a critical extension that is not understood (2.5.29.30)"], Authority(new() { Authority = true, Usage = 0x04, More = [("2.5.29.30", critical, [0x30, 0])] }));

    [Fact]
    public void Any_bytes_changed_in_a_certificate_come_back_without_an_exception()
    {
        var originals = new[] { new ForgedCertificate().Build(Ring.Leaf, Ring.Root), new ForgedCertificate { SignedWith = Oids.RsaPss }.Build(Ring.Rsa, Ring.Rsa), new ForgedCertificate().Build(Ring.Edwards, Ring.Edwards) };
        var issuer = Root().View(Ring.Root, Ring.Root);
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[1, 4]).Sample((which, changes) =>
        {
            var bytes = (byte[])originals[which].Clone();
            foreach (var (at, value) in changes) bytes[at % bytes.Length] = value;
            if (!CertificateView.TryRead(bytes, out var view)) return;
            _ = CertificateProfile.Violations(view);
            _ = CertificateProfile.AuthorityViolations(view);
            _ = view.IsIssuedBy(issuer);
            _ = SignatureVerifier.Verify(SigningAlgorithm.Es256, view, [1], new byte[64]);
            _ = SignatureVerifier.Verify(SigningAlgorithm.Ps256, view, [1], new byte[256]);
            _ = SignatureVerifier.Verify(SigningAlgorithm.Ed25519, view, [1], new byte[64]);
        }, iter: 3_000);
    }

    private static IReadOnlyList<string> Authority(ForgedCertificate certificate) => CertificateProfile.AuthorityViolations(certificate.View(Ring.Middle, Ring.Root));

    private static byte[] Info(string oid, string? curve, byte[] key)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                if (curve is not null) writer.WriteObjectIdentifier(curve);
            }

            writer.WriteBitString(key);
        }

        return writer.Encode();
    }
}
