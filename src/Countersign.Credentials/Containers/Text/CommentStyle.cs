namespace Countersign.Credentials.Containers.Text;

/// <summary>How a kind of text writes a comment on one line (C2PA 2.4, A.9.3.1).</summary>
/// <param name="Prefix">What begins it.</param>
/// <param name="Suffix">What ends it on the same line; empty where the end of the line does.</param>
/// <param name="FrontMatter">True where the text may begin with a block between <c>---</c> or <c>+++</c>, which then takes the manifest (A.9.3.2).</param>
internal sealed record CommentStyle(string Prefix, string Suffix, bool FrontMatter = false)
{
    /// <summary>
    /// The styles that are known. A line that holds a manifest is left out of the hash whole, so what stands beside the delimiters on it must be a comment and nothing else:
    /// an opening whose closing was taken away would hide the text below it, and words before the comment would run as code.
    /// </summary>
    public static IReadOnlyList<CommentStyle> Known { get; } =
    [
        new("#", ""), new("//", ""), new("--", ""), new(";", ""), new("%", ""), new("!", ""), new("\"", ""), new("'", ""), new("NOTE", ""), new("REM", ""), new("rem", ""), new("dnl", ""), new("..", ""),
        new("##", ""), new("///", ""), new("//!", ""), new(";;", ""), new("%%", ""), new("#!", ""),
        new("/*", "*/"), new("/*!", "*/"), new("<!--", "-->", FrontMatter: true), new("(*", "*)"), new("{-", "-}"), new("{#", "#}"), new("#|", "|#"), new("#=", "=#"), new("[[", "]]"), new("--[[", "]]"),
    ];

    /// <summary>The style of a file by its name; null for plain text, which takes its store in selectors (A.8), and for kinds without comments.</summary>
    /// <param name="name">A file name or a path.</param>
    public static CommentStyle? ForFile(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".md" or ".markdown" => new("<!--", "-->", FrontMatter: true),
        ".xml" or ".xhtml" or ".xsl" or ".ttml" or ".fdx" => new("<!--", "-->"),
        // "[[ ]]" is Fountain's own note, which is printed nowhere.
        ".fountain" or ".spmd" => new("[[", "]]"),
        ".yaml" or ".yml" or ".toml" or ".py" or ".rb" or ".sh" or ".bash" or ".pl" or ".r" or ".jl" or ".tcl" or ".conf" or ".cmake" or ".nix" or ".ps1" or ".coffee" or ".gitignore" or ".mk" => new("#", ""),
        ".js" or ".mjs" or ".ts" or ".css" or ".scss" => new("/*!", "*/"),
        ".tsx" or ".jsx" or ".c" or ".h" or ".cc" or ".cpp" or ".hpp" or ".cs" or ".java" or ".go" or ".rs" or ".swift" or ".kt" or ".scala" or ".dart" or ".php" or ".proto" or ".adoc" or ".asciidoc" or ".groovy" or ".zig" or ".fs" => new("//", ""),
        ".sql" or ".lua" or ".hs" or ".elm" or ".ada" or ".vhd" or ".vhdl" => new("--", ""),
        ".ini" or ".asm" or ".lisp" or ".clj" or ".scm" or ".el" => new(";", ""),
        ".tex" or ".sty" or ".cls" or ".bib" or ".erl" or ".m" => new("%", ""),
        ".ml" or ".mli" or ".pas" => new("(*", "*)"),
        ".vtt" => new("NOTE", ""),
        ".rst" => new("..", ""),
        _ => null,
    };

    /// <summary>The known style of what stands before and behind the delimiters; null when it is not one of them. Spaces and tabs count for nothing.</summary>
    public static CommentStyle? Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind)
    {
        var prefix = System.Text.Encoding.Latin1.GetString(before.Trim(" \t"u8));
        var suffix = System.Text.Encoding.Latin1.GetString(behind.Trim(" \t"u8));
        return Known.FirstOrDefault(s => s.Prefix == prefix && s.Suffix == suffix);
    }
}
