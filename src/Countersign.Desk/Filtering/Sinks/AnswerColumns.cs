using System.Text.Json;
using Countersign.Core.Shared;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>The answer as the columns that are added to a row.</summary>
internal static class AnswerColumns
{
    /// <summary>In the order of <see cref="Rows.RowColumns.Added"/>.</summary>
    public static string?[] Of(DecidedItem item) => [Words.Of(item.Answer.Verdict), item.Answer.Says, item.Answer.Source, item.CapturedAt, item.Answer.Statement];

    /// <summary>Writes them into an object that is being written.</summary>
    public static void Write(Utf8JsonWriter json, DecidedItem item)
    {
        var values = Of(item);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value) json.WriteString(Rows.RowColumns.Added[i], value);
            else json.WriteNull(Rows.RowColumns.Added[i]);
        }
    }

    /// <summary>The row of an item that is made of files: what it is called, and its files.</summary>
    public static void WriteItem(Utf8JsonWriter json, DecidedItem item)
    {
        json.WriteString("item", item.Name);
        json.WriteStartArray("files");
        foreach (var file in item.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Name);
            if (file.Sha256 is null) json.WriteNull("sha256");
            else json.WriteString("sha256", file.Sha256);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
