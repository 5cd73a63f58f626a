using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Sources;

namespace Countersign.Desk.Filtering.Rows;

/// <summary>What the recognised columns of a row say.</summary>
internal sealed record RowFields(string? Path, string? Url, string? Sha256, string? CapturedAt, ImmutableArray<StatedField> Fields);

/// <summary>Gathers the recognised columns of a row, whatever notation it is written in.</summary>
internal sealed class RowGatherer
{
    private readonly ImmutableArray<StatedField>.Builder _fields = ImmutableArray.CreateBuilder<StatedField>();
    private string? _path, _url, _sha256, _capturedAt;

    /// <summary>A column that names one thing and was given two: whoever reads the row later may take the other.</summary>
    public string? Twice { get; private set; }

    public void Add(string column, ColumnRole role, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return;
        switch (role)
        {
            case ColumnRole.None: break;
            case ColumnRole.Path: Once(ref _path, column, value); break;
            case ColumnRole.Url: Once(ref _url, column, value); break;
            case ColumnRole.Sha256: Once(ref _sha256, column, value.Trim().ToLowerInvariant()); break;
            case ColumnRole.CapturedAt: Once(ref _capturedAt, column, value); break;
            default: _fields.Add(new(column, role, value)); break;
        }
    }

    public RowFields Done()
    {
        var row = new RowFields(_path, _url, _sha256, _capturedAt, _fields.DrainToImmutable());
        (_path, _url, _sha256, _capturedAt, Twice) = (null, null, null, null, null);
        return row;
    }

    private void Once(ref string? place, string column, string value)
    {
        // 'url' and 'URL', or 'file' and 'path': two that agree are one.
        if (place is not null && place != value) Twice = column;
        place = value;
    }
}

/// <summary>Reads a row written as a JSON object.</summary>
internal sealed class JsonRow(RowColumns columns)
{
    // Rows of one manifest have the same columns, mostly in the same order: the name that stood here last time is tried first.
    private readonly List<(byte[] Utf8, string Name, ColumnRole Role)> _columns = [];
    private readonly RowGatherer _gatherer = new();

    /// <summary>Reads one; a row that is no JSON object is a problem.</summary>
    public Outcome<RowFields> Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return Broken("It is not a JSON object.");
            for (var at = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName; at++)
            {
                var (name, role) = Column(ref json, at);
                json.Read();
                if (role == ColumnRole.None) json.Skip();
                else _gatherer.Add(name, role, Value(ref json, utf8));
            }
            if (json.TokenType != JsonTokenType.EndObject || json.Read()) return Broken("Something follows the JSON object.");
            if (_gatherer.Twice is { } twice)
            {
                _gatherer.Done();
                return Broken($"'{twice}' is given twice, with two values.");
            }
            return _gatherer.Done();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _gatherer.Done();
            return Broken(e is JsonException { BytePositionInLine: { } at } ? $"It is not JSON from byte {at} on." : "It holds text that is not UTF-8.");
        }
    }

    private static Problem Broken(string why) => new(ItemAnswer.BrokenRow, "The row cannot be read. " + why, null, "Mend the row, or take it out.");

    private (string Name, ColumnRole Role) Column(ref Utf8JsonReader json, int at)
    {
        if (at < _columns.Count && !json.ValueIsEscaped && json.ValueSpan.SequenceEqual(_columns[at].Utf8)) return (_columns[at].Name, _columns[at].Role);
        var name = json.GetString()!;
        var role = columns.RoleOf(name);
        var entry = (Encoding.UTF8.GetBytes(name), name, role);
        // A row of ten thousand columns is not worth remembering.
        if (at == _columns.Count && at < 512) _columns.Add(entry);
        else if (at < _columns.Count) _columns[at] = entry;
        return (name, role);
    }

    private static string? Value(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.String: return json.GetString();
            case JsonTokenType.True: return "true";
            case JsonTokenType.False: return "false";
            case JsonTokenType.Number: return Encoding.UTF8.GetString(json.ValueSpan);
            default:
                var from = (int)json.TokenStartIndex;
                json.Skip();
                return Encoding.UTF8.GetString(utf8[from..(int)json.BytesConsumed]);
        }
    }
}
