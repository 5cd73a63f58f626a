using System.Security.Cryptography;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Certificates;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Tests.Signing.Keys;

public class CallbackSignerTests
{
    private static ReadOnlyMemory<byte>[] Chain(TestKey key) => [new ForgedCertificate().Build(key, Ring.Root)];

    private static CallbackSigner Make(TestKey key, Func<byte[], byte[]> sign) => new(key.Algorithm, Chain(key), (data, _) => ValueTask.FromResult(sign(data.ToArray())));

    private static async Task<SignatureOutcome> Outcome(TestKey key, Func<byte[], byte[]> sign)
    {
        var signer = Make(key, sign);
        Assert.True(CertificateView.TryRead(signer.Chain[0], out var leaf));
        byte[] data = [1, 2, 3];
        var signature = await signer.SignAsync(data, TestContext.Current.CancellationToken);
        return SignatureVerifier.Verify(key.Algorithm, leaf, data, signature);
    }

    [Theory]
    [InlineData(SigningAlgorithm.Es256)]
    [InlineData(SigningAlgorithm.Es384)]
    [InlineData(SigningAlgorithm.Es512)]
    public async Task An_answer_in_DER_is_turned_into_numbers_side_by_side(SigningAlgorithm algorithm)
    {
        var key = Ring.Of(algorithm);
        // Enough signatures that some have an r or s with zeros in front.
        for (var i = 0; i < 40; i++)
            Assert.Equal(SignatureOutcome.Valid, await Outcome(key, data => ((ECDsa)key.Native).SignData(data, key.Hash, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Theory]
    [InlineData(SigningAlgorithm.Es256)]
    [InlineData(SigningAlgorithm.Es512)]
    [InlineData(SigningAlgorithm.Ps384)]
    [InlineData(SigningAlgorithm.Ed25519)]
    public async Task An_answer_as_COSE_has_it_stays(SigningAlgorithm algorithm) => Assert.Equal(SignatureOutcome.Valid, await Outcome(Ring.Of(algorithm), Ring.Of(algorithm).Sign));

    [Fact]
    public async Task Small_numbers_in_DER_get_their_full_width()
    {
        var signer = Make(Ring.Leaf, _ => [0x30, 6, 2, 1, 5, 2, 1, 7]);
        byte[] expected = [.. new byte[31], 5, .. new byte[31], 7];
        Assert.Equal(expected, await signer.SignAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_of_the_right_length_that_looks_like_DER_stays()
    {
        byte[] raw = [0x30, 62, 2, 28, .. Enumerable.Repeat((byte)1, 28), 2, 30, .. Enumerable.Repeat((byte)2, 30)];
        Assert.Equal(64, raw.Length);
        Assert.Equal(raw, await Make(Ring.Leaf, _ => raw).SignAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3003020105")]
    [InlineData("300902010502010702010A")]
    [InlineData("300602010502010700")]
    public async Task An_answer_that_is_no_signature_is_given_on_as_it_is(string hex) =>
        Assert.Equal(Convert.FromHexString(hex), await Make(Ring.Leaf, _ => Convert.FromHexString(hex)).SignAsync(new byte[1], TestContext.Current.CancellationToken));

    [Fact]
    public void A_certificate_whose_key_does_not_go_with_the_algorithm_is_refused() => Assert.StartsWith("The certificate's key does not go with Es256.",
        Assert.Throws<ArgumentException>(() => new CallbackSigner(SigningAlgorithm.Es256, Chain(Ring.Rsa), (_, _) => default)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_is_not_fit_is_refused() => Assert.StartsWith("The certificate is not fit for signing: it does not say what it is for.",
        Assert.Throws<ArgumentException>(() => new CallbackSigner(SigningAlgorithm.Es256, [new ForgedCertificate { Purposes = null }.Build(Ring.Leaf, Ring.Root)], (_, _) => default)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_certificate_is_refused() => Assert.Throws<ArgumentException>(() => new CallbackSigner(SigningAlgorithm.Es256, [], (_, _) => default));

    [Fact]
    public async Task What_the_service_throws_passes_through()
    {
        var signer = Make(Ring.Leaf, _ => throw new TimeoutException("The token does not answer."));
        await Assert.ThrowsAsync<TimeoutException>(async () => await signer.SignAsync(new byte[1], TestContext.Current.CancellationToken));
    }
}
