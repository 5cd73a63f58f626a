using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Identity;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Trust;
using Countersign.Credentials.Validation;
using CsCheck;

namespace Countersign.Credentials.Tests.Identity;

public sealed class IdentityCheckTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TestKey _key = new(SigningAlgorithm.Es256);
    private readonly byte[][] _chain;
    private readonly IdentityTrust _trusting;

    public IdentityCheckTests()
    {
        _chain = [_pki.Issue(_key, [TestPki.EmailProtection], name: "An Actor")];
        var store = TrustStore.Create(new TrustSettings { UserAnchors = [PemEncoding.WriteString("CERTIFICATE", _pki.Root)] });
        _trusting = new IdentityTrust { Actors = store, Stampers = store };
    }

    public void Dispose()
    {
        _pki.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void A_sound_assertion_of_a_known_actor_is_trusted()
    {
        var (report, codes) = Check(new IdentityBuilder());
        Assert.Equal(new IdentityReport(IdentityBuilder.Uri("cawg.identity"), IdentityAssertion.X509, "An Actor", true, true), report);
        Assert.Equal(["cawg.identity.trusted", "cawg.x509.credential.trusted", "cawg.x509.signature.inside_validity", "cawg.x509.signature.validated"], codes);
    }

    [Fact]
    public void A_sound_assertion_of_an_unknown_actor_is_well_formed()
    {
        var now = IdentityBuilder.Case(new IdentityBuilder().SignedBy(_key, _chain));
        var report = IdentityCheck.Check(now);
        Assert.True(report.Holds);
        Assert.False(report.Trusted);
        Assert.True(now.Statuses.Has("cawg.identity.well-formed") && now.Statuses.Has("cawg.x509.credential.untrusted") && !now.Statuses.Has("cawg.identity.trusted"));
    }

    [Theory]
    [InlineData(SigningAlgorithm.Es256)]
    [InlineData(SigningAlgorithm.Es384)]
    [InlineData(SigningAlgorithm.Es512)]
    [InlineData(SigningAlgorithm.Ps256)]
    [InlineData(SigningAlgorithm.Ps512)]
    [InlineData(SigningAlgorithm.Ed25519)]
    public void Each_algorithm_is_verified(SigningAlgorithm algorithm)
    {
        using var key = new TestKey(algorithm);
        Assert.Contains("cawg.identity.trusted", Codes(new IdentityBuilder().SignedBy(key, [_pki.Issue(key, [TestPki.EmailProtection])])));
    }

    [Fact]
    public void What_stands_in_another_order_than_was_signed_is_verified_either_way()
    {
        var builder = new IdentityBuilder { StandsSorted = false };
        Assert.Contains("cawg.x509.signature.validated", Codes(builder.SignedBy(_key, _chain)));
        Assert.Contains("cawg.x509.signature.validated", Codes(builder.SignedBy(_key, _chain, over: builder.Payload())));
    }

    [Fact]
    public void A_signature_of_another_list_is_a_mismatch()
    {
        var (report, codes) = Check(new IdentityBuilder(), over: (new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1])] }).Payload());
        Assert.False(report.Holds);
        Assert.Contains("cawg.x509.signature.mismatch", codes);
        Assert.DoesNotContain("cawg.identity.well-formed", codes);
    }

    [Fact]
    public void A_signature_that_is_none_is_a_mismatch() =>
        Assert.Contains("cawg.x509.signature.mismatch", Codes(new IdentityBuilder().Assertion([1, 2, 3])));

    [Fact]
    public void A_reference_that_the_claim_lacks_or_has_with_another_hash_is_a_mismatch()
    {
        Assert.Contains("cawg.identity.assertion.mismatch", Of(new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1]), ("self#jumbf=c2pa.assertions/other", [3])] }));
        Assert.Contains("cawg.identity.assertion.mismatch", Of(new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1]), (IdentityBuilder.Actions, [9])] }));
        Assert.Contains("cawg.identity.assertion.mismatch", Of(new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1]), ("https://example.com/", [1])] }));
    }

    [Fact]
    public void A_reference_that_stands_twice_is_a_duplicate_however_it_is_spelled()
    {
        Assert.Contains("cawg.identity.assertion.duplicate", Of(new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1]), (IdentityBuilder.Binding, [1, 1])] }));
        Assert.Contains("cawg.identity.assertion.duplicate", Of(new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1]), (IdentityBuilder.Uri("c2pa.hash.data"), [1, 1])] }));
    }

    [Fact]
    public void Without_a_hard_binding_the_identity_floats()
    {
        Assert.Contains("cawg.identity.hard_binding_missing", Of(new IdentityBuilder { References = [(IdentityBuilder.Actions, [2, 2])] }));
        Assert.Contains("cawg.identity.hard_binding_missing", Of(new IdentityBuilder { References = [(IdentityBuilder.Binding, [9]), (IdentityBuilder.Actions, [2, 2])] }));
    }

    [Fact]
    public void Padding_holds_zeros_alone()
    {
        Assert.Contains("cawg.identity.pad.invalid", Of(new IdentityBuilder { Pad1 = [0, 1] }));
        Assert.Contains("cawg.identity.pad.invalid", Of(new IdentityBuilder { Pad2 = [2] }));
        Assert.Contains("cawg.identity.trusted", Of(new IdentityBuilder { Pad1 = [], Pad2 = [0, 0] }));
        Assert.DoesNotContain("cawg.identity.well-formed", Of(new IdentityBuilder { Pad1 = [0, 1] }));
    }

    [Fact]
    public void A_kind_of_signature_that_is_not_known_is_said_so() =>
        Assert.Equal(["cawg.identity.sig_type.unknown"], Of(new IdentityBuilder { Type = "com.example.stamp" }));

    [Fact]
    public void What_is_no_identity_assertion_is_invalid()
    {
        Assert.Equal(["cawg.identity.cbor.invalid"], Codes(null));
        Assert.Equal(["cawg.identity.cbor.invalid"], Codes([0x80]));
        Assert.Equal(["cawg.identity.cbor.invalid"], Codes([0xA0]));
        Assert.Equal(["cawg.identity.cbor.invalid"], Of(new IdentityBuilder { References = [] }));
        Assert.Equal(["cawg.identity.cbor.invalid"], Of(new IdentityBuilder { Type = "" }));
        Assert.Equal(["cawg.identity.cbor.invalid"], Of(new IdentityBuilder { ExtraKey = "role", Extra = w => w.WriteInt32(1) }));
    }

    [Fact]
    public void A_field_that_is_not_known_is_passed_over() =>
        Assert.Contains("cawg.identity.trusted", Of(new IdentityBuilder { ExtraKey = "com.example", Extra = w => w.WriteDouble(1.5) }));

    [Fact]
    public void A_certificate_for_something_else_is_invalid()
    {
        var codes = Codes(new IdentityBuilder().SignedBy(_key, [_pki.Issue(_key, [TestPki.TimeStamping])]));
        Assert.Contains("cawg.x509.credential.invalid", codes);
        Assert.Contains("cawg.x509.credential.invalid", Codes(new IdentityBuilder().SignedBy(_key, [_pki.Issue(_key, [TestPki.EmailProtection], usage: X509KeyUsageFlags.DataEncipherment)])));
    }

    [Fact]
    public void A_certificate_that_has_ended_is_outside_validity_and_untrusted()
    {
        var codes = Codes(new IdentityBuilder().SignedBy(_key, [_pki.Issue(_key, [TestPki.EmailProtection], to: IdentityBuilder.Now.AddDays(-1))]));
        Assert.Contains("cawg.x509.signature.outside_validity", codes);
        Assert.Contains("cawg.x509.credential.untrusted", codes);
        Assert.DoesNotContain("cawg.identity.well-formed", codes);
    }

    [Fact]
    public void The_expected_signer_of_the_claim_is_compared()
    {
        using var other = new TestKey(SigningAlgorithm.Es256);
        var certificate = _pki.Issue(other, [TestPki.EmailProtection]);
        var item = new CborWriter();
        item.WriteByteString(certificate);
        var builder = new IdentityBuilder { ExtraKey = "expected_claim_generator", Extra = w => WriteHash(w, item.Encode()) };
        var sound = IdentityBuilder.Case(builder.SignedBy(_key, _chain), _trusting) with { ClaimSigner = certificate };
        Assert.True(IdentityCheck.Check(sound).Trusted);
        Assert.Contains("cawg.identity.expected_claim_generator.mismatch", Of(builder));
        var wrong = IdentityBuilder.Case(builder.SignedBy(_key, _chain), _trusting) with { ClaimSigner = _chain[0] };
        Assert.False(IdentityCheck.Check(wrong).Holds);
    }

    [Fact]
    public void The_expected_claim_is_compared_with_the_hash_of_this_assertion_blank()
    {
        var blank = DeterministicCbor.Encode(IdentityBuilder.Node(IdentityBuilder.Claim(identityHash: 0)));
        Assert.Contains("cawg.identity.trusted", Of(new IdentityBuilder { ExtraKey = "expected_partial_claim", Extra = w => WriteHash(w, blank) }));
        Assert.Contains("cawg.identity.expected_partial_claim.mismatch", Of(new IdentityBuilder { ExtraKey = "expected_partial_claim", Extra = w => WriteHash(w, [1]) }));
    }

    [Fact]
    public void Countersigners_are_those_that_were_expected()
    {
        var second = new IdentityBuilder { References = [(IdentityBuilder.Binding, [1, 1])] };
        var expecting = new IdentityBuilder
        {
            ExtraKey = "expected_countersigners",
            Extra = w =>
            {
                w.WriteStartArray(1);
                w.WriteStartMap(1);
                w.WriteTextString("partial_signer_payload");
                w.WriteEncodedValue(second.Payload());
                w.WriteEndMap();
                w.WriteEndArray();
            },
        };
        var assertion = expecting.SignedBy(_key, _chain);
        Assert.Contains("cawg.identity.trusted", With(assertion, ("cawg.identity__1", second.SignedBy(_key, _chain))));
        Assert.Contains("cawg.identity.expected_countersigner.missing", With(assertion));
        Assert.Contains("cawg.identity.unexpected_countersigner", With(assertion, ("cawg.identity__1", second.SignedBy(_key, _chain)), ("cawg.identity__2", new IdentityBuilder().SignedBy(_key, _chain))));
    }

    [Fact]
    public void Mutants_never_throw_and_are_never_trusted_for_another_list()
    {
        var sound = new IdentityBuilder().SignedBy(_key, _chain);
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 4].Sample(edits =>
        {
            var mutant = sound.ToArray();
            foreach (var (at, value) in edits) mutant[at] = value;
            if (!Credentials.Cbor.CborNode.TryRead(mutant, ParseLimits.Default, out _, out _)) return true;
            var report = IdentityCheck.Check(IdentityBuilder.Case(mutant, _trusting));
            return !report.Trusted || mutant.AsSpan().SequenceEqual(sound);
        }, iter: 500, threads: 1);
    }

    private static void WriteHash(CborWriter writer, byte[] over)
    {
        writer.WriteStartMap(2);
        writer.WriteTextString("alg");
        writer.WriteTextString("sha256");
        writer.WriteTextString("hash");
        writer.WriteByteString(SHA256.HashData(over));
        writer.WriteEndMap();
    }

    private (IdentityReport Report, IReadOnlyList<string> Codes) Check(IdentityBuilder builder, byte[]? over = null)
    {
        var now = IdentityBuilder.Case(builder.SignedBy(_key, _chain, over), _trusting);
        var report = IdentityCheck.Check(now);
        return (report, [.. now.Statuses.All.Select(s => s.Code).Order()]);
    }

    private IReadOnlyList<string> Of(IdentityBuilder builder) => Codes(builder.SignedBy(_key, _chain));

    private IReadOnlyList<string> Codes(byte[]? assertion) => With(assertion);

    private IReadOnlyList<string> With(byte[]? assertion, params (string, byte[])[] others)
    {
        var now = IdentityBuilder.Case(assertion, _trusting, others);
        IdentityCheck.Check(now);
        return [.. now.Statuses.All.Select(s => s.Code).Order()];
    }
}
