namespace Countersign.Desk.Standards;

/// <summary>
/// The header fields a file was served with, kept beside it as <c>NAME.headers</c> or <c>NAME.headers.txt</c>, in the form that
/// <c>curl -D</c> writes: a status line, then one field a line. Of several responses in one file (redirects) the last is the file's.
/// </summary>
internal sealed class HeaderDump
{
    // Servers send some kilobytes; more is a mistake or an attack.
    public const int MaxBytes = 256 * 1024;

    private readonly List<(string Name, string Value, int Line)> _fields;

    private HeaderDump(List<(string, string, int)> fields) => _fields = fields;

    /// <summary>A field, with its lines put together as RFC 9110, section 5.2, says, and the line of the first.</summary>
    public readonly record struct Field(string Value, int Line);

    /// <summary>The endings a dump beside a file has.</summary>
    public static readonly string[] Endings = [".headers", ".headers.txt"];

    /// <summary>Whether a name is that of a dump.</summary>
    public static bool IsName(string fileName) => Array.Exists(Endings, ending => fileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The fields; null when no line is a header field.</summary>
    public static HeaderDump? Read(string text)
    {
        if (text.Length > MaxBytes) return null;
        var fields = new List<(string Name, string Value, int Line)>();
        var number = 0;
        var ended = false;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length == 0)
            {
                ended = fields.Count > 0;
                continue;
            }
            if (line[0] is ' ' or '\t')
            {
                // A folded line belongs to the field before it.
                if (fields.Count > 0 && !ended) fields[^1] = fields[^1] with { Value = fields[^1].Value + " " + line.Trim(' ', '\t') };
                continue;
            }
            if (line.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                fields.Clear();
                ended = false;
                continue;
            }
            // What follows an empty line is the content, until another response begins.
            if (ended) continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).IndexOfAnyExcept(s_token) < 0) fields.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t'), number));
        }
        return fields.Count == 0 ? null : new(fields);
    }

    private static readonly System.Buffers.SearchValues<char> s_token = System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Every line of a field.</summary>
    public IEnumerable<Field> All(string name) => _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => new Field(field.Value, field.Line));

    /// <summary>A field whose lines are one list; null when it is absent.</summary>
    public Field? Combined(string name)
    {
        var lines = All(name).ToList();
        return lines.Count == 0 ? null : new(string.Join(", ", lines.Select(line => line.Value)), lines[0].Line);
    }
}
