using System.Security.Cryptography;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Time.Revocation;
using Countersign.Credentials.Validation;
using CsCheck;

namespace Countersign.Credentials.Tests.Time.Revocation;

public sealed class OcspCheckTests : IDisposable
{
    private static readonly DateTimeOffset s_signed = new(2025, 6, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_soon = new(2025, 6, 3, 0, 0, 0, TimeSpan.Zero);

    private readonly TestPki _pki = new();
    private readonly TestKey _leafKey = new(SigningAlgorithm.Es256);
    private readonly TestKey _responderKey = new(SigningAlgorithm.Es256);
    private readonly byte[] _leaf;
    private readonly TestResponder _responder;

    public OcspCheckTests()
    {
        _leaf = _pki.Issue(_leafKey, [TestPki.EmailProtection], ocsp: "http://ocsp.example/");
        _responder = new TestResponder(_responderKey, _pki.Issue(_responderKey, [TestPki.OcspSigning], name: "Responder"));
    }

    public void Dispose()
    {
        _pki.Dispose();
        _leafKey.Dispose();
        _responderKey.Dispose();
    }

    private string Stapled(TestResponder responder, DateTimeOffset? at = null, DateTimeOffset? now = null) => Stapled([responder], at ?? s_signed, now ?? s_now).Code;

    private ValidationStatus Stapled(TestResponder[] responders, DateTimeOffset? at, DateTimeOffset now) =>
        OcspCheck.Check([.. responders.Select(r => (ReadOnlyMemory<byte>)r.Answer(_leaf, _pki.Root))], _leaf, _pki.Root, at, now, "uri", ParseLimits.Default);

    private string Online(TestResponder responder, DateTimeOffset? at, DateTimeOffset now) =>
        OcspCheck.CheckOnline(responder.Answer(_leaf, _pki.Root), _leaf, _pki.Root, at, now, "uri", ParseLimits.Default).Code;

    [Fact]
    public void A_good_response_of_the_time_of_signing_says_not_revoked()
    {
        var status = Stapled([_responder], s_signed, s_now);
        Assert.Equal(("signingCredential.ocsp.notRevoked", StatusKind.Success, "uri"), (status.Code, status.Kind, status.Uri));
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(_responder with { ByName = true }));
    }

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    public void The_certificate_may_be_named_with_any_of_the_hashes(string hash) =>
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(_responder with { IdHash = new HashAlgorithmName(hash) }));

    [Fact]
    public void Good_is_never_reported_as_revoked()
    {
        // Whatever the times are, a response that says good may establish nothing, but never that the certificate was revoked.
        var day = Gen.Int[0, 2000].Select(d => TestPki.Start.AddDays(d));
        Gen.Select(day, day, day, day, day, Gen.Bool).Sample((produced, from, to, signed, now, open) =>
        {
            var response = _responder with { ProducedAt = produced, ThisUpdate = from, NextUpdate = open ? null : to };
            return !Stapled(response, signed, now).EndsWith(".revoked", StringComparison.Ordinal)
                && !Online(response, signed, now).EndsWith(".revoked", StringComparison.Ordinal)
                && !Online(response, null, now).EndsWith(".revoked", StringComparison.Ordinal);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void A_revoked_response_is_a_failure()
    {
        var status = Stapled([_responder with { Status = 1, Reason = 1 }], s_signed, s_now);
        Assert.Equal(("signingCredential.ocsp.revoked", StatusKind.Failure), (status.Code, status.Kind));
        Assert.Equal("signingCredential.ocsp.revoked", Stapled(_responder with { Status = 1 }));
        Assert.Equal("signingCredential.ocsp.revoked", Stapled(_responder with { Status = 1, Reason = 6 }));
    }

    [Fact]
    public void Removed_from_the_list_means_not_revoked()
    {
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(_responder with { Status = 1, Reason = 8 }));
        Assert.Equal("signingCredential.ocsp.notRevoked", Online(_responder with { Status = 1, Reason = 8 }, null, s_soon));
    }

    [Fact]
    public void An_unknown_certificate_is_left_to_an_online_check()
    {
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder with { Status = 2 }));
        Assert.Equal("signingCredential.ocsp.unknown", Online(_responder with { Status = 2 }, s_signed, s_soon));
    }

    [Fact]
    public void Without_a_trusted_time_nothing_stapled_counts()
    {
        Assert.Equal("signingCredential.ocsp.skipped", Stapled([_responder], null, s_now).Code);
        Assert.Equal("signingCredential.ocsp.skipped", Stapled([_responder with { Status = 1 }], null, s_now).Code);
        Assert.Equal("signingCredential.ocsp.skipped", Stapled([], s_signed, s_now).Code);
    }

    [Fact]
    public void The_windows_of_a_stapled_response()
    {
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(_responder, _responder.ThisUpdate.AddYears(-1)));
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(_responder, _responder.ThisUpdate));
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(_responder, _responder.NextUpdate));
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder, _responder.NextUpdate!.Value.AddSeconds(1)));
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder, s_signed, _responder.ThisUpdate.AddSeconds(-1)));
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder with { Status = 1 }, _responder.NextUpdate!.Value.AddSeconds(1)));
    }

    [Fact]
    public void A_response_without_an_end_ends_a_day_after_it_was_made()
    {
        var open = _responder with { NextUpdate = null };
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(open, open.ProducedAt.AddHours(24)));
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(open, open.ProducedAt.AddHours(24).AddSeconds(1)));
    }

    [Fact]
    public void One_good_response_decides_among_several()
    {
        var late = _responder with { ThisUpdate = s_signed.AddYears(-2), NextUpdate = s_signed.AddYears(-1) };
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled([late, _responder], s_signed, s_now).Code);
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled([_responder with { Status = 1 }, _responder], s_signed, s_now).Code);
        Assert.Equal("signingCredential.ocsp.revoked", Stapled([late, _responder with { Status = 1 }], s_signed, s_now).Code);
    }

    [Fact]
    public void The_issuer_may_answer_itself() =>
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(new TestResponder(_pki.Key, _pki.Root) { IncludeCertificate = false }));

    [Fact]
    public void A_responder_that_the_issuer_did_not_authorise_is_not_heard()
    {
        using var elsewhere = new TestPki("Somebody else");
        using var key = new TestKey(SigningAlgorithm.Es256);
        var strangers = new[]
        {
            _pki.Issue(key, [TestPki.EmailProtection]),
            _pki.Issue(key, [TestPki.OcspSigning, TestPki.EmailProtection]),
            _pki.Issue(key, []),
            _pki.Issue(key, [TestPki.OcspSigning], authority: true),
            _pki.Issue(key, [TestPki.OcspSigning], to: _responder.ProducedAt.AddDays(-1)),
            elsewhere.Issue(key, [TestPki.OcspSigning]),
        };
        foreach (var certificate in strangers)
        {
            Assert.Equal("signingCredential.ocsp.skipped", Stapled(new TestResponder(key, certificate)));
            Assert.Equal("signingCredential.ocsp.skipped", Stapled(new TestResponder(key, certificate) { Status = 1 }));
        }

        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder with { IncludeCertificate = false }));
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder with { Key = key }));
    }

    [Fact]
    public void The_signer_cannot_answer_for_itself()
    {
        var self = new TestResponder(_leafKey, _leaf);
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(self));
    }

    [Fact]
    public void A_response_about_another_certificate_is_not_heard()
    {
        using var key = new TestKey(SigningAlgorithm.Es256);
        var other = _pki.Issue(key, [TestPki.EmailProtection]);
        var answer = _responder.Answer(other, _pki.Root);
        Assert.Equal("signingCredential.ocsp.skipped", OcspCheck.Check([answer], _leaf, _pki.Root, s_signed, s_now, "uri", ParseLimits.Default).Code);

        using var twin = new TestPki();
        var sameNumber = new TestResponder(_responderKey, twin.Issue(_responderKey, [TestPki.OcspSigning])).Answer(_leaf, twin.Root);
        Assert.Equal("signingCredential.ocsp.skipped", OcspCheck.Check([sameNumber], _leaf, _pki.Root, s_signed, s_now, "uri", ParseLimits.Default).Code);
    }

    [Fact]
    public void A_responder_that_could_not_answer_gives_nothing() =>
        Assert.Equal("signingCredential.ocsp.skipped", Stapled(_responder with { ResponseStatus = 6 }));

    [Fact]
    public void Without_the_issuers_certificate_nothing_is_established() =>
        Assert.Equal("signingCredential.ocsp.skipped", OcspCheck.Check([_responder.Answer(_leaf, _pki.Root)], _leaf, null, s_signed, s_now, "uri", ParseLimits.Default).Code);

    [Fact]
    public void An_online_answer_must_be_fresh()
    {
        Assert.Equal("signingCredential.ocsp.notRevoked", Online(_responder, null, s_soon));
        Assert.Equal("signingCredential.ocsp.notRevoked", Online(_responder, s_signed, s_soon));
        Assert.Equal("signingCredential.ocsp.inaccessible", Online(_responder, s_signed, s_now));
        Assert.Equal("signingCredential.ocsp.inaccessible", Online(_responder with { Status = 1 }, s_signed, s_now));
    }

    [Fact]
    public void A_good_online_answer_counts_for_a_signature_made_long_before() =>
        Assert.Equal("signingCredential.ocsp.notRevoked", Online(_responder, _responder.ThisUpdate.AddYears(-1), s_soon));

    [Fact]
    public void Revoked_after_the_attested_time_is_not_revoked_then()
    {
        var revoked = _responder with { Status = 1, RevokedAt = s_signed.AddHours(1) };
        Assert.Equal("signingCredential.ocsp.notRevoked", Online(revoked, s_signed, s_soon));
        Assert.Equal("signingCredential.ocsp.revoked", Online(revoked, null, s_soon));
        Assert.Equal("signingCredential.ocsp.revoked", Online(revoked with { RevokedAt = s_signed.AddHours(-1) }, s_signed, s_soon));
        Assert.Equal("signingCredential.ocsp.revoked", Online(revoked, _responder.ThisUpdate.AddDays(-1), s_soon));
    }

    [Fact]
    public void No_answer_is_inaccessible()
    {
        Assert.Equal("signingCredential.ocsp.inaccessible", OcspCheck.CheckOnline(null, _leaf, _pki.Root, s_signed, s_soon, "uri", ParseLimits.Default).Code);
        Assert.Equal("signingCredential.ocsp.inaccessible", OcspCheck.CheckOnline(new byte[] { 1 }, _leaf, _pki.Root, s_signed, s_soon, "uri", ParseLimits.Default).Code);
    }

    [Fact]
    public void A_response_signed_with_Ed25519_is_verified()
    {
        using var key = new TestKey(SigningAlgorithm.Ed25519);
        Assert.Equal("signingCredential.ocsp.notRevoked", Stapled(new TestResponder(key, _pki.Issue(key, [TestPki.OcspSigning]))));
    }

    [Fact]
    public void A_real_stapled_response_says_not_revoked()
    {
        var claim = CorpusClaim.Read(SharedData.Need("credentials/corpus/c2pa-rs-cawg__claim_aggregation__ims_multiple_manifests.jpg"))!;
        var response = claim.Unprotected["rVals"]!["ocspVals"]!.Items[0].Bytes;
        CborNode.TryRead(claim.Protected, ParseLimits.Default, out var headers, out _);
        var chain = (headers[33] ?? headers["x5chain"])!.Items;
        var attested = new DateTimeOffset(2025, 4, 9, 0, 0, 0, TimeSpan.Zero);
        Assert.True(OcspCheck.NamesResponder(chain[0].Bytes));
        Assert.Equal("signingCredential.ocsp.notRevoked", OcspCheck.Check([response], chain[0].Bytes, chain[1].Bytes, attested, s_now, "uri", ParseLimits.Default).Code);
        Assert.Equal("signingCredential.ocsp.skipped", OcspCheck.Check([response], chain[0].Bytes, chain[1].Bytes, attested.AddDays(30), s_now, "uri", ParseLimits.Default).Code);
    }

    [Fact]
    public void Mutants_and_cuts_never_throw_and_never_become_another_verdict()
    {
        var sound = (_responder with { Status = 1 }).Answer(_leaf, _pki.Root);
        Gen.Select(Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 4], Gen.Int[0, sound.Length]).Sample((edits, length) =>
        {
            var mutant = sound.ToArray();
            foreach (var (at, value) in edits) mutant[at] = value;
            if (length % 3 == 0) mutant = mutant[..length];
            return OcspCheck.Stapled([mutant], _leaf, _pki.Root, s_signed, s_now, ParseLimits.Default) is OcspVerdict.Nothing or OcspVerdict.Revoked;
        }, iter: 1000, threads: 1);
    }

    [Fact]
    public void The_request_names_the_certificate()
    {
        CertificateView.TryRead(_leaf, out var leaf);
        CertificateView.TryRead(_pki.Root, out var root);
        var request = OcspClient.Request(leaf, root);
        Assert.True(request.AsSpan().IndexOf(leaf.SerialNumber.Span) > 0);
        Assert.True(request.AsSpan().IndexOf(Oids.Digest(HashAlgorithmName.SHA1, root.PublicKey.Span)) > 0);
    }
}
