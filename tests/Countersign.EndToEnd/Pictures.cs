using System.Buffers.Binary;
using System.IO.Compression;

namespace Countersign.EndToEnd;

/// <summary>Pictures written byte by byte, so that a test can make any of any size without a decoder.</summary>
internal static class Pictures
{
    /// <summary>A grey PNG of one bit for each pixel, all one colour: a few kilobytes whatever its size.</summary>
    public static byte[] OneColourPng(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + ((width + 7) / 8)];
            for (var y = 0; y < height; y++) deflate.Write(row);
        }
        return Png(width, height, depth: 1, colour: 0, packed.ToArray());
    }

    /// <summary>A colour PNG with blobs placed by a seed: two seeds are two pictures, one seed is one.</summary>
    public static byte[] BlobsPng(int seed, int side = 96)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 12).Select(_ => (X: random.Next(side), Y: random.Next(side), R: random.Next(6, 26), C: random.Next(256))).ToList();
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < side; y++)
            {
                deflate.WriteByte(0);
                for (var x = 0; x < side; x++)
                {
                    var hit = blobs.FindLast(blob => ((x - blob.X) * (x - blob.X)) + ((y - blob.Y) * (y - blob.Y)) < blob.R * blob.R);
                    deflate.Write([(byte)hit.C, (byte)(hit.C * 3), (byte)(x + hit.R)]);
                }
            }
        }
        return Png(side, side, depth: 8, colour: 2, packed.ToArray());
    }

    private static byte[] Png(int width, int height, byte depth, byte colour, byte[] data)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, data);
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var crc = 0xFFFFFFFFu;
        foreach (var value in type) crc = Step(crc, value);
        foreach (var value in data) crc = Step(crc, value);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        png.Write(number);
    }

    // CRC-32 of ISO 3309, bit by bit: the pictures are small.
    private static uint Step(uint crc, byte value)
    {
        crc ^= value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        return crc;
    }
}
