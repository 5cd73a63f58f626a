namespace Countersign.Desk.Intake.Sniffing;

/// <summary>Formats that a fixed run of bytes at a fixed place tells beyond doubt.</summary>
internal static class Signatures
{
    private sealed record Row(int At, byte[] Bytes, MediaType Type);

    private static readonly Row[] Rows =
    [
        Is("\xFF\xD8\xFF", MediaKind.Image, "jpeg", "image/jpeg"),
        Is("\x89PNG\r\n\x1A\n", MediaKind.Image, "png", "image/png"),
        Is("GIF87a", MediaKind.Image, "gif", "image/gif"),
        Is("GIF89a", MediaKind.Image, "gif", "image/gif"),
        Is("II*\0", MediaKind.Image, "tiff", "image/tiff"),
        Is("MM\0*", MediaKind.Image, "tiff", "image/tiff"),
        Is("II+\0", MediaKind.Image, "bigtiff", "image/tiff"),
        Is("MM\0+", MediaKind.Image, "bigtiff", "image/tiff"),
        Is("8BPS", MediaKind.Image, "psd", "image/vnd.adobe.photoshop"),
        Is("\0\0\0\x0CJXL \r\n\x87\n", MediaKind.Image, "jxl", "image/jxl"),
        Is("\xFF\x0A", MediaKind.Image, "jxl", "image/jxl"), // a bare codestream
        Is("fLaC", MediaKind.Audio, "flac", "audio/flac"),
        Is("OggS", MediaKind.Audio, "ogg", "audio/ogg"),
        Is("%PDF-", MediaKind.Document, "pdf", "application/pdf"),
        Is("{\\rtf", MediaKind.Document, "rtf", "application/rtf"),
        Is("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", MediaKind.Document, "ole", "application/x-ole-storage"),
        Is("7z\xBC\xAF\x27\x1C", MediaKind.Archive, "7z", "application/x-7z-compressed"),
        Is("Rar!\x1A\x07", MediaKind.Archive, "rar", "application/vnd.rar"),
        Is("\xFD" + "7zXZ\0", MediaKind.Archive, "xz", "application/x-xz"),
        Is("BZh", MediaKind.Archive, "bz2", "application/x-bzip2"),
        Is("\x28\xB5\x2F\xFD", MediaKind.Archive, "zstd", "application/zstd"),
        Is("\x1F\x8B\x08", MediaKind.Archive, "gzip", "application/gzip"),
        Is("ustar", MediaKind.Archive, "tar", "application/x-tar", at: 257),
        Is("GGUF", MediaKind.Model, "gguf", "application/x-gguf"),
        Is("jumb", MediaKind.Other, "c2pa", "application/c2pa", at: 4),
    ];

    public static MediaType? Match(ReadOnlySpan<byte> head)
    {
        foreach (var row in Rows)
        {
            if (head.Length >= row.At + row.Bytes.Length && head.Slice(row.At, row.Bytes.Length).SequenceEqual(row.Bytes))
                return row.Type.Format == "ogg" ? Ogg(head) : row.Type;
        }

        return null;
    }

    // The first page of an Ogg stream names its codec in its first packet (RFC 3533, RFC 7845).
    private static MediaType Ogg(ReadOnlySpan<byte> head)
    {
        var page = head[..Math.Min(head.Length, 256)];
        if (page.IndexOf("OpusHead"u8) >= 0) return new(MediaKind.Audio, "opus", "audio/ogg");
        return page.IndexOf("theora"u8) >= 0
            ? new(MediaKind.Video, "ogv", "video/ogg")
            : new(MediaKind.Audio, "ogg", "audio/ogg");
    }

    private static Row Is(string latin1, MediaKind kind, string format, string mime, int at = 0) =>
        new(at, System.Text.Encoding.Latin1.GetBytes(latin1), new(kind, format, mime));
}
