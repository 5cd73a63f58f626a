using System.Text;

namespace Countersign.Matching.Text;

/// <summary>A text file's characters.</summary>
/// <param name="Text">Without the byte-order mark; line ends as they were.</param>
/// <param name="Encoding">One of <c>utf-8 utf-16le utf-16be windows-1252</c>.</param>
/// <param name="Guessed">
/// True when neither a byte-order mark nor valid UTF-8 settled the encoding. Letters outside ASCII may then be wrong.
/// </param>
public sealed record DecodedText(string Text, string Encoding, bool Guessed);

/// <summary>
/// From bytes to text: byte-order mark, else valid UTF-8, else UTF-16 by where its zero bytes lie, else Windows-1252.
/// Failures: <c>text.empty</c>, <c>text.too-long</c>, <c>text.binary</c> (zero or control bytes that no text has).
/// </summary>
public static class TextDecoder
{
    /// <summary>Largest file read when no limit is given: 64 MiB, some 90 novels. Attack: a log of many gigabytes.</summary>
    public const int DefaultMaxBytes = 64 << 20;

    // Zero bytes settle little in a short file, and a whole film need not be counted to see that it is not text.
    private const int Sample = 64 << 10;

    private static readonly UTF8Encoding Utf8 = new(false, true);
    private static readonly UnicodeEncoding LittleEndian = new(false, false, false);
    private static readonly UnicodeEncoding BigEndian = new(true, false, false);

    /// <summary>Decodes a whole file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="maxBytes">Largest size accepted, in bytes.</param>
    public static Decoded<DecodedText> Decode(ReadOnlyMemory<byte> bytes, int maxBytes = DefaultMaxBytes)
    {
        var span = bytes.Span;
        if (span.IsEmpty)
            return Not("text.empty", "The file has no bytes.", "Fetch or export the text again.");
        if (span.Length > maxBytes)
            return Not("text.too-long", $"The file has {span.Length} bytes; the limit is {maxBytes}.", "Split it, or raise the limit.");
        if (span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return FromUtf8(span[3..]) is { } marked ? Checked(marked, "utf-8", false) : Checked(Latin(span[3..]), "windows-1252", true);
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Checked(LittleEndian.GetString(span[2..]), "utf-16le", false);
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Checked(BigEndian.GetString(span[2..]), "utf-16be", false);
        if (Wide(span) is { } big)
            return Checked((big ? BigEndian : LittleEndian).GetString(span), big ? "utf-16be" : "utf-16le", true);
        return FromUtf8(span) is { } text ? Checked(text, "utf-8", false) : Checked(Latin(span), "windows-1252", true);
    }

    private static string? FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return null;
        return Utf8.GetString(bytes);
    }

    private static string Latin(ReadOnlySpan<byte> bytes) =>
        CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);

    /// <summary>Text in a Western language has its zero bytes all on one side: true for big-endian, null for neither.</summary>
    private static bool? Wide(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes.Length % 2 != 0)
            return null;
        Span<int> zeros = stackalloc int[2];
        zeros.Clear();
        var length = Math.Min(bytes.Length, Sample);
        for (var i = 0; i < length; i++)
            zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
        var most = length / 2;
        if (zeros[1] > most * 0.4 && zeros[0] < most * 0.05)
            return false;
        return zeros[0] > most * 0.4 && zeros[1] < most * 0.05 ? true : null;
    }

    private static Decoded<DecodedText> Checked(string text, string encoding, bool guessed)
    {
        var odd = 0;
        var length = Math.Min(text.Length, Sample);
        for (var i = 0; i < length; i++)
            odd += text[i] is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\v' or '\b' or '\u001a' or '\u001b') or '\uFFFD' ? 1 : 0;

        // One stray control character in a hundred is a damaged text; more are another kind of file.
        return odd * 100 > length
            ? Not("text.binary", "The bytes are not those of a text in any encoding known here.", "Export it as UTF-8 text.")
            : Decoded<DecodedText>.Of(new DecodedText(text, encoding, guessed));
    }

    private static Decoded<DecodedText> Not(string code, string message, string advice) =>
        Decoded<DecodedText>.Not(new DecodeFailure(code, message, advice));
}
