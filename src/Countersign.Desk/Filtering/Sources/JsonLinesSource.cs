using System.Runtime.CompilerServices;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>A manifest with one JSON object on each line.</summary>
internal sealed class JsonLinesSource(string path, RowColumns columns) : IRowSource
{
    private const int BatchRows = 4096;

    public string Kind => "jsonl";

    public string Path => path;

    public Outcome<string> Fingerprint(CancellationToken cancel) => Content.Hash(path, cancel);

    public string? PathOf(ItemFile file) => ManifestFiles.PathOf(path, file);

    public async IAsyncEnumerable<Outcome<ItemBatch>> ReadAsync(SourcePosition from, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!Opened(path).Try(out var stream, out var problems))
        {
            yield return Outcome.Fail<ItemBatch>(problems);
            yield break;
        }
        await using var _ = stream.ConfigureAwait(false);
        stream.Position = from.Mark;
        var lines = new LineReader(stream, from.Mark);
        var rows = new JsonRow(columns);
        var files = new ManifestFiles(path);
        var number = from.Items;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = ReadBatch();
            if (batch.IsOk && batch.Value.Items.Count == 0) yield break;
            yield return batch;
            if (!batch.IsOk) yield break;
        }

        Outcome<ItemBatch> ReadBatch()
        {
            try
            {
                var items = new List<SourceItem>(BatchRows);
                while (items.Count < BatchRows && lines.Next())
                    items.Add(files.Item(lines.IsTooLong ? s_tooLong : rows.Read(lines.Line.Span), ++number));
                return new ItemBatch(items, new(number, lines.Offset));
            }
            catch (Exception e) when (StorageProblems.IsExpected(e))
            {
                return StorageProblems.From(e, path);
            }
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var stream = Open(path);
        await using var _ = stream.ConfigureAwait(false);
        var lines = new LineReader(stream, 0);
        while (lines.Next())
        {
            cancel.ThrowIfCancellationRequested();
            yield return lines.Line;
        }
    }

    private static readonly Problem s_tooLong = new(ItemAnswer.BrokenRow, $"The row is longer than {LineReader.MaxLine / 1024 / 1024} MB.", null, "Mend the row, or take it out.");

    private static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });

    private static Outcome<FileStream> Opened(string path)
    {
        try
        {
            return Open(path);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }
}
