using System.Globalization;

namespace Countersign.Matching.Media;

/// <summary>
/// Every way in which a media file is not decoded: <c>media.tool-missing</c>, <c>media.unreadable</c> (not opened),
/// <c>media.empty</c>, <c>media.refused-format</c> (playlists, subtitles, formats that point at other files),
/// <c>media.unknown-format</c>, <c>media.damaged</c>, <c>media.truncated</c>, <c>media.timeout</c>, <c>media.too-long</c>,
/// <c>media.too-large</c> (pixels, streams or bytes), <c>media.no-audio</c>, <c>media.no-video</c>.
/// </summary>
internal static class MediaFailure
{
    private const string Install = "Install ffmpeg 5.1 or later (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg).";

    public static DecodeFailure ToolMissing(string tool) =>
        new("media.tool-missing", $"The program {tool} was not found or may not be run.", Install);

    public static DecodeFailure LimitsRefused(string why) =>
        new("media.tool-missing", $"The decoder was not started, because its limits could not be set ({why}).", "Lower MaxAddressSpace and MaxProcessorSeconds to what this account may set (see ulimit -a).");

    public static DecodeFailure Unreadable(string why) =>
        new("media.unreadable", "The file could not be opened: " + why, "Check the path and its permissions; devices and pipes are not read.");

    public static DecodeFailure Empty() =>
        new("media.empty", "The file has no bytes.", "Fetch or export it again.");

    public static DecodeFailure RefusedFormat(string what) =>
        new("media.refused-format", $"The file is {what}. Such files point at other files and are not followed.", "Give the sound or film itself.");

    public static DecodeFailure UnknownFormat() =>
        new("media.unknown-format", "The bytes are those of no sound or film format read here.", "Convert the file to FLAC, MP3, Ogg, MP4, Matroska or WebM.");

    public static DecodeFailure Damaged(string detail) =>
        new("media.damaged", "The file is damaged: " + detail, "Fetch or export it again.");

    public static DecodeFailure Truncated(double claimed, double found) =>
        new("media.truncated", string.Create(CultureInfo.InvariantCulture, $"The file claims {claimed:0.0} s and ends after {found:0.0} s."), "Fetch it again; what there is was read.");

    public static DecodeFailure Timeout(TimeSpan limit, string doing) =>
        new("media.timeout", string.Create(CultureInfo.InvariantCulture, $"{doing} took longer than {limit.TotalSeconds:0.###} s."), "Try the file alone, on a local disk; a file that hangs its readers is damaged or hostile.");

    public static DecodeFailure TooLong(double limit) =>
        new("media.too-long", string.Create(CultureInfo.InvariantCulture, $"It lasts longer than {limit:0} s."), "Cut it into parts, or raise the limit.");

    public static DecodeFailure TooLarge(string what) =>
        new("media.too-large", what, "A file made to exhaust its readers looks like this; look at its origin, or raise the limit.");

    public static DecodeFailure NoAudio() =>
        new("media.no-audio", "The file has no sound track that can be decoded.", "Nothing to do where none is expected.");

    public static DecodeFailure NoVideo() =>
        new("media.no-video", "The file has no picture track that can be decoded.", "Nothing to do where none is expected.");
}
