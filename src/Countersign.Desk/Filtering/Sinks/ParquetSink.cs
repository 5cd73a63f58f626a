using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Filtering.Sources;
using Parquet;
using Parquet.Schema;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>Rows as a Parquet file: their own columns with their own types, and the answer behind them.</summary>
internal sealed class ParquetSink : IRowSink
{
    private const int GroupRows = 65_536;

    private readonly FileStream _stream;
    private readonly ImmutableArray<DataField> _own;
    private readonly ImmutableArray<DataField> _all;
    private readonly ParquetSchema _schema;
    private readonly List<object?>[] _values;
    private ParquetWriter? _writer;

    public ParquetSink(string path, ImmutableArray<DataField> own)
    {
        _stream = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 256 * 1024);
        // The columns of an earlier run give way to this one's.
        _own = [.. own.Where(field => !RowColumns.Added.Contains(field.Path.ToString())).Select(field => new DataField(field.Path.ToString(), ParquetColumn.TypeOf(field), isNullable: true))];
        _all = [.. _own, .. RowColumns.Added.Select(name => new DataField(name, typeof(string), isNullable: true))];
        _schema = new([.. _all]);
        _values = [.. _all.Select(_ => new List<object?>())];
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> row, DecidedItem item, CancellationToken cancel)
    {
        using (var document = JsonDocument.Parse(row))
        {
            for (var i = 0; i < _own.Length; i++)
                _values[i].Add(document.RootElement.TryGetProperty(_own[i].Name, out var value) ? Of(value, ParquetColumn.TypeOf(_own[i])) : null);
        }
        var answer = AnswerColumns.Of(item);
        for (var i = 0; i < answer.Length; i++) _values[_own.Length + i].Add(answer[i]);
        if (_values[0].Count == GroupRows) await WriteGroupAsync(cancel).ConfigureAwait(false);
    }

    public async ValueTask<Problem?> CompleteAsync(CancellationToken cancel)
    {
        await WriteGroupAsync(cancel).ConfigureAwait(false);
        await _writer!.DisposeAsync().ConfigureAwait(false);
        _writer = null;
        _stream.Flush(flushToDisk: true);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupAsync(CancellationToken cancel)
    {
        _writer ??= await ParquetWriter.CreateAsync(_schema, _stream, cancellationToken: cancel).ConfigureAwait(false);
        if (_values[0].Count == 0) return;
        using var rows = _writer.CreateRowGroup();
        for (var i = 0; i < _all.Length; i++)
        {
            await ParquetColumn.WriteAsync(rows, _all[i], _values[i], cancel).ConfigureAwait(false);
            _values[i].Clear();
        }
    }

    private static object? Of(JsonElement value, Type type)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (type == typeof(string)) return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (type == typeof(byte[])) return value.GetBytesFromBase64();
        if (type == typeof(bool)) return value.GetBoolean();
        if (type == typeof(DateTime)) return DateTime.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return Convert.ChangeType(type == typeof(float) || type == typeof(double) ? value.GetDouble() : value.GetDecimal(), type, CultureInfo.InvariantCulture);
    }
}
