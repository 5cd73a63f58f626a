using System.Text.Json;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Shared;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Differences as JSON.</summary>
internal static class Differences
{
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Difference> differences)
    {
        json.WriteStartArray(name);
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("dimension", Words.Of(difference.Dimension));
            json.WriteString("says", difference.Says);
            if (difference.Value is { } value) json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
