using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Core.Shared;

namespace Countersign.Desk.Documents;

/// <summary>Writes trees as JSON for programs and as YAML for people.</summary>
public static class TreeWriting
{
    /// <summary>JSON that leaves letters as they are, stays safe inside HTML, and does not turn the reading direction of a terminal that shows it.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.Create(Letters()) };

    private static TextEncoderSettings Letters()
    {
        var settings = new TextEncoderSettings(System.Text.Unicode.UnicodeRanges.All);
        settings.ForbidCharacters('\u061C', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069');
        return settings;
    }

    /// <summary>Writes a tree into JSON that is being written.</summary>
    public static void WriteJson(Utf8JsonWriter json, Tree tree)
    {
        switch (tree)
        {
            case Tree.Text text: json.WriteStringValue(text.Value); break;
            case Tree.Whole whole: json.WriteNumberValue(whole.Value); break;
            case Tree.Flag flag: json.WriteBooleanValue(flag.Value); break;
            case Tree.List list:
                json.WriteStartArray();
                foreach (var item in list.Items) WriteJson(json, item);
                json.WriteEndArray();
                break;
            case Tree.Map map:
                json.WriteStartObject();
                foreach (var (name, value) in map.Entries)
                {
                    json.WritePropertyName(name);
                    WriteJson(json, value);
                }
                json.WriteEndObject();
                break;
        }
    }

    /// <summary>Writes a named tree into JSON that is being written.</summary>
    public static void WriteJson(Utf8JsonWriter json, string name, Tree tree)
    {
        json.WritePropertyName(name);
        WriteJson(json, tree);
    }

    /// <summary>A tree as readable YAML, which <see cref="YamlDocuments"/> reads back to an equal tree.</summary>
    public static string Yaml(Tree tree)
    {
        var text = new StringBuilder();
        WriteYaml(text, tree, 0);
        return text.ToString();
    }

    private static void WriteYaml(StringBuilder text, Tree tree, int indent)
    {
        switch (tree)
        {
            case Tree.Map map:
                foreach (var (name, value) in map.Entries)
                {
                    text.Append(' ', indent).Append(Scalar(name)).Append(':');
                    WriteValue(text, value, indent + 2);
                }
                break;
            case Tree.List list:
                foreach (var item in list.Items)
                {
                    text.Append(' ', indent).Append('-');
                    WriteValue(text, item, indent + 2);
                }
                break;
        }
    }

    private static void WriteValue(StringBuilder text, Tree value, int indent)
    {
        switch (value)
        {
            case Tree.Map { Entries.IsEmpty: true }: text.Append(" {}\n"); break;
            case Tree.List list when list.Items.All(item => item is Tree.Text or Tree.Whole or Tree.Flag):
                text.Append(" [").AppendJoin(", ", list.Items.Select(Scalar)).Append("]\n");
                break;
            case Tree.Map or Tree.List:
                text.Append('\n');
                WriteYaml(text, value, indent);
                break;
            default: text.Append(' ').Append(Scalar(value)).Append('\n'); break;
        }
    }

    private static string Scalar(Tree tree) => tree switch
    {
        Tree.Whole whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        Tree.Flag flag => flag.Value ? "true" : "false",
        Tree.Text text => Scalar(text.Value),
        _ => throw new InvalidOperationException("Not a scalar."),
    };

    private static string Scalar(string text)
    {
        var plain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or ' ' or '_' || c > '\u00BF' && char.IsLetter(c))
            && char.IsLetter(text[0]) && text[^1] != ' ' && text is not ("true" or "false" or "null");
        // Ids read better bare: 'party:ada' is plain in YAML, since no space follows the colon.
        var id = !plain && text.Count(c => c == ':') == 1 && text[^1] != ':' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is ':' or '-' or '/' or '.') && char.IsAsciiLetter(text[0]);
        return plain || id ? text : JsonSerializer.Serialize(text, DocumentsJson.Default.String);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class DocumentsJson : System.Text.Json.Serialization.JsonSerializerContext;
