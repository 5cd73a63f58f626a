using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

/// <summary>Small whole files of every kind, made by hand, without a store.</summary>
internal static class Sources
{
    public static IEnumerable<string> Kinds =>
    [
        "jpeg", "png", "gif87", "gif89", "tiff-le", "tiff-be", "bigtiff-le", "bigtiff-be", "wav", "wav-odd", "rf64", "avi", "webp", "webp-lossless", "webp-extended",
        "mp3", "flac", "id3v23", "id3v24", "svg", "svg-empty", "svg-prefixed", "jxl", "jxl-bare",
    ];

    public static byte[] Of(string kind) => kind switch
    {
        "jpeg" => Store.Jpeg(Jfif, Exif),
        "png" => Png(),
        "gif87" => Gif("GIF87a"u8, []),
        "gif89" => Gif("GIF89a"u8, Loop),
        "tiff-le" => Tiff(little: true, big: false),
        "tiff-be" => Tiff(little: false, big: false),
        "bigtiff-le" => Tiff(little: true, big: true),
        "bigtiff-be" => Tiff(little: false, big: true),
        "wav" => Store.Riff(("fmt ", WaveFormat), ("data", new byte[200])),
        "wav-odd" => [.. Store.Riff(("fmt ", WaveFormat), ("data", new byte[201]))[..^1]],
        "rf64" => Rf64(400),
        "avi" => Riff("AVI ", ("JUNK", new byte[20])),
        "webp" => Riff("WEBP", ("VP8 ", [0x10, 0, 0, 0x9D, 1, 0x2A, 30, 0, 20, 0, 1, 2])),
        "webp-lossless" => Riff("WEBP", ("VP8L", [0x2F, .. Store.Le32(29 | (19 << 14) | (1 << 28)), 7])),
        "webp-extended" => Riff("WEBP", ("VP8X", new byte[10]), ("VP8 ", new byte[12])),
        "mp3" => Mpeg,
        "flac" => [.. "fLaC"u8, .. new byte[42]],
        "id3v23" => [.. Id3(3, 0, Frame(3, "TIT2", "\0name"u8)), .. Mpeg],
        "id3v24" => [.. Id3(4, 0, Frame(4, "TIT2", "\0name"u8)), .. Mpeg],
        "svg" => Encoding.UTF8.GetBytes("\uFEFF<?xml version='1.0'?>\n<!DOCTYPE svg [ <!ENTITY a \"<b>\"> ]>\n<!-- <svg> -->\n<svg xmlns='http://www.w3.org/2000/svg' data-x=\"a>b\"><title>ü</title></svg>\n"),
        "svg-empty" => "<svg xmlns='http://www.w3.org/2000/svg' />"u8.ToArray(),
        "svg-prefixed" => "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g/></s:svg>"u8.ToArray(),
        "jxl" => Jxl(),
        "jxl-bare" => [0xFF, 0x0A, 1, 2, 3, 4, 5],
        _ => throw new ArgumentException(kind),
    };

