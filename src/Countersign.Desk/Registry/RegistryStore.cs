using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Core.Clearance;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Registry;

/// <summary>A register entry of any kind.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">party, work, persona or model.</param>
/// <param name="Title">How it is called.</param>
/// <param name="Document">The entry as a document.</param>
public sealed record RegistryEntry(string Id, string Kind, string Title, Tree.Map Document);

/// <summary>Keeps who and what is protected, and what was said.</summary>
public sealed class RegistryStore(DeskWorkspace workspace)
{
    /// <summary>The register as a decision sees it, with every statement.</summary>
    public Outcome<Facts> LoadFacts() => workspace.Ask(desk => (Entries: desk.Entries(), Statements: desk.Statements()))
        .Then(rows =>
        {
            var problems = new List<Problem>();
            var register = new Register(
                Read(rows.Entries, "party", Party.FromTree, problems), Read(rows.Entries, "work", Work.FromTree, problems),
                Read(rows.Entries, "persona", Persona.FromTree, problems), Read(rows.Entries, "model", TrainedModel.FromTree, problems));
            var statements = ImmutableArray.CreateBuilder<RecordedStatement>(rows.Statements.Count);
            foreach (var row in rows.Statements)
            {
                var outcome = StatementForm.FromBytes(row.Document);
                // A statement that cannot be read might be a prohibition: nothing is decided without it.
                if (outcome.IsOk && outcome.Value.Id == row.Id) statements.Add(new(outcome.Value, row.RecordedAt));
                else if (outcome.IsOk || Convert.ToHexStringLower(SHA256.HashData(row.Document)) != row.Id) problems.Add(Tampered(row.Id));
                // Its bytes are as they were recorded, and say what this version cannot read.
                else problems.AddRange(outcome.Problems.Select(problem => problem.In($"statement {row.Id[..12]}")));
            }
            return problems.Count > 0 ? Outcome.Fail<Facts>(problems) : new Facts(register, statements.ToImmutable());
        });

    internal static Problem Tampered(string id) =>
        new("statement.tampered", $"The stored words of statement {(id.Length > 12 ? id[..12] : id)} do not give its id: the database was changed by hand or is damaged.", "desk.db", "Restore a backup; do not rely on this workspace until then.");

    private static IEnumerable<T> Read<T>(List<EntryRow> rows, string kind, Func<Tree, Outcome<T>> read, List<Problem> problems)
    {
        foreach (var row in rows.Where(row => row.Kind == kind))
        {
            var outcome = DeterministicCbor.Read(row.Document).Then(read);
            if (outcome.IsOk) yield return outcome.Value;
            else problems.AddRange(outcome.Problems.Select(problem => problem.In(row.Id)));
        }
    }

    /// <summary>Entries, by id; those whose id, title or document contains <paramref name="search"/> when it is given.</summary>
    public Outcome<ImmutableArray<RegistryEntry>> List(string? kind = null, string? search = null) => workspace
        .Ask(desk => desk.Entries().Where(row => kind is null || row.Kind == kind).ToList())
        .Then(rows =>
        {
            var entries = ImmutableArray.CreateBuilder<RegistryEntry>();
            foreach (var row in rows)
            {
                if (!DeterministicCbor.Read(row.Document).Then(tree => EntryForm.Read(row.Kind, tree)).Try(out var document, out var problems))
                    return Outcome.Fail<ImmutableArray<RegistryEntry>>([.. problems.Select(problem => problem.In(row.Id))]);
                var entry = new RegistryEntry(row.Id, row.Kind, row.Title, document);
                if (search is null || Contains(entry.Document, search)) entries.Add(entry);
            }
            return Outcome.Ok(entries.ToImmutable());
        });

    private static bool Contains(Tree tree, string search) => tree switch
    {
        Tree.Text text => text.Value.Contains(search, StringComparison.OrdinalIgnoreCase),
        Tree.List list => list.Items.Any(item => Contains(item, search)),
        Tree.Map map => map.Entries.Any(entry => Contains(entry.Value, search)),
        _ => false,
    };

    /// <summary>The entry of that id.</summary>
    public Outcome<RegistryEntry> Find(string id) => List().Then(entries => entries.FirstOrDefault(entry => entry.Id == id) is { } entry
        ? entry
        : Outcome.Fail<RegistryEntry>([new("registry.missing", $"'{id}' is not in this register.", null,
            Near.Best(id, entries.Select(known => known.Id)) is { } near ? $"Did you mean {near}?" : "'countersign registry list' shows what is.")]));

