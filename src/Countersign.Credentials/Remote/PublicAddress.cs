using System.Net;
using System.Net.Sockets;

namespace Countersign.Credentials.Remote;

/// <summary>
/// Tells addresses of the public internet from others. Attack: a file whose manifest, or a certificate whose responder, is at
/// <c>http://169.254.169.254/</c> or on a machine behind the validator's own firewall.
/// </summary>
internal static class PublicAddress
{
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // RFC 6890: this network, private use, shared, loopback, link local, protocol assignments, documentation, benchmarks; then multicast and reserved.
            return !(b[0] is 0 or 10 or 127 or >= 224
                || (b[0] == 100 && (b[1] & 0xC0) == 64)
                || (b[0] == 169 && b[1] == 254)
                || (b[0] == 172 && (b[1] & 0xF0) == 16)
                || (b[0] == 192 && b[1] == 168)
                || (b[0] == 192 && b[1] == 0 && b[2] is 0 or 2)
                || (b[0] == 198 && (b[1] & 0xFE) == 18)
                || (b[0] == 198 && b[1] == 51 && b[2] == 100)
                || (b[0] == 203 && b[1] == 0 && b[2] == 113));
        }

        // Global unicast is 2000::/3; within it 2001:db8::/32 is documentation, and 2001::/32 and 2002::/16 carry IPv4 addresses inside.
        return (b[0] & 0xE0) == 0x20
            && !(b[0] == 0x20 && b[1] == 0x01 && ((b[2] == 0x0D && b[3] == 0xB8) || (b[2] == 0 && b[3] == 0)))
            && !(b[0] == 0x20 && b[1] == 0x02);
    }

    /// <summary>
    /// A handler that connects to public addresses only, follows no redirects and carries no cookies, credentials or proxy. The name is resolved first, and
    /// the connection goes to an address that was looked at, not to what a second answer says.
    /// </summary>
    /// <param name="isAllowed">For tests, whose servers are on this machine; null for <see cref="Is"/>.</param>
    public static SocketsHttpHandler Handler(Func<IPAddress, bool>? isAllowed = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, isAllowed ?? Is, cancel),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, Func<IPAddress, bool> isAllowed, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(to.Host, out var itself) ? [itself] : await Dns.GetHostAddressesAsync(to.Host, cancel).ConfigureAwait(false);
        // One answer that is not public spoils the others: an honest name has none such.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => isAllowed(a))) throw new HttpRequestException($"{to.Host} is not an address of the public internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
