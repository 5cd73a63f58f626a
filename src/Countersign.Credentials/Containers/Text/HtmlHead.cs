using System.Text;

namespace Countersign.Credentials.Containers.Text;

/// <summary>A <c>script</c> of type <c>application/c2pa</c> in the head of a page (C2PA 2.4, A.7.1.1).</summary>
/// <param name="Element">From <c>&lt;script</c> to the end of <c>&lt;/script&gt;</c>: what the hash leaves out (A.7.1.3).</param>
/// <param name="Content">The base64 inside.</param>
/// <param name="IsPlain">Whether the tag has no attribute but its type. Others could make a browser act on an element that no hash covers.</param>
internal readonly record struct HtmlScript(ByteRange Element, ByteRange Content, bool IsPlain);

/// <summary>
/// The head of an HTML page as far as it matters for manifests (C2PA 2.4, A.7.1.4). It is read as bytes and as a browser would: comments and the texts of titles, styles and scripts are stepped over.
/// </summary>
internal sealed class HtmlHead
{
    // A tag with a long address takes some kilobytes; a hostile one could take the file.
    private const int MostTag = 16 * 1024;

    // Attack: a head of nothing but tags that do not end, each read to the length above. Heads have some dozens.
    private const int MostTags = 10_000;

    public List<HtmlScript> Scripts { get; } = [];

    /// <summary>The addresses of <c>link rel="c2pa-manifest"</c>.</summary>
    public List<string> Links { get; } = [];

    /// <summary>The place of <c>&lt;/head</c>; null when there is none.</summary>
    public long? End { get; private set; }

    /// <summary>Whether a file begins as a page does.</summary>
    public static bool IsPage(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head = head[3..];
        var text = Encoding.Latin1.GetString(head.TrimStart(" \t\r\n\f"u8)[..Math.Min(16, head.TrimStart(" \t\r\n\f"u8).Length)]);
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the head, within the limits.</summary>
    public static HtmlHead Read(StreamWindow file, ParseLimits limits)
    {
        var head = new HtmlHead();
        var end = Math.Min(file.Length, limits.MaxScanBytes);
        long at = 0;
        var tags = 0;
        for (var steps = 0; steps < limits.MaxElements && tags < MostTags && at >= 0 && (at = file.IndexOf("<"u8, at, end)) >= 0; steps++)
        {
            var start = Encoding.Latin1.GetString(file.Peek(at, 8));
            if (start.StartsWith("<!--", StringComparison.Ordinal)) at = file.Behind("-->"u8, at + 4, end);
            else if (Is(start, "</head"))
            {
                head.End = at;
                break;
            }
            else if (Is(start, "<body")) break;
            else if (Is(start, "<script"))
            {
                tags++;
                at = head.ReadScript(file, at, end);
            }
            else if (Is(start, "<style")) at = Closing(file, "style", at, end);
            else if (Is(start, "<title")) at = Closing(file, "title", at, end);
            else if (Is(start, "<link"))
            {
                tags++;
                at = head.ReadLink(file, at);
            }
            else at++;
        }

        return head;
    }

    private long ReadScript(StreamWindow file, long at, long end)
    {
        if (Tag(file, at, out var attributes) is not { } content) return at + 1;
        var close = Closing(file, "script", content, end);
        if (close < 0) return -1;
        var behind = file.Behind(">"u8, close, end);
        if (behind < 0) return -1;
        if (attributes.Count > 0 && attributes.Find(a => a.Name == "type").Value is { } type && type.Equals("application/c2pa", StringComparison.OrdinalIgnoreCase))
            Scripts.Add(new(new(at, behind - at), new(content, close - content), attributes.Count == 1 && behind - close == 9));
        return behind;
    }

    private long ReadLink(StreamWindow file, long at)
    {
        if (Tag(file, at, out var attributes) is not { } behind) return at + 1;
        var relations = attributes.Find(a => a.Name == "rel").Value?.Split([' ', '\t', '\r', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (relations.Contains("c2pa-manifest", StringComparer.OrdinalIgnoreCase) && attributes.Find(a => a.Name == "href").Value is { } address) Links.Add(address);
        return behind;
    }

    // The attributes of a tag as a browser reads them: of one that stands twice, the first counts. Gives the place behind the tag.
    private static long? Tag(StreamWindow file, long at, out List<(string Name, string? Value)> attributes)
    {
        attributes = [];
        var text = Encoding.Latin1.GetString(file.Peek(at, MostTag));
        var i = text.IndexOfAny([' ', '\t', '\r', '\n', '\f', '/', '>'], 1);
        while (i >= 0 && i < text.Length)
        {
            while (i < text.Length && text[i] is ' ' or '\t' or '\r' or '\n' or '\f' or '/') i++;
            if (i >= text.Length) return null;
            if (text[i] == '>') return at + i + 1;
            var name = i++;
            while (i < text.Length && text[i] is not (' ' or '\t' or '\r' or '\n' or '\f' or '/' or '>' or '=')) i++;
            var key = text[name..i].ToLowerInvariant();
            while (i < text.Length && text[i] is ' ' or '\t' or '\r' or '\n' or '\f') i++;
            string? value = null;
            if (i < text.Length && text[i] == '=')
            {
                i++;
                while (i < text.Length && text[i] is ' ' or '\t' or '\r' or '\n' or '\f') i++;
                if (i >= text.Length) return null;
                var from = i;
                if (text[i] is '"' or '\'')
                {
                    i = text.IndexOf(text[i], i + 1);
                    if (i < 0) return null;
                    value = text[(from + 1)..i++];
                }
                else
                {
                    while (i < text.Length && text[i] is not (' ' or '\t' or '\r' or '\n' or '\f' or '>')) i++;
                    value = text[from..i];
                }
            }

            if (!attributes.Exists(a => a.Name == key)) attributes.Add((key, value));
        }

        return null;
    }

    private static bool Is(string text, string tag) =>
        text.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && (text.Length == tag.Length || text[tag.Length] is ' ' or '\t' or '\r' or '\n' or '\f' or '/' or '>');

    private static long Closing(StreamWindow file, string name, long from, long end)
    {
        for (var at = from; (at = file.IndexOf("</"u8, at, end)) >= 0; at += 2)
        {
            if (Is(Encoding.Latin1.GetString(file.Peek(at, name.Length + 3)), "</" + name)) return at;
        }

        return -1;
    }
}
