using System.Text.Json;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Terminal;

/// <summary>Register entries as an answer: <c>countersign/registry/1</c>.</summary>
internal static class EntryJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RegistryEntry> entries)
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/registry/1");
        json.WriteStartArray("entries");
        foreach (var entry in entries) TreeWriting.WriteJson(json, entry.Document);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
