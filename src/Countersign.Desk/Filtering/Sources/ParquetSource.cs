using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Storage;
using Parquet;
using Parquet.Schema;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>A Parquet manifest with flat columns, read one column of one row group at a time.</summary>
internal sealed class ParquetSource(string path, RowColumns columns) : IRowSource
{
    private const int BatchRows = 4096;
    private const int LargeColumn = 65_536;

    public string Kind => "parquet";

    public string Path => path;

    public Outcome<string> Fingerprint(CancellationToken cancel) => Content.Hash(path, cancel);

    public string? PathOf(ItemFile file) => ManifestFiles.PathOf(path, file);

    public async IAsyncEnumerable<Outcome<ItemBatch>> ReadAsync(SourcePosition from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var row = new JsonRow(columns);
        var files = new ManifestFiles(path);
        var items = new List<SourceItem>(BatchRows);
        long number = 0;
        var rows = RowsAsync(cancel).GetAsyncEnumerator(cancel);
        await using var _ = rows.ConfigureAwait(false);
        while (true)
        {
            Problem? broken = null;
            var more = false;
            try
            {
                more = await rows.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever a hostile file does to its reader is a problem of the file.
                broken = e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException || (e is IOException io && StorageProblems.IsFull(io)) ? StorageProblems.From(e, path) : new("manifest.damaged", $"This is no Parquet file that can be read: {e.Message}", path, "Write it anew, with flat columns.");
            }
            if (broken is not null)
            {
                yield return broken;
                yield break;
            }
            if (more && ++number > from.Items) items.Add(files.Item(row.Read(rows.Current.Span), number));
            if (items.Count == BatchRows || (!more && items.Count > 0))
            {
                yield return new ItemBatch([.. items], new(number, 0));
                items.Clear();
            }
            if (!more) yield break;
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 256 * 1024 });
        await using var _ = stream.ConfigureAwait(false);
        var reader = await ParquetReader.CreateAsync(stream, ParquetColumn.Frugal, cancellationToken: cancel).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var fields = reader.Schema.GetDataFields();
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, TreeWriting.JsonOptions with { Indented = false });
        var names = fields.Select(field => JsonEncodedText.Encode(field.Path.ToString(), TreeWriting.JsonOptions.Encoder)).ToList();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            // A row group may hold all rows of the file, and a column of it comes as a whole: one column at a time is held, the others wait in a file.
            using var spilled = new SpilledColumns(fields.Length);
            for (var i = 0; i < fields.Length; i++)
            {
                spilled.Begin();
                await ParquetColumn.ReadAsync(rows, fields[i], (text, value) =>
                {
                    buffer.ResetWrittenCount();
                    json.Reset();
                    if (text is { } characters) json.WriteStringValue(characters.Span);
                    else Write(json, value);
                    json.Flush();
                    spilled.Add(buffer.WrittenSpan);
                }, cancel).ConfigureAwait(false);
                // What a large column left behind is worth more than the time to collect it.
                if (rows.RowCount >= LargeColumn) GC.Collect();
            }
            spilled.Rewind();
            for (long at = 0; at < rows.RowCount; at++)
            {
                cancel.ThrowIfCancellationRequested();
                buffer.ResetWrittenCount();
                json.Reset();
                json.WriteStartObject();
                for (var i = 0; i < fields.Length; i++)
                {
                    json.WritePropertyName(names[i]);
                    // It was written by the writer above.
                    json.WriteRawValue(spilled.Next(i), skipInputValidation: true);
                }
                json.WriteEndObject();
                json.Flush();
                yield return buffer.WrittenMemory;
            }
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case ReadOnlyMemory<byte> bytes: json.WriteBase64StringValue(bytes.Span); break;
            case DateTime time: json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture)); break;
            case float number when !float.IsFinite(number): json.WriteNullValue(); break;
            case double number when !double.IsFinite(number): json.WriteNullValue(); break;
            case IFormattable number and (sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal): json.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture)); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
