using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Progress;

namespace Countersign.Desk.Filtering;

/// <summary>What a filter run is asked.</summary>
/// <param name="Input">A folder, a tar, or a manifest.</param>
/// <param name="Output">Where what is kept goes: a manifest by its extension, else a folder.</param>
/// <param name="Use">Lays the caller's own words over the use that a production declares.</param>
/// <param name="KeepUnknown">Whether what is unknown is kept as well.</param>
/// <param name="Overwrite">Whether a finished output is written over.</param>
/// <param name="Columns">Columns of a manifest under other names: <c>name=column</c>.</param>
/// <param name="AsOf">The time to decide as of; null for now.</param>
public sealed record FilterRequest(string Input, string Output, Func<Use?, Outcome<Use>> Use, bool KeepUnknown = false, bool Overwrite = false, IReadOnlyList<string>? Columns = null, DateTimeOffset? AsOf = null);

/// <summary>What a run is doing.</summary>
/// <param name="Doing">In plain words.</param>
/// <param name="Items">How many items are done.</param>
public readonly record struct FilterProgress(string Doing, long Items);

/// <summary>A filter run, done.</summary>
/// <param name="Summary">What came of it.</param>
/// <param name="Names">What was written.</param>
/// <param name="Resumed">How many items an earlier, killed run had decided; 0 where there was none.</param>
/// <param name="StartedOver">Why an earlier run was not gone on with; null where it was, or there was none.</param>
public sealed record Filtered(FilterSummary Summary, OutputNames Names, long Resumed, string? StartedOver);
