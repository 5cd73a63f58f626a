using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Desk.Intake;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Credentials;

/// <summary>
/// Reads the credentials of files on disk. A file without an embedded store is read with the store that lies beside it under its name and <c>.c2pa</c>, when there is one
/// (C2PA 2.2 §15.5.3.1). A file that cannot be read is a row of its own.
/// </summary>
public sealed class CredentialFiles(CredentialDesk desk)
{
    private const string SidecarExtension = ".c2pa";

    /// <summary>Walks paths and reads every file.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="sidecar">The store of the one file that <paramref name="paths"/> names; null to look into the file and beside it.</param>
    /// <param name="cancel">Stops between chunks of the content.</param>
    /// <returns>The results by name. A sidecar that was found in a folder and used for the file beside it has no row of its own.</returns>
    public async Task<Outcome<ImmutableArray<CredentialResult>>> ReadAsync(IReadOnlyList<string> paths, string? sidecar, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (!FileWalk.Of(paths).Try(out var files, out var problems)) return Outcome.Fail<ImmutableArray<CredentialResult>>(problems);
        if (sidecar is not null && (paths.Count != 1 || Directory.Exists(paths[0])))
            return new Problem("credentials.sidecar", "A sidecar is the store of one file.", sidecar, "Name one file beside it, and no folder.");
        var rows = new (CredentialResult Result, string? Used)[files.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Length), options, (index, token) =>
        {
            rows[index] = Read(files[index], sidecar, token);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        var named = paths.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var used = rows.Select(row => row.Used).OfType<string>().Where(path => !named.Contains(path)).ToHashSet(StringComparer.Ordinal);
        return rows.Where((_, index) => !used.Contains(files[index].Path)).Select(row => row.Result).ToImmutableArray();
    }

    /// <summary>Reads one file.</summary>
    public Outcome<CredentialResult> ReadOne(string path, CancellationToken cancel) =>
        FileWalk.Of([path]).Then(files => files is [var file] && !Directory.Exists(path)
            ? Outcome.Ok(Read(file with { Name = path }, null, cancel).Result)
            : new Problem("path.folder", "This is a folder, and one file is meant.", path, "Name a file."));

    private (CredentialResult Result, string? Used) Read(WalkedFile file, string? sidecar, CancellationToken cancel)
    {
        if (file.Problem is { } unreachable) return (new(file.Name, null, unreachable), null);
        try
        {
            using var stream = Open(file.Path);
            if (sidecar is not null) return Detached(file, stream, sidecar, cancel);
            var report = desk.Read(stream, cancel);
            if (report.State == CredentialState.None && report.Stores.Count == 0 && Beside(file.Path) is { } beside) return Detached(file, stream, beside, cancel);
            return (new(file.Name, report, null), null);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return (new(file.Name, null, StorageProblems.From(e, file.Name)), null);
        }
    }

    private (CredentialResult Result, string? Used) Detached(WalkedFile file, Stream stream, string sidecar, CancellationToken cancel)
    {
        var most = ParseLimits.Default.MaxStoreBytes;
        try
        {
            using var store = Open(sidecar);
            if (store.Length > most) return (new(file.Name, null, new("credentials.sidecar", $"A manifest store of more than {most >> 20} MB is not read.", sidecar)), null);
            var bytes = new byte[store.Length];
            store.ReadExactly(bytes);
            return (new(file.Name, desk.ReadDetached(stream, bytes, cancel), null) { Sidecar = sidecar }, sidecar);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return (new(file.Name, null, StorageProblems.From(e, sidecar)), null);
        }
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });

    // A pipe of that name would be waited for without end.
    private static string? Beside(string path)
    {
        var sidecar = Path.ChangeExtension(path, SidecarExtension);
        return sidecar != path && PathKinds.Of(sidecar) is var kind && (kind == PathKind.File || (kind == PathKind.Link && PathKinds.Behind(sidecar) == PathKind.File)) ? sidecar : null;
    }
}
