using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Sources;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>Kept files, copied into a folder under their own names, with <c>manifest.jsonl</c> beside them.</summary>
internal sealed class FolderSink : IRowSink
{
    /// <summary>The name of the manifest in the folder.</summary>
    public const string Manifest = "manifest.jsonl";

    private readonly string _folder;
    private readonly IFilterSource _source;
    private readonly JsonLinesSink _rows;
    private Problem? _changed;

    public FolderSink(string folder, IFilterSource source)
    {
        (_folder, _source) = (folder, source);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        _rows = new(Path.Combine(folder, Manifest));
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> row, DecidedItem item, CancellationToken cancel)
    {
        foreach (var file in item.Files)
        {
            if (file.Sha256 is null || _source.PathOf(file) is not { } path) continue;
            var target = Path.GetFullPath(Path.Combine(_folder, file.Name));
            // Names come from outside; none of them may lead out of the folder, or over the manifest.
            if (!target.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || file.Name == Manifest) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target, overwrite: true);
            // What is kept is what was decided on, byte for byte.
            if (!Content.Hash(target, cancel).Try(out var sha256, out var problems)) _changed ??= problems[0];
            else if (sha256 != file.Sha256) _changed ??= new("file.changed", "The file changed while it was filtered.", file.Name, "Wait until whoever writes it is done, then filter again.");
        }
        await _rows.WriteAsync(row, item, cancel).ConfigureAwait(false);
    }

    public async ValueTask<Problem?> CompleteAsync(CancellationToken cancel) => await _rows.CompleteAsync(cancel).ConfigureAwait(false) ?? _changed;

    public ValueTask DisposeAsync() => _rows.DisposeAsync();
}
