using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Registry;

/// <summary>
/// Reads statements that people wrote together: one that speaks of another (a revocation, an answer) may name it by its label in the same
/// documents, or by the label of one on record.
/// </summary>
internal static class LabelledStatements
{
    // What is named is read first: grants and requests, then answers to them, then what takes any of them back.
    private static readonly string[] s_referring = ["answer", "revocation"];

    /// <summary>Reads all of them; those that could be read come back in the order they were written.</summary>
    /// <param name="pending">The documents, each with where it stands.</param>
    /// <param name="onRecord">The id of a statement on record by its label; null when there is none.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static List<Statement> Read(IReadOnlyList<(Tree Document, string? Where)> pending, Func<string, string?> onRecord, List<Problem> problems)
    {
        var read = new Statement?[pending.Count];
        for (var turn = 0; turn <= s_referring.Length; turn++)
        {
            for (var i = 0; i < pending.Count; i++)
            {
                if (Turn(pending[i].Document) != turn) continue;
                var document = turn == 0 ? pending[i].Document : Resolve((Tree.Map)pending[i].Document, label => Labelled(read, label) ?? onRecord(label));
                if (StatementForm.FromTree(document).Try(out var statement, out var found)) read[i] = statement;
                else problems.AddRange(found.Select(problem => pending[i].Where is { } where ? problem.In(where) : problem));
            }
        }
        var statements = read.OfType<Statement>().ToList();
        foreach (var twice in statements.Where(statement => statement.Label is not null).GroupBy(statement => statement.Label).Where(same => same.DistinctBy(statement => statement.Id).Count() > 1))
            problems.Add(new("statement.label-twice", $"The label '{twice.Key}' is given to {twice.Count()} different statements.", null, "Give each its own."));
        return statements;
    }

    private static int Turn(Tree document) => document is Tree.Map map && map["statement"] is Tree.Text { Value: var kind } ? Array.IndexOf(s_referring, kind) + 1 : 0;

    private static string? Labelled(Statement?[] read, string label) => Array.Find(read, statement => statement?.Label == label)?.Id;

    private static Tree.Map Resolve(Tree.Map statement, Func<string, string?> idOf) => new([.. statement.Entries.Select(entry =>
        entry.Key is "of" or "with" && entry.Value is Tree.Text { Value: var named } && !StatementForm.IsId(named) && idOf(named) is { } id
            ? new(entry.Key, (Tree)id with { At = entry.Value.At })
            : entry)]) { At = statement.At };
}
