using System.Buffers;
using System.Globalization;
using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index.Storage;

/// <summary>A directory of segments with its log: everything but the searching. One lock guards the state; merges write outside it.</summary>
internal sealed class IndexStore : IDisposable
{
    // The log is read whole at every opening, which must take milliseconds: greater commits go to a segment at once.
    private const int LogBytes = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Lock _oneMerge = new();
    private readonly string _directory;
    private readonly IIndexKind _kind;
    private readonly IndexOptions _options;
    private readonly List<(LiveSegment Live, ulong Number)> _disk = [];
    private readonly MemTable _memory;
    private readonly ArrayBufferWriter<byte> _batch = new();
    private FileStream? _lock;
    private Stream? _logStream;
    private ulong _log, _next = 1, _generation;
    private long _logLength;
    private bool _logBroken, _disposed;
    private DecodeFailure? _lateFailure;
    private Task _merging = Task.CompletedTask;

    private IndexStore(string directory, IIndexKind kind, IndexOptions options) =>
        (_directory, _kind, _options, _memory) = (directory, kind, options, new(kind));

    /// <summary>Bytes of a torn or damaged end of the log that were cut off when the index was opened.</summary>
    public long DiscardedBytes { get; private set; }

    public static IndexStore Open(string directory, IIndexKind kind, IndexOptions options)
    {
        var store = new IndexStore(directory, kind, options);
        try
        {
            if (options.ReadOnly)
                store.Refresh();
            else
                store.OpenForWriting();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Put(ItemKey key, byte[]? item)
    {
        lock (_gate)
        {
            Check();
            if (_options.ReadOnly)
                throw new InvalidOperationException("The index was opened for reading.");
            _memory.Put(key, item);
            BufferLog.Append(_batch, key, item);
            if (_memory.Bytes < BufferLimit || _lateFailure is not null)
                return;
            // Kept for Commit to report: until then nothing is lost, it is all in memory.
            try
            {
                Flush();
                _lateFailure = null;
            }
            catch (Exception e) when (IndexFailures.Expected(e))
            {
                _lateFailure = IndexException.From(e);
            }
        }

        MergeLater();
    }

    public DecodeFailure? Commit()
    {
        lock (_gate)
        {
            Check();
            if (_batch.WrittenCount == 0)
                return null;
            try
            {
                if (_logBroken || _lateFailure is not null || _memory.Bytes >= BufferLimit || _logLength + _batch.WrittenCount > LogBytes)
                {
                    Flush();
                    _lateFailure = null;
                }
                else
                {
                    // Broken until proven whole: after a failed write nobody knows what the file holds, so the next commit makes a new one.
                    _logBroken = true;
                    var record = BufferLog.Record(_log, _logLength, _batch.WrittenSpan);
                    _logStream!.Write(record);
                    _options.Files.Sync(_logStream);
                    _logLength += record.Length;
                    _logBroken = false;
                    _batch.ResetWrittenCount();
                }
            }
            catch (Exception e) when (IndexFailures.Expected(e))
            {
                return IndexException.From(e);
            }
        }

        MergeLater();
        return null;
    }

    public (Segment Segment, ulong[]? Dead, int Live)[] Snapshot()
    {
        lock (_gate)
        {
            Check();
            _memory.Freeze([.. _disk.Select(d => d.Live)]);
            return [.. _disk.Select(d => d.Live).Concat(_memory.Segments).Select(live =>
            {
                live.Segment.AddReference();
                return (live.Segment, live.Freeze(), live.Live);
            })];
        }
    }

    /// <summary>Merges until there is nothing to merge.</summary>
    public DecodeFailure? Merge()
    {
        try
        {
            while (MergeOnce())
            {
            }

            return null;
        }
        catch (Exception e) when (IndexFailures.Expected(e))
        {
            return IndexException.From(e);
        }
    }

    public DecodeFailure? Verify()
    {
        var parts = Snapshot();
        try
        {
            return parts.Select(part => part.Segment.Verify()).FirstOrDefault(failure => failure is not null);
        }
        finally
        {
            foreach (var part in parts)
                part.Segment.Release();
        }
    }

    /// <summary>For readers: takes up what has been committed since.</summary>
    public void Refresh()
    {
        // A writer may remove files between our reading the manifest and opening them; then there is a newer manifest.
        for (var attempt = 0; ; attempt++)
        {
            var manifest = ReadManifest() ?? throw new IndexException(IndexFailures.NotAnIndex(_directory, "there is no MANIFEST"));
            try
            {
                var log = ReadLog(manifest.Log);
                lock (_gate)
                {
                    Check();
                    Load(manifest);
                    BufferLog.Replay(manifest.Log, log, _memory.Put);
                }

                return;
            }
            catch (FileNotFoundException e)
            {
                if (ReadManifest()?.Generation == manifest.Generation)
                    throw new IndexException(IndexFailures.Damaged(Path.GetFileName(e.FileName ?? "a file"), "it is missing"));
                if (attempt == 100)
                    throw;
            }
        }
    }

    public void Dispose()
    {
        Task merging;
        lock (_gate)
        {
            _disposed = true;
            merging = _merging;
        }

        // A merge ends by itself; it sees that the index is closed and leaves its result aside.
        merging.Wait();
        _logStream?.Dispose();
        _memory.Clear();
        _disk.ForEach(d => d.Live.Segment.Release());
        _disk.Clear();
        _lock?.Dispose();
    }

    private void OpenForWriting()
    {
        Directory.CreateDirectory(_directory);
        try
        {
            _lock = new FileStream(Path.Combine(_directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(Path.Combine(_directory, "lock")))
        {
            throw new IndexException(IndexFailures.Locked(_directory));
        }

        if (ReadManifest() is { } manifest)
        {
            long good;
            try
            {
                Load(manifest);
                good = BufferLog.Replay(_log, ReadLog(_log), _memory.Put);
            }
            catch (FileNotFoundException e)
            {
                throw new IndexException(IndexFailures.Damaged(Path.GetFileName(e.FileName ?? "a file"), "it is missing"));
            }

            _logStream = _options.Files.OpenForAppend(PathOf(_log, "log"));
            DiscardedBytes = _logStream.Length - good;
            if (DiscardedBytes > 0)
            {
                _logStream.SetLength(good);
                _options.Files.Sync(_logStream);
            }

            _logStream.Position = _logLength = good;
            RemoveLeftovers();
            Rebuild(manifest.KindVersion);
        }
        else
        {
            if (Directory.EnumerateFiles(_directory, "*.seg").Any())
                throw new IndexException(IndexFailures.Damaged(Manifest.FileName, "it is missing, and there are segments"));
            RemoveLeftovers();
            Flush();
        }
    }

    private Manifest? ReadManifest()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(Path.Combine(_directory, Manifest.FileName));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var manifest = Manifest.Read(bytes);
        if (manifest.KindName != _kind.Name)
            throw new IndexException(IndexFailures.OtherKind(manifest.KindName, _kind.Name));
        return manifest.KindVersion == _kind.Version || (_options is { ReadOnly: false, RebuildOtherVersions: true })
            ? manifest
            : throw new IndexException(IndexFailures.OtherVersion(_kind.Name, manifest.KindVersion, _kind.Version));
    }

    private void Load(Manifest manifest)
    {
        var fresh = new List<(LiveSegment Live, ulong Number)>();
        try
        {
            foreach (var entry in manifest.Segments)
            {
                var held = _disk.FirstOrDefault(d => d.Number == entry.Number).Live?.Segment;
                held?.AddReference();
                var segment = held ?? Segment.OpenFile(PathOf(entry.Number, "seg"), _kind, anyVersion: !_options.ReadOnly);
                var live = new LiveSegment(segment);
                fresh.Add((live, entry.Number));
                if (segment.FileLength != entry.Length || segment.FooterChecksum != entry.FooterChecksum)
                    throw new IndexException(IndexFailures.Damaged(segment.Name, "it is not the file that the manifest names"));
                foreach (var ordinal in entry.Dead)
                {
                    if ((uint)ordinal >= (uint)segment.Count)
                        throw new IndexException(IndexFailures.Damaged(Manifest.FileName, "it deletes what is not there"));
                    live.KillAt(ordinal);
                }

                live.DurableDead = live.Freeze();
            }
        }
        catch
        {
            fresh.ForEach(d => d.Live.Segment.Release());
            throw;
        }

        _disk.ForEach(d => d.Live.Segment.Release());
        _disk.Clear();
        _disk.AddRange(fresh);
        _memory.Clear();
        (_generation, _log, _next) = (manifest.Generation, manifest.Log, manifest.Next);
    }

    private byte[] ReadLog(ulong log)
    {
        using var stream = new FileStream(PathOf(log, "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > Array.MaxLength)
            throw new IndexException(IndexFailures.Damaged(Path.GetFileName(stream.Name), "it is longer than any log"));
        var bytes = new byte[stream.Length];
        // The writer may cut off a torn end meanwhile.
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..read];
    }

    /// <summary>Everything buffered becomes a segment, and a new log begins. Until the manifest is replaced, the old state stands.</summary>
    private void Flush()
    {
        _memory.Freeze([.. _disk.Select(d => d.Live)]);
        var parts = _memory.Segments.Where(s => s.Live > 0).Select(s => (s.Segment, s.Freeze())).ToArray();
        var number = _next;
        var log = _next + 1;
        LiveSegment? fresh = parts.Length == 0 ? null : new(WriteSegment(number, Merging.Source(parts)));
        Stream? stream = null;
        try
        {
            stream = _options.Files.Create(PathOf(log, "log"));
            _options.Files.Sync(stream);
            var disk = fresh is null ? _disk : [.. _disk, (fresh, number)];
            Publish(disk, log, log + 1, durable: live => live.Freeze());
        }
        catch
        {
            // Whether the new manifest is in force is not known: it may name the new log, so nothing may be acknowledged in the old one,
            // and the next commit flushes again. The numbers are not used again.
            _next += 2;
            _logBroken = true;
            stream?.Dispose();
            fresh?.Segment.Release();
            throw;
        }

        if (fresh is not null)
            _disk.Add((fresh, number));
        foreach (var (live, _) in _disk)
            live.DurableDead = live.Freeze();
        var old = _log;
        _logStream?.Dispose();
        (_logStream, _log, _logLength, _logBroken) = (stream, log, 0, false);
        _memory.Clear();
        _batch.ResetWrittenCount();
        if (old != 0)
            TryDelete(PathOf(old, "log"));
    }

    private void Publish(IReadOnlyList<(LiveSegment Live, ulong Number)> disk, ulong log, ulong next, Func<LiveSegment, ulong[]?> durable)
    {
        // Counted up even when this fails, since the manifest may have been replaced all the same.
        var manifest = new Manifest(_kind.Version, _kind.Name, ++_generation, log, next, [.. disk.Select(d => new ManifestSegment(
            d.Number, d.Live.Segment.FileLength, d.Live.Segment.FooterChecksum, [.. LiveSegment.Ordinals(durable(d.Live))]))]);
        var target = Path.Combine(_directory, Manifest.FileName);
        using (var stream = _options.Files.Create(target + ".tmp"))
        {
            stream.Write(manifest.ToBytes());
            _options.Files.Sync(stream);
        }

        // The names of new files first: the manifest must never be there without them.
        _options.Files.SyncDirectory(_directory);
        _options.Files.Replace(target + ".tmp", target);
        _options.Files.SyncDirectory(_directory);
        _next = next;
    }

    private Segment WriteSegment(ulong number, SegmentSource items)
    {
        var path = PathOf(number, "seg");
        try
        {
            using (var stream = _options.Files.Create(path))
            {
                Segment.WriteTo(stream, items, _kind);
                _options.Files.Sync(stream);
            }

            return Segment.OpenFile(path, _kind, anyVersion: false);
        }
        catch (Exception e) when (IndexFailures.Expected(e))
        {
            TryDelete(path);
            throw;
        }
    }

    private void MergeLater()
    {
        if (!_options.MergeInBackground)
            return;
        lock (_gate)
        {
            // A merge that fails changes nothing, and is tried again after the next commit.
            if (_merging.IsCompleted && !_disposed && Merging.Choose([.. _disk.Select(d => d.Live)], _options) is not null)
                _merging = Task.Run(Merge);
        }
    }

    private bool MergeOnce()
    {
        List<LiveSegment>? chosen;
        lock (_gate)
            chosen = _disposed ? null : Merging.Choose([.. _disk.Select(d => d.Live)], _options);
        return chosen is not null && Rewrite(chosen);
    }

    // Each segment by its own version: a rebuilding that was killed goes on where it was.
    private void Rebuild(int version)
    {
        var old = _disk.Select(d => d.Live).Where(live => live.Segment.KindVersion != _kind.Version).ToArray();
        foreach (var live in old)
            Rewrite([live]);
        if (old.Length == 0 && version != _kind.Version)
            Flush();
    }

    private bool Rewrite(List<LiveSegment> chosen)
    {
        lock (_oneMerge)
        {
            ulong number;
            (Segment Segment, ulong[]? Dead)[] parts;
            lock (_gate)
            {
                if (_disposed || !chosen.All(live => _disk.Any(d => d.Live == live)))
                    return false;
                number = _next++;
                parts = [.. chosen.Select(live => (live.Segment, live.DurableDead))];
                chosen.ForEach(live => live.Segment.AddReference());
            }

            try
            {
                // Damage must not be given a new checksum.
                foreach (var part in parts)
                {
                    if (part.Segment.Verify() is { } failure)
                        throw new IndexException(failure);
                }

                var source = Merging.Source(parts);
                var merged = source.Count == 0 ? null : new LiveSegment(WriteSegment(number, source));
                lock (_gate)
                    return Exchange(chosen, parts, merged, number);
            }
            finally
            {
                chosen.ForEach(live => live.Segment.Release());
            }
        }
    }

    private bool Exchange(List<LiveSegment> chosen, (Segment Segment, ulong[]? Dead)[] parts, LiveSegment? merged, ulong number)
    {
        if (_disposed)
        {
            merged?.Segment.Release();
            TryDelete(PathOf(number, "seg"));
            return false;
        }

        if (merged is not null)
        {
            // What was deleted while the merge ran: first what is durable, then the rest.
            Carry(live => live.DurableDead);
            merged.DurableDead = merged.Freeze();
            Carry(live => live.Dead);
        }

        var disk = _disk.Where(d => !chosen.Contains(d.Live)).ToList();
        if (merged is not null)
            disk.Add((merged, number));
        try
        {
            Publish(disk, _log, _next, durable: live => live.DurableDead);
        }
        catch
        {
            // The segment stays: the manifest may name it already. The next opening removes it when it does not.
            merged?.Segment.Release();
            throw;
        }

        var gone = _disk.Where(d => chosen.Contains(d.Live)).ToArray();
        _disk.Clear();
        _disk.AddRange(disk);
        foreach (var (live, old) in gone)
        {
            var path = PathOf(old, "seg");
            live.Segment.WhenReleased(() => TryDelete(path));
            live.Segment.Release();
        }

        return true;

        void Carry(Func<LiveSegment, ulong[]?> dead)
        {
            for (var i = 0; i < chosen.Count; i++)
            {
                foreach (var ordinal in LiveSegment.Ordinals(dead(chosen[i])))
                {
                    if (!LiveSegment.IsDead(parts[i].Dead, ordinal))
                        merged.Kill(chosen[i].Segment.Key(ordinal));
                }
            }
        }
    }

    private void RemoveLeftovers()
    {
        var kept = _disk.Select(d => PathOf(d.Number, "seg")).Append(PathOf(_log, "log")).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(_directory))
        {
            if (Path.GetExtension(path) is ".seg" or ".log" or ".tmp" && !kept.Contains(path))
                TryDelete(path);
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            _options.Files.Delete(path);
        }
        catch (Exception e) when (IndexFailures.Expected(e))
        {
            // Left over; the next opening tries again.
        }
    }

    private string PathOf(ulong number, string extension) =>
        Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{number:d12}.{extension}"));

    // More would not fit the arrays that segments in memory and records are made in.
    private long BufferLimit => Math.Min(_options.BufferBytes, 1L << 29);

    private void Check() => ObjectDisposedException.ThrowIf(_disposed, this);
}
