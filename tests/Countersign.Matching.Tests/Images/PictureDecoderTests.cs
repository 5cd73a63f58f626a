using Countersign.Matching.Images;
using NetVips;

namespace Countersign.Matching.Tests.Images;

public class PictureDecoderTests
{
    private static readonly PdqHash Expected = Hash(TestPictures.Png(1, 400, 300));

    [Theory]
    [InlineData("jpeg")]
    [InlineData("progressive")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tiff")]
    [InlineData("avif")]
    [InlineData("palette")]
    [InlineData("interlaced")]
    [InlineData("16-bit")]
    [InlineData("alpha")]
    [InlineData("cmyk")]
    [InlineData("tiff-lab")]
    public void Every_kind_of_file_gives_nearly_the_same_hash(string kind)
    {
        var picture = TestPictures.Picture(1, 400, 300);
        var bytes = kind switch
        {
            "jpeg" => picture.JpegsaveBuffer(q: 90),
            "progressive" => picture.JpegsaveBuffer(q: 90, interlace: true),
            "webp" => picture.WebpsaveBuffer(q: 90),
            "gif" => picture.GifsaveBuffer(),
            "tiff" => picture.TiffsaveBuffer(),
            "avif" => picture.HeifsaveBuffer(q: 80, compression: Enums.ForeignHeifCompression.Av1, effort: 1),
            "palette" => picture.PngsaveBuffer(palette: true),
            "interlaced" => picture.PngsaveBuffer(interlace: true),
            "16-bit" => (picture.Cast(Enums.BandFormat.Ushort) * 257).Cast(Enums.BandFormat.Ushort)
                .Copy(interpretation: Enums.Interpretation.Rgb16).PngsaveBuffer(),
            "alpha" => picture.Bandjoin(255).PngsaveBuffer(),
            "cmyk" => picture.Colourspace(Enums.Interpretation.Cmyk).JpegsaveBuffer(q: 92),
            _ => picture.Colourspace(Enums.Interpretation.Lab).TiffsaveBuffer(),
        };

        var decoded = PictureDecoder.Decode(bytes);

        Assert.True(decoded.TryGet(out var raster, out var failure), failure?.ToString());
        Assert.Equal((400, 300), (raster.Header.Width, raster.Header.Height));
        Assert.Equal(kind == "alpha", raster.Header.HasAlpha);
        Assert.Equal(raster.Width * raster.Height * 3, raster.Rgb.Length);

        // Printing inks cannot show all these colours, so CMYK alone is another picture by more than rounding.
        Assert.InRange(raster.Pdq().Hash.HammingDistance(Expected), 0, kind == "cmyk" ? PdqThresholds.Match : 10);
    }

    [Fact]
    public void Grey_is_the_luma_of_the_picture()
    {
        var rgb = TestPictures.Raster(1, 400, 300);
        var luma = new byte[400 * 300];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = (byte)Math.Round(0.299 * rgb[i * 3] + 0.587 * rgb[i * 3 + 1] + 0.114 * rgb[i * 3 + 2]);
        var grey = Image.NewFromMemory(luma, 400, 300, 1, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        Assert.InRange(Hash(grey.PngsaveBuffer()).HammingDistance(Expected), 0, 2);
    }

    [Fact]
    public void What_is_transparent_is_white_whatever_colour_hides_there()
    {
        var shown = TestPictures.Picture(2, 300, 300).Bandjoin(0);
        Assert.True(PictureDecoder.Decode(shown.PngsaveBuffer()).TryGet(out var picture, out _));
        Assert.All(picture.Rgb.ToArray(), b => Assert.Equal(255, b));
    }

    [Theory]
    [InlineData(1600, 1200)]
    [InlineData(5000, 3000)]
    [InlineData(9000, 600)]
    public void A_large_picture_is_reduced_and_its_hash_hardly_moves(int width, int height)
    {
        var large = TestPictures.Picture(3, 900, 600).Resize(width / 900.0, vscale: height / 600.0);
        var expected = TextbookPdq.Hash(large.WriteToMemory<byte>(), large.Width, large.Height).Hash;
        foreach (var bytes in new[] { large.JpegsaveBuffer(q: 95), large.PngsaveBuffer(compression: 1) })
        {
            Assert.True(PictureDecoder.Decode(bytes).TryGet(out var picture, out _));
            Assert.Equal((width, height), (picture.Header.Width, picture.Header.Height));
            Assert.InRange(picture.Width, 512, 1100);
            Assert.InRange(picture.Height, 512, 1100);
            Assert.InRange(picture.Pdq().Hash.HammingDistance(expected), 0, 8);
        }
    }

    [Fact]
    public void Exif_rotation_is_applied()
    {
        var upright = TestPictures.Picture(4, 400, 300);
        var stored = upright.Rot90().Mutate(m => m.Set(GValue.GIntType, "orientation", 8));

        Assert.True(PictureDecoder.Decode(stored.JpegsaveBuffer(q: 95)).TryGet(out var picture, out _));

        Assert.Equal((400, 300, 8), (picture.Header.Width, picture.Header.Height, picture.Header.ExifOrientation));
        Assert.InRange(picture.Pdq().Hash.HammingDistance(Hash(upright.PngsaveBuffer())), 0, 8);
    }

    [Fact]
    public void Of_an_animation_the_first_frame_is_taken()
    {
        var frames = TestPictures.Picture(5, 200, 200).Join(TestPictures.Picture(6, 200, 200), Enums.Direction.Vertical)
            .Mutate(m => m.Set(GValue.GIntType, "page-height", 200));
        var expected = Hash(TestPictures.Png(5, 200, 200));
        foreach (var bytes in new[] { frames.GifsaveBuffer(), frames.WebpsaveBuffer(lossless: true) })
        {
            Assert.True(PictureDecoder.Decode(bytes).TryGet(out var picture, out _));
            Assert.Equal((200, 200, 2), (picture.Header.Width, picture.Header.Height, picture.Header.Pages));
            Assert.InRange(picture.Pdq().Hash.HammingDistance(expected), 0, 10);
        }
    }

    [Fact]
    public void A_thumbnail_is_a_small_jpeg_without_metadata()
    {
        var stored = TestPictures.Picture(4, 800, 600).Mutate(m => m.Set(GValue.GIntType, "orientation", 6));
        Assert.True(Thumbnails.Jpeg(stored.JpegsaveBuffer(), 160).TryGet(out var small, out _));
        Assert.Equal((120, 160), (small.Width, small.Height));
        Assert.True(PictureDecoder.ReadHeader(small.Jpeg).TryGet(out var header, out _));
        Assert.Equal(new PictureHeader(120, 160, "jpeg", 1, false, 1), header);
        Assert.Equal(-1, small.Jpeg.Span.IndexOf("Exif"u8));
    }

    private static PdqHash Hash(byte[] bytes) => PictureDecoder.Decode(bytes).Value!.Pdq().Hash;
}
