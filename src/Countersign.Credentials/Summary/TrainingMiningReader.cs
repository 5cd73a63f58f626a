using System.Text.Json;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Summary;

/// <summary>
/// Reads <c>cawg.training-mining</c> (CAWG 1.1) and the older <c>c2pa.training-mining</c>. The older names are kept as they are, since they do not mean quite the same.
/// </summary>
internal static class TrainingMiningReader
{
    /// <summary>The entries of one assertion, by name. An entry whose use is no known word counts as not allowed: a reader must not turn a slip into a permission.</summary>
    public static IEnumerable<KeyValuePair<string, TrainingMiningEntry>> Read(Assertion assertion, bool created)
    {
        if (assertion.Label.Name is not ("cawg.training-mining" or "c2pa.training-mining")) return [];
        if (assertion.Node is { } node) return OfCbor(node, assertion.Box.Label, created);
        using var json = assertion.IsJson ? assertion.ReadJson(out _) : null;
        return json is null ? [] : OfJson(json.RootElement, assertion.Box.Label, created);
    }

    private static List<KeyValuePair<string, TrainingMiningEntry>> OfCbor(CborNode node, string label, bool created)
    {
        var entries = new List<KeyValuePair<string, TrainingMiningEntry>>();
        foreach (var (key, value) in node["entries"]?.Entries ?? [])
        {
            // The prose of the specification says constraints_info, its CDDL constraint_info.
            var constraint = value.TextAt("constraint_info") ?? value.TextAt("constraints_info");
            if (key.Kind == CborKind.Text) entries.Add(new(key.Text, new(Use(value.TextAt("use")), constraint, label, created)));
        }

        return entries;
    }

    private static List<KeyValuePair<string, TrainingMiningEntry>> OfJson(JsonElement root, string label, bool created)
    {
        var entries = new List<KeyValuePair<string, TrainingMiningEntry>>();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("entries", out var list) || list.ValueKind != JsonValueKind.Object) return entries;
        foreach (var entry in list.EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Object)
                entries.Add(new(entry.Name, new(Use(Text(entry.Value, "use")), Text(entry.Value, "constraint_info") ?? Text(entry.Value, "constraints_info"), label, created)));
        }

        return entries;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TrainingMiningUse Use(string? word) => word switch
    {
        "allowed" => TrainingMiningUse.Allowed,
        "constrained" => TrainingMiningUse.Constrained,
        _ => TrainingMiningUse.NotAllowed,
    };
}
