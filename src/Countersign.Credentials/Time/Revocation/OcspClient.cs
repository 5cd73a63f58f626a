using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Countersign.Credentials.Remote;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time.Revocation;

/// <summary>
/// Asks the responder that a certificate names whether it is revoked (RFC 6960 appendix A; C2PA 2.2 §15.9.2). The question tells an observer which
/// certificate somebody looks at, so nothing in this library makes one unless its user asked for online checks. The address comes from the certificate,
/// which anybody may have written: only public addresses are connected to, without redirects, with limits on time and size.
/// </summary>
internal sealed class OcspClient : IDisposable
{
    private const string RequestType = "application/ocsp-request";

    /// <summary>Responders tried of one certificate. Attack: a certificate that names a thousand, each waited for.</summary>
    private const int MostResponders = 2;

    private readonly HttpMessageInvoker _http;

    /// <summary>Makes a client.</summary>
    /// <param name="handler">What carries the requests; null for <see cref="PublicAddress.Handler"/>. One that is given is not disposed of.</param>
    public OcspClient(HttpMessageHandler? handler = null) => _http = new HttpMessageInvoker(handler ?? PublicAddress.Handler(), disposeHandler: handler is null);

    /// <summary>The longest wait for one responder.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public ParseLimits Limits { get; init; } = ParseLimits.Default;

    /// <summary>The response of the first responder that gave one, in DER and not judged yet; null when none did.</summary>
    public async ValueTask<byte[]?> AskAsync(ReadOnlyMemory<byte> leafDer, ReadOnlyMemory<byte> issuerDer, CancellationToken cancel = default)
    {
        if (!CertificateView.TryRead(leafDer, out var leaf) || !CertificateView.TryRead(issuerDer, out var issuer)) return null;
        var request = Request(leaf, issuer);
        foreach (var named in leaf.OcspAddresses.Take(MostResponders))
        {
            if (!Uri.TryCreate(named, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)) continue;
            if (await AskAsync(address, request, cancel).ConfigureAwait(false) is { } response) return response;
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>An OCSPRequest for one certificate, with SHA-1 in the CertID, the one hash that every responder knows (RFC 5019 §2.1.1).</summary>
    internal static byte[] Request(CertificateView leaf, CertificateView issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Sha1);
                writer.WriteNull();
            }

            writer.WriteOctetString(Oids.Digest(HashAlgorithmName.SHA1, leaf.Issuer.Span));
            writer.WriteOctetString(Oids.Digest(HashAlgorithmName.SHA1, issuer.PublicKey.Span));
            writer.WriteInteger(leaf.SerialNumber.Span);
        }

        return writer.Encode();
    }

    private async Task<byte[]?> AskAsync(Uri address, byte[] request, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(request) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(RequestType);
            using var response = await _http.SendAsync(message, limit.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? await BoundedBody.ReadAsync(response.Content, Limits.MaxTimeStampBytes, limit.Token).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }
}
