using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Countersign.EndToEnd.Shared;

/// <summary>Small files made in code, byte for byte, so that a test says what is in them.</summary>
internal static class SmallFiles
{
    /// <summary>A grey PNG of one colour band per row, as large as asked; rows are written one at a time.</summary>
    public static byte[] Png(int width, int height, int seed = 0)
    {
        var idat = new MemoryStream();
        using (var zlib = new ZLibStream(idat, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[width + 1];
            for (var y = 0; y < height; y++)
            {
                if (seed != 0) for (var x = 1; x < row.Length; x++) row[x] = (byte)(seed * 37 + (x * seed / 3) % 97 + (y * (seed + 5) / 2) % 131);
                zlib.Write(row);
            }
        }
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", idat.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[8 + typed.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        typed.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + typed.Length), Crc32(typed));
        return chunk;
    }

    private static uint Crc32(byte[] data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }
        return ~crc;
    }

    /// <summary>A WAV of 16-bit mono samples; <paramref name="stated"/> is the length its header claims.</summary>
    public static byte[] Wav(int samples, int? stated = null)
    {
        var data = new byte[samples * 2];
        for (var i = 0; i < samples; i++) BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(i * 2), (short)(i * 331 % 20011));
        var header = new byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 36 + (stated ?? data.Length));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        header[16] = 16;
        header[20] = 1;
        header[22] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), 8000);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 16000);
        header[32] = 2;
        header[34] = 16;
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), stated ?? data.Length);
        return [.. header, .. data];
    }

    /// <summary>The beginning of an MP4 whose movie header is announced and cut off.</summary>
    public static byte[] CutMp4() =>
        [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isommp42"u8, 0, 0, 16, 0, .. "moov"u8, 0, 0, 0, 108, .. "mvhd"u8, 0, 0, 0, 0];

    /// <summary>A ZIP with entries as given; several may have one name.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }
        return packed.ToArray();
    }
}
