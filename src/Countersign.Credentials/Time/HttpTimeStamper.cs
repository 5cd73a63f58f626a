using System.Net;
using System.Net.Http.Headers;
using System.Numerics;
using System.Security.Cryptography;
using Countersign.Credentials.Remote;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time;

/// <summary>
/// Asks a time-stamp authority over HTTP (RFC 3161 §3.4). Nothing in this library makes one by itself: the address is whatever its user gives.
/// The request holds a hash and a random number, and the answer is checked before it is handed on. Redirects are not followed.
/// </summary>
public sealed class HttpTimeStamper : ITimeStamper, IDisposable
{
    private const string RequestType = "application/timestamp-query";

    private readonly Uri _authority;
    private readonly HttpMessageInvoker _http;
    private readonly bool _ownsHttp;

    /// <summary>Makes a client for one authority.</summary>
    /// <param name="authority">An absolute http or https address. Plain http is common among authorities, and their answers are signed.</param>
    /// <param name="handler">What carries the requests; null for a handler of its own, which follows no redirects and keeps no cookies. One that is given is not disposed of.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or neither http nor https.</exception>
    public HttpTimeStamper(Uri authority, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (!authority.IsAbsoluteUri || (authority.Scheme != Uri.UriSchemeHttp && authority.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException("The address of a time-stamp authority is an absolute http or https address.", nameof(authority));
        _authority = authority;
        _ownsHttp = handler is null;
        _http = new HttpMessageInvoker(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: _ownsHttp);
    }

    /// <summary>The longest wait for an answer; 20 seconds unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The hash sent to the authority: SHA-256 unless set, SHA-384 or SHA-512 (C2PA 2.2 §13.1).</summary>
    public HashAlgorithmName HashAlgorithm { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>How much of an answer is read, and how many certificates in it.</summary>
    public ParseLimits Limits { get; init; } = ParseLimits.Default;

    /// <inheritdoc/>
    public int EstimatedSize { get; init; } = 10_000;

    /// <inheritdoc/>
    public async ValueTask<byte[]> StampAsync(ReadOnlyMemory<byte> payload, CancellationToken cancel = default)
    {
        // 63 random bits: a nonce is an INTEGER, and some authorities refuse a negative one.
        var nonce = new BigInteger(RandomNumberGenerator.GetBytes(8), isUnsigned: true) >> 1;
        var request = TimeStampRequest.For(payload.Span, HashAlgorithm, nonce);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        byte[] answer;
        try
        {
            answer = await AskAsync(request.Encode(), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeStampException($"The time-stamp authority at {_authority} did not answer within {Timeout.TotalSeconds} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TimeStampException($"The time-stamp authority at {_authority} could not be reached: {e.Message}", e);
        }

        return Accept(answer, request, payload.Span, nonce);
    }

    /// <summary>Lets go of the connections, when they are this client's own.</summary>
    public void Dispose()
    {
        if (_ownsHttp) _http.Dispose();
    }

    private byte[] Accept(byte[] answer, TimeStampRequest request, ReadOnlySpan<byte> payload, BigInteger nonce)
    {
        if (!TimeStampToken.TryRead(answer, Limits, out var token, out var says)) throw new TimeStampException("The answer of the time-stamp authority is no time-stamp: " + says);
        if (token.Info.ImprintAlgorithm != request.HashOid || !token.Info.Imprint.Span.SequenceEqual(Oids.Digest(HashAlgorithm, payload)))
            throw new TimeStampException("The time-stamp authority stamped something other than what was sent.");
        if (token.Info.Nonce is not { } repeated || new BigInteger(repeated.Span, isBigEndian: true) != nonce)
            throw new TimeStampException("The time-stamp authority did not repeat the number that was sent: the answer may be an old one.");
        if (token.Signer is null || !token.NamesItsSigner) throw new TimeStampException("The time-stamp came without the certificate of its authority.");
        if (token.Verify() != SignatureOutcome.Valid) throw new TimeStampException("The signature of the time-stamp does not verify.");
        return token.Encoded.ToArray();
    }

    private async Task<byte[]> AskAsync(byte[] request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _authority) { Content = new ByteArrayContent(request) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(RequestType);
        using var response = await _http.SendAsync(message, cancel).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) throw new TimeStampException($"The time-stamp authority at {_authority} answered with HTTP status {(int)response.StatusCode}.");
        return await BoundedBody.ReadAsync(response.Content, Limits.MaxTimeStampBytes, cancel).ConfigureAwait(false)
            ?? throw new TimeStampException($"The answer of the time-stamp authority is longer than {Limits.MaxTimeStampBytes} bytes.");
    }
}
