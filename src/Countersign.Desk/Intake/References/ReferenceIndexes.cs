using Countersign.Core.Shared;
using Countersign.Desk.Workspace;
using Countersign.Matching.Index;

namespace Countersign.Desk.Intake.References;

/// <summary>The workspace's folder of indexes, <c>index/</c>, each brought into step with the register as it is opened.</summary>
internal sealed class ReferenceIndexes(DeskWorkspace workspace)
{
    /// <summary>Opens an index whose items are made from the register's rows.</summary>
    public Outcome<IndexSnapshot<TQuery, THit>> Open<TQuery, THit>(IIndexKind<TQuery, THit> kind, IReadOnlyCollection<ItemKey> keys, Func<ItemKey, byte[]> item) =>
        RegisteredIndex.Open(Path.Combine(workspace.Folder, "index"), kind, keys, item, workspace.Clock);

    /// <summary>Opens an index whose items are kept as prints of the references.</summary>
    public Outcome<IndexSnapshot<TQuery, THit>> OpenPrints<TQuery, THit>(IIndexKind<TQuery, THit> kind, IReadOnlyCollection<ItemKey> keys, string print)
    {
        Problem? failed = null;
        var opened = Open(kind, keys, key =>
        {
            if (workspace.Ask(desk => desk.Print(key.ToString(), print)).Try(out var data, out var problems)) return data ?? [];
            failed ??= problems[0];
            return [];
        });
        if (failed is null) return opened;
        if (opened.Try(out var snapshot, out _)) snapshot.Dispose();
        return failed;
    }
}
