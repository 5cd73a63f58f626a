using Countersign.Matching.Images;
using Countersign.Matching.Images.Local;
using NetVips;

namespace Countersign.Matching.Tests.Images.Local;

/// <summary>Pictures with corners and blobs of all sizes, as photographs have: hundreds of shaded shapes over each other.</summary>
internal static class Textures
{
    public static Image Picture(int seed, int width = 800, int height = 600)
    {
        var random = new Random(seed);
        var rgb = new byte[width * height * 3];
        Array.Fill(rgb, (byte)120);
        for (var shape = 0; shape < 500; shape++)
        {
            var size = 5 + 90 / (1 + 15 * random.NextDouble());
            var (cx, cy, flat, turn) = (random.NextDouble() * width, random.NextDouble() * height, 0.4 + 0.6 * random.NextDouble(), random.NextDouble() * 3);
            var (red, green, blue) = (random.Next(256), random.Next(256), random.Next(256));
            var round = random.Next(2) == 0;
            var (sine, cosine) = Math.SinCos(turn);
            for (var y = Math.Max(0, (int)(cy - 1.5 * size)); y < Math.Min(height, cy + 1.5 * size); y++)
            {
                for (var x = Math.Max(0, (int)(cx - 1.5 * size)); x < Math.Min(width, cx + 1.5 * size); x++)
                {
                    var (a, b) = (Math.Abs((x - cx) * cosine + (y - cy) * sine), Math.Abs((y - cy) * cosine - (x - cx) * sine) / flat);
                    if ((round ? Math.Sqrt(a * a + b * b) : Math.Max(a, b)) > size)
                        continue;
                    var at = (y * width + x) * 3;
                    (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)red, (byte)green, (byte)blue);
                }
            }
        }

        return Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    public static Image Gradient(int width = 800, int height = 600) =>
        Image.Xyz(width, height)[0].Linear([255.0 / width], [0]).Cast(Enums.BandFormat.Uchar)
            .Bandjoin([90, 40]).Copy(interpretation: Enums.Interpretation.Srgb);

    public static DecodedPicture Decoded(Image picture)
    {
        Assert.True(PictureDecoder.Decode(picture.JpegsaveBuffer(q: 85)).TryGet(out var decoded, out var failure), failure?.ToString());
        return decoded;
    }

    public static LocalFingerprint Registered(Image picture) => LocalFingerprint.Of(Decoded(picture));

    public static LocalQuery Query(Image picture) => LocalQuery.Of(Decoded(picture));

    /// <summary>A page of grey bars, as lines of text would be, with a picture on it.</summary>
    public static Image Page(Image picture, int x, int y, int width = 1200, int height = 900) =>
        (Image.Black(width, height, bands: 3) + 245).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb)
            .Mutate(page =>
            {
                var random = new Random(77);
                for (var top = 20; top < height - 20; top += 18)
                    for (var left = 20; left < width - 40; left += 6 + random.Next(18))
                        page.DrawRect([60.0, 60, 60], left, top, 4 + random.Next(5), 4 + random.Next(8), fill: true);
            }).Insert(picture, x, y);
}
