using System.Formats.Cbor;
using System.Security.Cryptography;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Time;

public sealed class TimeStampCheckTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] s_payload = [9, 8, 7];

    private readonly TestPki _pki = new();
    private readonly TestKey _key = new(SigningAlgorithm.Es256);

    public void Dispose()
    {
        _pki.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_stamp_of_a_trusted_authority_gives_both_successes_and_the_time()
    {
        var result = Check(Header(await StampAsync()), trusted: true);
        Assert.Equal(["timeStamp.validated", "timeStamp.trusted"], Codes(result));
        Assert.All(result.Statuses, s => Assert.Equal((StatusKind.Success, "uri"), (s.Kind, s.Uri)));
        Assert.Equal(s_now, result.Trusted);
        Assert.Equal("Leaf", result.Authority);
    }

    [Fact]
    public async Task A_stamp_of_an_unknown_authority_is_shown_but_never_believed()
    {
        var result = Check(Header(await StampAsync()), trusted: false);
        Assert.Equal(["timeStamp.validated", "timeStamp.untrusted"], Codes(result));
        Assert.Null(result.Trusted);
        Assert.Equal(s_now, result.Shown);
    }

    [Fact]
    public async Task A_stamp_of_other_bytes_is_a_mismatch()
    {
        var result = Check(Header(await Stamper().StampAsync(new byte[] { 1 }, TestContext.Current.CancellationToken)), trusted: true);
        Assert.Equal(["timeStamp.mismatch"], Codes(result));
        Assert.Null(result.Shown);
    }

    [Fact]
    public async Task A_broken_signature_is_a_mismatch()
    {
        var token = await StampAsync();
        token[^1] ^= 1;
        Assert.Equal(["timeStamp.mismatch"], Codes(Check(Header(token), trusted: true)));
    }

    [Fact]
    public async Task Two_stamps_in_a_header_are_malformed_even_when_both_are_sound()
    {
        var token = await StampAsync();
        Assert.Equal(["timeStamp.malformed"], Codes(Check(Header(token, token), trusted: true)));
    }

    [Fact]
    public void Headers_of_other_shapes_are_malformed()
    {
        foreach (var header in new[] { Header(), Node(w => w.WriteInt32(1)), Node(w => { w.WriteStartMap(0); w.WriteEndMap(); }), Header([0x30, 0x80]) })
            Assert.Equal(["timeStamp.malformed"], Codes(Check(header, trusted: true)));
    }

    [Fact]
    public async Task A_stamp_without_its_certificate_is_untrusted()
    {
        var token = await Stamper(include: false).StampAsync(s_payload, TestContext.Current.CancellationToken);
        Assert.Equal(["timeStamp.untrusted"], Codes(Check(Header(token), trusted: true)));
    }

    [Theory]
    [InlineData(TestPki.EmailProtection, false)]
    [InlineData(TestPki.TimeStamping + " " + TestPki.EmailProtection, false)]
    [InlineData(TestPki.TimeStamping, true)]
    public async Task A_certificate_not_made_for_time_stamps_alone_is_untrusted(string purposes, bool authority)
    {
        var certificate = _pki.Issue(_key, purposes.Split(' '), authority: authority);
        Assert.Equal(["timeStamp.validated", "timeStamp.untrusted"], Codes(Check(Header(await StampAsync(certificate)), trusted: true)));
    }

    [Fact]
    public async Task A_stamp_made_after_its_certificate_ended_is_outside_validity()
    {
        var certificate = _pki.Issue(_key, [TestPki.TimeStamping], to: s_now.AddDays(-1));
        Assert.Equal(["timeStamp.outsideValidity"], Codes(Check(Header(await StampAsync(certificate)), trusted: true)));
    }

    [Fact]
    public async Task A_stamp_made_after_the_certificate_of_an_unknown_authority_ended_is_untrusted()
    {
        var certificate = _pki.Issue(_key, [TestPki.TimeStamping], to: s_now.AddDays(-1));
        Assert.Equal(["timeStamp.untrusted"], Codes(Check(Header(await StampAsync(certificate)), trusted: false)));
    }

    [Fact]
    public async Task An_ended_certificate_does_not_spoil_a_stamp_made_while_it_was_valid()
    {
        var certificate = _pki.Issue(_key, [TestPki.TimeStamping], from: s_now.AddDays(-1), to: s_now.AddDays(1));
        DateTimeOffset? asked = null;
        var evidence = new TimeStampEvidence { SigTst2 = Header(await StampAsync(certificate)), SignaturePayload = s_payload, Uri = "uri" };
        var result = TimeStampCheck.Check(evidence, (_, at) => { asked = at; return true; }, ParseLimits.Default);
        Assert.Equal(s_now, result.Trusted);
        Assert.Equal(s_now, asked);
    }

    [Fact]
    public async Task The_old_form_is_checked_against_the_claim_and_accepts_the_whole_response()
    {
        var answer = await Stamper().AnswerAsync(TimeStampRequest.For([4], _key.Hash, null).Encode(), TestContext.Current.CancellationToken);
        var evidence = new TimeStampEvidence { SigTst = Header(answer), ClaimPayload = new byte[] { 4 }, SignaturePayload = s_payload, Uri = "uri" };
        Assert.Equal(s_now, TimeStampCheck.Check(evidence, (_, _) => true, ParseLimits.Default).Trusted);
    }

    [Fact]
    public async Task Tokens_of_assertions_are_tried_one_after_another_until_one_passes()
    {
        var other = await Stamper().StampAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);
        var evidence = new TimeStampEvidence { SignaturePayload = s_payload, AssertionTokens = [new byte[] { 0 }, other, await StampAsync(), other], Uri = "uri" };
        var result = TimeStampCheck.Check(evidence, (_, _) => true, ParseLimits.Default);
        Assert.Equal(["timeStamp.malformed", "timeStamp.mismatch", "timeStamp.validated", "timeStamp.trusted"], Codes(result));
        Assert.Equal(s_now, result.Trusted);
    }

    [Fact]
    public async Task A_token_of_an_assertion_is_left_alone_when_the_header_passed()
    {
        var evidence = new TimeStampEvidence { SigTst2 = Header(await StampAsync()), SignaturePayload = s_payload, AssertionTokens = [new byte[] { 0 }], Uri = "uri" };
        Assert.Equal(["timeStamp.validated", "timeStamp.trusted"], Codes(TimeStampCheck.Check(evidence, (_, _) => true, ParseLimits.Default)));
    }

    [Fact]
    public async Task More_tokens_than_are_tried_are_left_alone()
    {
        var sound = await StampAsync();
        List<ReadOnlyMemory<byte>> tokens = [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[] { 0 }, ParseLimits.Default.MaxTimeStamps), sound];
        var evidence = new TimeStampEvidence { SignaturePayload = s_payload, AssertionTokens = tokens, Uri = "uri" };
        Assert.Equal(["timeStamp.malformed"], Codes(TimeStampCheck.Check(evidence, (_, _) => true, ParseLimits.Default)));
    }

    [Fact]
    public void No_stamp_gives_no_status()
    {
        var result = TimeStampCheck.Check(new TimeStampEvidence { Uri = "uri" }, (_, _) => true, ParseLimits.Default);
        Assert.Empty(result.Statuses);
        Assert.Null(result.Trusted);
    }

    [Fact]
    public async Task A_stamp_over_sha1_is_untrusted_whoever_made_it()
    {
        var sha1 = CryptographicOperations.HashData(HashAlgorithmName.SHA1, s_payload);
        var token = await Stamper().IssueAsync(new TimeStampRequest(Oids.Sha1, sha1, null, true), TestContext.Current.CancellationToken);
        Assert.Equal(["timeStamp.untrusted"], Codes(Check(Header(token), trusted: true)));
    }

    private TimeStampResult Check(CborNode header, bool trusted) => TimeStampCheck.Check(
        new TimeStampEvidence { SigTst2 = header, SignaturePayload = s_payload, Uri = "uri" }, (_, _) => trusted, ParseLimits.Default);

    private static IEnumerable<string> Codes(TimeStampResult result) => result.Statuses.Select(s => s.Code);

    private async Task<byte[]> StampAsync(byte[]? certificate = null) => await Stamper(certificate).StampAsync(s_payload, TestContext.Current.CancellationToken);

    private TestTimeStamper Stamper(byte[]? certificate = null, bool include = true) =>
        new(new TestSigner(_key, certificate ?? _pki.Issue(_key, [TestPki.TimeStamping]), _pki.Root), new FixedClock(s_now)) { IncludeCertificates = include };

    private static CborNode Header(params byte[][] tokens) => Node(w =>
    {
        w.WriteStartMap(1);
        w.WriteTextString("tstTokens");
        w.WriteStartArray(tokens.Length);
        foreach (var token in tokens)
        {
            w.WriteStartMap(1);
            w.WriteTextString("val");
            w.WriteByteString(token);
            w.WriteEndMap();
        }

        w.WriteEndArray();
        w.WriteEndMap();
    });

    private static CborNode Node(Action<CborWriter> write)
    {
        var writer = new CborWriter();
        write(writer);
        Assert.True(CborNode.TryRead(writer.Encode(), ParseLimits.Default, out var node, out _));
        return node;
    }
}
