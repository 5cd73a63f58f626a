using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Intake;
using Spectre.Console;

namespace Countersign.Cli.Verbs;

/// <summary>Findings only: decides and records nothing.</summary>
internal static class InspectVerb
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Files or folders.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("inspect", """
            Show what is found in files: matches, signals, credentials, defects. Decides and records nothing.

            Example:
              countersign inspect samples/the-long-take/poster.jpg
            """)
        { paths };
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!(await Examining.LookAsync(desk, parsed.GetValue(paths)!, cancel).ConfigureAwait(false)).Try(out var looked, out var problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => ClearJson.WriteInspection(json, looked.Files));
            else foreach (var file in looked.Files) Show(desk.Out, file, looked.Register);
            return looked.Files.Any(file => file.Problem is not null) ? ExitCodes.Unknown : ExitCodes.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, ExaminedFile file, Register? register)
    {
        console.MarkupLineInterpolated($"[bold]{SafeText.Of(file.File.Name)}[/]  {file.Analysis?.Format ?? "?"}{Particulars(file)}");
        if (file.Sha256 is not null) console.MarkupLineInterpolated($"  [grey]sha256 {file.Sha256}[/]");
        if (file.Problem is { } problem) console.MarkupLineInterpolated($"  [yellow]{SafeText.Of(problem.What)}[/] {SafeText.Of(problem.Try ?? "")}");
        foreach (var match in file.Matches)
        {
            var title = Core.Statements.SubjectId.Parse(match.Subject!).Try(out var subject, out _) ? register?.Title(subject) : null;
            console.MarkupLineInterpolated($"  match ({(match.IsStrong ? "strong" : "weak")} {match.Strength:0.00}): {SafeText.Of(title ?? match.Subject!)}, {SafeText.Of(match.Says)}");
        }
        foreach (var finding in file.Analysis?.Findings ?? []) console.MarkupLineInterpolated($"  {finding.Kind}: {SafeText.Of(finding.Says)}");
        if (file is { Matches.IsEmpty: true, Analysis.Findings.IsEmpty: true, Problem: null }) console.MarkupLine("  nothing found. That is not a permission.");
    }

    private static string Particulars(ExaminedFile file) => file.Analysis switch
    {
        { Size: [var width, var height] } => $", {width} × {height}",
        { Words: { } words } => $", {words} words",
        { Container: { } container } => ", " + SafeText.Of(container),
        _ => "",
    } + (file.Bytes is { } bytes ? $", {bytes} bytes" : "");
}
