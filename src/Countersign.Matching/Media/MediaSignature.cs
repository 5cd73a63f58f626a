using System.Text;

namespace Countersign.Matching.Media;

/// <summary>
/// Recognises files that name other files, by how they begin, so that the answer says what they are. The list of allowed
/// demuxers refuses them as well; this is the message, not the wall.
/// </summary>
internal static class MediaSignature
{
    private static readonly (string Begins, string What)[] Playlists =
    [
        ("#EXTM3U", "a playlist (HLS or M3U)"),
        ("ffconcat", "a list of files to be joined (concat)"),
        ("[playlist]", "a playlist (PLS)"),
        ("[Reference]", "a playlist (ASX)"),
        ("<asx", "a playlist (ASX)"),
        ("<smil", "a presentation (SMIL)"),
        ("<MPD", "a manifest (DASH)"),
        ("v=0", "a session description (SDP)"),
        ("[Script Info]", "a file of subtitles (ASS)"),
        ("WEBVTT", "a file of subtitles (WebVTT)"),
        (";FFMETADATA", "a file of metadata"),
    ];

    /// <summary>What the file is, when it is one that points at others; else null.</summary>
    /// <param name="head">The first bytes, some hundreds.</param>
    public static string? Refused(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        foreach (var (begins, what) in Playlists)
            if (text.StartsWith(begins, StringComparison.OrdinalIgnoreCase))
                return what;
        if (!text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
            return null;
        return text.Contains("<MPD", StringComparison.Ordinal) ? "a manifest (DASH)" : "an XML file, perhaps a playlist";
    }
}
