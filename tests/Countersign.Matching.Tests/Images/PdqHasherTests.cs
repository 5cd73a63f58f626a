using Countersign.Matching.Images;

namespace Countersign.Matching.Tests.Images;

public class PdqHasherTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 512, 512 }, { 2, 64, 64 }, { 3, 128, 128 }, { 4, 129, 257 }, { 5, 300, 200 }, { 6, 640, 90 }, { 7, 40, 33 },
        { 8, 1000, 700 }, { 9, 65, 700 }, { 10, 513, 511 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Equal_pixels_give_the_hash_of_the_definition(int seed, int width, int height)
    {
        var rgb = TestPictures.Raster(seed, width, height);
        var expected = TextbookPdq.Hash(rgb, width, height);

        var actual = PdqHasher.FromRgb(rgb, width, height);

        Assert.Equal(expected.Hash.ToString(), actual.Hash.ToString());
        Assert.Equal(expected.Quality, actual.Quality);
        Assert.Equal(actual.Hash, PdqHasher.OrientationsFromRgb(rgb, width, height)[PdqOrientation.Original]);
    }

    [Fact]
    public void Luma_and_rgb_of_one_picture_agree()
    {
        var rgb = TestPictures.Raster(3, 321, 250);
        var luma = new float[321 * 250];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = 0.299f * rgb[i * 3] + 0.587f * rgb[i * 3 + 1] + 0.114f * rgb[i * 3 + 2];

        Assert.Equal(PdqHasher.FromRgb(rgb, 321, 250), PdqHasher.FromLuma(luma, 321, 250));
    }

    [Theory]
    [InlineData(PdqOrientation.FlipX)]
    [InlineData(PdqOrientation.FlipY)]
    [InlineData(PdqOrientation.Rotate90)]
    [InlineData(PdqOrientation.Rotate180)]
    [InlineData(PdqOrientation.Rotate270)]
    [InlineData(PdqOrientation.FlipPlus1)]
    [InlineData(PdqOrientation.FlipMinus1)]
    public void An_orientations_hash_is_that_of_the_picture_so_turned(PdqOrientation orientation)
    {
        // 64 × 64 needs no filter, and the filter's window is not symmetric when even: here the equality is exact.
        var rgb = TestPictures.Raster(21, 64, 64);
        var turned = new byte[rgb.Length];
        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                var (v, u) = orientation switch
                {
                    PdqOrientation.FlipX => (63 - y, x),
                    PdqOrientation.FlipY => (y, 63 - x),
                    PdqOrientation.Rotate90 => (63 - x, y),
                    PdqOrientation.Rotate180 => (63 - y, 63 - x),
                    PdqOrientation.Rotate270 => (x, 63 - y),
                    PdqOrientation.FlipPlus1 => (x, y),
                    _ => (63 - x, 63 - y),
                };
                rgb.AsSpan((y * 64 + x) * 3, 3).CopyTo(turned.AsSpan((v * 64 + u) * 3));
            }
        }

        var expected = PdqHasher.FromRgb(turned, 64, 64);
        Assert.Equal(expected.Hash.ToString(), PdqHasher.OrientationsFromRgb(rgb, 64, 64)[orientation].ToString());
    }

    [Theory]
    [InlineData(4, 300)]
    [InlineData(300, 4)]
    public void Too_small_a_picture_has_no_hash_and_no_quality(int width, int height) =>
        Assert.Equal(default, PdqHasher.FromRgb(TestPictures.Raster(1, width, height), width, height));

    [Fact]
    public void A_flat_picture_has_no_quality() => Assert.Equal(0, PdqHasher.FromRgb(new byte[300 * 200 * 3], 300, 200).Quality);

    [Fact]
    public void A_raster_of_the_wrong_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => PdqHasher.FromRgb(new byte[11], 2, 2));

    [Fact]
    public void Many_threads_get_the_same_hash()
    {
        var rgb = TestPictures.Raster(4, 333, 222);
        var expected = PdqHasher.FromRgb(rgb, 333, 222);
        Assert.All(Enumerable.Range(0, 64).AsParallel().Select(_ => PdqHasher.FromRgb(rgb, 333, 222)).ToArray(),
            f => Assert.Equal(expected, f));
    }
}
