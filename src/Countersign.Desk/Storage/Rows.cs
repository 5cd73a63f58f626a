using System.ComponentModel.DataAnnotations.Schema;
using Countersign.Matching.Index;

namespace Countersign.Desk.Storage;

/// <summary>A register entry: its document is the truth, the columns are for finding it.</summary>
internal sealed class EntryRow
{
    /// <summary>The entry's own id: <c>party:…</c>, <c>work:…</c>, <c>persona:…</c>, <c>model:…</c>.</summary>
    public required string Id { get; set; }
    public required string Kind { get; set; }
    public required string Title { get; set; }
    /// <summary>Deterministic CBOR of the entry.</summary>
    public required byte[] Document { get; set; }
    public required DateTimeOffset RecordedAt { get; set; }
    /// <summary>Removed entries stay on record, so that old decisions can be explained.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>A statement, as it was said. Never changed, never deleted.</summary>
internal sealed class StatementRow
{
    /// <summary>SHA-256 of <see cref="Document"/>.</summary>
    public required string Id { get; set; }
    public required string Kind { get; set; }
    public required string Speaker { get; set; }
    public string? Label { get; set; }
    public required byte[] Document { get; set; }
    public required DateTimeOffset RecordedAt { get; set; }
}

/// <summary>A reference file of a register entry, with what is needed to find it in an asset and to show it beside one.</summary>
internal sealed class ReferenceRow
{
    public long Number { get; set; }
    public required string EntryId { get; set; }
    /// <summary>The subject a match means: the entry, or one facet of it.</summary>
    public required string Subject { get; set; }
    public required string Path { get; set; }
    public required string Sha256 { get; set; }
    public required long Bytes { get; set; }
    public required string Kind { get; set; }
    public string? Pdq { get; set; }
    public int? PdqQuality { get; set; }
    /// <summary>The whole text, for texts.</summary>
    public string? Text { get; set; }
    /// <summary>A small JPEG, for pictures.</summary>
    public byte[]? Thumbnail { get; set; }
    public List<ReferencePrintRow> Prints { get; } = [];

    /// <summary>As read from the record: the kinds of its prints, sorted, with a blank between. What there is to look it up by, without the prints themselves.</summary>
    [NotMapped]
    public string PrintKinds { get; set; } = "";

    public bool HasPrint(string kind) => PrintKinds.Split(' ').Contains(kind, StringComparer.Ordinal);
}

/// <summary>One fingerprint of a reference file, kept so that the index over it can be made again without the file.</summary>
internal sealed class ReferencePrintRow
{
    public long ReferenceNumber { get; set; }
    /// <summary>The kind of the index it is for, and its version: <c>local/1</c>. Another version is made anew when the entry is registered again.</summary>
    public required string Kind { get; set; }
    public required byte[] Data { get; set; }

    public static string KindOf(IIndexKind kind) => $"{kind.Name}/{kind.Version}";
}

/// <summary>What was found out about some bytes. It depends on the bytes, the version of the analysis, and for matches on the references.</summary>
internal sealed class AnalysisRow
{
    public required string Sha256 { get; set; }
    public required int Version { get; set; }
    public required string ReferencesDigest { get; set; }
    /// <summary>The analysis as JSON.</summary>
    public required string Document { get; set; }
}

/// <summary>A file whose content was read, so that it need not be read again while nothing touched it. It can be deleted at any time.</summary>
internal sealed class SeenFileRow
{
    /// <summary>Its full path.</summary>
    public required string Path { get; set; }
    /// <summary>What the file system said of it then, in the form of <c>FileStamp</c>.</summary>
    public required string Stamp { get; set; }
    public required string Sha256 { get; set; }
    public required long Bytes { get; set; }
}

/// <summary>One clearance: a folder, a use, and the answer.</summary>
internal sealed class ClearanceRow
{
    public required string Id { get; set; }
    public required DateTimeOffset DecidedAt { get; set; }
    public required string Requester { get; set; }
    public string? Person { get; set; }
    /// <summary>Deterministic CBOR of the use asked.</summary>
    public required byte[] Use { get; set; }
    public required string Verdict { get; set; }
    public List<ClearedAssetRow> Assets { get; } = [];
}

/// <summary>The decision on one file of a clearance.</summary>
internal sealed class ClearedAssetRow
{
    public required string ClearanceId { get; set; }
    public required string File { get; set; }
    public string? Sha256 { get; set; }
    public required string Verdict { get; set; }
    /// <summary>Deterministic CBOR of the use asked of this file and the decision.</summary>
    public required byte[] Decision { get; set; }
}
