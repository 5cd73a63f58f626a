using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Desk.Credentials;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>Everything that a file's credentials say.</summary>
internal static class ShowVerb
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Files or folders.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("show", """
            Show what files' Content Credentials say: in plain words, then signer, assertions, actions, ingredients, what is said of training, and every check.

            Example:
              countersign credentials show samples/the-long-take/poster.jpg
              countersign credentials show samples/the-long-take/stills --json

            Exit code: 0 every file could be read, whatever its credentials are worth; 2 some could not.
            """)
        { paths, JudgeOptions.Sidecar };
        JudgeOptions.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            var named = parsed.GetValue(paths)!;
            if (!JudgeOptions.Open(parsed, desk, named[0]).Try(out var judge, out var problems)) return desk.Fail(problems);
            if (!(await new CredentialFiles(judge).ReadAsync(named, parsed.GetValue(JudgeOptions.Sidecar), cancel).ConfigureAwait(false)).Try(out var results, out problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => CredentialJson.Write(json, results, judge));
            else
            {
                foreach (var result in results)
                {
                    foreach (var line in CredentialLines.Of(result)) Terminal.Desk.Answer(line);
                    Terminal.Desk.Answer();
                }

                Terminal.Desk.Answer(results.IsEmpty ? "There is no file here." : judge.JudgedBy());
            }

            return results.Any(result => result.Problem is not null) ? ExitCodes.Unknown : ExitCodes.Done;
        });
        return command;
    }
}
