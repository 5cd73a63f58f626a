using System.Globalization;
using System.Text.Json;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>
/// Reads JSON that nobody vouches for: bounded in size and depth, no name twice in an object, since two readers could then see two credentials, and no text
/// that is no Unicode, since the platform's elements throw on it wherever they are touched.
/// </summary>
internal static class CredentialJson
{
    private const int MostDepth = 32;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    /// <summary>The document, to be disposed of; false when the bytes are none.</summary>
    public static bool Parse(ReadOnlyMemory<byte> bytes, ParseLimits limits, out JsonDocument document, out string says)
    {
        document = null!;
        says = "";
        if (bytes.Length > limits.MaxCredentialBytes)
        {
            says = $"{bytes.Length} bytes of JSON are not read.";
            return false;
        }

        try
        {
            ThrowOnBadText(bytes.Span);
            document = JsonDocument.Parse(bytes, s_options);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            says = e.Message;
            return false;
        }
    }

    // Bytes that are no UTF-8, and halves of surrogate pairs written as escapes.
    private static void ThrowOnBadText(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MostDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String) reader.GetString();
        }
    }

    /// <summary>A text under a name; null when it is absent or no text.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>The text of an element; null when it is none.</summary>
    public static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>A date and time of RFC 3339, with its offset; digits finer than 100 nanoseconds are cut off.</summary>
    public static DateTimeOffset? Time(string text)
    {
        if (text.Length is < 20 or > 64) return null;
        var fraction = 19;
        if (text[19] == '.')
        {
            fraction++;
            while (fraction < text.Length && char.IsAsciiDigit(text[fraction])) fraction++;
            if (fraction == 20) return null;
        }

        var zone = text[fraction..];
        if (zone is not ("Z" or "z") && !(zone.Length == 6 && zone[0] is '+' or '-' && zone[3] == ':')) return null;
        var ticks = text[19..Math.Min(fraction, 27)];
        return DateTimeOffset.TryParseExact(text[..19].ToUpperInvariant() + ticks + zone.ToUpperInvariant(), ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }
}
