using Countersign.Matching.Index.Storage;

namespace Countersign.Matching.Index;

/// <summary>
/// Fingerprints of one kind in a directory of their own: immutable mapped segments, a log of what is not in one yet, and a manifest.
/// One process writes, any number read. All members may be called from several threads.
/// </summary>
/// <typeparam name="TQuery">What is looked for.</typeparam>
/// <typeparam name="THit">What is found.</typeparam>
public sealed class FingerprintIndex<TQuery, THit> : IDisposable
{
    private readonly IIndexKind<TQuery, THit> _kind;
    private readonly IndexStore _store;

    private FingerprintIndex(IIndexKind<TQuery, THit> kind, IndexStore store) => (_kind, _store) = (kind, store);

    /// <summary>Bytes of a torn or damaged end of the log that were cut off when the index was opened; 0 after a clean end.</summary>
    public long DiscardedBytes => _store.DiscardedBytes;

    /// <summary>Opens an index, or begins one in a directory that has none. Takes milliseconds: segments are not read through (see <see cref="Verify"/>).</summary>
    /// <param name="directory">Its directory; made when it is not there and the index is opened for writing.</param>
    /// <param name="kind">The kind of fingerprint.</param>
    /// <param name="options">Null for the usual.</param>
    /// <returns>The index, or <c>index.none</c>, <c>index.other-kind</c>, <c>index.newer</c>, <c>index.other-version</c>, <c>index.damaged</c>, <c>index.locked</c> or <c>index.io</c>.</returns>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1000", Justification = "The way in; the kind's types say which index.")]
    public static Decoded<FingerprintIndex<TQuery, THit>> Open(string directory, IIndexKind<TQuery, THit> kind, IndexOptions? options = null)
    {
        try
        {
            return Decoded<FingerprintIndex<TQuery, THit>>.Of(new(kind, IndexStore.Open(Path.GetFullPath(directory), kind, options ?? new())));
        }
        catch (Exception e) when (IndexFailures.Expected(e))
        {
            return Decoded<FingerprintIndex<TQuery, THit>>.Not(IndexException.From(e));
        }
    }

    /// <summary>Adds an item, in place of one of the same key. Seen by the next snapshot here; durable after <see cref="Commit"/>, or before, when the buffer is full.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="item">Its bytes, in the kind's encoding; copied.</param>
    public void Add(ItemKey key, ReadOnlySpan<byte> item) => _store.Put(key, item.ToArray());

    /// <summary>Removes the item of a key, if there is one; durable like <see cref="Add"/>.</summary>
    /// <param name="key">Its key.</param>
    public void Delete(ItemKey key) => _store.Put(key, null);

    /// <summary>Makes everything added and deleted durable, all of it or nothing. On failure it stays buffered; commit again.</summary>
    /// <returns>Null when it is on the disk, else why not (<c>index.io</c>, <c>index.too-large</c>).</returns>
    public DecodeFailure? Commit() => _store.Commit();

    /// <summary>The index as it is now, with what is not committed yet. Dispose it.</summary>
    public IndexSnapshot<TQuery, THit> Snapshot() => new(_kind, _store.Snapshot());

    /// <summary>Merges segments here and now until none are due.</summary>
    /// <returns>Null, or why it stopped; the index stands as before then.</returns>
    public DecodeFailure? Merge() => _store.Merge();

    /// <summary>Reads every byte of every segment against its checksum. Takes as long as reading the files.</summary>
    /// <returns>Null when all is well, else <c>index.damaged</c> for the first damage.</returns>
    public DecodeFailure? Verify() => _store.Verify();

    /// <summary>For an index opened for reading: takes up what a writer has committed since.</summary>
    /// <returns>Null, or why not; what was there before stands.</returns>
    public DecodeFailure? Refresh()
    {
        try
        {
            _store.Refresh();
            return null;
        }
        catch (Exception e) when (IndexFailures.Expected(e))
        {
            return IndexException.From(e);
        }
    }

    /// <summary>Closes the index. What was not committed is lost; snapshots stay good.</summary>
    public void Dispose() => _store.Dispose();
}
