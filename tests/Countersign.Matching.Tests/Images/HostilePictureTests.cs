using Countersign.Matching.Images;
using NetVips;

namespace Countersign.Matching.Tests.Images;

public class HostilePictureTests
{
    [Fact]
    public void No_bytes_are_no_picture() => Assert.Equal("picture.empty", Code([]));

    [Theory]
    [InlineData("just words, no picture at all")]
    [InlineData("%PDF-1.7 1 0 obj")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    public void Other_files_are_unsupported(string text) =>
        Assert.Equal("picture.unsupported", Code(System.Text.Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF })]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 })]
    [InlineData(new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'9', (byte)'a' })]
    [InlineData(new byte[] { (byte)'R', (byte)'I', (byte)'F', (byte)'F', 9, 0, 0, 0, (byte)'W', (byte)'E', (byte)'B', (byte)'P' })]
    public void A_bare_signature_is_truncated(byte[] bytes) => Assert.Equal("picture.truncated", Code(bytes));

    [Fact]
    public void A_bomb_is_refused_from_its_header()
    {
        var bomb = TestPictures.OneColourPng(50_000, 50_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var failure = Assert.IsType<PictureFailure>(PictureDecoder.Decode(bomb).Failure);

        Assert.Equal("picture.too-many-pixels", failure.Code);
        Assert.Equal((50_000, 50_000), (failure.Header!.Width, failure.Header.Height));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.InRange((long)Stats.MemHighwater, 0, 600L << 20);
        Assert.Equal("picture.too-many-pixels", Thumbnails.Jpeg(bomb, 100).Failure?.Code);
    }

    [Fact]
    public void The_same_bomb_below_the_limit_is_streamed_not_held()
    {
        Assert.True(PictureDecoder.Decode(TestPictures.OneColourPng(20_000, 12_000)).TryGet(out var picture, out _));
        Assert.InRange(picture.Rgb.Length, 1, 4 << 20);
        Assert.Equal(0, picture.Pdq().Quality);
    }

    [Fact]
    public void Each_limit_refuses()
    {
        var png = TestPictures.Png(1, 300, 200);
        Assert.Equal("picture.too-many-bytes", Code(png, new PictureLimits { MaxEncodedBytes = 100 }));
        Assert.Equal("picture.too-many-pixels", Code(png, new PictureLimits { MaxPixels = 59_999 }));
        Assert.Equal("picture.too-many-pixels", Code(png, new PictureLimits { MaxSide = 299 }));
        Assert.Null(Code(png, new PictureLimits { MaxPixels = 60_000, MaxSide = 300, MaxWholePixels = 1 }));
        var whole = TestPictures.Picture(1, 300, 200);
        Assert.Equal("picture.too-many-pixels", Code(whole.PngsaveBuffer(interlace: true), new PictureLimits { MaxWholePixels = 1 }));
        Assert.Equal("picture.too-many-pixels", Code(whole.JpegsaveBuffer(interlace: true), new PictureLimits { MaxWholePixels = 1 }));
        Assert.Equal("picture.too-many-pages", Code(whole.GifsaveBuffer(), new PictureLimits { MaxPages = 0 }));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("large-jpeg")]
    public void A_picture_cut_short_is_a_problem_and_keeps_its_size(string kind)
    {
        var bytes = kind switch
        {
            "jpeg" => TestPictures.Jpeg(1, 400, 300),
            "large-jpeg" => TestPictures.Jpeg(1, 1700, 1300),
            "png" => TestPictures.Png(1, 400, 300),
            "webp" => TestPictures.Picture(1, 400, 300).WebpsaveBuffer(),
            _ => TestPictures.Picture(1, 400, 300).GifsaveBuffer(),
        };
        Assert.Null(Code(bytes));
        foreach (var share in new[] { 0.3, 0.5, 0.75, 0.9 })
        {
            var failure = Assert.IsType<PictureFailure>(PictureDecoder.Decode(bytes.AsMemory(0, (int)(bytes.Length * share))).Failure);
            Assert.Equal("picture.truncated", failure.Code);
            if (kind is "jpeg" or "png" or "large-jpeg")
                Assert.Equal(PictureDecoder.ReadHeader(bytes).Value, failure.Header);
        }
    }

    [Fact]
    public void Random_damage_never_throws_and_never_lies_about_the_raster()
    {
        var random = new Random(20_26);
        var small = TestPictures.Picture(7, 90, 70);
        byte[][] originals =
        [
            small.JpegsaveBuffer(), small.JpegsaveBuffer(interlace: true), small.PngsaveBuffer(), small.WebpsaveBuffer(),
            small.GifsaveBuffer(), small.TiffsaveBuffer(), small.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw),
            small.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0),
        ];
        var (whole, failed) = (0, 0);
        for (var i = 0; i < 600; i++)
        {
            var bytes = (byte[])originals[i % originals.Length].Clone();
            for (var hits = random.Next(1, 12); hits > 0; hits--)
                bytes[random.Next(i % 3 == 0 ? Math.Min(64, bytes.Length) : bytes.Length)] = (byte)random.Next(256);
            if (i % 5 == 0)
                Array.Resize(ref bytes, random.Next(bytes.Length));

            var limits = new PictureLimits { MaxPixels = 4_000_000, MaxWholePixels = 4_000_000 };
            if (PictureDecoder.Decode(bytes, limits).TryGet(out var picture, out var failure))
            {
                whole++;
                Assert.Equal(picture.Width * picture.Height * 3, picture.Rgb.Length);
                Assert.InRange(picture.Pdq().Quality, 0, 100);
            }
            else
            {
                failed++;
                Assert.StartsWith("picture.", failure.Code, StringComparison.Ordinal);
                Assert.NotEmpty(failure.Advice);
            }
        }

        Assert.True(whole > 20 && failed > 100, $"{whole} decoded, {failed} failed: the damage tests nothing");
    }

    private static string? Code(byte[] bytes, PictureLimits? limits = null) => PictureDecoder.Decode(bytes, limits).Failure?.Code;
}
