using Countersign.Core.Shared;
using Countersign.Desk.Workspace;
using Countersign.Matching.Index;

namespace Countersign.Desk.Intake.References;

/// <summary>The workspace's folder of indexes, <c>index/</c>, each brought into step with the register as it is opened.</summary>
internal sealed class ReferenceIndexes(DeskWorkspace workspace)
{
    /// <summary>Opens an index whose items are made from the register's rows.</summary>
    public Outcome<IndexSnapshot<TQuery, THit>> Open<TQuery, THit>(IIndexKind<TQuery, THit> kind, IReadOnlyCollection<ItemKey> keys, Func<ItemKey, Outcome<byte[]>> item) =>
        RegisteredIndex.Open(Path.Combine(workspace.Folder, "index"), kind, keys, item, workspace.Clock);

    /// <summary>Opens an index whose items are kept as prints of the references.</summary>
    public Outcome<IndexSnapshot<TQuery, THit>> OpenPrints<TQuery, THit>(IIndexKind<TQuery, THit> kind, IReadOnlyCollection<ItemKey> keys, string print) =>
        Open(kind, keys, key => workspace.Ask(desk => desk.Print(key.ToString(), print)).Then(data => data is null ? s_changed : Outcome.Ok(data)));

    // Only what the register has is asked for, so another process took it away since.
    private static readonly Problem s_changed = new("registry.changed", "The register was changed while it was read.", null, "Run the command again.");
}
