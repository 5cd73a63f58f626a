using System.Globalization;
using System.Text.Json;
using Countersign.Core.Shared;

namespace Countersign.Desk.Standards.Odrl.Rdf;

/// <summary>
/// JSON-LD as ODRL documents write it. The ODRL context is built in; a document's own context may declare prefixes and a vocabulary, and no context
/// is fetched. A term that nothing declares is taken as one of ODRL's, which a policy then refuses where it matters.
/// </summary>
internal sealed class JsonLdReader
{
    private const int Deepest = 64;

    // In the context of ODRL these are names even where they are written as plain words.
    private static readonly HashSet<string> s_named = new(StringComparer.Ordinal)
    {
        "action", "assignee", "assigner", "conflict", "consequence", "constraint", "dataType", "duty", "failure", "function", "hasPolicy", "implies", "includedIn", "inheritFrom",
        "leftOperand", "obligation", "operator", "output", "partOf", "permission", "profile", "prohibition", "refinement", "relation", "remedy", "rightOperandReference", "scope",
        "source", "status", "target", "undefined", "unit", "and", "or", "xone", "andSequence", "attributedParty", "attributingParty", "compensatedParty", "compensatingParty",
        "consentedParty", "consentingParty", "informedParty", "informingParty", "trackedParty", "trackingParty", "contractedParty", "contractingParty", "timedCount",
    };

    private readonly RdfGraph _graph = new();
    private readonly Dictionary<string, string> _terms = new(StringComparer.Ordinal);
    private string _vocabulary = Vocabulary.Odrl;
    private int _blanks;
    private string? _wrong;

    /// <summary>The graph of a document.</summary>
    public static Outcome<RdfGraph> Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = Deepest, AllowDuplicateProperties = false });
            var reader = new JsonLdReader();
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array) reader.Top(document.RootElement);
            else reader._wrong = "It holds no object.";
            return reader._wrong is { } wrong ? new Problem("odrl.json-ld", wrong, null, "ODRL documents name the context http://www.w3.org/ns/odrl.jsonld.") : Outcome.Ok(reader._graph);
        }
        catch (JsonException broken)
        {
            return new Problem("odrl.json", "It is not JSON, or it names something twice.", $"line {(broken.LineNumber + 1 ?? 1).ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private void Top(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) if (item.ValueKind == JsonValueKind.Object) Top(item);
            return;
        }
        if (element.TryGetProperty("@context", out var context)) Context(context);
        if (element.TryGetProperty("@graph", out var graph) && graph.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in graph.EnumerateArray()) if (item.ValueKind == JsonValueKind.Object) Node(item);
            return;
        }
        Node(element);
    }

    private void Context(JsonElement context)
    {
        switch (context.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var part in context.EnumerateArray()) Context(part);
                break;
            case JsonValueKind.String:
                // Any other context could give the words of ODRL another meaning, and it is not fetched.
                if (context.GetString() is not ("http://www.w3.org/ns/odrl.jsonld" or "https://www.w3.org/ns/odrl.jsonld")) _wrong ??= $"The context '{Aipref.AiprefStandard.Shown(context.GetString()!)}' is not built in, and none is fetched.";
                break;
            case JsonValueKind.Object:
                foreach (var entry in context.EnumerateObject())
                {
                    var iri = entry.Value.ValueKind switch
                    {
                        JsonValueKind.String => entry.Value.GetString(),
                        JsonValueKind.Object when entry.Value.TryGetProperty("@id", out var id) && id.ValueKind == JsonValueKind.String => id.GetString(),
                        _ => null,
                    };
                    if (entry.Name == "@vocab" && iri is not null) _vocabulary = Full(iri);
                    else if (entry.Name.StartsWith('@')) continue;
                    else if (iri is null) _wrong ??= $"What '{Aipref.AiprefStandard.Shown(entry.Name)}' means in this context is not read.";
                    else _terms[entry.Name] = iri;
                }
                break;
        }
    }

    private string Full(string name, int depth = 0)
    {
        if (depth < 8 && _terms.TryGetValue(name, out var term) && term != name) return Full(term, depth + 1);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && !name.AsSpan(colon + 1).StartsWith("//"))
        {
            if (depth < 8 && _terms.TryGetValue(name[..colon], out var own)) return Full(own, depth + 1) + name[(colon + 1)..];
            if (Vocabulary.Prefixes.TryGetValue(name[..colon], out var known)) return known + name[(colon + 1)..];
        }
        return name;
    }

    private string Word(string name) => name switch
    {
        "type" or "@type" => Vocabulary.Type,
        _ => Full(name) is var full && full.Contains(':', StringComparison.Ordinal) ? full : _vocabulary + name,
    };

    private RdfTerm Node(JsonElement element)
    {
        var id = Text(element, "@id") ?? Text(element, "uid") ?? Text(element, "id") ?? Text(element, "odrl:uid");
        var node = id is null ? new RdfTerm(RdfKind.Blank, $"j-{(_blanks++).ToString(CultureInfo.InvariantCulture)}") : id.StartsWith("_:", StringComparison.Ordinal) ? new(RdfKind.Blank, "n-" + id[2..]) : RdfTerm.Iri(Full(id));
        foreach (var entry in element.EnumerateObject())
        {
            if (entry.Name is "@id" or "id" or "@context") continue;
            if (entry.Name.StartsWith('@') && entry.Name != "@type") { _wrong ??= $"'{Aipref.AiprefStandard.Shown(entry.Name)}' is not read."; continue; }
            if (_graph.Count > RdfGraph.MostTriples) { _wrong ??= "The document is longer than is read."; break; }
            var predicate = Word(entry.Name);
            if (predicate == Vocabulary.Odrl + "uid") continue;
            var local = predicate.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal) ? predicate[Vocabulary.Odrl.Length..] : "";
            Values(node, predicate, local, entry.Value);
        }
        return node;
    }

    private void Values(RdfTerm node, string predicate, string local, JsonElement value)
    {
        var named = predicate == Vocabulary.Type || s_named.Contains(local);
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Values(node, predicate, local, item);
                break;
            case JsonValueKind.Object when value.TryGetProperty("@list", out var list) || value.TryGetProperty("@set", out list):
                Values(node, predicate, local, list);
                break;
            case JsonValueKind.Object when value.TryGetProperty("@value", out var plain):
                _graph.Add(node, predicate, RdfTerm.Literal(plain.ValueKind == JsonValueKind.String ? plain.GetString()! : plain.GetRawText(), Text(value, "@type") is { } type ? Full(type) : null));
                break;
            case JsonValueKind.Object:
                // An action may be written as an object whose value says which action it is.
                _graph.Add(node, predicate, Node(value));
                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                if (!named) _graph.Add(node, predicate, RdfTerm.Literal(text));
                else if (text.StartsWith("_:", StringComparison.Ordinal)) _graph.Add(node, predicate, new(RdfKind.Blank, "n-" + text[2..]));
                // Assets and parties are names of their own; the rest are words of the vocabulary.
                else _graph.Add(node, predicate, RdfTerm.Iri(local is "target" or "assignee" or "assigner" or "source" or "inheritFrom" or "profile" or "partOf" ? Full(text) : Word(text)));
                break;
            case JsonValueKind.Number:
                var number = value.GetRawText();
                _graph.Add(node, predicate, RdfTerm.Literal(number, Vocabulary.Xsd + (number.AsSpan().ContainsAny("eE") ? "double" : number.Contains('.', StringComparison.Ordinal) ? "decimal" : "integer")));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                _graph.Add(node, predicate, RdfTerm.Literal(value.GetRawText(), Vocabulary.Xsd + "boolean"));
                break;
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
