using System.CommandLine;
using System.Diagnostics;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Clearance;
using Countersign.Desk.Reports;
using Countersign.Desk.Storage;

namespace Countersign.Cli.Verbs;

/// <summary>The main job: look at every file, decide, record, explain.</summary>
internal static class ClearVerb
{
    private const string DefaultReport = "report.html";

    private static readonly Argument<string[]> s_paths = new("PATH") { Description = "Folders or files.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> s_use = new("--use") { Description = "The act asked for, such as distribute.publish or train.generative. Default: what production.yaml declares.", HelpName = "ACT" };
    private static readonly Option<string?> s_project = new("--project") { Description = "The production it is for.", HelpName = "NAME" };
    private static readonly Option<string?> s_by = new("--by") { Description = "The party that asks.", HelpName = "PARTY" };
    private static readonly Option<string[]> s_territory = new("--territory") { Description = "Where: ISO 3166 codes, EU, EEA or world.", HelpName = "CC", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> s_medium = new("--medium") { Description = "theatrical, streaming, broadcast, radio, print, online, game …", HelpName = "M", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_on = new("--on") { Description = "When the use takes place: 2026-12-01, or a time with its offset. Default: now.", HelpName = "DATE" };
    private static readonly Option<string?> s_report = new("--report") { Description = $"Where the report goes. Default: {DefaultReport}, unless --json is given.", HelpName = "FILE.html" };
    private static readonly Option<bool> s_archives = new("--open-archives") { Description = "Open .zip and .tar files and clear what is inside." };

    private static readonly Option<bool> s_skipUntouched = new("--skip-untouched") { Description = "Take files that seem untouched as they were, unread. Faster; a write through a memory map can escape it." };

    public static Command Command()
    {
        var command = new Command("clear", """
            Look at every file, decide each use, record and explain it.

            Example:
              countersign clear samples/the-long-take
              countersign clear rushes/ --use distribute.publish --by party:lantern-row --project the-long-take

            Exit code: 0 all allowed, 1 something is denied, 2 something is unknown.
            """)
        { s_paths, s_use, s_project, s_by, s_territory, s_medium, s_on, s_report, s_archives, s_skipUntouched };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var desk = new Terminal.Desk(parsed);
        var clock = Stopwatch.StartNew();
        var paths = parsed.GetValue(s_paths)!;
        if (!Outcome.Ok(paths).Then(CheckPaths).Try(out _, out var problems)) return desk.Fail(problems);
        if (!desk.Open(paths[0]).Try(out var workspace, out problems)) return desk.Fail(problems);

        var report = parsed.GetValue(s_report) ?? (desk.IsJson ? null : DefaultReport);
        var request = new ClearRequest(use => Over(use, parsed), OpenArchives: parsed.GetValue(s_archives), SkipUntouched: parsed.GetValue(s_skipUntouched), Report: report);
        var outcome = await ProgressLine.WhileAsync(desk, progress => new Clearing(workspace).ClearAsync(paths, request, progress, cancel)).ConfigureAwait(false);
        if (!outcome.Try(out var cleared, out problems)) return desk.Fail(problems);

        if (desk.IsJson) Terminal.Desk.WriteJson(json => ClearJson.Write(json, cleared, clock.ElapsedMilliseconds));
        else ClearTable.Write(desk.Out, cleared);

        if (report is not null && WriteReport(report, isDefault: parsed.GetValue(s_report) is null, cleared, workspace) is { } failed)
        {
            // The answer was given, and stays the one thing on stdout; only the page could not be written.
            Terminal.Desk.Tell([failed]);
            return ExitCodes.CouldNotRun;
        }
        if (report is not null) desk.Say($"Report: {Terminal.Desk.Shown(Path.GetFullPath(report))}");
        return ExitCodes.Of(cleared.Verdict);
    }

    private static Outcome<string[]> CheckPaths(string[] paths) =>
        paths.FirstOrDefault(path => !Path.Exists(path) && new FileInfo(path).LinkTarget is null) is { } missing
            ? new Problem("path.missing", "There is nothing at this path.", missing, "Check the spelling.")
            : paths;

    private static Problem? WriteReport(string path, bool isDefault, Cleared cleared, Countersign.Desk.Workspace.DeskWorkspace workspace)
    {
        try
        {
            // Nobody asked for this name: a page of somebody else's must not be lost to it.
            if (isDefault && File.Exists(path) && !ClearanceReport.IsOurs(path))
                return new("report.exists", $"{DefaultReport} is there already and is not a report of ours.", path, "Name another file with --report.");
            if (!ClearanceReport.Render(cleared, workspace).Try(out var html, out var problems)) return problems[0];
            AtomicFile.Write(path, html);
            return null;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    /// <summary>Lays the options over the use that the production declares.</summary>
    private static Outcome<Use> Over(Use? declared, ParseResult parsed)
    {
        var parts = new List<(string, Tree?)>
        {
            ("territory", List(parsed.GetValue(s_territory))),
            ("medium", List(parsed.GetValue(s_medium))),
            ("project", parsed.GetValue(s_project) is { } project ? (Tree)project : null),
            ("on", parsed.GetValue(s_on) is { } on ? (Tree)on : null),
        };
        var problems = new List<Problem>();
        var form = TreeReader.Over(Tree.Of([.. parts]), problems);
        var act = declared?.Act;
        if (parsed.GetValue(s_use) is { } spelt)
        {
            if (Act.Parse(spelt).Try(out var chosen, out var found)) act = chosen;
            else problems.AddRange(found);
        }
        var by = declared?.Requester;
        if (parsed.GetValue(s_by) is { } party)
        {
            if (PartyId.Parse(party).Try(out var asking, out var found)) by = asking;
            else problems.AddRange(found);
        }
        if (act is null && parsed.GetValue(s_use) is null) problems.Add(new("use.no-act", "What is the use? No production.yaml says it, and --use was not given.", null, "For example: --use distribute.publish"));
        if (by is null && parsed.GetValue(s_by) is null) problems.Add(new("use.no-requester", "Who asks? No production.yaml says it, and --by was not given.", null, "For example: --by party:your-name"));
        if (problems.Count > 0) return Outcome.Fail<Use>(problems);
        var use = (declared ?? Use.Of(act!.Value, by!.Value)) with { Act = act!.Value, Requester = by!.Value };
        // Whoever asks instead of the production is not answered for by its person.
        if (declared is not null && declared.Requester != by) use = use with { Person = null };
        use = use.ReadDimensions(form, problems);
        return problems.Count > 0 ? Outcome.Fail<Use>(problems) : use;

        static Tree? List(string[]? values) => values is { Length: > 0 } ? Tree.Of(values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))) : null;
    }
}
