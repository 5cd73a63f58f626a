using System.Collections.Immutable;
using System.Formats.Cbor;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Aipref;

namespace Countersign.Desk.Standards.Cawg;

/// <summary>
/// The training and data mining assertion of the Creator Assertions Working Group (<c>cawg.training-mining</c>), and its forerunner of C2PA 1.4. It is read from
/// the assertion itself, as CBOR or JSON; whether the manifest around it is valid is the credential's matter.
/// </summary>
public sealed class CawgStandard : IStandard
{
    internal const string Id = "cawg";

    private const int MaxBytes = 1024 * 1024;
    private const string Constrained = "Without more information, constrained is to be treated as not allowed (CAWG 1.1).";

    private sealed record Entry(string Name, Term Allowed, Term Refused);

    private static readonly ImmutableArray<Entry> s_entries =
    [
        Of("data_mining", "extracting text or data to find patterns", ["analyse.mine"], ["analyse.mine"]),
        // A trained model that classifies or recognises infers as well, which is analysing it to us.
        Of("ai_inference", "input to a trained model", ["prompt"], ["prompt", "analyse"]),
        Of("ai_generative_training", "training models that generate", ["train.generative"], ["train.generative"]),
        Of("ai_training", "training models that do not generate", ["train.analytic"], ["train.analytic"]),
    ];

    private static Entry Of(string name, string what, string[] acts, string[] needed) => new("cawg." + name,
        new($"cawg.{name}: allowed", $"allows {what}")
        {
            Opens = Term.Acts(acts), Written = Term.Acts(needed),
            Unknown = name == "ai_inference" ? "It also lets models analyse the work, which stays unknown." : null,
            Unopened = name == "ai_inference" ? "It is written only where analysing is open as well." : null,
        },
        new($"cawg.{name}: notAllowed", $"does not allow {what}") { Reserves = Term.Acts(acts), Written = Term.Acts(acts) });

    private static readonly Term s_constrained = new("constrained", "not allowed without conditions, which may stand beside it") { Unknown = Constrained, Unsaid = "The conditions themselves are not written." };

    private static readonly Term s_custom = new("entries of others", "entries that CAWG does not define") { Unknown = "They are not read." };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "CAWG training and data mining 1.0, 1.1 draft";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => [.. s_entries.SelectMany(entry => new[] { entry.Allowed, entry.Refused }), s_constrained, s_custom];

    /// <inheritdoc />
    public bool Reads(string fileName) => fileName.EndsWith(".training-mining.json", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".training-mining.cbor", StringComparison.OrdinalIgnoreCase);

    /// <summary>What entries say: each a name and <c>allowed</c>, <c>notAllowed</c> or <c>constrained</c>.</summary>
    public static Reading Read(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var reading = Reading.Nothing;
        foreach (var (name, use) in entries)
        {
            // The assertion of C2PA 1.4 had the same entries under its own prefix.
            var label = name.StartsWith("c2pa.", StringComparison.Ordinal) ? "cawg." + name[5..] : name;
            var written = $"{AiprefStandard.Shown(name)}: {AiprefStandard.Shown(use)}";
            if (s_entries.FirstOrDefault(entry => entry.Name == label) is not { } entry) reading = reading.And(new([], [new(AiprefStandard.Shown(name), s_custom.Unknown!)], []));
            else if (use == "allowed") reading = reading.And(new([.. Wish.Of(entry.Allowed, Id, "manifest", written)], [.. Reading.Unknown(entry.Allowed)], []));
            // A use in a word that nobody knows is no permission, and may be a refusal.
            else reading = reading.And(new([.. Wish.Of(entry.Refused, Id, "manifest", written)], use == "notAllowed" ? [] : [new(written, use == "constrained" ? Constrained : "CAWG does not define this value, so it is treated as not allowed.")], []));
        }
        return reading;
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request) => Entries(document).Then(entries => Importing.Preferences(Read(entries), request));

    private static Outcome<List<KeyValuePair<string, string>>> Entries(ReadOnlyMemory<byte> document)
    {
        if (document.Length > MaxBytes) return new Problem("cawg.too-large", "An assertion of more than a megabyte is not read.");
        try
        {
            return document.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? Json(document) : Cbor(document);
        }
        catch (Exception e) when (e is JsonException or CborContentException or InvalidOperationException or FormatException or OverflowException)
        {
            return new Problem("cawg.form", "The document is not a training and data mining assertion: " + e.Message, null, "It is a map 'entries' of maps with 'use', as CBOR or JSON.");
        }
    }

    private static Outcome<List<KeyValuePair<string, string>>> Json(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document, new() { MaxDepth = 16, AllowDuplicateProperties = false });
        var entries = json.RootElement.TryGetProperty("entries", out var inner) ? inner : json.RootElement;
        var found = new List<KeyValuePair<string, string>>();
        foreach (var entry in entries.EnumerateObject())
        {
            var use = entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("use", out var nested) ? nested : entry.Value;
            found.Add(new(entry.Name, use.ValueKind == JsonValueKind.String ? use.GetString()! : "?"));
        }
        return found;
    }

    private static Outcome<List<KeyValuePair<string, string>>> Cbor(ReadOnlyMemory<byte> document)
    {
        var found = new List<KeyValuePair<string, string>>();
        var reader = new CborReader(document, CborConformanceMode.Strict);
        foreach (var name in Names(reader))
        {
            if (name != "entries")
            {
                reader.SkipValue();
                continue;
            }
            foreach (var entry in Names(reader))
            {
                var use = "?";
                if (reader.PeekState() != CborReaderState.StartMap) reader.SkipValue();
                else
                {
                    foreach (var part in Names(reader))
                    {
                        if (part == "use" && reader.PeekState() == CborReaderState.TextString) use = reader.ReadTextString();
                        else reader.SkipValue();
                    }
                }
                found.Add(new(entry, use));
            }
        }
        return reader.BytesRemaining == 0 ? found : new Problem("cawg.form", "Something stands behind the assertion.", $"byte {document.Length - reader.BytesRemaining}");
    }

    // The names of a map; whoever takes one reads or skips its value.
    private static IEnumerable<string> Names(CborReader reader)
    {
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap) yield return reader.ReadTextString();
        reader.ReadEndMap();
    }

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request)
    {
        var uses = new List<(string Name, string Use)>();
        foreach (var entry in s_entries)
        {
            if (request.Terms.AnyRefused(entry.Refused.Written)) uses.Add((entry.Name, "notAllowed"));
            else if (request.Terms.AreOpen(entry.Allowed.Written)) uses.Add((entry.Name, "allowed"));
            else if (request.Terms.Conditions(entry.Refused.Written).Any()) uses.Add((entry.Name, "constrained"));
        }
        var lines = uses.Select(entry => $"    \"{entry.Name}\": {{ \"use\": \"{entry.Use}\" }}");
        return new Exported(uses.Count == 0 ? "" : "{\n  \"entries\": {\n" + string.Join(",\n", lines) + "\n  }\n}\n", Losing.Export(request.Terms, Terms));
    }
}
