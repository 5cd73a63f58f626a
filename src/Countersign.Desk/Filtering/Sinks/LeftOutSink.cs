using System.Buffers;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>Every item that was left out, one JSON object a line, with what left it out.</summary>
internal sealed class LeftOutSink : IDisposable
{
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    public LeftOutSink(string path)
    {
        _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _json = new(_buffer, TreeWriting.JsonOptions with { Indented = false });
    }

    public void Write(long number, DecidedItem item)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("item", item.Name);
        _json.WriteNumber("number", number);
        _json.WriteString("verdict", Words.Of(item.Answer.Verdict));
        _json.WriteString("code", item.Answer.Code);
        _json.WriteString("reason", item.Answer.Says);
        Nullable("source", item.Answer.Source);
        Nullable("statement", item.Answer.Statement);
        Nullable("captured_at", item.CapturedAt);
        if (!item.Files.IsEmpty)
        {
            _json.WriteStartArray("files");
            foreach (var file in item.Files)
            {
                _json.WriteStartObject();
                _json.WriteString("path", file.Name);
                Nullable("sha256", file.Sha256);
                _json.WriteEndObject();
            }
            _json.WriteEndArray();
        }
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > 48 * 1024) Drain();
    }

    public void Complete()
    {
        Drain();
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    private void Drain()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    private void Nullable(string name, string? value)
    {
        if (value is null) _json.WriteNull(name);
        else _json.WriteString(name, value);
    }
}
