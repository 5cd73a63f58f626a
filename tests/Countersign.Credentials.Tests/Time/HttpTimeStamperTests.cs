using System.Net;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;

namespace Countersign.Credentials.Tests.Time;

public sealed class HttpTimeStamperTests : IDisposable
{
    private static readonly Uri s_address = new("http://tsa.example/");
    private static readonly byte[] s_payload = [5, 5];

    private readonly TestPki _pki = new();
    private readonly TestKey _key = new(SigningAlgorithm.Es256);
    private readonly TestTimeStamper _authority;

    public HttpTimeStamperTests() => _authority = new TestTimeStamper(new TestSigner(_key, _pki.Issue(_key, [TestPki.TimeStamping]), _pki.Root));

    public void Dispose()
    {
        _pki.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task An_authority_that_answers_well_gives_the_bare_token()
    {
        HttpRequestMessage? seen = null;
        var token = await AskAsync(async (m, body) =>
        {
            seen = m;
            return Answer(await _authority.AnswerAsync(body));
        });
        Assert.True(TimeStampToken.TryRead(token, ParseLimits.Default, out var read, out _));
        Assert.False(read.WasResponse);
        Assert.Equal(HttpMethod.Post, seen!.Method);
        Assert.Equal("application/timestamp-query", seen.Content!.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_old_answer_is_recognised_by_its_nonce()
    {
        byte[]? old = null;
        await AskAsync(async (_, body) => Answer(old = await _authority.AnswerAsync(body)));
        Assert.Contains("old one", await RefusedAsync((_, _) => Task.FromResult(Answer(old!))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stamp_of_something_else_is_refused()
    {
        var other = await _authority.AnswerAsync(TimeStampRequest.For([1], System.Security.Cryptography.HashAlgorithmName.SHA256, 1).Encode(), TestContext.Current.CancellationToken);
        Assert.Contains("other than what was sent", await RefusedAsync((_, _) => Task.FromResult(Answer(other))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_an_http_error_and_nonsense_are_refused()
    {
        Assert.Contains("did not grant", await RefusedAsync((_, _) => Task.FromResult(Answer([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]))), StringComparison.Ordinal);
        Assert.Contains("HTTP status 500", await RefusedAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError))), StringComparison.Ordinal);
        Assert.Contains("HTTP status 302", await RefusedAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Redirect))), StringComparison.Ordinal);
        Assert.Contains("no time-stamp", await RefusedAsync((_, _) => Task.FromResult(Answer([1, 2, 3]))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off() =>
        Assert.Contains("longer than", await RefusedAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) })), StringComparison.Ordinal);

    [Fact]
    public async Task A_stamp_with_a_broken_signature_is_refused() =>
        Assert.Contains("does not verify", await RefusedAsync(async (_, body) =>
        {
            var answer = await _authority.AnswerAsync(body);
            answer[^1] ^= 1;
            return Answer(answer);
        }), StringComparison.Ordinal);

    [Fact]
    public async Task An_authority_that_does_not_answer_is_given_up()
    {
        using var handler = new SilentHandler();
        using var client = new HttpTimeStamper(s_address, handler) { Timeout = TimeSpan.FromMilliseconds(1) };
        var refused = await Assert.ThrowsAsync<TimeStampException>(async () => await client.StampAsync(s_payload, TestContext.Current.CancellationToken));
        Assert.Contains("did not answer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_http_addresses_are_taken() => Assert.Throws<ArgumentException>(() => new HttpTimeStamper(new Uri("file:///etc/passwd")));

    private static HttpResponseMessage Answer(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };

    private static async Task<byte[]> AskAsync(Func<HttpRequestMessage, byte[], Task<HttpResponseMessage>> answer)
    {
        using var handler = new Handler(answer);
        using var client = new HttpTimeStamper(s_address, handler);
        return await client.StampAsync(s_payload, TestContext.Current.CancellationToken);
    }

    private static async Task<string> RefusedAsync(Func<HttpRequestMessage, byte[], Task<HttpResponseMessage>> answer) =>
        (await Assert.ThrowsAsync<TimeStampException>(() => AskAsync(answer))).Message;
}
