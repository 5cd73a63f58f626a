using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Progress;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;

namespace Countersign.Desk.Filtering;

/// <summary>The first of the two passes: decides every item and writes the answers down. A killed run goes on behind the last place its journal names.</summary>
internal sealed class Deciding(IFilterSource source, ItemDecider decider, FileExaminer examiner, ReferenceSet references, RunJournal journal, TimeProvider clock)
{
    private readonly SiteSignals _beside = new();

    // Each recorded place is flushed to the disk twice; what lies between two of them is decided again after a kill.
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    /// <summary>Why the answers of an earlier run cannot be gone on with; null when they can.</summary>
    public string? WhyNotContinue(out AnswerTable table)
    {
        table = new();
        try
        {
            using var stream = new FileStream(journal.AnswersFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 256 * 1024);
            if (stream.Length < journal.Last!.Answers) return "its answers are cut off";
            using var answers = new AnswerReader(stream);
            for (long i = 0; i < journal.Last.Items; i++)
            {
                foreach (var file in answers.Next().Files)
                    if (file.Stamp != 0 && source.PathOf(file) is { } path && File.GetLastWriteTimeUtc(path).Ticks != file.Stamp) return $"{file.Name} was written since";
            }
            if (stream.Position != journal.Last.Answers) return "its answers are damaged";
            table = answers.Table;
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or EndOfStreamException or FormatException or ArgumentOutOfRangeException or OverflowException)
        {
            return "its answers are damaged";
        }
    }

    public async Task<Problem?> RunAsync(AnswerTable table, Action<FilterProgress>? progress, CancellationToken cancel)
    {
        var last = journal.Last!;
        if (last.Decided) return null;
        using var stream = new FileStream(journal.AnswersFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 256 * 1024);
        // What lies behind the last recorded place was never acknowledged.
        stream.SetLength(last.Answers);
        stream.Position = last.Answers;
        using var writer = new AnswerWriter(stream, table);
        var position = new SourcePosition(last.Items, last.Mark);
        var recorded = clock.GetTimestamp();
        await foreach (var outcome in source.ReadAsync(position, cancel).ConfigureAwait(false))
        {
            if (!outcome.Try(out var batch, out var problems)) return problems[0];
            var looks = await LookAsync(batch.Items, cancel).ConfigureAwait(false);
            for (var i = 0; i < batch.Items.Count; i++) writer.Write(decider.Decide(batch.Items[i], looks[i]));
            position = batch.End;
            progress?.Invoke(new("Deciding", position.Items));
            if (clock.GetElapsedTime(recorded) < s_between) continue;
            Record(decided: false);
            recorded = clock.GetTimestamp();
        }
        Record(decided: true);
        return null;

        void Record(bool decided)
        {
            writer.Flush();
            stream.Flush(flushToDisk: true);
            journal.Record(new() { Items = position.Items, Mark = position.Mark, Answers = stream.Position, Decided = decided });
        }
    }

    private async Task<ImmutableArray<MemberLook>[]> LookAsync(IReadOnlyList<SourceItem> items, CancellationToken cancel)
    {
        var looks = new ImmutableArray<MemberLook>[items.Count];
        Array.Fill(looks, []);
        var withFiles = Enumerable.Range(0, items.Count).Where(i => !items[i].Files.IsEmpty).ToList();
        if (withFiles.Count == 0) return looks;
        await Parallel.ForEachAsync(withFiles, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, (i, token) =>
        {
            looks[i] = [.. items[i].Files.Select(file => MemberLook.At(file, examiner, references, _beside, token))];
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return looks;
    }
}
