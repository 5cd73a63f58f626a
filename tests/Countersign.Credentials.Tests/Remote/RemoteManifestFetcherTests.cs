using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Credentials.Remote;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Remote;

/// <summary>Manifests at addresses that anybody may have written into a file.</summary>
public sealed class RemoteManifestFetcherTests
{
    private static readonly byte[] s_store = Store.Make();

    private static RemoteManifestFetcher Local(ParseLimits? limits = null, TimeSpan? timeout = null) =>
        new(static a => IPAddress.IsLoopback(a), Uri.UriSchemeHttp) { Limits = limits ?? ParseLimits.Default, Timeout = timeout ?? TimeSpan.FromSeconds(20) };

    private static byte[] Answer(byte[] body, string head = "HTTP/1.1 200 OK\r\nContent-Type: application/c2pa\r\nConnection: close\r\n") =>
        [.. Encoding.ASCII.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body];

    private static byte[] Redirect(string to) => Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/c2pa")]
    [InlineData("application/x-c2pa-manifest-store")]
    [InlineData("application/octet-stream")]
    public async Task A_store_is_fetched(string type)
    {
        using var server = new Server(_ => Answer(s_store, $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n"));
        using var fetcher = Local();
        var (store, why) = await fetcher.FindAsync(server.Address, Token);
        Assert.Null(why);
        Assert.Equal(s_store, store!.Value.ToArray());
        Assert.Contains("Accept: application/c2pa", server.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_interface_gives_the_same()
    {
        using var server = new Server(_ => Answer(s_store));
        using var fetcher = Local();
        Assert.Equal(s_store, ((IManifestSource)fetcher).Find(server.Address, Token).Store!.Value.ToArray());
    }

    [Fact]
    public async Task A_machine_of_ones_own_is_not_connected_to()
    {
        using var server = new Server(_ => Answer(s_store));
        using var fetcher = new RemoteManifestFetcher();
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"])
        {
            var (store, why) = await fetcher.FindAsync($"https://{host}:{server.Port}/", Token);
            Assert.Null(store);
            Assert.Contains("not an address of the public internet", why, StringComparison.Ordinal);
        }

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2002:a00:1::")]
    public void Addresses_that_are_not_of_the_public_internet_are_known(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://example.com/a.c2pa", "only https")]
    [InlineData("ftp://example.com/a.c2pa", "only https")]
    [InlineData("file:///etc/passwd", "only https")]
    [InlineData("https://user:word@example.com/a.c2pa", "user name")]
    [InlineData("https://example.com/a.jpg#jumbf=c2pa", "another file")]
    [InlineData("a.c2pa", "is none")]
    public async Task Addresses_of_another_kind_are_refused_before_anything_is_asked(string address, string reason)
    {
        using var fetcher = new RemoteManifestFetcher();
        Assert.Contains(reason, (await fetcher.FindAsync(address, Token)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_private_address_is_not_followed()
    {
        using var server = new Server(_ => Redirect("http://10.0.0.1/secret"));
        using var fetcher = Local();
        Assert.Contains("10.0.0.1 is not an address", (await fetcher.FindAsync(server.Address, Token)).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://127.0.0.1/")]
    public async Task A_redirect_to_another_scheme_is_not_followed(string to)
    {
        using var server = new Server(_ => Redirect(to));
        using var fetcher = Local();
        Assert.Contains("only http is fetched from", (await fetcher.FindAsync(server.Address, Token)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_no_more()
    {
        using var server = new Server(request => request.StartsWith("GET /0", StringComparison.Ordinal) ? Answer(s_store) : Redirect("/" + (request[5] - '1')));
        using var fetcher = Local();
        Assert.NotNull((await fetcher.FindAsync(server.Address + "3", Token)).Store);
        Assert.Contains("more than 3 times", (await fetcher.FindAsync(server.Address + "4", Token)).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\n", "404")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "text/html")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", "packed")]
    [InlineData("HTTP/1.1 302 Found\r\n", "nowhere")]
    public async Task Answers_that_are_no_store_are_refused(string head, string reason)
    {
        using var server = new Server(_ => Answer(s_store, head + "Connection: close\r\n"));
        using var fetcher = Local();
        Assert.Contains(reason, (await fetcher.FindAsync(server.Address, Token)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_manifest_store_is_refused()
    {
        using var server = new Server(_ => Answer("<html>not here</html>"u8.ToArray()));
        using var fetcher = Local();
        Assert.Contains("no manifest store", (await fetcher.FindAsync(server.Address, Token)).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_is_too_long_is_refused_whether_it_says_so_or_not(bool saysSo)
    {
        var body = new byte[5000];
        using var server = new Server(_ => saysSo ? Answer(body) : [.. "HTTP/1.1 200 OK\r\nContent-Type: application/c2pa\r\nConnection: close\r\n\r\n"u8, .. body]);
        using var fetcher = Local(new ParseLimits { MaxRemoteBytes = 1000 });
        Assert.Contains("longer than 1000", (await fetcher.FindAsync(server.Address, Token)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_comes_drop_by_drop_ends_with_the_time()
    {
        using var server = new Server(_ => Answer(new byte[100])[..^50], keepOpen: true);
        using var fetcher = Local(timeout: TimeSpan.FromMilliseconds(200));
        Assert.Contains("did not come within", (await fetcher.FindAsync(server.Address, Token)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_can_be_called_off()
    {
        using var server = new Server(_ => [], keepOpen: true);
        using var fetcher = Local();
        using var cancel = new CancellationTokenSource();
        var fetch = fetcher.FindAsync(server.Address, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_reason()
    {
        var server = new Server(_ => []);
        var address = server.Address;
        server.Dispose();
        using var fetcher = Local();
        Assert.Contains("could not be fetched", (await fetcher.FindAsync(address, Token)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Known_manifests_are_given_without_a_network()
    {
        var known = new KnownManifests(new Dictionary<string, ReadOnlyMemory<byte>> { ["https://example.com/a.c2pa"] = s_store });
        Assert.Equal(s_store, known.Find("https://example.com/a.c2pa", Token).Store!.Value.ToArray());
        Assert.Contains("not among those", known.Find("https://example.com/b.c2pa", Token).Why, StringComparison.Ordinal);
    }

    /// <summary>Answers each request on 127.0.0.1 with the bytes that it is given.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public Server(Func<string, byte[]> answer, bool keepOpen = false)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _serving = Serve(answer, keepOpen);
        }

        public int Port { get; }

        public string Address => $"http://127.0.0.1:{Port}/";

        public List<string> Requests { get; } = [];

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Stop();
            _serving.Wait();
            _stop.Dispose();
        }

        private async Task Serve(Func<string, byte[]> answer, bool keepOpen)
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    var stream = client.GetStream();
                    var request = "";
                    var buffer = new byte[4096];
                    int read;
                    while (!request.Contains("\r\n\r\n", StringComparison.Ordinal) && (read = await stream.ReadAsync(buffer, _stop.Token)) > 0) request += Encoding.ASCII.GetString(buffer, 0, read);
                    Requests.Add(request);
                    await stream.WriteAsync(answer(request), _stop.Token);
                    if (keepOpen) while (await stream.ReadAsync(buffer, _stop.Token) > 0) { }
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
                {
                    // The client went away, or the test is over.
                }
            }
        }
    }
}
