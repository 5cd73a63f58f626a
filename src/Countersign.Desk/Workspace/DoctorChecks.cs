using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;
using Countersign.Desk.Storage;
using Microsoft.EntityFrameworkCore;

namespace Countersign.Desk.Workspace;

/// <summary>One thing looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="IsWell">Whether it is as it should be.</param>
/// <param name="Says">What was seen.</param>
/// <param name="Try">What to do about it; null when nothing.</param>
public sealed record Check(string Name, bool IsWell, string Says, string? Try = null);

/// <summary>Verifies a workspace: the database's own checks, every id against its bytes, every document against its form.</summary>
public static class DoctorChecks
{
    /// <summary>Every check of an open workspace. Reads all of it and changes nothing.</summary>
    public static Outcome<ImmutableArray<Check>> Of(DeskWorkspace workspace) => workspace.Try(context =>
    {
        var integrity = context.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").ToList();
        var dangling = context.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM pragma_foreign_key_check").Single();
        var statements = context.Statements.AsNoTracking().ToList();
        var wrong = statements.Where(row => !(StatementForm.FromBytes(row.Document) is { IsOk: true, Value: var statement } && statement.Id == row.Id)).ToList();
        var entries = context.Entries.AsNoTracking().ToList();
        var unreadable = entries.Where(row => !DeterministicCbor.Read(row.Document).IsOk).ToList();
        var clearances = context.Clearances.Count();
        var badDecisions = context.ClearedAssets.AsNoTracking().AsEnumerable().Count(row => !DeterministicCbor.Read(row.Decision).IsOk);
        var facts = new RegistryStore(workspace).LoadFacts();
        return ImmutableArray.Create(
            integrity is ["ok"] ? new Check("database", true, "intact") : new("database", false, string.Join("; ", integrity.Take(3)), "Put a copy from backups/ in its place."),
            new("links", dangling == 0, dangling == 0 ? "every row belongs to one that exists" : $"{dangling} rows belong to none"),
            wrong.Count == 0 ? new("statements", true, $"{statements.Count}, each id agrees with its words") : new("statements", false, RegistryStore.Tampered(wrong[0].Id).What, RegistryStore.Tampered(wrong[0].Id).Try),
            new("register", unreadable.Count == 0 && facts.IsOk, facts.IsOk ? $"{entries.Count} entries" : facts.Problems[0].ToString()),
            new("decisions", badDecisions == 0, badDecisions == 0 ? $"{clearances} clearances on record" : $"{badDecisions} decisions cannot be read"));
    });
}
