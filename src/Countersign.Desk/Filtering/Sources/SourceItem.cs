using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>A field in which an item states a wish: a column of a row, or a member of the JSON beside a picture.</summary>
/// <param name="Column">As it is called there.</param>
/// <param name="Role">What it is taken for.</param>
/// <param name="Value">As it stands there.</param>
internal readonly record struct StatedField(string Column, Rows.ColumnRole Role, string Value);

/// <summary>A file of an item, still to be looked at.</summary>
/// <param name="Name">Its name in answers.</param>
/// <param name="Path">Where it is; empty for a member of an archive.</param>
/// <param name="Content">The bytes of a member of an archive; null for a file.</param>
/// <param name="Sha256">The hash of a member too long to hold; null otherwise.</param>
/// <param name="Length">The length of a member.</param>
/// <param name="Problem">Why it cannot be looked at; null when it can.</param>
internal sealed record SourceFile(string Name, string Path, ReadOnlyMemory<byte>? Content = null, string? Sha256 = null, long Length = 0, Problem? Problem = null)
{
    /// <summary>Whether it only describes the item (<c>000123.json</c>): it is read for what it states, and is no material itself.</summary>
    public bool IsDescription { get; init; }

    /// <summary>What the production declares of it.</summary>
    public ImmutableArray<Origin> Origins { get; init; } = [];

    /// <summary>The use asked of it, where the production declares one of its own.</summary>
    public Use? Use { get; init; }
}

/// <summary>One item, before it is decided.</summary>
internal sealed record SourceItem(string Name)
{
    /// <summary>Its wishes.</summary>
    public ImmutableArray<StatedField> Fields { get; init; } = [];

    /// <summary>Its files.</summary>
    public ImmutableArray<SourceFile> Files { get; init; } = [];

    /// <summary>The content hash that a row states of what it stands for; null when it states none.</summary>
    public string? StatedSha256 { get; init; }

    /// <summary>When its wishes were captured, as the row says; null when it does not.</summary>
    public string? CapturedAt { get; init; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>Where a source goes on: how many items were read, and its own mark for that place (a byte offset, a row group, a shard).</summary>
internal readonly record struct SourcePosition(long Items, long Mark);

/// <summary>Items that are decided and recorded together.</summary>
internal sealed record ItemBatch(IReadOnlyList<SourceItem> Items, SourcePosition End);
