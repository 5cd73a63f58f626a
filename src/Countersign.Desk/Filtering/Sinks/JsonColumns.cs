using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Sources;
using Parquet.Schema;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>
/// The columns that JSON lines have as a table: every name that occurs, in the order of its first occurrence. A column whose values are all
/// whole numbers, numbers, or yes and no has that type; any other is text, and a value in it that is no text stands there as JSON.
/// </summary>
internal static class JsonColumns
{
    // 2^53: the last whole number below which a double has them all.
    private const long LargestExact = 1L << 53;

    [Flags]
    private enum Seen
    {
        Nothing = 0,
        Flag = 1,
        Whole = 2,
        Large = 4,
        Real = 8,
        Other = 16,
    }

    // A manifest has some dozen. Names that are data would fill the memory with columns.
    private const int MostColumns = 4_096;

    /// <summary>Reads every row once.</summary>
    public static async Task<Outcome<ImmutableArray<DataField>>> OfAsync(IRowSource rows, CancellationToken cancel)
    {
        var names = new List<string>();
        var seen = new Dictionary<string, Seen>(StringComparer.Ordinal);
        await foreach (var row in rows.RowsAsync(cancel).ConfigureAwait(false))
        {
            Add(row.Span, names, seen);
            if (names.Count > MostColumns) return new Problem("filter.columns", $"The rows have more than {MostColumns} names between them: that is no table.", rows.Path, "Give the output the ending .jsonl.");
        }
        return Outcome.Ok<ImmutableArray<DataField>>([.. names.Select(name => new DataField(name, TypeOf(seen[name]), isNullable: true))]);
    }

    private static void Add(ReadOnlySpan<byte> row, List<string> names, Dictionary<string, Seen> seen)
    {
        try
        {
            var json = new Utf8JsonReader(row);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                var value = Of(ref json);
                json.Skip();
                if (!seen.TryGetValue(name, out var before)) names.Add(name);
                seen[name] = before | value;
            }
        }
        catch (JsonException)
        {
            // A row that is no JSON is never kept.
        }
        catch (InvalidOperationException)
        {
            // Nor is one whose names are no text.
        }
    }

    private static Seen Of(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => Seen.Nothing,
        JsonTokenType.True or JsonTokenType.False => Seen.Flag,
        JsonTokenType.Number when json.TryGetInt64(out var whole) => whole is > -LargestExact and < LargestExact ? Seen.Whole : Seen.Large,
        // Digits that neither type holds stay as they are written.
        JsonTokenType.Number => json.TryGetDecimal(out _) && json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 && json.TryGetDouble(out var real) && double.IsFinite(real) ? Seen.Real : Seen.Other,
        _ => Seen.Other,
    };

    private static Type TypeOf(Seen seen) => seen switch
    {
        Seen.Flag => typeof(bool),
        Seen.Whole or Seen.Large or (Seen.Whole | Seen.Large) => typeof(long),
        Seen.Real or (Seen.Real | Seen.Whole) => typeof(double),
        _ => typeof(string),
    };
}
