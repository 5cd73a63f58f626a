using System.Buffers;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Filtering.Rows;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>Rows as JSON lines. A row's own columns stay byte for byte as they were; the answer is added behind them.</summary>
internal sealed class JsonLinesSink : IRowSink
{
    private static readonly JsonWriterOptions s_options = TreeWriting.JsonOptions with { Indented = false };

    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(256 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly ArrayBufferWriter<byte> _answer = new(1024);

    public JsonLinesSink(string path)
    {
        _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _json = new(_answer, s_options);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> row, DecidedItem item, CancellationToken cancel)
    {
        Append(row, item);
        if (_buffer.WrittenCount < 192 * 1024) return;
        await _stream.WriteAsync(_buffer.WrittenMemory, cancel).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }

    public async ValueTask<Problem?> CompleteAsync(CancellationToken cancel)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, cancel).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
        _stream.Flush(flushToDisk: true);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private void Append(ReadOnlyMemory<byte> row, DecidedItem item)
    {
        var own = row.Span.Trim(" \t"u8);
        // The columns of an earlier run give way to this one's. An escape can hide their names, so such rows are looked at as well.
        if (own.IndexOf("\"countersign_"u8) >= 0 || own.IndexOf("\\u00"u8) >= 0) own = Without(row);
        own = own[..^1].TrimEnd(" \t"u8);
        _buffer.Write(own);
        if (own.Length > 1) _buffer.Write(","u8);
        _answer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        AnswerColumns.Write(_json, item);
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write(_answer.WrittenSpan[1..]);
        _buffer.Write("\n"u8);
    }

    private static ReadOnlySpan<byte> Without(ReadOnlyMemory<byte> row)
    {
        using var document = JsonDocument.Parse(row);
        if (!document.RootElement.EnumerateObject().Any(column => RowColumns.Added.Contains(column.Name))) return row.Span.Trim(" \t"u8);
        var rewritten = new ArrayBufferWriter<byte>(row.Length);
        using (var json = new Utf8JsonWriter(rewritten, s_options))
        {
            json.WriteStartObject();
            foreach (var column in document.RootElement.EnumerateObject().Where(column => !RowColumns.Added.Contains(column.Name)))
            {
                json.WritePropertyName(column.Name);
                json.WriteRawValue(column.Value.GetRawText());
            }
            json.WriteEndObject();
        }
        return rewritten.WrittenSpan;
    }
}
