using System.Text;
using Countersign.Matching.Text;
using CsCheck;

namespace Countersign.Matching.Tests.Text;

public class TextDecoderTests
{
    private const string Sample = "“Naïve,” she said, and went out into the rain.\r\nHe stayed.";

    [Theory]
    [InlineData("utf-8", false, "utf-8", false)]
    [InlineData("utf-8", true, "utf-8", false)]
    [InlineData("utf-16", true, "utf-16le", false)]
    [InlineData("utf-16BE", true, "utf-16be", false)]
    [InlineData("utf-16", false, "utf-16le", true)]
    [InlineData("utf-16BE", false, "utf-16be", true)]
    [InlineData("windows-1252", false, "windows-1252", true)]
    public void Each_encoding_is_recognised(string written, bool mark, string expected, bool guessed)
    {
        var encoding = written == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(written);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Sample)];
        Assert.Equal(new DecodedText(Sample, expected, guessed), TextDecoder.Decode(bytes).Value);
    }

    [Fact]
    public void What_is_no_text_is_said_so()
    {
        Assert.Equal("text.empty", TextDecoder.Decode(Array.Empty<byte>()).Failure?.Code);
        Assert.Equal("text.too-long", TextDecoder.Decode(new byte[11], 10).Failure?.Code);
        Assert.Equal("text.binary", TextDecoder.Decode(new byte[4096]).Failure?.Code);
        Assert.Equal("text.binary", TextDecoder.Decode(Images.TestPictures.Png(1, 40, 40)).Failure?.Code);
    }

    [Fact]
    public void Any_bytes_are_decoded_or_refused() =>
        Gen.Byte.Array[1, 200].Sample(bytes =>
        {
            var decoded = TextDecoder.Decode(bytes);
            return decoded.Value is null != decoded.Failure is null;
        });
}
