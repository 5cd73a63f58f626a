using System.Net;
using System.Text;

namespace Countersign.Desk.Standards;

/// <summary>
/// The metadata of an HTML page: <c>meta</c> and <c>link</c> elements, and scripts of one type. It is a scanner of tags and no parser of pages: it
/// finds more than a browser would honour (a <c>meta</c> in the body), never less, except in comments, scripts and titles, where tags are text.
/// </summary>
internal sealed class HtmlPage
{
    // The heads of real pages end within a hundred kilobytes; some put megabytes of styles before their metadata.
    public const int MaxBytes = 4 * 1024 * 1024;

    private static readonly string[] s_rawText = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

    private readonly List<Element> _elements = [];

    private HtmlPage() { }

    private sealed record Element(string Name, Dictionary<string, string> Attributes, int Line, string Text);

    /// <summary>A named piece of metadata.</summary>
    public readonly record struct Meta(string Content, int Line);

    /// <summary>Whether a name is that of a page.</summary>
    public static bool IsName(string fileName) => fileName.EndsWith(".html", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".htm", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".xhtml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it was longer than is read: what opens may then be taken back further on.</summary>
    public bool IsCut { get; private init; }

    /// <summary>The values of <c>meta name="…"</c>; names do not distinguish case.</summary>
    public IEnumerable<Meta> Metas(string name) => _elements.Where(element => element.Name == "meta" && Is(element, "name", name)).Select(element => new Meta(element.Attributes.GetValueOrDefault("content", ""), element.Line));

    /// <summary>The targets of <c>link</c> elements with a relation and a type.</summary>
    public IEnumerable<Meta> Links(string relation, string type) => _elements
        .Where(element => element.Name == "link" && Is(element, "type", type) && element.Attributes.GetValueOrDefault("rel", "").Split([' ', '\t', '\n', '\r', '\f']).Contains(relation, StringComparer.OrdinalIgnoreCase))
        .Select(element => new Meta(element.Attributes.GetValueOrDefault("href", ""), element.Line));

    /// <summary>The contents of <c>script type="…"</c>.</summary>
    public IEnumerable<Meta> Scripts(string type) => _elements.Where(element => element.Name == "script" && Is(element, "type", type)).Select(element => new Meta(element.Text, element.Line));

    private static bool Is(Element element, string attribute, string value) => element.Attributes.GetValueOrDefault(attribute, "").Trim().Equals(value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a page.</summary>
    public static HtmlPage Read(ReadOnlyMemory<byte> bytes)
    {
        var page = new HtmlPage { IsCut = bytes.Length > MaxBytes };
        page.Scan(Importing.Text(bytes.Length > MaxBytes ? bytes[..MaxBytes] : bytes));
        return page;
    }

    private void Scan(string text)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var open = text.IndexOf('<', at);
            if (open < 0) return;
            line += Lines(text, at, open);
            if (text.AsSpan(open).StartsWith("<!--"))
            {
                var end = text.IndexOf("-->", open + 4, StringComparison.Ordinal);
                if (end < 0) return;
                line += Lines(text, open, end);
                at = end + 3;
                continue;
            }
            if (open + 1 >= text.Length || !char.IsAsciiLetter(text[open + 1]))
            {
                at = open + 1;
                continue;
            }
            var started = line;
            var name = Name(text, open + 1);
            at = Attributes(text, open + 1 + name.Length, out var attributes);
            line += Lines(text, open, at);
            var content = "";
            if (s_rawText.Contains(name))
            {
                var close = text.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase);
                if (close < 0) close = text.Length;
                content = text[at..close];
                line += Lines(text, at, close);
                at = close;
            }
            if (name is "meta" or "link" or "script") _elements.Add(new(name, attributes, started, content));
        }
    }

    private static string Name(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] is not (' ' or '\t' or '\n' or '\r' or '\f' or '/' or '>')) end++;
        return text[at..end].ToLowerInvariant();
    }

    // Up to and over the '>' that ends the tag. The first of two attributes of the same name counts.
    private static int Attributes(string text, int at, out Dictionary<string, string> attributes)
    {
        attributes = new(StringComparer.Ordinal);
        while (at < text.Length)
        {
            while (at < text.Length && (IsBlank(text[at]) || text[at] == '/')) at++;
            if (at >= text.Length) break;
            if (text[at] == '>') return at + 1;
            var start = at++;
            while (at < text.Length && !IsBlank(text[at]) && text[at] is not ('=' or '>' or '/')) at++;
            var name = text[start..at].ToLowerInvariant();
            while (at < text.Length && IsBlank(text[at])) at++;
            var value = "";
            if (at < text.Length && text[at] == '=')
            {
                at++;
                while (at < text.Length && IsBlank(text[at])) at++;
                if (at < text.Length && text[at] is '"' or '\'')
                {
                    var end = text.IndexOf(text[at], at + 1);
                    if (end < 0) return text.Length;
                    value = text[(at + 1)..end];
                    at = end + 1;
                }
                else
                {
                    start = at;
                    while (at < text.Length && !IsBlank(text[at]) && text[at] != '>') at++;
                    value = text[start..at];
                }
            }
            attributes.TryAdd(name, WebUtility.HtmlDecode(value));
        }
        return text.Length;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    private static int Lines(string text, int from, int to) => text.AsSpan(from, to - from).Count('\n');
}
