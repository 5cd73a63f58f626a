using System.Security.Cryptography;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.Certificates;

public class PemReaderTests
{
    private static readonly byte[] s_one = [1, 2, 3, 4, 5], s_two = new byte[100];

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der);

    private static (byte[][] Found, string Says) Read(string text)
    {
        var ok = PemReader.TryCertificates(text, out var found, out var says);
        Assert.Equal(ok, says.Length == 0);
        return ([.. found], says);
    }

    [Fact]
    public void Certificates_stand_among_comments_and_other_blocks_with_any_line_ending()
    {
        var text = $"Subject: CN=One\n# a comment - with dashes -----\n{Pem(s_one)}\nissuer=...\n{PemEncoding.WriteString("PRIVATE KEY", s_two)}\n{Pem(s_two)}\n\n";
        foreach (var ending in new[] { "\n", "\r\n" }) Assert.Equal([s_one, s_two], Read(text.ReplaceLineEndings(ending)).Found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MIIB")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void A_text_without_a_certificate_says_so(string text) => Assert.Equal("There is no certificate in it.", Read(text).Says);

    [Fact]
    public void A_certificate_that_is_cut_off_is_told()
    {
        Assert.Equal("A certificate in it is cut off or broken.", Read(Pem(s_one) + "\n" + Pem(s_two)[..60]).Says);
        Assert.Equal("A certificate in it is cut off or broken.", Read(Pem(s_two)[..60]).Says);
    }

    [Fact]
    public void A_broken_certificate_between_sound_ones_is_not_passed_over() =>
        Assert.Equal("A certificate in it is broken.", Read(Pem(s_one) + "\n-----BEGIN CERTIFICATE-----\nnot*base64\n-----END CERTIFICATE-----\n" + Pem(s_two)).Says);
}
