using Countersign.Core.Shared;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>Something to be filtered, read as a stream of items that is the same whenever it is read.</summary>
internal interface IFilterSource
{
    /// <summary><c>folder</c>, <c>webdataset</c>, <c>jsonl</c> or <c>parquet</c>.</summary>
    string Kind { get; }

    /// <summary>What the run is bound to: the content of a manifest, the names and stamps of files. A run goes on only over what it began with.</summary>
    Outcome<string> Fingerprint(CancellationToken cancel);

    /// <summary>Where a file of an item is, for a look at whether it is still what it was; null for a member of an archive.</summary>
    string? PathOf(ItemFile file);

    /// <summary>The items from a place on, in batches. A failure that ends the reading is the last thing it gives.</summary>
    IAsyncEnumerable<Outcome<ItemBatch>> ReadAsync(SourcePosition from, CancellationToken cancel);
}

/// <summary>A source whose items are rows of a manifest, which can be written out again as JSON.</summary>
internal interface IRowSource : IFilterSource
{
    /// <summary>The manifest.</summary>
    string Path { get; }

    /// <summary>Every row as the bytes of a JSON object, in the order of the items; of a broken row, whatever stands there. A row's bytes are only good until the next is asked for.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(CancellationToken cancel);
}
