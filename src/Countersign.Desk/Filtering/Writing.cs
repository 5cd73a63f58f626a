using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Filtering.Progress;
using Countersign.Desk.Filtering.Sinks;
using Countersign.Desk.Filtering.Sources;
using Parquet;
using Parquet.Schema;

namespace Countersign.Desk.Filtering;

/// <summary>
/// The second pass: reads the input again beside its answers, and writes what is kept and what is left out. What it writes depends on the two alone,
/// so a run that was killed in it writes the same again.
/// </summary>
internal sealed class Writing(IFilterSource source, OutputKind kind, RunJournal journal, FilterTally tally)
{
    private const string LeftOutName = "left-out.jsonl";

    /// <summary>What is kept, under the name it has until it is whole.</summary>
    public string Kept => Path.Combine(journal.Folder, "kept");

    /// <summary>What is left out, likewise.</summary>
    public string LeftOut => Path.Combine(journal.Folder, LeftOutName);

    public async Task<Problem?> RunAsync(Action<FilterProgress>? progress, CancellationToken cancel)
    {
        using var stream = new FileStream(journal.AnswersFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 256 * 1024);
        using var answers = new AnswerReader(stream);
        using var leftOut = new LeftOutSink(LeftOut);
        var items = journal.Last!.Items;
        if (await WriteAsync(Next, items, cancel).ConfigureAwait(false) is { } problem) return problem;
        if (tally.Items != items) return Changed();
        leftOut.Complete();
        return null;

        (DecidedItem Item, bool Kept) Next()
        {
            var item = answers.Next();
            var kept = tally.Add(item);
            if (!kept) leftOut.Write(tally.Items, item);
            if (tally.Items % 4096 == 0) progress?.Invoke(new("Writing", tally.Items));
            return (item, kept);
        }
    }

    private async Task<Problem?> WriteAsync(Func<(DecidedItem Item, bool Kept)> next, long items, CancellationToken cancel)
    {
        var fields = ImmutableArray<DataField>.Empty;
        if (kind == OutputKind.Parquet && !(await FieldsAsync(cancel).ConfigureAwait(false)).Try(out fields, out var problems)) return problems[0];
        IRowSink sink = kind switch { OutputKind.Jsonl => new JsonLinesSink(Kept), OutputKind.Parquet => new ParquetSink(Kept, fields), _ when source is TarSource tar => new ShardSink(Kept, tar, () => tally.Items, cancel), _ => new FolderSink(Kept, source) };
        await using var _ = sink.ConfigureAwait(false);
        if (source is IRowSource rows)
        {
            await foreach (var row in rows.RowsAsync(cancel).ConfigureAwait(false))
            {
                if (tally.Items == items) return Changed();
                var (item, kept) = next();
                if (kept) await sink.WriteAsync(row, item, cancel).ConfigureAwait(false);
            }
        }
        else
        {
            var row = new ArrayBufferWriter<byte>();
            using var json = new Utf8JsonWriter(row, TreeWriting.JsonOptions with { Indented = false });
            while (tally.Items < items)
            {
                cancel.ThrowIfCancellationRequested();
                var (item, kept) = next();
                if (!kept) continue;
                row.ResetWrittenCount();
                json.Reset();
                json.WriteStartObject();
                AnswerColumns.WriteItem(json, item);
                json.WriteEndObject();
                await json.FlushAsync(cancel).ConfigureAwait(false);
                await sink.WriteAsync(row.WrittenMemory, item, cancel).ConfigureAwait(false);
            }
        }
        return await sink.CompleteAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>The outputs with their digests, as they go into the summary.</summary>
    public IEnumerable<WrittenOutput> Outputs(OutputNames names)
    {
        yield return Output(Kept, Path.GetFileName(names.Output), Words.Of(kind), tally.Kept);
        yield return Output(LeftOut, Path.GetFileName(names.LeftOut), "jsonl", tally.Items - tally.Kept);
    }

    // What is made of files has two columns of its own.
    private async Task<Outcome<ImmutableArray<DataField>>> FieldsAsync(CancellationToken cancel)
    {
        if (source is not IRowSource rows) return Outcome.Ok<ImmutableArray<DataField>>([new("item", typeof(string), isNullable: true), new("files", typeof(string), isNullable: true)]);
        if (rows is JsonLinesSource) return await JsonColumns.OfAsync(rows, cancel).ConfigureAwait(false);
        var stream = File.OpenRead(rows.Path);
        await using var _ = stream.ConfigureAwait(false);
        var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancel).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return Outcome.Ok<ImmutableArray<DataField>>([.. reader.Schema.GetDataFields()]);
    }

    private static WrittenOutput Output(string path, string name, string kind, long items)
    {
        if (Directory.Exists(path))
        {
            var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories);
            return new(name, kind, SummaryCheck.DigestOf(path)!, files.Sum(file => new FileInfo(file).Length), items);
        }
        using var stream = File.OpenRead(path);
        return new(name, kind, Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length, items);
    }

    private Problem Changed() => new("file.changed", "The input changed while it was filtered.", source.Kind, "Wait until whoever writes it is done, then filter again.");
}

/// <summary>What is written.</summary>
internal enum OutputKind
{
    /// <summary>A manifest of JSON lines.</summary>
    Jsonl,

    /// <summary>A Parquet manifest.</summary>
    Parquet,

    /// <summary>A folder of files.</summary>
    Folder,
}
