using Countersign.Matching.Images;

namespace Countersign.Matching.Tests.Images;

/// <summary>
/// PDQ written down as its definition reads, in double precision and without regard to speed: two passes of row and
/// column averages over the full raster, then 64 × 64 picked pixels, then every DCT sum in full.
/// </summary>
internal static class TextbookPdq
{
    public static (PdqHash Hash, int Quality) Hash(byte[] rgb, int width, int height)
    {
        var picture = new double[height, width];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                picture[y, x] = 0.299 * rgb[(y * width + x) * 3] + 0.587 * rgb[(y * width + x) * 3 + 1]
                    + 0.114 * rgb[(y * width + x) * 3 + 2];
        for (var pass = 0; pass < 2; pass++)
        {
            picture = Averaged(picture, Window(width), true);
            picture = Averaged(picture, Window(height), false);
        }

        var small = new double[64, 64];
        for (var i = 0; i < 64; i++)
            for (var j = 0; j < 64; j++)
                small[i, j] = picture[(int)((i + 0.5) * height / 64), (int)((j + 0.5) * width / 64)];
        return (Bits(small), Quality(small));
    }

    private static int Window(int length) => (int)Math.Ceiling(length / 128.0);

    private static double[,] Averaged(double[,] source, int window, bool alongRow)
    {
        var (height, width) = (source.GetLength(0), source.GetLength(1));
        var result = new double[height, width];
        var right = window / 2;
        var left = window - 1 - right;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sum, count) = (0.0, 0);
                for (var d = -left; d <= right; d++)
                {
                    var (v, u) = alongRow ? (y, x + d) : (y + d, x);
                    if (u < 0 || v < 0 || u >= width || v >= height)
                        continue;
                    sum += source[v, u];
                    count++;
                }

                result[y, x] = sum / count;
            }
        }

        return result;
    }

    private static PdqHash Bits(double[,] small)
    {
        var coefficients = new double[256];
        for (var k = 1; k <= 16; k++)
            for (var l = 1; l <= 16; l++)
                for (var y = 0; y < 64; y++)
                    for (var x = 0; x < 64; x++)
                        coefficients[(k - 1) * 16 + l - 1] += small[y, x] / 32
                            * Math.Cos(Math.PI * k * (2 * y + 1) / 128) * Math.Cos(Math.PI * l * (2 * x + 1) / 128);
        var median = coefficients.Order().ElementAt(127);
        var words = new ulong[4];
        for (var i = 0; i < 256; i++)
            if (coefficients[i] > median)
                words[i / 64] |= 1UL << (i % 64);
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }

    private static int Quality(double[,] small)
    {
        var sum = 0;
        for (var i = 0; i < 64; i++)
        {
            for (var j = 0; j < 64; j++)
            {
                if (i < 63)
                    sum += Math.Abs((int)((small[i, j] - small[i + 1, j]) * 100 / 255));
                if (j < 63)
                    sum += Math.Abs((int)((small[i, j] - small[i, j + 1]) * 100 / 255));
            }
        }

        return Math.Min(100, sum / 90);
    }
}
