using System.Collections.Immutable;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using Countersign.Desk.Documents;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Registry;

/// <summary>What an import recorded.</summary>
/// <param name="Entries">How many entries were new or changed.</param>
/// <param name="Statements">How many statements were new.</param>
/// <param name="Read">How many documents were read.</param>
public sealed record Imported(int Entries, int Statements, int Read);

/// <summary>
/// Loads readable files into the register: entries and statements, all of them or, when anything is wrong, none. Importing the same files
/// again changes nothing.
/// </summary>
public sealed class RegistryImport(RegistryStore store)
{
    /// <summary>Imports files, and every <c>.yaml</c>, <c>.yml</c> and <c>.json</c> file below folders.</summary>
    public Outcome<Imported> Import(IEnumerable<string> paths)
    {
        var problems = new List<Problem>();
        var entries = new List<PreparedEntry>();
        var pending = new List<(Tree.Map Tree, string Where)>();
        var read = 0;
        foreach (var path in paths.SelectMany(path => DocumentFiles(path, problems)))
        {
            if (!SourceFiles.Read(path).Try(out var documents, out var unreadable))
            {
                problems.AddRange(unreadable);
                continue;
            }
            foreach (var document in documents)
            {
                read++;
                if (EntryForm.IsStatement(document)) pending.Add(((Tree.Map)document, path));
                else Prepare(document, path, entries, problems);
            }
        }
        foreach (var twice in entries.GroupBy(entry => entry.Id).Where(same => same.Select(entry => entry.Document).Distinct().Count() > 1))
            problems.Add(new("registry.twice", $"{twice.Key} is written twice, differently.", null, "Keep one of them."));
        var statements = LabelledStatements.Read([.. pending.Select(item => ((Tree)item.Tree, (string?)item.Where))], LabelOnRecord, problems);
        if (problems.Count > 0) return Outcome.Fail<Imported>(problems);
        return store.Record([.. entries.DistinctBy(entry => entry.Id)], statements)
            .Then(counts => Outcome.Ok(new Imported(counts.Entries, counts.Statements, read)));
    }

    /// <summary>Records one entry.</summary>
    /// <param name="document">The entry.</param>
    /// <param name="baseFolder">What its files' paths are relative to.</param>
    public Outcome<RegistryEntry> Record(Tree document, string baseFolder) => Prepare(document, baseFolder)
        .Then(entry => store.Record([entry], []).Then(_ => Outcome.Ok(new RegistryEntry(entry.Id, entry.Kind, entry.Title, entry.Document))));

    /// <summary>Prepares one entry: reads its document and its reference files.</summary>
    internal static Outcome<PreparedEntry> Prepare(Tree document, string baseFolder) => EntryForm.KindOf(document) switch
    {
        "party" => Party.FromTree(document).Then(party => Outcome.Ok(new PreparedEntry(party.Id.ToString(), "party", party.Name, party.ToTree(), []))),
        "work" => Work.FromTree(document).Then(work => ReferenceReader.Read(work.Files, work.Id, work.Id, baseFolder)
            .Then(files => Outcome.Ok(new PreparedEntry(work.Id.ToString(), "work", work.Title, (work with { Files = files.Files }).ToTree(), files.Rows)))),
        "persona" => Persona.FromTree(document).Then(persona => Prepare(persona, baseFolder)),
        "model" => TrainedModel.FromTree(document).Then(model => ReferenceReader.Read(model.Files, model.Id, model.Id, baseFolder)
            .Then(files => Outcome.Ok(new PreparedEntry(model.Id.ToString(), "model", model.Title, (model with { Files = files.Files }).ToTree(), files.Rows)))),
        _ => EntryForm.Unknown(document),
    };

    private static Outcome<PreparedEntry> Prepare(Persona persona, string baseFolder)
    {
        var facets = ImmutableArray.CreateBuilder<PersonaFacet>();
        var rows = new List<ReferenceRow>();
        foreach (var facet in persona.Facets)
        {
            if (!ReferenceReader.Read(facet.Files, persona.Id, persona.Id.With(facet.Facet), baseFolder).Try(out var files, out var problems)) return Outcome.Fail<PreparedEntry>(problems);
            facets.Add(facet with { Files = files.Files });
            rows.AddRange(files.Rows);
        }
        return new PreparedEntry(persona.Id.ToString(), "persona", persona.Name, (persona with { Facets = facets.ToImmutable() }).ToTree(), rows);
    }

    private static void Prepare(Tree document, string path, List<PreparedEntry> entries, List<Problem> problems)
    {
        if (Prepare(document, Path.GetDirectoryName(Path.GetFullPath(path))!).Try(out var entry, out var found)) entries.Add(entry);
        else problems.AddRange(found.Select(problem => problem.In(path)));
    }

    private string? LabelOnRecord(string label) => store.FindStatement(label) is { IsOk: true, Value: var found } ? found.Statement.Id : null;

    private static List<string> DocumentFiles(string path, List<Problem> problems)
    {
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path))
        {
            return new DirectoryInfo(path)
                .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Select(file => file.FullName)
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
                .Order(StringComparer.Ordinal)
                .ToList();
        }
        problems.Add(new("path.missing", "There is nothing at this path.", path, "Check the spelling."));
        return [];
    }
}
