using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Remote;

/// <summary>
/// Fetches manifest stores over the network (C2PA 2.2 §15.5.3.1). Nothing in this library makes one by itself. The address comes out of a file that anybody may have written, so: https only and without a user name in it; the name is
/// resolved first, every address it stands for must be of the public internet, and the connection goes to one that was looked at, not to what a second answer says; at most three redirects, each looked at alike;
/// no cookies, credentials or proxy; limits on size and on the time of the whole. Safe for use by several threads.
/// </summary>
public sealed class RemoteManifestFetcher : IManifestSource, IDisposable
{
    private const int MostRedirects = 3;

    private readonly HttpMessageInvoker _http;
    private readonly string _scheme;

    /// <summary>Makes a fetcher.</summary>
    public RemoteManifestFetcher()
        : this(PublicAddress.Is, Uri.UriSchemeHttps)
    {
    }

    /// <summary>For tests, whose servers are on this machine and have no certificate.</summary>
    internal RemoteManifestFetcher(Func<IPAddress, bool> isAllowed, string scheme)
    {
        _scheme = scheme;
        _http = new HttpMessageInvoker(PublicAddress.Handler(isAllowed));
    }

    /// <summary>The longest that a fetch may take, redirects and body included; 20 seconds unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How much is read: <see cref="ParseLimits.MaxRemoteBytes"/>.</summary>
    public ParseLimits Limits { get; init; } = ParseLimits.Default;

    /// <inheritdoc/>
    public (ReadOnlyMemory<byte>? Store, string? Why) Find(string address, CancellationToken cancel) => FindAsync(address, cancel).AsTask().GetAwaiter().GetResult();

    /// <summary>Fetches a store.</summary>
    /// <param name="address">An absolute https address.</param>
    /// <param name="cancel">Ends the fetch.</param>
    /// <returns>The JUMBF of the store; or null, and a sentence on why there is none.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<(ReadOnlyMemory<byte>? Store, string? Why)> FindAsync(string address, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var at)) return (null, "The address of the manifest is none.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                if (at.Scheme != _scheme) return (null, $"The manifest is at {at.Scheme}://{at.Host}; only {_scheme} is fetched from.");
                if (at.UserInfo.Length > 0) return (null, "The address of the manifest has a user name in it.");
                if (at.Fragment.StartsWith("#jumbf", StringComparison.Ordinal)) return (null, "The address points into another file, which is not taken apart.");
                using var request = new HttpRequestMessage(HttpMethod.Get, at);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/c2pa"));
                using var response = await _http.SendAsync(request, limit.Token).ConfigureAwait(false);
                if (!IsRedirect(response.StatusCode)) return await ReadAsync(response, limit.Token).ConfigureAwait(false);
                if (redirects == MostRedirects) return (null, $"The address of the manifest redirects more than {MostRedirects} times.");
                if (response.Headers.Location is not { } location || !Uri.TryCreate(at, location, out var next)) return (null, "The address of the manifest redirects to nowhere.");
                at = next;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"The manifest did not come within {Timeout.TotalSeconds} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or NotSupportedException)
        {
            // What is beneath says more: "the request failed" holds for any of them.
            return (null, $"The manifest could not be fetched: {(e.InnerException is HttpRequestException inner ? inner : e).Message}");
        }
    }

    /// <summary>Lets go of the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private async Task<(ReadOnlyMemory<byte>? Store, string? Why)> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode != HttpStatusCode.OK) return (null, $"The server of the manifest answered with HTTP status {(int)response.StatusCode}.");
        // application/c2pa is the registered type (§11.4). Plain file servers do not know it and say octet-stream or nothing; a page that says "not found" with status 200 says text/html.
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is not (null or "application/c2pa" or "application/x-c2pa-manifest-store" or "application/octet-stream")) return (null, $"What is at the address of the manifest is {type}.");
        if (response.Content.Headers.ContentEncoding.Count > 0) return (null, "The server of the manifest packed it without being asked to.");
        if (await BoundedBody.ReadAsync(response.Content, Limits.MaxRemoteBytes, cancel).ConfigureAwait(false) is not { } body) return (null, $"The manifest is longer than {Limits.MaxRemoteBytes} bytes.");
        return StoreProbe.Look(body).IsC2pa ? (body, null) : (null, "What is at the address of the manifest is no manifest store.");
    }
}
