using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Consents;

/// <summary>A file that was cleared, with a decision that cites some statement.</summary>
/// <param name="File">Its name in the production.</param>
/// <param name="Sha256">Its content; null when it could not be read.</param>
/// <param name="Clearance">The clearance's id.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Requester">For whom, as a party id.</param>
public sealed record RestingFile(string File, string? Sha256, string Clearance, DateTimeOffset DecidedAt, string Requester)
{
    /// <summary>For whom.</summary>
    public PartyId RequesterId => PartyId.Parse(Requester).Value;
}

/// <summary>Finds the files that were allowed because of a statement.</summary>
public sealed class RestingFiles(DeskWorkspace workspace)
{
    /// <summary>The allowed files whose decision cites it, the latest decision on each content and project only, by file name.</summary>
    public Outcome<ImmutableArray<RestingFile>> On(string statement) => workspace.Ask(desk => desk.Allowed()
        .Where(row => Cites(row.Decision, statement))
        .GroupBy(row => (row.File, row.Sha256, row.Requester))
        .Select(same => same.MaxBy(row => row.DecidedAt))
        .Select(row => new RestingFile(row.File, row.Sha256, row.Clearance, row.DecidedAt, row.Requester))
        .OrderBy(file => file.File, StringComparer.Ordinal).ThenBy(file => file.Clearance, StringComparer.Ordinal)
        .ToImmutableArray());

    private static bool Cites(byte[] decision, string statement) => DeterministicCbor.Read(decision).Try(out var tree, out _)
        && tree is Tree.Map map && map["decision"] is Tree.Map made && made["reasons"] is Tree.List reasons
        && reasons.Items.Any(reason => reason is Tree.Map cited && cited["statement"] is Tree.Text text && text.Value == statement);
}
