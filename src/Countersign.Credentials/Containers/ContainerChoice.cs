using Countersign.Credentials.Containers.Jxl;

namespace Countersign.Credentials.Containers;

/// <summary>
/// Which container a file is, by its first bytes. A name or an extension is never looked at: whoever strips or forges
/// credentials chooses the name.
/// </summary>
internal static class ContainerChoice
{
    public static StoreContainer Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return StoreContainer.Jpeg;
        if (IsPng(head)) return StoreContainer.Png;
        if (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8)) return StoreContainer.Riff;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return StoreContainer.Gif;
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8)) return StoreContainer.Tiff;
        if (head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ']) || JxlLocator.IsCodestream(head)) return StoreContainer.Jxl;
        if (head.StartsWith("ID3"u8) || head.StartsWith("fLaC"u8) || IsMpegAudio(head)) return StoreContainer.Id3;
        if (head.Length >= 8 && IsBmffType(head[4..8])) return StoreContainer.Bmff;
        if (head.Length >= 16 && head[4..8].SequenceEqual("jumb"u8)) return StoreContainer.Sidecar;
        // Readers accept a PDF header within the first kilobyte by custom, so a search must too.
        if (head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) >= 0) return StoreContainer.Pdf;
        return TextChoice(head);
    }

    private static bool IsPng(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

    // Eleven set bits, then layer II or III with a bit rate and a sample rate that exist: texts in UTF-16 begin alike.
    private static bool IsMpegAudio(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0 && ((head[1] >> 1) & 3) is 1 or 2 && ((head[1] >> 3) & 3) != 1
        && head[2] >> 4 is not (0 or 15) && ((head[2] >> 2) & 3) != 3;

    // Old QuickTime films begin without ftyp; fragments begin with styp, moof or sidx.
    private static bool IsBmffType(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("styp"u8)
        || type.SequenceEqual("moof"u8) || type.SequenceEqual("sidx"u8) || type.SequenceEqual("wide"u8) || type.SequenceEqual("free"u8)
        || type.SequenceEqual("skip"u8) || type.SequenceEqual("uuid"u8);

    private static StoreContainer TextChoice(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return StoreContainer.Unknown;
        // A page may show a drawing: it is a page all the same.
        if (Text.HtmlHead.IsPage(head)) return StoreContainer.Text;
        if (head.IndexOf("<svg"u8) >= 0 || head.IndexOf(":svg"u8) >= 0) return StoreContainer.Svg;
        // The text carriers are defined for UTF-8; a zero byte in the head means that this is something else.
        return head.Contains((byte)0) ? StoreContainer.Unknown : StoreContainer.Text;
    }
}
