using System.Buffers.Binary;
using System.IO.Compression;
using NetVips;

namespace Countersign.Matching.Tests.Images;

/// <summary>Pictures made in code, so that the tests need no files.</summary>
internal static class TestPictures
{
    /// <summary>Waves and boxes: enough structure for a full-quality hash, different for each seed.</summary>
    public static byte[] Raster(int seed, int width, int height)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 12)
            .Select(_ => (Fx: random.Next(1, 9), Fy: random.Next(1, 9), Phase: random.NextDouble() * 6, Size: random.Next(8, 30)))
            .ToArray();
        var boxes = Enumerable.Range(0, 24)
            .Select(_ => (X: random.NextDouble(), Y: random.NextDouble(), W: random.NextDouble() / 3, H: random.NextDouble() / 3,
                Tint: (R: random.Next(-90, 90), G: random.Next(-90, 90), B: random.Next(-90, 90))))
            .ToArray();
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (x / (double)width, y / (double)height);
                var grey = 128 + waves.Sum(w => w.Size * Math.Sin(w.Phase + Math.PI * (w.Fx * u + w.Fy * v)));
                var (r, g, b) = (grey, grey, grey);
                foreach (var box in boxes)
                    if (u >= box.X && u < box.X + box.W && v >= box.Y && v < box.Y + box.H)
                        (r, g, b) = (r + box.Tint.R, g + box.Tint.G, b + box.Tint.B);
                var at = (y * width + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (Byte(r), Byte(g), Byte(b));
            }
        }

        return rgb;
    }

    public static Image Picture(int seed, int width, int height) =>
        Image.NewFromMemory(Raster(seed, width, height), width, height, 3, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);

    public static byte[] Jpeg(int seed, int width, int height) => Picture(seed, width, height).JpegsaveBuffer(q: 92);

    public static byte[] Png(int seed, int width, int height) => Picture(seed, width, height).PngsaveBuffer();

    /// <summary>A valid PNG of one colour, one bit a pixel, any size: a few hundred kilobytes for 50,000 × 50,000.</summary>
    public static byte[] OneColourPng(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        Chunk(file, "IHDR"u8, header);
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + (width + 7) / 8];
            for (var y = 0; y < height; y++)
                deflate.Write(row);
        }

        Chunk(file, "IDAT"u8, data.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. type, .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }

        return ~crc;
    }

    private static byte Byte(double value) => (byte)Math.Clamp(value, 0, 255);
}
