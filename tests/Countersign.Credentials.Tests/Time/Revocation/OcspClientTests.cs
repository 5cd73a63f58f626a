using System.Net;
using Countersign.Credentials.Remote;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Revocation;

namespace Countersign.Credentials.Tests.Time.Revocation;

public sealed class OcspClientTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TestKey _key = new(SigningAlgorithm.Es256);

    public void Dispose()
    {
        _pki.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task The_responder_named_in_the_certificate_is_asked()
    {
        Uri? asked = null;
        var answer = await AskAsync("http://ocsp.example/", (m, _) =>
        {
            asked = m.RequestUri;
            Assert.Equal("application/ocsp-request", m.Content!.Headers.ContentType!.MediaType);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([1, 2]) });
        });
        Assert.Equal([1, 2], answer);
        Assert.Equal(new Uri("http://ocsp.example/"), asked);
    }

    [Theory]
    [InlineData("ldap://ocsp.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    [InlineData(null)]
    public async Task Nobody_is_asked_at_other_addresses(string? address) =>
        Assert.Null(await AskAsync(address, (_, _) => throw new InvalidOperationException("asked")));

    [Fact]
    public async Task Errors_redirects_and_endless_answers_give_nothing()
    {
        Assert.Null(await AskAsync("http://a/", (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found))));
        Assert.Null(await AskAsync("http://a/", (_, _) => throw new HttpRequestException("no")));
        Assert.Null(await AskAsync("http://a/", (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) })));
    }

    [Fact]
    public async Task A_responder_that_does_not_answer_is_given_up()
    {
        using var silent = new SilentHandler();
        using var client = new OcspClient(silent) { Timeout = TimeSpan.FromMilliseconds(1) };
        Assert.Null(await client.AskAsync(Leaf("http://a/"), _pki.Root, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:4860:4860::8888", true)]
    public void Only_public_addresses_are_connected_to(string address, bool open) => Assert.Equal(open, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task A_responder_on_this_machine_is_not_connected_to()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new OcspClient { Timeout = TimeSpan.FromSeconds(5) };
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Null(await client.AskAsync(Leaf($"http://127.0.0.1:{port}/"), _pki.Root, TestContext.Current.CancellationToken));
        Assert.False(listener.Pending());
    }

    private byte[] Leaf(string? address) => _pki.Issue(_key, [TestPki.EmailProtection], ocsp: address);

    private async Task<byte[]?> AskAsync(string? address, Func<HttpRequestMessage, byte[], Task<HttpResponseMessage>> answer)
    {
        using var handler = new Handler(answer);
        using var client = new OcspClient(handler);
        return await client.AskAsync(Leaf(address), _pki.Root, TestContext.Current.CancellationToken);
    }
}
