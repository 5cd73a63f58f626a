using System.Collections.Immutable;
using System.Xml;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Robots;

namespace Countersign.Desk.Standards.Rsl;

/// <summary>Reads the XML of RSL 1.0. Whatever it does not know inside a licence becomes a condition that nobody fulfils: it makes the licence narrower, and never wider.</summary>
internal sealed class RslDocument
{
    /// <summary>The namespace of RSL, and the address of its text.</summary>
    public const string Namespace = "https://rslstandard.org/rsl";

    private const int MaxBytes = 4 * 1024 * 1024;

    // A recursive reader would need a stack; a document nested deeper than any real one is refused before.
    private const int MaxDepth = 32;

    private RslDocument(ImmutableArray<RslContent> contents, bool hasNamespace) => (Contents, HasNamespace) = (contents, hasNamespace);

    /// <summary>What it speaks of.</summary>
    public ImmutableArray<RslContent> Contents { get; }

    /// <summary>Whether it is in RSL's namespace, as it must be. What is not can reserve, and opens nothing.</summary>
    public bool HasNamespace { get; }

    /// <summary>Whether it speaks of several sites. Which of them a work stands on is not known here, so such a document can reserve, and opens nothing.</summary>
    public bool IsOfSeveralSites => Contents.Select(content => Uri.TryCreate(content.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.Host : null).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;

    /// <summary>Reads it.</summary>
    public static Outcome<RslDocument> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return new Problem("rsl.too-large", "An RSL document of more than four megabytes is not read.");
        // No document type: neither entities that multiply nor entities that open other files.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, MaxCharactersInDocument = MaxBytes };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), settings);
            return Read(reader);
        }
        catch (XmlException e)
        {
            return new Problem("rsl.form", "The document is not XML that can be read: " + e.Message, e.LineNumber > 0 ? $"line {e.LineNumber}" : null);
        }
        catch (ArgumentException)
        {
            // An encoding that the declaration names and nobody knows.
            return new Problem("rsl.form", "The document names an encoding that is not known.");
        }
    }

    /// <summary>What governs a path: the contents with the most specific address (section 4.9). Several of the same count together.</summary>
    public ImmutableArray<RslContent> Governing(string? path)
    {
        var matching = Contents.Where(content => content.Pattern is null || path is null || content.Pattern.Matches(path)).ToList();
        if (path is null || matching.Count == 0) return [.. matching];
        var most = matching.Max(content => content.Pattern?.Length ?? 0);
        return [.. matching.Where(content => (content.Pattern?.Length ?? 0) == most)];
    }

    private static Outcome<RslDocument> Read(XmlReader reader)
    {
        reader.MoveToContent();
        if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "rsl" || reader.NamespaceURI is not (Namespace or ""))
            return new Problem("rsl.form", $"The document is not RSL: its root is not <rsl xmlns=\"{Namespace}\">.");
        var hasNamespace = reader.NamespaceURI == Namespace;
        var contents = ImmutableArray.CreateBuilder<RslContent>();
        foreach (var child in Children(reader))
            if (child == "content") contents.Add(Content(reader));
        // What stands behind the root is checked as well: a document is well-formed as a whole, or it is none.
        while (reader.Read()) { }
        return new RslDocument(contents.ToImmutable(), hasNamespace);
    }

    private static RslContent Content(XmlReader reader)
    {
        var url = reader.GetAttribute("url")?.Trim() ?? "";
        var server = reader.GetAttribute("server");
        var isEncrypted = reader.GetAttribute("encrypted") is "true" or "1";
        var licences = ImmutableArray.CreateBuilder<RslLicence>();
        foreach (var child in Children(reader))
            if (child == "license") licences.Add(Licence(reader));
        // A licence of such content is had from its server, so none is had by reading.
        var others = ImmutableArray.CreateBuilder<(string, string)>();
        if (server is not null) others.Add(("rsl-server", server));
        if (isEncrypted) others.Add(("rsl-encrypted", "true"));
        return new(url, Pattern(url), others.Count == 0 ? licences.ToImmutable() : [.. licences.Select(licence => licence with { Others = [.. licence.Others, .. others] })]);
    }

    private static PathPattern? Pattern(string url)
    {
        if (url.Length == 0) return null;
        if (url.StartsWith('/')) return PathPattern.Of(url);
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return PathPattern.Of("/" + url);
        var slash = url.IndexOf('/', scheme + 3);
        return PathPattern.Of(slash < 0 ? "/" : url[slash..]);
    }

    private static RslLicence Licence(XmlReader reader)
    {
        var licence = new RslLicence { Line = reader is IXmlLineInfo { LineNumber: var line } ? line : 0 };
        foreach (var child in Children(reader))
        {
            var type = reader.GetAttribute("type")?.Trim();
            switch (child)
            {
                case "permits" or "prohibits":
                    licence = Limited(licence, child == "permits", type, Words(reader));
                    break;
                case "payment":
                    licence = licence with { Payments = licence.Payments.Add(Payment(reader, type ?? "")) };
                    break;
                case "reporting":
                    var report = string.Join(' ', new[] { type, reader.GetAttribute("profile"), reader.GetAttribute("endpoint") }.Where(part => !string.IsNullOrWhiteSpace(part)));
                    Skip(reader);
                    licence = licence with { Reports = licence.Reports.Add(report) };
                    break;
                // Warranties and disclaimers are about the licensor, copyright and terms about where to ask.
                case "legal" or "copyright" or "terms":
                    Skip(reader);
                    break;
                default:
                    Skip(reader);
                    licence = licence with { Others = licence.Others.Add(("rsl-" + child, "a part of the licence that this version does not know")) };
                    break;
            }
        }
        return licence;
    }

    private static RslLicence Limited(RslLicence licence, bool permits, string? type, ImmutableArray<string> words) => (type, permits) switch
    {
        // "At most one for each type" (section 3.5): of two, only what both permit is permitted.
        ("usage", true) => licence with { Permits = licence.Permits is { } before ? [.. before.Intersect(words, StringComparer.Ordinal)] : words },
        ("usage", false) => licence with { Prohibits = [.. licence.Prohibits, .. words] },
        ("geo", true) => licence with { Countries = licence.Countries is { } before ? [.. before.Intersect(words, StringComparer.OrdinalIgnoreCase)] : words },
        ("geo", false) => licence with { NotCountries = [.. licence.NotCountries, .. words] },
        _ => licence with { Others = licence.Others.Add(($"rsl-{(permits ? "permits" : "prohibits")}-{type ?? "unknown"}", string.Join(' ', words))) },
    };

    private static RslPayment Payment(XmlReader reader, string type)
    {
        string? amount = null, currency = null;
        var terms = ImmutableArray.CreateBuilder<string>();
        foreach (var child in Children(reader))
        {
            if (child == "amount" && amount is null)
            {
                currency = reader.GetAttribute("currency")?.Trim() ?? "";
                amount = Text(reader).Trim();
            }
            else if (child is "standard" or "custom") terms.Add(Text(reader).Trim());
            else if (child == "accepts") Skip(reader);
            // A second amount, or a part nobody knows, leaves the price unknown.
            else
            {
                Skip(reader);
                terms.Add(child);
            }
        }
        return new(type, amount, currency, terms.ToImmutable());
    }

    // Words are separated by blanks; some write commas.
    private static ImmutableArray<string> Words(XmlReader reader) => [.. Text(reader).Split([' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Stands on each child element in turn; whoever takes one reads or skips all of it. Foreign names come with their namespace's mark.</summary>
    private static IEnumerable<string> Children(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            yield break;
        }
        var (depth, mine) = (reader.Depth, reader.NamespaceURI);
        if (depth > MaxDepth) throw new XmlException("It is nested deeper than any real one.");
        reader.Read();
        while (!(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth) && !reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
                continue;
            }
            var (at, name) = (Place(reader), reader.NamespaceURI == mine ? reader.LocalName : "x-" + reader.LocalName);
            yield return name;
            if (Place(reader) == at && reader.NodeType == XmlNodeType.Element) Skip(reader);
        }
        reader.Read();
    }

    private static (int, int) Place(XmlReader reader) => reader is IXmlLineInfo info ? (info.LineNumber, info.LinePosition) : default;

    private static void Skip(XmlReader reader) => reader.Skip();

    private static string Text(XmlReader reader)
    {
        var text = new System.Text.StringBuilder();
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return "";
        }
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) text.Append(reader.Value);
            // An element between words separates them, and is not read.
            else text.Append(' ');
        }
        reader.Read();
        return text.ToString();
    }
}
