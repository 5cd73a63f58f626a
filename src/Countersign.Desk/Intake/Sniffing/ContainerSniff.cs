using System.Buffers.Binary;
using System.Text;

namespace Countersign.Desk.Intake.Sniffing;

/// <summary>Formats that share a container and differ by a name inside it.</summary>
internal static class ContainerSniff
{
    public static MediaType? Match(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8))) return Riff(head);
        if (head.Length >= 12 && head.StartsWith("FORM"u8) && (head[8..12].SequenceEqual("AIFF"u8) || head[8..12].SequenceEqual("AIFC"u8)))
            return new(MediaKind.Audio, "aiff", "audio/aiff");
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0 ? new(MediaKind.Video, "webm", "video/webm") : new(MediaKind.Video, "mkv", "video/matroska");
        if (head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8)) return Bmff(head);
        // QuickTime before ftyp existed.
        if (head.Length >= 8 && (head[4..8].SequenceEqual("moov"u8) || head[4..8].SequenceEqual("mdat"u8) || head[4..8].SequenceEqual("wide"u8)))
            return new(MediaKind.Video, "mov", "video/quicktime");
        if (head.Length >= 8 && (head[4..8].SequenceEqual("styp"u8) || head[4..8].SequenceEqual("moof"u8))) return new(MediaKind.Video, "mp4", "video/mp4");
        if (head.StartsWith("ID3"u8)) return Id3(head);
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return Zip(head);
        if (head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xBA])) return new(MediaKind.Video, "mpeg-ps", "video/mpeg");
        if (head.StartsWith("BM"u8) && head.Length >= 18 && head[14] is 12 or 40 or 52 or 56 or 108 or 124) return new(MediaKind.Image, "bmp", "image/bmp");
        return null;
    }

    /// <summary>Signs so short that they may be chance; asked after everything surer.</summary>
    public static MediaType? MatchWeak(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 377 && head[0] == 0x47 && head[188] == 0x47 && head[376] == 0x47) return new(MediaKind.Video, "mpeg-ts", "video/mp2t");
        if (head.Length < 4 || head[0] != 0xFF) return null;
        // ADTS: 12 sync bits and layer 00. MPEG audio: 11 sync bits, and no field at its reserved value.
        if ((head[1] & 0xF6) == 0xF0) return new(MediaKind.Audio, "aac", "audio/aac");
        var version = (head[1] >> 3) & 3;
        var layer = (head[1] >> 1) & 3;
        if ((head[1] & 0xE0) == 0xE0 && version != 1 && layer == 1 && (head[2] >> 4) is not (0 or 15) && ((head[2] >> 2) & 3) != 3)
            return new(MediaKind.Audio, "mp3", "audio/mpeg");
        return null;
    }

    private static MediaType? Riff(ReadOnlySpan<byte> head)
    {
        var form = head[8..12];
        if (form.SequenceEqual("WAVE"u8)) return new(MediaKind.Audio, head[1] == 'I' ? "wav" : "rf64", "audio/wav");
        if (form.SequenceEqual("WEBP"u8)) return new(MediaKind.Image, "webp", "image/webp");
        return form.SequenceEqual("AVI "u8) ? new(MediaKind.Video, "avi", "video/x-msvideo") : null;
    }

    // The major brand decides; where it is a general one (mif1), the compatible brands do.
    private static MediaType Bmff(ReadOnlySpan<byte> head)
    {
        var size = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), 256);
        var brands = Encoding.Latin1.GetString(head[8..Math.Clamp(size, Math.Min(12, head.Length), head.Length)]);
        var major = brands.Length >= 4 ? brands[..4] : "";
        if (major is "avif" or "avis" || (major is "mif1" or "msf1" && brands.Contains("avif", StringComparison.Ordinal))) return new(MediaKind.Image, "avif", "image/avif");
        if (major is "heic" or "heix" or "hevc" or "hevx" or "heim" or "heis") return new(MediaKind.Image, "heic", "image/heic");
        if (major is "mif1" or "msf1" or "mif2") return brands.Contains("heic", StringComparison.Ordinal) ? new(MediaKind.Image, "heic", "image/heic") : new(MediaKind.Image, "heif", "image/heif");
        if (major is "crx ") return new(MediaKind.Image, "cr3", "image/x-canon-cr3");
        if (major is "M4A " or "M4B " or "M4P ") return new(MediaKind.Audio, "m4a", "audio/mp4");
        return major is "qt  " ? new(MediaKind.Video, "mov", "video/quicktime") : new(MediaKind.Video, "mp4", "video/mp4");
    }

    // An ID3 tag stands before MP3 mostly, before FLAC and AAC sometimes.
    private static MediaType Id3(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 10)
        {
            var end = 10 + ((head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | (head[9] & 127));
            if (end + 4 <= head.Length)
            {
                if (head[end..].StartsWith("fLaC"u8)) return new(MediaKind.Audio, "flac", "audio/flac");
                if (head[end] == 0xFF && (head[end + 1] & 0xF6) == 0xF0) return new(MediaKind.Audio, "aac", "audio/aac");
            }
        }

        return new(MediaKind.Audio, "mp3", "audio/mpeg");
    }

    // The first local header tells most packages: ODF and EPUB must begin with a stored "mimetype".
    private static MediaType Zip(ReadOnlySpan<byte> head)
    {
        var archive = new MediaType(MediaKind.Archive, "zip", "application/zip");
        if (head.Length < 30) return archive;
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        int extra = BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        if (30 + nameLength > head.Length) return archive;
        var name = Encoding.Latin1.GetString(head.Slice(30, nameLength));
        var rest = head[Math.Min(head.Length, 30 + nameLength + extra)..];
        if (name == "mimetype")
        {
            if (rest.StartsWith("application/epub+zip"u8)) return new(MediaKind.Document, "epub", "application/epub+zip");
            if (rest.StartsWith("application/vnd.oasis.opendocument"u8)) return new(MediaKind.Document, "odf", "application/vnd.oasis.opendocument");
        }

        // PyTorch saves "<name>/data.pkl" first.
        if (name.EndsWith("/data.pkl", StringComparison.Ordinal)) return new(MediaKind.Model, "pytorch", "application/x-pytorch");
        if (name is "[Content_Types].xml" or "_rels/.rels" || name.StartsWith("docProps/", StringComparison.Ordinal))
        {
            if (head.IndexOf("word/"u8) >= 0) return new(MediaKind.Document, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
            if (head.IndexOf("xl/"u8) >= 0) return new(MediaKind.Document, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            if (head.IndexOf("ppt/"u8) >= 0) return new(MediaKind.Document, "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation");
            return new(MediaKind.Document, "ooxml", "application/vnd.openxmlformats-officedocument");
        }

        return archive;
    }
}
