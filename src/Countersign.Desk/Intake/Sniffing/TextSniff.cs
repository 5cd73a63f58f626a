using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Desk.Intake.Sniffing;

/// <summary>
/// Tells text from other bytes, and a few forms of text that show themselves clearly. A form is only named when the content
/// says so; everything else is plain text.
/// </summary>
internal static partial class TextSniff
{
    public static MediaType? Match(ReadOnlySpan<byte> head, long length)
    {
        if (Decode(head, head.Length < length) is not { } text) return null;
        var start = text.TrimStart('\uFEFF').TrimStart();
        if (start.StartsWith('<')) return Markup(start);
        if (start.StartsWith('{') || start.StartsWith('[')) return Json(start);
        if (start.StartsWith("---\n", StringComparison.Ordinal) || start.StartsWith("%YAML", StringComparison.Ordinal)) return new(MediaKind.Text, "yaml", "application/yaml");
        if (IsFountain(start)) return new(MediaKind.Text, "fountain", "text/x-fountain");
        return IsTable(start) ? new(MediaKind.Text, "csv", "text/csv") : new(MediaKind.Text, "plain", "text/plain");
    }

    /// <summary>The head as text, or null when it is none. A character cut by the end of the head does not count against it.</summary>
    private static string? Decode(ReadOnlySpan<byte> head, bool cut)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            var text = (head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(head[..(head.Length & ~1)]);
            return Printable(text) ? text : null;
        }

        if (head.Contains((byte)0)) return null;
        for (var trim = 0; trim <= (cut ? 3 : 0) && trim < head.Length; trim++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(head[..^trim])) continue;
            var text = Encoding.UTF8.GetString(head[..^trim]);
            return Printable(text) ? text : null;
        }

        // Latin-1 and its kin: no C0 controls, and mostly ASCII letters. A wrong guess here costs a plain-text search, no more.
        var latin = Encoding.Latin1.GetString(head);
        var high = 0;
        foreach (var c in latin) if (c >= 0x80) high++;
        return Printable(latin) && head.Length >= 16 && high * 4 < latin.Length ? latin : null;
    }

    private static bool Printable(string text)
    {
        var odd = 0;
        foreach (var c in text)
            if (c == '\uFFFD' || (c < 0x20 && c is not ('\t' or '\n' or '\r' or '\f' or '\u001B'))) odd++;
        return odd * 100 <= text.Length;
    }

    private static MediaType Markup(string start)
    {
        var begin = start[..Math.Min(start.Length, 4096)];
        if (SvgTag().IsMatch(begin)) return new(MediaKind.Image, "svg", "image/svg+xml");
        if (begin.Contains("<FinalDraft", StringComparison.Ordinal)) return new(MediaKind.Text, "fdx", "application/x-finaldraft");
        if (begin.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || begin.StartsWith("<html", StringComparison.OrdinalIgnoreCase)) return new(MediaKind.Text, "html", "text/html");
        return begin.StartsWith("<?xml", StringComparison.Ordinal) ? new(MediaKind.Text, "xml", "application/xml") : new(MediaKind.Text, "plain", "text/plain");
    }

    private static MediaType Json(string start) => JsonStart().IsMatch(start)
        ? new(MediaKind.Text, "json", "application/json")
        : new(MediaKind.Text, "plain", "text/plain");

    // A Fountain title page, or a scene heading on a line of its own with an empty line before it.
    private static bool IsFountain(string text) =>
        TitlePage().IsMatch(text) || SceneHeading().Count(text) >= 2 || (text.Length < 4096 && FirstSceneHeading().IsMatch(text));

    private static bool IsTable(string text)
    {
        var lines = text.Split('\n', 6);
        if (lines.Length < 4) return false;
        var commas = lines[0].Count(c => c == ',');
        return commas >= 1 && !lines[0].Contains(". ", StringComparison.Ordinal) && lines.Take(3).All(l => l.Count(c => c == ',') == commas);
    }

    // Every pattern runs in linear time: the text is hostile.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"<([A-Za-z0-9]+:)?svg[\s>]", Linear)]
    private static partial Regex SvgTag();

    [GeneratedRegex(@"\A(\{\s*(""|\})|\[\s*([\[\{""\]\-0-9]|true|false|null))", Linear)]
    private static partial Regex JsonStart();

    [GeneratedRegex(@"\ATitle:.*\r?\n((\s+.*|[A-Z][A-Za-z ]*:.*)\r?\n)*(Credit|Author|Authors|Draft date|Source):", Linear)]
    private static partial Regex TitlePage();

    [GeneratedRegex(@"\n\s*\n(INT|EXT|EST|INT\./EXT|I/E)[\. ][^\n]+\n", Linear)]
    private static partial Regex SceneHeading();

    [GeneratedRegex(@"\A(INT|EXT|EST|INT\./EXT|I/E)\. [A-Z][^\n]+\r?\n\r?\n", Linear)]
    private static partial Regex FirstSceneHeading();
}
