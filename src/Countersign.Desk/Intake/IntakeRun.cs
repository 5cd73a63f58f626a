using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Countersign.Core.Shared;
using Countersign.Desk.Intake.References;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Intake;

/// <summary>One file, looked at: one row of an answer.</summary>
/// <param name="File">The file.</param>
/// <param name="Sha256">Its content; null when it could not be read.</param>
/// <param name="Bytes">Its size; null likewise.</param>
/// <param name="Analysis">What was found out; null when it could not be read.</param>
/// <param name="Matches">The registered subjects seen in it.</param>
/// <param name="Problem">Why it could not be read or looked into; null when it was.</param>
public sealed record ExaminedFile(
    WalkedFile File, string? Sha256, long? Bytes, FileAnalysis? Analysis, ImmutableArray<Finding> Matches, Problem? Problem)
{
    /// <summary>image, audio, video, text, model or other.</summary>
    public string Kind => Analysis?.Kind ?? "other";
}

/// <summary>How far a run has come.</summary>
public readonly record struct IntakeProgress(int Done, int Total, long Bytes);

/// <summary>
/// Looks at files in parallel. What was already found out about the same bytes is taken from the workspace. Every file is read, unless
/// the caller asks to skip those that seem untouched (see <see cref="FileStamp"/>). Analyses are recorded as they come, so a run that is killed goes on where it was.
/// </summary>
/// <param name="workspace">Where what is known is kept; null to keep nothing.</param>
/// <param name="examiner">Looks at what is not known.</param>
/// <param name="references">What is looked for.</param>
/// <param name="skipsUntouched">Whether a file whose stamp is the same is taken as unread; a write through a memory map can escape it.</param>
public sealed class IntakeRun(DeskWorkspace? workspace, FileExaminer examiner, ReferenceSet references, bool skipsUntouched = false)
{
    private readonly ConcurrentBag<SeenFileRow> _seen = [];
    private Dictionary<string, SeenFileRow> _seenBefore = [];

    // A commit is flushed to the disk: one for each file would cost more than the files.
    private const int CommitEvery = 64;

