using System.Buffers.Binary;

namespace Countersign.Matching.Images;

/// <summary>
/// What the first bytes say a picture is, and whether the last bytes are missing. Only what is recognised here ever
/// reaches a native decoder.
/// </summary>
internal static class PictureSignature
{
    /// <summary>One of the names of <see cref="PictureHeader.Format"/>, or null.</summary>
    public static string? Recognise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "jpeg";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return "png";
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return "gif";
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return "webp";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)
            || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8))
            return "tiff";
        return bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8) && IsAvif(bytes) ? "avif" : null;
    }

    /// <summary>
    /// Whether the container's own end is missing. Asked only of files that failed to decode: many sound files carry
    /// something after their end, and some lack the last marker without harm.
    /// </summary>
    public static bool EndsEarly(string format, ReadOnlySpan<byte> bytes) => format switch
    {
        // Inside the entropy-coded data 0xFF is always followed by zero or a restart, so after the last start-of-scan
        // the first 0xFFD9 is the end. An EXIF thumbnail lies before it.
        "jpeg" => bytes.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) is var scan
            && (scan < 0 || bytes[scan..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) < 0),
        "png" => bytes.LastIndexOf("IEND"u8) < 0,
        "gif" => bytes[^1] != 0x3B,
        "webp" => BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length,
        "avif" => BoxesOverrun(bytes),
        _ => false,
    };

    private static bool IsAvif(ReadOnlySpan<byte> bytes)
    {
        var size = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), (uint)bytes.Length);
        for (var at = 8; at + 4 <= size && at < 256; at += 4)
            if (bytes[at..].StartsWith("avif"u8) || bytes[at..].StartsWith("avis"u8))
                return true;
        return false;
    }

    private static bool BoxesOverrun(ReadOnlySpan<byte> bytes)
    {
        long at = 0;
        while (at + 8 <= bytes.Length)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
            if (size == 0)
                return false;
            if (size < 8)
                return true;
            at += size;
        }

        return at != bytes.Length;
    }
}
