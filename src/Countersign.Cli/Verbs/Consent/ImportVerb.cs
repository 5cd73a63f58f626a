using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;
using Countersign.Desk.Standards;
using Imported = Countersign.Desk.Standards.Imported;
using Tree = Countersign.Core.Shared.Tree;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Statements out of a document in another standard, with what is lost on the way.</summary>
internal static class ImportVerb
{
    public static Command Command()
    {
        var file = new Argument<string>("FILE") { Description = "The document: robots.txt, tdmrep.json, an RSL, ODRL or XMP file, a header dump, a page …" };
        var standard = StandardTerms.As("The standard it is written in. Default: by the file's name; a header dump or a page may carry several.");
        var about = new Option<string[]>("--about") { Description = "The works it is about.", HelpName = "SUBJECT", Required = true };
        var by = new Option<string>("--by") { Description = "Who records it. A holder's own document is their word; what somebody else found is a wish.", HelpName = "PARTY", Required = true };
        var location = new Option<string?>("--location") { Description = "Where the work stands on its site, for documents with rules for paths.", HelpName = "/PATH" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be recorded, and record nothing." };
        var command = new Command("import", """
            Record what a machine-readable document of another standard says, never more than it says. It tells what it could not take over.

            Example:
              countersign consent import robots.txt --about work:the-black-marble-clock --by party:wren-achterberg --location /paintings/clock.jpg --dry-run
            """)
        { file, standard, about, by, location, dryRun };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            var path = parsed.GetValue(file)!;
            if (!Chosen(parsed.GetValue(standard), path).Try(out var standards, out var problems)) return desk.Fail(problems);
            if (!Subjects(parsed.GetValue(about)!).Try(out var subjects, out problems)) return desk.Fail(problems);
            if (!PartyId.Parse(parsed.GetValue(by)!).Try(out var speaker, out problems)) return desk.Fail(problems);
            if (!SourceFiles.Bytes(path).Try(out var bytes, out problems)) return desk.Fail(problems);
            if (!desk.Open(null, create: !parsed.GetValue(dryRun)).Try(out var workspace, out problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            var request = new ImportRequest(speaker, Seconds(workspace.Now), subjects, Path.GetFileName(path))
            {
                IsOwnWord = subjects.All(subject => facts.Register.Holders(subject).Any(holder => holder.Party == speaker)), Location = parsed.GetValue(location),
            };
            var all = new List<(IStandard Standard, Imported Imported)>();
            foreach (var reader in standards)
            {
                if (!reader.Import(bytes, request).Try(out var imported, out problems)) return desk.Fail([.. problems.Select(problem => problem.In(path))]);
                all.Add((reader, imported));
            }
            var statements = all.SelectMany(one => one.Imported.Statements).DistinctBy(statement => statement.Id).ToList();
            var isRecorded = !parsed.GetValue(dryRun) && statements.Count > 0;
            if (isRecorded && !Recorder.Keep(store, statements).Try(out _, out problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => Write(json, all, statements, isRecorded));
            else Show(desk, all, statements, facts.Register, isRecorded);
            // What could not be read leaves something unknown, and so does a document that says nothing.
            return statements.Count == 0 || all.Exists(one => !one.Imported.Problems.IsEmpty) ? ExitCodes.Unknown : ExitCodes.Done;
        });
        return command;
    }

    private static Outcome<List<IStandard>> Chosen(string? named, string path)
    {
        if (named is not null) return StandardTerms.Named(named).Then(standard => Outcome.Ok<List<IStandard>>([standard]));
        var found = KnownStandards.All.Where(standard => standard.Reads(Path.GetFileName(path))).ToList();
        return found.Count > 0 ? found : new Problem("standards.unknown-file", "The name of this file does not say which standard it is written in.", path, $"Say --as: {string.Join(", ", KnownStandards.All.Select(standard => standard.Name))}.");
    }

    private static Outcome<ImmutableArray<SubjectId>> Subjects(string[] spelt)
    {
        var parsed = spelt.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(SubjectId.Parse).ToList();
        var problems = parsed.SelectMany(subject => subject.Problems).ToList();
        return problems.Count > 0 ? Outcome.Fail<ImmutableArray<SubjectId>>(problems) : parsed.Select(subject => subject.Value).ToImmutableArray();
    }

    private static DateTimeOffset Seconds(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));

    private static void Show(Terminal.Desk desk, List<(IStandard Standard, Imported Imported)> all, List<Statement> statements, Register register, bool isRecorded)
    {
        Recorder.Show(desk, statements, register);
        foreach (var (standard, imported) in all)
        {
            Terminal.Desk.Tell(imported.Problems);
            StandardTerms.ShowLosses($"Not taken over ({standard.Name}):", imported.Losses);
        }
        if (statements.Count == 0) desk.Say("The document says nothing that could be recorded. That is not a permission.");
        else if (!isRecorded) desk.Say("Nothing was recorded (--dry-run).");
    }

    private static void Write(Utf8JsonWriter json, List<(IStandard Standard, Imported Imported)> all, List<Statement> statements, bool isRecorded)
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/import/1");
        json.WriteBoolean("recorded", isRecorded);
        json.WriteStartArray("statements");
        foreach (var statement in statements) TreeWriting.WriteJson(json, new Tree.Map([new("id", statement.Id), .. statement.ToTree().Entries]));
        json.WriteEndArray();
        json.WriteStartArray("standards");
        foreach (var (standard, imported) in all)
        {
            json.WriteStartObject();
            json.WriteString("standard", standard.Name);
            StandardTerms.WriteLosses(json, imported.Losses);
            json.WriteStartArray("problems");
            foreach (var problem in imported.Problems)
            {
                json.WriteStartObject();
                json.WriteString("code", problem.Code);
                json.WriteString("what", problem.What);
                if (problem.Where is not null) json.WriteString("where", problem.Where);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
