using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Clearance;

namespace Countersign.Cli.Verbs;

/// <summary>Which registered subjects are in a file.</summary>
internal static class MatchVerb
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Files or folders.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("match", """
            Find registered works, personas and models in files.

            Example:
              countersign match samples/the-long-take/stills
            """)
        { paths };
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(parsed.GetValue(paths)![0], create: false).Try(out _, out var problems)) return desk.Fail(problems);
            if (!(await Examining.LookAsync(desk, parsed.GetValue(paths)!, cancel).ConfigureAwait(false)).Try(out var looked, out problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => MatchJson.Write(json, looked.Files, looked.Register!));
            else
            {
                foreach (var file in looked.Files)
                {
                    Terminal.Desk.Answer(file.File.Name);
                    if (file.Problem is { } problem) Terminal.Desk.Answer("  " + SafeText.Of(problem.What));
                    else if (file.Matches.IsEmpty) Terminal.Desk.Answer("  nothing registered found");
                    foreach (var match in file.Matches)
                        Terminal.Desk.Answer($"  {match.Strength:0.00} {(match.IsStrong ? "strong" : "weak")}  {SafeText.Of(looked.Register!.Title(SubjectId.Parse(match.Subject!).Value))} ({match.Subject}): {SafeText.Of(match.Says)}");
                }
            }
            return looked.Files.Any(file => file.Problem is not null) ? ExitCodes.Unknown : ExitCodes.Done;
        });
        return command;
    }
}
