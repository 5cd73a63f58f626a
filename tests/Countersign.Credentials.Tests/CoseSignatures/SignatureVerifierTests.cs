using System.Numerics;
using System.Security.Cryptography;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Certificates;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Tests.CoseSignatures;

/// <summary>Signatures of the seven algorithms (C2PA 2.2 §13.2.1), and what must not pass for one.</summary>
public class SignatureVerifierTests
{
    private static readonly byte[] s_data = "to be signed"u8.ToArray();

    private static CertificateView Certificate(TestKey key) => new ForgedCertificate().View(key, Ring.Root);

    private static CertificateView Certificate(byte[] keyInfo) => new ForgedCertificate { KeyInfo = keyInfo }.View(Ring.Leaf, Ring.Root);

    public static TheoryData<SigningAlgorithm> Algorithms => [.. Enum.GetValues<SigningAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_signature_holds_for_what_was_signed_and_for_nothing_else(SigningAlgorithm algorithm)
    {
        var key = Ring.Of(algorithm);
        var certificate = Certificate(key);
        var signature = key.Sign(s_data);
        Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(algorithm, certificate, s_data, signature));
        Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(algorithm, certificate, "to be singed"u8, signature));
        foreach (var at in new[] { 0, signature.Length / 2, signature.Length - 1 })
        {
            var changed = (byte[])signature.Clone();
            changed[at] ^= 1;
            Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(algorithm, certificate, s_data, changed));
        }

        foreach (var wrong in new[] { [], signature[..^1], [.. signature, 0], [0, .. signature], new byte[signature.Length] })
            Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(algorithm, certificate, s_data, wrong));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_of_another_kind_does_not_fit(SigningAlgorithm algorithm)
    {
        foreach (var other in Enum.GetValues<SigningAlgorithm>().Where(o => o.ToString()[..2] != algorithm.ToString()[..2]))
            Assert.Equal(SignatureOutcome.Unsupported, SignatureVerifier.Verify(algorithm, Certificate(Ring.Of(other)), s_data, Ring.Of(other).Sign(s_data)));
    }

    [Fact]
    public void Any_of_the_three_curves_goes_with_any_of_the_three_hashes()
    {
        var hashes = new[] { (SigningAlgorithm.Es256, HashAlgorithmName.SHA256), (SigningAlgorithm.Es384, HashAlgorithmName.SHA384), (SigningAlgorithm.Es512, HashAlgorithmName.SHA512) };
        foreach (var key in hashes.Select(h => Ring.Of(h.Item1)))
        {
            foreach (var (algorithm, hash) in hashes)
            {
                var signature = ((ECDsa)key.Native).SignData(s_data, hash);
                Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(algorithm, Certificate(key), s_data, signature));
                Assert.All(hashes.Where(h => h.Item1 != algorithm), h => Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(h.Item1, Certificate(key), s_data, signature)));
            }
        }
    }

    [Fact]
    public void An_ECDSA_signature_in_DER_is_none_of_COSE() => Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(
        SigningAlgorithm.Es256, Certificate(Ring.Leaf), s_data, ((ECDsa)Ring.Leaf.Native).SignData(s_data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));

    [Fact]
    public void The_old_padding_of_RSA_is_not_PSS() => Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(
        SigningAlgorithm.Ps256, Certificate(Ring.Rsa), s_data, ((RSA)Ring.Rsa.Native).SignData(s_data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));

    [Fact]
    public void A_key_marked_for_PSS_alone_verifies()
    {
        var inner = ((RSA)Ring.Rsa.Native).ExportRSAPublicKey();
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier(Oids.RsaPss);
            writer.WriteBitString(inner);
        }

        Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(SigningAlgorithm.Ps256, Certificate(writer.Encode()), s_data, Ring.Rsa.Sign(s_data)));
    }

    [Fact]
    public void An_RSA_key_of_1024_bits_does_not_fit()
    {
        using var rsa = RSA.Create(1024);
        var signature = rsa.SignData(s_data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.Equal(SignatureOutcome.Unsupported, SignatureVerifier.Verify(SigningAlgorithm.Ps256, Certificate(rsa.ExportSubjectPublicKeyInfo()), s_data, signature));
    }

    // RFC 9052 appendix C.2.1.
    [Fact]
    public void The_example_of_RFC_9052_holds()
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Convert.FromHexString("BAC5B11CAD8F99F9C72B05CF4B9E26D244DC189F745228255A219A86D6A09EFF"),
                Y = Convert.FromHexString("20138BF82DC1B6D562BE0FA54AB7804A3A64B6D72CCFED6B6FB6ED28BBFC117E"),
            },
        });
        var signature = Convert.FromHexString("8EB33E4CA31D1C465AB05AAC34CC6B23D58FEF5C083106C4D25A91AEF0B0117E2AF9A291AA32E14AB834DC56ED2A223444547E01F11D3B0916E5A4C345CACB36");
        var signed = CoseSign1.SigStructure(Convert.FromHexString("A10126"), "This is the content."u8.ToArray());
        Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(SigningAlgorithm.Es256, Certificate(key.ExportSubjectPublicKeyInfo()), signed, signature));
    }

    // RFC 8032 §7.1, test 3.
    private static readonly byte[] s_edwardsKey = Convert.FromHexString("FC51CD8E6218A1A38DA47ED00230F0580816ED13BA3303AC5DEB911548908025");
    private static readonly byte[] s_edwardsSignature =
        Convert.FromHexString("6291D657DEEC24024827E69C3ABE01A30CE548A284743A445E3680D7DB5AC3AC18FF9B538D16F290AE67F760984DC6594A7C15E9716ED28DC027BECEEA1EC40A");

    private static CertificateView Edwards => Certificate([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. s_edwardsKey]);

    [Fact]
    public void The_example_of_RFC_8032_holds() => Assert.Equal(SignatureOutcome.Valid, SignatureVerifier.Verify(SigningAlgorithm.Ed25519, Edwards, [0xAF, 0x82], s_edwardsSignature));

    // RFC 8032 §5.1.7: S is less than L, or a second signature could be made out of the first.
    [Fact]
    public void An_Ed25519_signature_with_the_order_of_the_group_added_is_none()
    {
        var order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        var s = new BigInteger(s_edwardsSignature.AsSpan(32), isUnsigned: true) + order;
        byte[] changed = [.. s_edwardsSignature[..32], .. s.ToByteArray(isUnsigned: true)];
        Assert.Equal(64, changed.Length);
        Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(SigningAlgorithm.Ed25519, Edwards, [0xAF, 0x82], changed));
    }

    [Fact]
    public void A_point_that_is_on_no_curve_is_no_key()
    {
        var info = Ring.Leaf.PublicKey.ExportSubjectPublicKeyInfo();
        info[^1] ^= 1;
        Assert.Equal(SignatureOutcome.Invalid, SignatureVerifier.Verify(SigningAlgorithm.Es256, Certificate(info), s_data, Ring.Leaf.Sign(s_data)));
    }
}