    public static byte[] Jfif => [0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    public static byte[] Exif => [0xFF, 0xE1, 0, 16, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0];

    public static byte[] Loop => [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];

    public static byte[] WaveFormat => [1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0];

    // One frame of MPEG 1 layer III, 128 kbit/s, 44.1 kHz.
    public static byte[] Mpeg => [0xFF, 0xFB, 0x90, 0x64, .. new byte[413]];

    public static byte[] Png(params (string Type, byte[] Data)[] beforeData)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true)) zlib.Write([0, 128]);
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. PngChunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
            .. beforeData.SelectMany(c => PngChunk(c.Type, c.Data)), .. PngChunk("IDAT", packed.ToArray()), .. PngChunk("IEND", [])];
    }

    public static byte[] PngChunk(string type, byte[] data) => [.. Store.Be32(data.Length), .. Encoding.ASCII.GetBytes(type), .. data, .. Store.Be32(Crc([.. Encoding.ASCII.GetBytes(type), .. data]))];

    /// <summary>The check of a chunk, bit by bit as PNG annex D defines it.</summary>
    public static long Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            for (var bit = 0; bit < 8; bit++) crc = (((crc ^ (uint)(b >> bit)) & 1) != 0 ? 0xEDB88320 : 0) ^ (crc >> 1);
        }

        return ~crc;
    }

    public static byte[] Gif(ReadOnlySpan<byte> version, byte[] extensions) =>
        [.. version, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. extensions, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];

    public static byte[] Riff(string form, params (string Id, byte[] Data)[] chunks)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(form), .. chunks.SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes(c.Id), .. Store.Le32(c.Data.Length), .. c.Data, .. new byte[c.Data.Length & 1]])];
        return [.. "RIFF"u8, .. Store.Le32(body.Length), .. body];
    }

    public static byte[] Rf64(long data)
    {
        byte[] sizes = [.. Le64(4 + 36 + 24 + 8 + data), .. Le64(data), .. Le64(data), 0, 0, 0, 0];
        return [.. "RF64"u8, 255, 255, 255, 255, .. "WAVE"u8, .. "ds64"u8, .. Store.Le32(sizes.Length), .. sizes, .. "fmt "u8, 16, 0, 0, 0, .. WaveFormat, .. "data"u8, 255, 255, 255, 255, .. new byte[Math.Min(data, 1000)]];
    }

    public static byte[] Le64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>Two directories, the picture between them; more entries can be added to the first, sorted by the caller.</summary>
    public static byte[] Tiff(bool little, bool big, params (int Tag, int Type, long Count, long Value)[] more)
    {
        var file = new MemoryStream();
        byte[] picture = [1, 2, 3, 4, 5];
        var header = big ? 16 : 8;
        var first = header + picture.Length + 1;
        file.Write(little ? "II"u8 : "MM"u8);
        Put(2, big ? 43 : 42);
        if (big) { Put(2, 8); Put(2, 0); }
        Put(big ? 8 : 4, first);
        file.Write(picture);
        file.WriteByte(0);
        List<(int Tag, int Type, long Count, long Value)> entries = [(256, 3, 1, 5), (257, 3, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, header), (278, 3, 1, 1), (279, 4, 1, 5), .. more];
        var second = first + Size(entries.Count);
        Directory(entries, second);
        Directory(entries[..8], 0);
        return file.ToArray();

        int Size(int count) => big ? 16 + (20 * count) : 6 + (12 * count);

        void Directory(List<(int Tag, int Type, long Count, long Value)> list, long next)
        {
            Put(big ? 8 : 2, list.Count);
            foreach (var (tag, type, count, value) in list)
            {
                Put(2, tag);
                Put(2, type);
                Put(big ? 8 : 4, count);
                var width = big ? 8 : 4;
                var own = type == 3 ? 2 : 4;
                if (type == 7) own = width;
                Put(own, value);
                file.Write(new byte[width - own]);
            }

            Put(big ? 8 : 4, next);
        }

        void Put(int width, long value)
        {
            for (var i = 0; i < width; i++) file.WriteByte((byte)(value >> (8 * (little ? i : width - 1 - i))));
        }
    }

    public static byte[] Synchsafe(long n) => [(byte)((n >> 21) & 127), (byte)((n >> 14) & 127), (byte)((n >> 7) & 127), (byte)(n & 127)];

    public static byte[] Frame(int version, string id, ReadOnlySpan<byte> data, byte flags = 0) =>
        [.. Encoding.ASCII.GetBytes(id), .. version == 4 ? Synchsafe(data.Length) : Store.Be32(data.Length), 0, flags, .. data];

    public static byte[] Id3(int version, byte flags, params byte[][] body)
    {
        byte[] joined = [.. body.SelectMany(b => b)];
        return [.. "ID3"u8, (byte)version, 0, flags, .. Synchsafe(joined.Length), .. joined];
    }

    public static byte[] Jxl(params byte[][] boxes) =>
    [
        .. Store.Box("JXL ", [13, 10, 0x87, 10]), .. Store.Box("ftyp", [.. "jxl \0\0\0\0jxl "u8]), .. Store.Box("jxll", [5]),
        .. boxes.SelectMany(b => b), .. Store.Box("jxlc", [0xFF, 0x0A, 1, 2, 3]),
    ];
}
