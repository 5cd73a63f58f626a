using System.Formats.Asn1;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;
using Countersign.Credentials.Time.Der;
using CsCheck;

namespace Countersign.Credentials.Tests.Time;

public sealed class TimeStampTokenTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2025, 3, 4, 5, 6, 7, 125, TimeSpan.Zero);
    private static readonly byte[] s_payload = [1, 2, 3, 4];

    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData(SigningAlgorithm.Es256)]
    [InlineData(SigningAlgorithm.Es384)]
    [InlineData(SigningAlgorithm.Es512)]
    [InlineData(SigningAlgorithm.Ps256)]
    [InlineData(SigningAlgorithm.Ps384)]
    [InlineData(SigningAlgorithm.Ps512)]
    [InlineData(SigningAlgorithm.Ed25519)]
    public async Task A_token_of_each_algorithm_is_made_and_verified(SigningAlgorithm algorithm)
    {
        using var key = new TestKey(algorithm);
        var der = await Stamper(key).StampAsync(s_payload, TestContext.Current.CancellationToken);
        Assert.True(TimeStampToken.TryRead(der, ParseLimits.Default, out var token, out var says), says);
        Assert.Equal(SignatureOutcome.Valid, token.Verify());
        Assert.True(token.NamesItsSigner);
        Assert.False(token.WasResponse);
        Assert.Equal(s_now, token.Info.Time);
        Assert.True(der.Length <= Stamper(key).EstimatedSize, $"{der.Length} bytes were not expected");
    }

    [Fact]
    public async Task The_platform_reads_what_the_test_authority_makes()
    {
        using var key = new TestKey(SigningAlgorithm.Es256);
        var der = await Stamper(key).StampAsync(s_payload, TestContext.Current.CancellationToken);
        Assert.True(System.Security.Cryptography.Pkcs.Rfc3161TimestampToken.TryDecode(der, out var token, out _));
        Assert.True(token.VerifySignatureForData(s_payload, out var certificate));
        Assert.Equal("CN=Leaf", certificate.Subject);
        Assert.Equal(s_now, token.TokenInfo.Timestamp);
    }

    [Fact]
    public async Task A_token_inside_a_response_is_the_same_token()
    {
        using var key = new TestKey(SigningAlgorithm.Es256);
        var request = TimeStampRequest.For(s_payload, key.Hash, 77);
        var answer = await Stamper(key).AnswerAsync(request.Encode(), TestContext.Current.CancellationToken);
        Assert.True(TimeStampToken.TryRead(answer, ParseLimits.Default, out var token, out var says), says);
        Assert.True(token.WasResponse);
        Assert.Equal([77], token.Info.Nonce!.Value.ToArray());
        Assert.True(TimeStampToken.TryRead(token.Encoded, ParseLimits.Default, out var bare, out _));
        Assert.False(bare.WasResponse);
    }

    [Fact]
    public async Task A_request_that_is_none_is_rejected_and_so_is_the_answer()
    {
        using var key = new TestKey(SigningAlgorithm.Es256);
        var answer = await Stamper(key).AnswerAsync(new byte[] { 0x30, 0x00 }, TestContext.Current.CancellationToken);
        Assert.False(TimeStampToken.TryRead(answer, ParseLimits.Default, out _, out var says));
        Assert.Contains("did not grant", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_changed_byte_of_what_is_signed_is_noticed()
    {
        using var key = new TestKey(SigningAlgorithm.Es256);
        var der = await Stamper(key).StampAsync(s_payload, TestContext.Current.CancellationToken);
        TimeStampToken.TryRead(der, ParseLimits.Default, out var sound, out _);
        var imprint = der.AsSpan().IndexOf(sound.Info.Imprint.Span);
        der[imprint] ^= 1;
        Assert.True(TimeStampToken.TryRead(der, ParseLimits.Default, out var token, out _));
        Assert.Equal(SignatureOutcome.Invalid, token.Verify());
    }

    [Theory]
    [InlineData("20250304050607Z", true)]
    [InlineData("20250304050607.5Z", true)]
    [InlineData("20250304050607.1234567890123Z", true)]
    [InlineData("20250304050607.50Z", true)]
    [InlineData("202503040506Z", false)]
    [InlineData("20250304050607", false)]
    [InlineData("20250304050607+0100", false)]
    [InlineData("20250304050607,5Z", false)]
    [InlineData("20250304050607.Z", false)]
    [InlineData("20250304050660Z", false)]
    [InlineData("20251304050607Z", false)]
    [InlineData("20250304050607.-1Z", false)]
    public void Only_a_time_with_seconds_and_in_utc_is_a_time(string text, bool good)
    {
        var info = Info(text);
        if (good) Assert.Equal(2025, TstInfo.Read(info).Time.Year);
        else Assert.Throws<AsnContentException>(() => TstInfo.Read(info));
    }

    [Fact]
    public void Accuracy_adds_its_three_parts()
    {
        var info = TstInfo.Read(Info("20250304050607Z", w =>
        {
            using (w.PushSequence())
            {
                w.WriteInteger(2);
                w.WriteInteger(3, new Asn1Tag(TagClass.ContextSpecific, 0));
                w.WriteInteger(4, new Asn1Tag(TagClass.ContextSpecific, 1));
            }
        }));
        Assert.Equal(TimeSpan.FromTicks(20_030_040), info.Accuracy);
    }

    [Fact]
    public async Task Mutants_and_cuts_never_throw()
    {
        using var key = new TestKey(SigningAlgorithm.Es256);
        var der = await Stamper(key).StampAsync(s_payload, TestContext.Current.CancellationToken);
        Gen.Select(Gen.Select(Gen.Int[0, der.Length - 1], Gen.Byte).Array[1, 6], Gen.Int[0, der.Length]).Sample((edits, length) =>
        {
            var mutant = der.ToArray();
            foreach (var (at, value) in edits) mutant[at] = value;
            if (length % 3 == 0) mutant = mutant[..length];
            if (TimeStampToken.TryRead(mutant, ParseLimits.Default, out var token, out var says))
                return token.Verify() is SignatureOutcome.Valid or SignatureOutcome.Invalid or SignatureOutcome.Unsupported && token.Chain.Count >= 0;
            return says.Length > 0;
        }, iter: 1500, threads: 1);
    }

    [Fact]
    public void Too_long_a_token_is_not_read()
    {
        Assert.False(TimeStampToken.TryRead(new byte[300 << 10], ParseLimits.Default, out _, out var says));
        Assert.Contains("not read", says, StringComparison.Ordinal);
    }

    private TestTimeStamper Stamper(TestKey key) =>
        new(new TestSigner(key, _pki.Issue(key, [TestPki.TimeStamping]), _pki.Root), new FixedClock(s_now));

    private static byte[] Info(string time, Action<AsnWriter>? after = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier("1.2.3");
            using (writer.PushSequence())
            {
                using (writer.PushSequence()) writer.WriteObjectIdentifier(Oids.Sha256);
                writer.WriteOctetString(new byte[32]);
            }

            writer.WriteInteger(9);
            writer.WriteEncodedValue([0x18, (byte)time.Length, .. System.Text.Encoding.ASCII.GetBytes(time)]);
            after?.Invoke(writer);
        }

        return writer.Encode();
    }
}
