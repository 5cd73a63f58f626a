using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Shared;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Countersign.Desk.Documents;

/// <summary>Reads the YAML that people write into <see cref="Tree"/>s, with the place of every part. JSON is YAML too, and is read by the same door.</summary>
public static class YamlDocuments
{
    // A registry of ten thousand statements is some 5 MB; a larger single file is a mistake or an attack.
    private const int MaxCharacters = 32 * 1024 * 1024;

    // No form of ours nests deeper than six; the parser itself recurses.
    private const int MaxDepth = 32;

    /// <summary>Every document of the text, in order.</summary>
    public static Outcome<ImmutableArray<Tree>> Read(string text)
    {
        if (text.Length > MaxCharacters) return new Problem("document.too-large", $"The document is longer than {MaxCharacters} characters.");
        try
        {
            // A byte order mark is somebody's editor, not content.
            var parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
            var documents = ImmutableArray.CreateBuilder<Tree>();
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
            {
                parser.Consume<DocumentStart>();
                var tree = ReadNode(parser, 0);
                parser.Consume<DocumentEnd>();
                // '---' with nothing after it is a separator too many, not a document.
                if (tree is not Tree.Text { Value: "" }) documents.Add(tree);
            }
            return documents.ToImmutable();
        }
        catch (RefusedException e)
        {
            return e.Problem;
        }
        catch (YamlException e)
        {
            return new Problem("document.yaml", "This is not well-formed YAML: " + e.Message, $"line {e.Start.Line}, column {e.Start.Column}");
        }
    }

    private static Tree ReadNode(Parser parser, int depth)
    {
        if (depth > MaxDepth) throw Refuse(parser.Current!, "It is nested too deep.");
        switch (parser.Current)
        {
            case Scalar scalar:
                parser.MoveNext();
                return Scalar(scalar);
            case SequenceStart start:
                parser.MoveNext();
                var items = ImmutableArray.CreateBuilder<Tree>();
                while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(parser, depth + 1));
                return new Tree.List(items.ToImmutable()) { At = At(start) };
            case MappingStart start:
                parser.MoveNext();
                var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Tree>>();
                var names = new HashSet<string>(StringComparer.Ordinal);
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    if (!parser.TryConsume<Scalar>(out var name)) throw Refuse(parser.Current!, "A name is expected here.");
                    // The second of two limits would silently win, or the first; neither is what was meant.
                    if (!names.Add(name.Value)) throw Refuse(name, $"'{name.Value}' is given twice.");
                    entries.Add(new(name.Value, ReadNode(parser, depth + 1)));
                }
                return new Tree.Map(entries.ToImmutable()) { At = At(start) };
            // Aliases let a page of text unfold into a billion nodes, and no form needs them.
            case AnchorAlias alias: throw Refuse(alias, "Anchors and aliases are not read here: write the part out.");
            case var other: throw Refuse(other!, "This has no place in a document.");
        }
    }

    private static Tree Scalar(Scalar scalar)
    {
        var text = scalar.Value;
        var plain = scalar.Style == ScalarStyle.Plain;
        Tree tree = plain && text is "true" or "false" && plain ? text == "true"
            : plain && IsWhole(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : plain && text is "~" or "null" && plain ? ""
            : text;
        return tree with { At = At(scalar) };
    }

    // '007' and '+5' are spellings, not numbers: they stay as written.
    private static bool IsWhole(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        return digits.Length is > 0 and < 19 && !digits.ContainsAnyExceptInRange('0', '9') && (digits.Length == 1 || digits[0] != '0');
    }

    private static Tree.Place At(ParsingEvent at) => new((int)at.Start.Line, (int)at.Start.Column);

    private static RefusedException Refuse(ParsingEvent at, string what) => new(new("document.yaml", what, At(at).ToString()));

    private sealed class RefusedException(Problem problem) : Exception(problem.What)
    {
        public Problem Problem { get; } = problem;
    }
}
