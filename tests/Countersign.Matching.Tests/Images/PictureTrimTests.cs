using Countersign.Matching.Images;
using Countersign.Matching.Images.Local;
using Countersign.Matching.Tests.Images.Local;
using NetVips;

namespace Countersign.Matching.Tests.Images;

public class PictureTrimTests
{
    private static readonly Image Drawing = TestPictures.Picture(3, 400, 300);

    [Theory]
    [InlineData(40, 40, 40, 40)]
    [InlineData(0, 80, 0, 80)]
    [InlineData(70, 0, 10, 0)]
    public void Plain_borders_come_off(int left, int top, int right, int bottom)
    {
        var framed = Drawing.Embed(left, top, 400 + left + right, 300 + top + bottom, extend: Enums.Extend.Black);
        var inner = PictureTrim.Find(Textures.Decoded(framed))!.Value;
        Assert.InRange(inner.X, left - 4, left + 4);
        Assert.InRange(inner.Y, top - 4, top + 4);
        Assert.InRange(inner.Width, 392, 408);
        Assert.InRange(inner.Height, 292, 308);

        var query = PictureQuery.Of(Textures.Decoded(framed));
        Assert.InRange(query.Inner![PdqOrientation.Original].HammingDistance(Textures.Decoded(Drawing).Pdq().Hash), 0, PdqThresholds.Match);
    }

    [Fact]
    public void A_picture_without_borders_stays_whole() => Assert.Null(PictureTrim.Find(Textures.Decoded(Textures.Picture(1))));

    [Fact]
    public void Nothing_but_border_is_not_taken_off() =>
        Assert.Null(PictureTrim.Find(Textures.Decoded((Image.Black(300, 200, bands: 3) + 200).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))));
}
