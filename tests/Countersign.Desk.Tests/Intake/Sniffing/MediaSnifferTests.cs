using System.Text;
using Countersign.Desk.Intake.Sniffing;
using CsCheck;

namespace Countersign.Desk.Tests.Intake.Sniffing;

public class MediaSnifferTests
{
    private static byte[] L(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static TheoryData<string, string, byte[]> Heads => new()
    {
        { "image", "jpeg", L("\xFF\xD8\xFF\xE0....") },
        { "image", "png", L("\x89PNG\r\n\x1A\n....") },
        { "image", "gif", L("GIF89a......") },
        { "image", "webp", L("RIFF....WEBPVP8 ") },
        { "image", "tiff", L("MM\0*\0\0\0\b") },
        { "image", "bigtiff", L("II+\0\b\0\0\0") },
        { "image", "bmp", L("BM............\x28\0\0\0") },
        { "image", "psd", L("8BPS\0\x01") },
        { "image", "jxl", L("\xFF\x0A\x01\x02") },
        { "image", "jxl", L("\0\0\0\x0CJXL \r\n\x87\n") },
        { "image", "heic", L("\0\0\0\x18" + "ftypheic\0\0\0\0mif1heic") },
        { "image", "heic", L("\0\0\0\x18" + "ftypmif1\0\0\0\0mif1heic") },
        { "image", "avif", L("\0\0\0\x18" + "ftypavif\0\0\0\0mif1avif") },
        { "image", "svg", L("<?xml version=\"1.0\"?>\n<!-- x --><svg xmlns=\"http://www.w3.org/2000/svg\"/>") },
        { "audio", "wav", L("RIFF....WAVEfmt ") },
        { "audio", "rf64", L("RF64\xFF\xFF\xFF\xFFWAVEds64") },
        { "audio", "mp3", L("ID3\x04\0\0\0\0\0\0........") },
        { "audio", "mp3", L("\xFF\xFB\x90\x64....") },
        { "audio", "aac", L("\xFF\xF1\x50\x80....") },
        { "audio", "flac", L("fLaC\0\0\0\"") },
        { "audio", "flac", L("ID3\x04\0\0\0\0\0\0fLaC\0\0") },
        { "audio", "opus", L("OggS......................OpusHead") },
        { "audio", "ogg", L("OggS......................\x01vorbis") },
        { "audio", "aiff", L("FORM....AIFFCOMM") },
        { "audio", "m4a", L("\0\0\0\x18" + "ftypM4A \0\0\0\0M4A mp42") },
        { "video", "mp4", L("\0\0\0\x18" + "ftypisom\0\0\0\0isommp42") },
        { "video", "mov", L("\0\0\0\x14" + "ftypqt  \0\0\0\0qt  ") },
        { "video", "mkv", L("\x1A\x45\xDF\xA3....\x42\x82\x88matroska") },
        { "video", "webm", L("\x1A\x45\xDF\xA3....\x42\x82\x84webm") },
        { "video", "avi", L("RIFF....AVI LIST") },
        { "video", "mpeg-ps", L("\0\0\x01\xBA....") },
        { "document", "pdf", L("%PDF-1.7\n") },
        { "archive", "zip", L("PK\x03\x04" + new string('\0', 22) + "\x05\0\0\0a.txt") },
        { "document", "epub", L("PK\x03\x04" + new string('\0', 22) + "\x08\0\0\0mimetypeapplication/epub+zip") },
        { "document", "odf", L("PK\x03\x04" + new string('\0', 22) + "\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text") },
        { "document", "docx", L("PK\x03\x04" + new string('\0', 22) + "\x13\0\0\0[Content_Types].xml....word/document.xml") },
        { "model", "pytorch", L("PK\x03\x04" + new string('\0', 22) + "\x10\0\0\0archive/data.pkl") },
        { "archive", "gzip", L("\x1F\x8B\x08\0") },
        { "archive", "7z", L("7z\xBC\xAF\x27\x1C") },
        { "archive", "rar", L("Rar!\x1A\x07\x01\0") },
        { "archive", "xz", L("\xFD" + "7zXZ\0") },
        { "archive", "bz2", L("BZh91AY") },
        { "archive", "zstd", L("\x28\xB5\x2F\xFD") },
        { "archive", "tar", L(new string('a', 257) + "ustar\0" + "00") },
        { "model", "safetensors", L("\x02\0\0\0\0\0\0\0{}") },
        { "model", "gguf", L("GGUF\x03\0\0\0") },
        { "model", "pickle", L("\x80\x04\x95\x10\0\0\0\0\0\0\0") },
        { "model", "onnx", L("\x08\x08\x12\x07pytorch\x1A\x05" + "2.1.0:...") },
        { "text", "plain", Encoding.UTF8.GetBytes("Es war einmal ein Mädchen.\n") },
        { "text", "plain", L("Na\xEFve caf\xE9 words in Latin-1 letters.\n") },
        { "text", "plain", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Words in UTF-16.")] },
        { "text", "fountain", Encoding.UTF8.GetBytes("Title: The Door\nCredit: written by\nAuthor: A. Person\n\nINT. HALL - DAY\n\nShe opens it.\n") },
        { "text", "fountain", Encoding.UTF8.GetBytes("INT. HALL - DAY\n\nShe opens it.\n\nEXT. YARD - NIGHT\n\nRain.\n") },
        { "text", "fdx", Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n<FinalDraft DocumentType=\"Script\">") },
        { "text", "html", Encoding.UTF8.GetBytes("<!DOCTYPE html><html>") },
        { "text", "json", Encoding.UTF8.GetBytes("{ \"a\": 1 }") },
        { "text", "yaml", Encoding.UTF8.GetBytes("---\na: 1\n") },
        { "text", "csv", Encoding.UTF8.GetBytes("a,b,c\n1,2,3\n4,5,6\n7,8,9\n") },
        { "text", "plain", Encoding.UTF8.GetBytes("[She leaves.] And then nothing.\n") },
        { "other", "unknown", [1, 0, 2, 0, 3, 0, 0, 0, 0, 9, 200, 200] },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_head_tells_the_type(string kind, string format, byte[] head)
    {
        var type = MediaSniffer.Sniff(head, head.Length);
        Assert.Equal(format, type.Format);
        Assert.Equal(kind, type.Kind.ToString().ToLowerInvariant());
        Assert.Contains('/', type.Mime);
    }

    [Fact]
    public void No_bytes_are_empty() => Assert.Equal("empty", MediaSniffer.Sniff([], 0).Format);

    [Fact]
    public void A_transport_stream_shows_its_rhythm()
    {
        var head = new byte[400];
        head[0] = head[188] = head[376] = 0x47;
        Assert.Equal("mpeg-ts", MediaSniffer.Sniff(head, 400).Format);
    }

    [Fact]
    public void A_letter_cut_by_the_end_of_the_head_is_still_text()
    {
        var text = Encoding.UTF8.GetBytes("Worte und ein ä");
        Assert.Equal("plain", MediaSniffer.Sniff(text.AsSpan(0, text.Length - 1), 100).Format);
    }

    [Theory]
    [InlineData(MediaKind.Archive, "other")]
    [InlineData(MediaKind.Document, "other")]
    [InlineData(MediaKind.Model, "model")]
    [InlineData(MediaKind.Video, "video")]
    public void Kinds_map_to_those_of_the_answer(MediaKind kind, string expected) => Assert.Equal(expected, new MediaType(kind, "x", "x/x").AssetKind);

    [Fact]
    public void Sniffing_never_throws()
    {
        var heads = Heads.Select(h => h.Data.Item3).ToArray();
        Gen.Select(Gen.Int[0, heads.Length - 1], Gen.Select(Gen.Int[0, 300], Gen.Byte).Array[0, 8], Gen.Int[0, 60], Gen.Long[0, long.MaxValue]).Sample((n, edits, cut, length) =>
        {
            var head = heads[n].ToArray();
            foreach (var (at, value) in edits) head[at % head.Length] = value;
            return MediaSniffer.Sniff(head.AsSpan(0, Math.Max(0, head.Length - cut)), length).Format.Length > 0;
        }, iter: 5000, threads: 1);
    }
}