    /// <summary>Takes an entry out of the register. It stays on record, and so do the statements about it. What a person holds keeps its protection: a use of a persona that is not registered is denied.</summary>
    public Outcome<string> Remove(string id) => workspace.Try<string?>(context =>
        {
            if (context.Entries.SingleOrDefault(row => row.Id == id && row.RemovedAt == null) is not { } entry) return null;
            entry.RemovedAt = workspace.Now;
            context.SaveChanges();
            return id;
        })
        .Then(removed => removed is null ? Outcome.Fail<string>([new("registry.missing", $"'{id}' is not in this register.", null, "'countersign registry list' shows what is.")]) : removed);

    /// <summary>Records entries with their references, and statements, all or none. What is already on record is left as it is.</summary>
    /// <returns>How many entries and statements were new or changed.</returns>
    internal Outcome<(int Entries, int Statements)> Record(IReadOnlyList<PreparedEntry> entries, IReadOnlyList<Statement> statements) => workspace.Try(context =>
    {
        var now = workspace.Now;
        using var transaction = context.Database.BeginTransaction();
        int changed = 0, added = 0;
        foreach (var entry in entries)
        {
            var bytes = DeterministicCbor.Write(entry.Document);
            var row = context.Entries.Find(entry.Id);
            var isSame = row is not null && row.RemovedAt is null && row.Document.AsSpan().SequenceEqual(bytes);
            // An entry of an earlier version may lack fingerprints that are made now: registering it again adds them.
            if (isSame && HasPrintsOf(context, entry)) continue;
            if (!isSame) changed++;
            if (row is null) context.Entries.Add(row = new() { Id = entry.Id, Kind = entry.Kind, Title = entry.Title, Document = bytes, RecordedAt = now });
            (row.Title, row.Document, row.RecordedAt, row.RemovedAt) = (entry.Title, bytes, now, null);
            context.References.RemoveRange(context.References.Where(reference => reference.EntryId == entry.Id));
            context.References.AddRange(entry.References);
        }
        foreach (var statement in statements.DistinctBy(statement => statement.Id))
        {
            if (context.Statements.Find(statement.Id) is not null) continue;
            added++;
            context.Statements.Add(new()
            {
                Id = statement.Id, Kind = statement.Kind, Speaker = statement.Speaker.ToString(), Label = statement.Label,
                Document = DeterministicCbor.Write(statement.ToTree()), RecordedAt = now,
            });
        }
        context.SaveChanges();
        transaction.Commit();
        return (changed, added);
    });

    private static bool HasPrintsOf(DeskContext context, PreparedEntry entry)
    {
        var kept = context.References.Where(reference => reference.EntryId == entry.Id).SelectMany(reference => reference.Prints, (reference, print) => reference.Subject + " " + reference.Path + " " + print.Kind).ToHashSet(StringComparer.Ordinal);
        return entry.References.All(reference => reference.Prints.All(print => kept.Contains(reference.Subject + " " + reference.Path + " " + print.Kind)));
    }

    /// <summary>Records statements, all or none.</summary>
    /// <returns>How many were new.</returns>
    public Outcome<int> Record(params IReadOnlyList<Statement> statements) => Record([], statements).Then(counts => Outcome.Ok(counts.Statements));

    /// <summary>The statement whose id begins with <paramref name="prefix"/> (at least six digits), or whose label it is.</summary>
    public Outcome<RecordedStatement> FindStatement(string prefix) => LoadFacts().Then(facts =>
    {
        var found = facts.Statements.Where(recorded => recorded.Statement.Label == prefix || (prefix.Length >= 6 && recorded.Statement.Id.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => Outcome.Fail<RecordedStatement>([new("statement.missing", $"No statement on record has the id or label '{prefix}'.", null, "'countersign consent list' shows them.")]),
            _ => Outcome.Fail<RecordedStatement>([new("statement.ambiguous", $"'{prefix}' fits {found.Count} statements.", null, "Write more of the id.")]),
        };
    });

    internal Outcome<ImmutableArray<ReferenceRow>> References() => workspace.Ask(desk => desk.References().ToImmutableArray());
}

/// <summary>An entry ready to be recorded: its document with the content of its files, and the references made from them.</summary>
internal sealed record PreparedEntry(string Id, string Kind, string Title, Tree.Map Document, IReadOnlyList<ReferenceRow> References);
