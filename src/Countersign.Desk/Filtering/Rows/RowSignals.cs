using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Core.Clearance;
using Countersign.Core.Statements;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake.Signals;
using Countersign.Desk.Standards;
using Countersign.Desk.Standards.Aipref;
using Countersign.Desk.Standards.Spawning;
using Countersign.Desk.Standards.TdmRep;

namespace Countersign.Desk.Filtering.Rows;

/// <summary>Reads each field by the standard it belongs to.</summary>
internal sealed class RowSignals(RowColumns columns) : IRowSignals
{
    // A field longer than this is an attack or a mistake; either way nobody wrote it to be read.
    private const int MaxValue = 64 * 1024;

    private const int MaxShown = 200;

    public RowReading Read(ImmutableArray<StatedField> fields)
    {
        if (fields.IsEmpty) return RowReading.Nothing;
        var found = ImmutableArray.CreateBuilder<Preference>();
        string? notUnderstood = null, source = null;
        foreach (var field in fields) Read(field, found, Refuse);
        return new(found.ToImmutable(), notUnderstood, source);

        void Refuse(StatedField field, string why)
        {
            notUnderstood ??= why;
            source ??= Shown(field);
        }
    }

    private void Read(StatedField field, ImmutableArray<Preference>.Builder found, Action<StatedField, string> refuse)
    {
        if (field.Value.Length > MaxValue)
        {
            refuse(field, $"The field '{field.Column}' is longer than is read.");
            return;
        }
        switch (field.Role)
        {
            case ColumnRole.Headers: ReadHeaders(field, found, refuse); break;
            case ColumnRole.PlusDataMining: ReadPlus(field, found, refuse); break;
            case ColumnRole.NoAi: ReadNoAi(field, found, refuse); break;
            case ColumnRole.ContentUsage: ReadField("Content-Usage", AiprefStandard.Read, field, found, refuse); break;
            case ColumnRole.XRobotsTag: ReadField("X-Robots-Tag", SpawningStandard.Read, field, found, refuse); break;
            case ColumnRole.TdmReservation: ReadField("tdm-reservation", TdmRepStandard.Read, field, found, refuse); break;
            case ColumnRole.NotUnderstood: refuse(field, $"The field '{field.Column}' looks like a preference and is not one that is read."); break;
        }
    }

    /// <summary>A header field kept in a column, read as if it had just been served.</summary>
    private static void ReadField(string header, Func<HeaderDump, Reading> read, StatedField field, ImmutableArray<Preference>.Builder found, Action<StatedField, string> refuse)
    {
        if (field.Value.AsSpan().IndexOfAny('\r', '\n') >= 0 || HeaderDump.Read($"{header}: {field.Value}") is not { } dump)
        {
            refuse(field, $"The field '{field.Column}' is not the value of a header field.");
            return;
        }
        var reading = read(dump);
        foreach (var wish in reading.Wishes) found.Add(new(wish.Act, wish.Allows, $"Stated of the item ({wish.Standard}): {wish.Says}.", Shown(field)));
        if (!reading.Problems.IsEmpty) refuse(field, $"The field '{field.Column}' cannot be read: {reading.Problems[0].What}");
    }

    private static void ReadPlus(StatedField field, ImmutableArray<Preference>.Builder found, Action<StatedField, string> refuse)
    {
        var sink = new FieldSink(new());
        var signal = PlusDataMining.Read(new("XMP plus:DataMining", field.Value, null), sink);
        if (signal is null || signal.Says.Contains("does not define", StringComparison.Ordinal)) refuse(field, $"The field '{field.Column}' states a data mining value that PLUS does not define.");
        else foreach (var wish in signal.Acts) found.Add(new(Act.Parse(wish.Act).Value, wish.Allows, signal.Says.Replace("The file", "The row", StringComparison.Ordinal), Shown(field)));
    }

    // "noai" is a directive: its presence reserves, and its absence says nothing at all.
    private static void ReadNoAi(StatedField field, ImmutableArray<Preference>.Builder found, Action<StatedField, string> refuse)
    {
        switch (field.Value.Trim().ToLowerInvariant())
        {
            case "true" or "1" or "yes" or "noai" or "noimageai":
                foreach (var act in (string[])["train", "prompt"]) found.Add(new(Act.Parse(act).Value, false, "It asks not to be used for AI (noai).", Shown(field)));
                break;
            case "false" or "0" or "no" or "": break;
            default: refuse(field, $"The field '{field.Column}' should be yes or no."); break;
        }
    }

    private void ReadHeaders(StatedField field, ImmutableArray<Preference>.Builder found, Action<StatedField, string> refuse)
    {
        if (!Headers.TryRead(field.Value, out var headers))
        {
            refuse(field, $"The field '{field.Column}' is neither a JSON object of headers nor lines of them.");
            return;
        }
        foreach (var (name, value) in headers)
        {
            var role = columns.RoleOf(name);
            if (role is ColumnRole.Headers or ColumnRole.Path or ColumnRole.Url or ColumnRole.Sha256 or ColumnRole.CapturedAt or ColumnRole.None) continue;
            Read(new($"{field.Column}: {name}", role, value), found, refuse);
        }
    }

    internal static string Shown(StatedField field) =>
        $"{field.Column} = {(field.Value.Length > MaxShown ? field.Value[..MaxShown] + "…" : field.Value)}";
}

/// <summary>Response headers as people store them: a JSON object (a value may be a list), or the lines of a response.</summary>
internal static class Headers
{
    public static bool TryRead(string text, out List<(string Name, string Value)> headers)
    {
        headers = [];
        var trimmed = text.TrimStart();
        if (trimmed.Length == 0) return true;
        return trimmed[0] == '{' ? ReadJson(text, headers) : ReadLines(text, headers);
    }

    private static bool ReadJson(string text, List<(string, string)> headers)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 8 });
            foreach (var header in document.RootElement.EnumerateObject())
            {
                switch (header.Value.ValueKind)
                {
                    case JsonValueKind.Null: break;
                    case JsonValueKind.Array:
                        foreach (var value in header.Value.EnumerateArray()) headers.Add((header.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()));
                        break;
                    case JsonValueKind.String: headers.Add((header.Name, header.Value.GetString()!)); break;
                    default: headers.Add((header.Name, header.Value.GetRawText())); break;
                }
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool ReadLines(string text, List<(string, string)> headers)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            // A status line has no colon before its first space.
            if (line.StartsWith("HTTP/", StringComparison.OrdinalIgnoreCase)) continue;
            if (colon <= 0) return false;
            headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
        return true;
    }
}
