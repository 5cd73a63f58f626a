namespace Countersign.Matching.Index;

/// <summary>How an index is opened.</summary>
public sealed record IndexOptions
{
    /// <summary>Searches only: takes no lock, changes no file, and sees what others commit after <c>Refresh</c>.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether an index written by another version of the kind is rebuilt from its items (the default), or refused.</summary>
    public bool RebuildOtherVersions { get; init; } = true;

    /// <summary>Bytes of items, with 64 for each, that are buffered before they become a segment. 128 MiB.</summary>
    public long BufferBytes { get; init; } = 128L << 20;

    /// <summary>
    /// The largest segment that a merge makes, in bytes of its files before. 1.75 GiB, so that a section stays within the 2 GiB
    /// that a span can address; a greater value is taken as that.
    /// </summary>
    public long MaxSegmentBytes { get; init; } = Largest;

    /// <summary>How many segments of about one size are merged into one. 4; at least 2.</summary>
    public int MergeFactor { get; init; } = 4;

    /// <summary>Whether merges run by themselves after a commit, on another thread.</summary>
    public bool MergeInBackground { get; init; } = true;

    internal const long Largest = 7L << 28;

    internal Storage.IndexFiles Files { get; init; } = Storage.IndexFiles.Real;
}
