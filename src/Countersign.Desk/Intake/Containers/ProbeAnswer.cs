using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Countersign.Desk.Intake.Containers;

/// <summary>Turns ffprobe's answer into facts. It is data about hostile data: every field may be absent or nonsense.</summary>
internal static class ProbeAnswer
{
    private const int MaxStreams = 4096;

    public static ProbeResult Read(int exitCode, byte[] output, byte[] errors)
    {
        var said = FirstLine(errors);
        if (exitCode != 0) return Fail(said.Length > 0 ? said : $"ffprobe ended with code {exitCode}.", said);
        try
        {
            using var json = JsonDocument.Parse(output, new() { MaxDepth = 32 });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.Object)
                return Fail("ffprobe described no format.", said);
            var streams = new List<StreamFacts>();
            if (json.RootElement.TryGetProperty("streams", out var list) && list.ValueKind == JsonValueKind.Array)
                foreach (var stream in list.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object).Take(MaxStreams)) streams.Add(Stream(stream));
            return new(new(Text(format, "format_name") ?? "unknown", Seconds(format), Number(format, "bit_rate"), streams), null);
        }
        catch (JsonException)
        {
            return Fail("ffprobe's answer is not JSON.", said);
        }
    }

    private static StreamFacts Stream(JsonElement s) => new(
        Text(s, "codec_type") ?? "data", Text(s, "codec_name") ?? "unknown",
        Int(s, "width"), Int(s, "height"), Fraction(Text(s, "avg_frame_rate")),
        Int(s, "sample_rate"), Int(s, "channels"), Number(s, "bit_rate"));

    private static ProbeResult Fail(string message, string said) =>
        // "moov atom not found" is no sign of it: ffprobe says so of any bytes named .mp4. SizeCheck has judged real ones before.
        said.Contains("truncat", StringComparison.OrdinalIgnoreCase)
            ? new(null, new("media.truncated", message, "The file ends too early; fetch it again from its source."))
            : new(null, new("media.unreadable", message, "The file is damaged, or no medium that ffmpeg knows."));

    private static decimal? Seconds(JsonElement format) =>
        decimal.TryParse(Text(format, "duration"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private static Rational? Fraction(string? text) =>
        text?.Split('/') is [var a, var b]
        && long.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var top)
        && long.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var bottom)
        && top > 0 && bottom > 0
            ? new(top, bottom)
            : null;

    private static int? Int(JsonElement e, string name) => Number(e, name) is { } n and >= 0 and <= int.MaxValue ? (int)n : null;

    // ffprobe writes some numbers as numbers and some as strings.
    private static long? Number(JsonElement e, string name)
    {
        if (!e.TryGetProperty(name, out var v)) return null;
        if (v.ValueKind == JsonValueKind.Number) return v.TryGetInt64(out var n) ? n : null;
        return v.ValueKind == JsonValueKind.String && long.TryParse(v.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var m) ? m : null;
    }

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;

    private static string FirstLine(byte[] errors)
    {
        var line = Encoding.UTF8.GetString(errors).Split('\n', 2)[0].Trim();
        return line.Length > 300 ? line[..300] : line;
    }
}