    /// <summary>Looks at every file; the rows come back in the order of <paramref name="files"/>.</summary>
    public async Task<Outcome<ImmutableArray<ExaminedFile>>> ExamineAsync(ImmutableArray<WalkedFile> files, Action<IntakeProgress>? progress, CancellationToken cancel)
    {
        var known = new Dictionary<string, KeptAnalysis>(StringComparer.Ordinal);
        if (workspace is not null && !LoadKnown().Try(out known!, out var problems)) return Outcome.Fail<ImmutableArray<ExaminedFile>>(problems);
        if (workspace is not null && skipsUntouched && !workspace.Ask(desk => desk.SeenFiles()).Try(out _seenBefore!, out problems)) return Outcome.Fail<ImmutableArray<ExaminedFile>>(problems);

        var rows = new ExaminedFile[files.Length];
        var beside = new SiteSignals();
        var fresh = Channel.CreateBounded<AnalysisRow>(new BoundedChannelOptions(CommitEvery * 2) { SingleReader = true });
        var recording = Task.Run(() => RecordAsync(fresh.Reader), CancellationToken.None);
        var done = 0;
        long bytes = 0;
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, files.Length), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, async (index, token) =>
            {
                var (row, toKeep) = Examine(files[index], known, token);
                rows[index] = row = beside.Added(row);
                if (toKeep is not null) await fresh.Writer.WriteAsync(toKeep, token).ConfigureAwait(false);
                progress?.Invoke(new(Interlocked.Increment(ref done), files.Length, Interlocked.Add(ref bytes, row.Bytes ?? 0)));
            }).ConfigureAwait(false);
        }
        finally
        {
            fresh.Writer.Complete();
            // Also when it was interrupted: what was found out is recorded before the process ends.
            await recording.ConfigureAwait(false);
        }
        if (await recording.ConfigureAwait(false) is { } failed) return failed;
        if (!_seen.IsEmpty && !workspace!.Ask(desk => { desk.Record(_seen); return _seen.Count; }).Try(out _, out problems)) return Outcome.Fail<ImmutableArray<ExaminedFile>>(problems);
        return rows.ToImmutableArray();
    }

    private (ExaminedFile Row, AnalysisRow? ToKeep) Examine(WalkedFile file, Dictionary<string, KeptAnalysis> known, CancellationToken cancel)
    {
        if (file.Problem is { } unreachable) return (new(file, null, null, null, [], unreachable), null);
        // Taken before it is read: a change while it is read gives it a later one.
        var stamp = workspace is null || !skipsUntouched ? null : FileStamp.Of(file.Path, workspace.Now);
        if (stamp is not null && _seenBefore.TryGetValue(file.Path, out var seen) && seen.Stamp == stamp && known.TryGetValue(seen.Sha256, out var untouched))
            return (Row(file, seen.Sha256, seen.Bytes, untouched), null);
        // Where much is known, a file is first only hashed: keeping its bytes costs more than that, and mostly they are not needed.
        if (known.Count > 0 && StableFile.Read(file.Path, keep: 0, cancel) is { IsOk: true, Value: var hashed } && known.TryGetValue(hashed.Sha256, out var before))
            return (Seen(file, stamp, hashed, before), null);
        if (!StableFile.Read(file.Path, FileExaminer.KeepBytes, cancel).Try(out var stable, out var problems))
            return (new(file, null, null, null, [], problems[0] with { Where = file.Name }), null);
        if (known.TryGetValue(stable.Sha256, out var kept)) return (Seen(file, stamp, stable, kept), null);
        var (analysis, material) = examiner.Examine(stable, cancel);
        var fresh = new KeptAnalysis(analysis, references.Match(stable, material));
        // What was in the way this time may not be the next: only what the bytes themselves say is kept.
        var row = workspace is null || analysis.Problem is { Code: "tool.missing" or "media.probe-timeout" or "file.changed" } ? null : new AnalysisRow
        {
            Sha256 = stable.Sha256, Version = FileAnalysis.CurrentVersion, ReferencesDigest = references.Digest,
            Document = JsonSerializer.Serialize(fresh, IntakeJson.Default.KeptAnalysis),
        };
        return (Seen(file, stamp, stable, fresh), row);
    }

    private ExaminedFile Seen(WalkedFile file, string? stamp, StableFile stable, KeptAnalysis kept)
    {
        if (stamp is not null) _seen.Add(new() { Path = file.Path, Stamp = stamp, Sha256 = stable.Sha256, Bytes = stable.Length });
        return Row(file, stable.Sha256, stable.Length, kept);
    }

    private static ExaminedFile Row(WalkedFile file, string sha256, long bytes, KeptAnalysis kept) =>
        new(file, sha256, bytes, kept.Analysis, kept.Matches, kept.Analysis.Problem is { } problem ? problem.In(file.Name) : null);

    private Outcome<Dictionary<string, KeptAnalysis>> LoadKnown() => workspace!.Ask(desk =>
    {
        var known = new Dictionary<string, KeptAnalysis>(StringComparer.Ordinal);
        foreach (var (sha256, document) in desk.Analyses(FileAnalysis.CurrentVersion, references.Digest))
            if (Read(document) is { } kept && (kept.Analysis.CredentialsAsOf is null || kept.Analysis.CredentialsAsOf == examiner.CredentialsAsOf)) known[sha256] = kept;
        return known;
    });

    // What cannot be read is found out again: it came from the file, and the file is there.
    private static KeptAnalysis? Read(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, IntakeJson.Default.KeptAnalysis) is { Analysis: not null, Matches.IsDefault: false } kept ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<Problem?> RecordAsync(ChannelReader<AnalysisRow> rows)
    {
        var batch = new List<AnalysisRow>(CommitEvery);
        Problem? failed = null;
        await foreach (var row in rows.ReadAllAsync().ConfigureAwait(false))
        {
            batch.Add(row);
            if (batch.Count < CommitEvery && rows.TryPeek(out _)) continue;
            // After a failure the channel is still emptied, so that no worker waits for a reader that is gone.
            failed ??= Record(batch);
            batch.Clear();
        }
        return batch.Count > 0 ? failed ?? Record(batch) : failed;
    }

    private Problem? Record(List<AnalysisRow> batch)
    {
        var outcome = workspace!.Ask(desk =>
        {
            desk.Record(batch.DistinctBy(row => row.Sha256));
            return batch.Count;
        });
        return outcome.IsOk ? null : outcome.Problems[0];
    }
}
