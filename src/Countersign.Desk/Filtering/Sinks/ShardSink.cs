using System.Formats.Tar;
using System.Security.Cryptography;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Sources;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>
/// Kept items of WebDataset shards, as shards of the same names that hold nothing else, with <c>manifest.jsonl</c> beside them.
/// Items are found again by their number and not by their name: two of them may be called the same, and only one be kept.
/// </summary>
internal sealed class ShardSink : IRowSink
{
    private readonly string _folder;
    private readonly IEnumerator<(string Shard, long Number, TarEntry Entry)> _members;
    private readonly Func<long> _number;
    private readonly JsonLinesSink _rows;
    private bool _more;
    private Problem? _changed;
    private string? _shard;
    private TarWriter? _writer;

    /// <summary>Begins with the first member of the first shard.</summary>
    /// <param name="folder">Where the shards go; what was there is removed.</param>
    /// <param name="source">The shards they come from.</param>
    /// <param name="number">The number of the item that is being written, counted from 1.</param>
    /// <param name="cancel">To stop.</param>
    public ShardSink(string folder, TarSource source, Func<long> number, CancellationToken cancel)
    {
        (_folder, _number) = (folder, number);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        _rows = new(Path.Combine(folder, FolderSink.Manifest));
        _members = source.Members(cancel).GetEnumerator();
        _more = _members.MoveNext();
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> row, DecidedItem item, CancellationToken cancel)
    {
        // A member may stand there twice under one name.
        var missing = item.Files.Where(file => file.Sha256 is not null).Select(file => (file.Name, Sha256: file.Sha256!)).ToList();
        try
        {
            await CopyAsync(_number(), missing, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException)
        {
            // It was whole when it was decided on.
            (_more, _changed) = (false, _changed ?? Other(item.Name));
        }
        if (missing.Count > 0) _changed ??= Other(missing[0].Name);
        await _rows.WriteAsync(row, item, cancel).ConfigureAwait(false);
    }

    private async ValueTask CopyAsync(long number, List<(string Name, string Sha256)> missing, CancellationToken cancel)
    {
        while (_more && _members.Current.Number < number) _more = _members.MoveNext();
        for (; _more && _members.Current.Number == number; _more = _members.MoveNext())
        {
            var (shard, _, entry) = _members.Current;
            var content = entry.DataStream ?? Stream.Null;
            // What is kept is what was decided on, byte for byte.
            missing.Remove(($"{Path.GetFileName(shard)}!/{entry.Name}", Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel).ConfigureAwait(false))));
            if (content.CanSeek) content.Position = 0;
            await (await WriterAsync(shard).ConfigureAwait(false)).WriteEntryAsync(entry, cancel).ConfigureAwait(false);
        }
    }

    public async ValueTask<Problem?> CompleteAsync(CancellationToken cancel)
    {
        await CloseAsync().ConfigureAwait(false);
        return await _rows.CompleteAsync(cancel).ConfigureAwait(false) ?? _changed;
    }

    public async ValueTask DisposeAsync()
    {
        _members.Dispose();
        await CloseAsync().ConfigureAwait(false);
        await _rows.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<TarWriter> WriterAsync(string shard)
    {
        if (_writer is not null && _shard == shard) return _writer;
        await CloseAsync().ConfigureAwait(false);
        _shard = shard;
        var (stem, target) = (Path.GetFileNameWithoutExtension(shard), Path.Combine(_folder, Path.GetFileName(shard)));
        // Shards of two folders may be called the same.
        for (var i = 2; File.Exists(target); i++) target = Path.Combine(_folder, $"{stem}-{i}.tar");
        return _writer = new(new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 256 * 1024));
    }

    private async ValueTask CloseAsync()
    {
        if (_writer is null) return;
        await _writer.DisposeAsync().ConfigureAwait(false);
        _writer = null;
    }

    private static Problem Other(string name) => new("file.changed", "The shard changed while it was filtered.", name, "Wait until whoever writes it is done, then filter again.");
}
