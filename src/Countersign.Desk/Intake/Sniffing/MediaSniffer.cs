namespace Countersign.Desk.Intake.Sniffing;

/// <summary>
/// Tells what a file is from its first bytes. Names and extensions are not looked at: they are chosen by whoever hands the file over.
/// </summary>
public static class MediaSniffer
{
    /// <summary>How many bytes of the head are worth handing over; with fewer, some answers become <c>unknown</c> or plain text.</summary>
    public const int HeadLength = 8192;

    /// <summary>Never fails; what nothing recognises is <c>other/unknown</c>, and a file of no bytes is <c>other/empty</c>.</summary>
    /// <param name="head">The first bytes of the file, best <see cref="HeadLength"/> of them.</param>
    /// <param name="length">The length of the whole file in bytes.</param>
    public static MediaType Sniff(ReadOnlySpan<byte> head, long length)
    {
        if (length == 0 || head.IsEmpty) return new(MediaKind.Other, "empty", "application/x-empty");
        return Signatures.Match(head)
            ?? ContainerSniff.Match(head)
            ?? ModelSniff.Match(head, length)
            ?? ContainerSniff.MatchWeak(head)
            ?? TextSniff.Match(head, length)
            ?? new(MediaKind.Other, "unknown", "application/octet-stream");
    }
}
