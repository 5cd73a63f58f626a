using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;

namespace Countersign.Cli.Verbs;

/// <summary>A file's own fingerprints, for exchange with other systems.</summary>
internal static class FingerprintVerb
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Files or folders.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("fingerprint", """
            Print files' own fingerprints: SHA-256, and for pictures PDQ with its quality.

            Example:
              countersign fingerprint samples/the-long-take/poster.jpg --json
            """)
        { paths };
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!FileWalk.Of(parsed.GetValue(paths)!).Try(out var files, out var problems)) return desk.Fail(problems);
            if (!(await new IntakeRun(null, new FileExaminer(), ReferenceSet.Empty).ExamineAsync(files, null, cancel).ConfigureAwait(false)).Try(out var rows, out problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => MatchJson.WriteFingerprints(json, rows));
            else
            {
                foreach (var row in rows)
                {
                    Terminal.Desk.Answer(row.File.Name);
                    if (row.Sha256 is not null) Terminal.Desk.Answer($"  sha256 {row.Sha256}");
                    if (row.Analysis?.Pdq is { } pdq) Terminal.Desk.Answer($"  pdq    {pdq} quality {row.Analysis.PdqQuality}");
                    if (row.Problem is { } problem) Terminal.Desk.Answer("  " + SafeText.Of(problem.What));
                }
            }
            return rows.Any(row => row.Problem is not null) ? ExitCodes.Unknown : ExitCodes.Done;
        });
        return command;
    }
}
