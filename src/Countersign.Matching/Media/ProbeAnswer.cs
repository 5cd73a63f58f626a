using System.Globalization;
using System.Text.Json;

namespace Countersign.Matching.Media;

/// <summary>Reads ffprobe's JSON. The values in it come from the file, so each is checked for its range.</summary>
internal static class ProbeAnswer
{
    public const string Entries =
        "stream=index,codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,duration,sample_rate,channels,sample_aspect_ratio"
        + ":stream_disposition=attached_pic:stream_side_data=rotation:stream_tags=rotate:format=format_name,duration,nb_streams";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    public static Decoded<MediaInfo> Read(string path, ReadOnlyMemory<byte> json, MediaLimits limits)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Options);
        }
        catch (JsonException)
        {
            return Decoded<MediaInfo>.Not(MediaFailure.Damaged("the probe's answer could not be read."));
        }

        using (document)
        {
            var root = document.RootElement;
            if (Child(root, "format") is not { } format || Text(format, "format_name") is not { Length: > 0 } name)
                return Decoded<MediaInfo>.Not(MediaFailure.UnknownFormat());
            if (Number(format, "nb_streams") > limits.MaxStreams)
                return Decoded<MediaInfo>.Not(MediaFailure.TooLarge($"The file has more than {limits.MaxStreams} streams."));

            List<SoundTrack> sounds = [];
            List<VideoTrack> videos = [];
            if (Child(root, "streams") is { ValueKind: JsonValueKind.Array } streams)
                foreach (var stream in streams.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object))
                    Add(stream, sounds, videos);

            if (videos.Find(v => (long)v.Width * v.Height > limits.MaxPixels) is { } large)
                return Decoded<MediaInfo>.Not(MediaFailure.TooLarge($"Frames have {large.Width} × {large.Height} pixels; the limit is {limits.MaxPixels}."));
            if (Seconds(format) > limits.MaxSeconds)
                return Decoded<MediaInfo>.Not(MediaFailure.TooLong(limits.MaxSeconds));
            return Decoded<MediaInfo>.Of(new MediaInfo(path, name, Seconds(format), sounds, videos));
        }
    }

    private static void Add(JsonElement stream, List<SoundTrack> sounds, List<VideoTrack> videos)
    {
        var codec = Text(stream, "codec_name") ?? "unknown";
        if (Number(stream, "index") is not (>= 0 and < int.MaxValue and var index))
            return;
        if (Text(stream, "codec_type") == "audio"
            && Number(stream, "sample_rate") is >= 1 and <= 16_000_000 and var rate
            && Number(stream, "channels") is >= 1 and <= 64 and var channels)
            sounds.Add(new SoundTrack((int)index, codec, (int)rate, (int)channels, Seconds(stream)));

        // A cover picture in a song is a stream of its own, with one frame and no time.
        if (Text(stream, "codec_type") == "video"
            && Number(Child(stream, "disposition"), "attached_pic") is null or 0
            && Number(stream, "width") is >= 1 and <= 65_535 and var width
            && Number(stream, "height") is >= 1 and <= 65_535 and var height)
            videos.Add(new VideoTrack(
                (int)index, codec, (int)width, (int)height, Rotation(stream), Rate(stream), Seconds(stream), Aspect(stream)));
    }

    /// <summary>The display matrix counts anticlockwise, the older tag clockwise.</summary>
    private static int Rotation(JsonElement stream)
    {
        double turn = Number(Child(stream, "tags"), "rotate") ?? 0;
        if (Child(stream, "side_data_list") is { ValueKind: JsonValueKind.Array } list)
            foreach (var side in list.EnumerateArray())
                if (Number(side, "rotation") is { } matrix)
                    turn = -matrix;
        var quarter = (int)Math.Round(turn % 360 / 90);
        return (quarter % 4 + 4) % 4 * 90;
    }

    private static double? Rate(JsonElement stream) =>
        Ratio(Text(stream, "avg_frame_rate"), '/') is > 0 and <= 1000 and var mean ? mean
        : Ratio(Text(stream, "r_frame_rate"), '/') is > 0 and <= 1000 and var least ? least : null;

    private static double Aspect(JsonElement stream) =>
        Ratio(Text(stream, "sample_aspect_ratio"), ':') is >= 0.1 and <= 10 and var aspect ? aspect : 1;

    private static double? Ratio(string? text, char mark) =>
        text?.Split(mark) is [var over, var under] && Parsed(over) is { } a && Parsed(under) is { } b && b != 0 ? a / b : null;

    private static double? Seconds(JsonElement element) =>
        Number(element, "duration") is > 0 and < 1e9 and var seconds ? seconds : null;

    private static JsonElement? Child(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child) ? child : null;

    private static string? Text(JsonElement? element, string name) =>
        Child(element, name) is { ValueKind: JsonValueKind.String } child ? child.GetString() : null;

    private static double? Number(JsonElement? element, string name) => Child(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } child when child.TryGetDouble(out var value) => value,
        { ValueKind: JsonValueKind.String } child => Parsed(child.GetString()!),
        _ => null,
    };

    private static double? Parsed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
