using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Credentials;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>Whether a copy kept the credentials of its original.</summary>
internal static class StripCheckVerb
{
    public static Command Command()
    {
        var original = new Argument<string>("ORIGINAL") { Description = "The file as it was given away." };
        var copy = new Argument<string>("COPY") { Description = "The file as it came back: downloaded, converted, edited." };
        var command = new Command("strip-check", """
            Tell whether a copy kept its original's Content Credentials: kept, carried on (newer ones name them as an ingredient), replaced, stripped or
            damaged. The content itself is not compared.

            Example:
              countersign credentials strip-check still.jpg samples/the-long-take/poster.jpg

            Exit code: 0 kept or carried on, 1 otherwise; 3 when a file could not be read.
            """)
        { original, copy };
        JudgeOptions.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            var (first, second) = (parsed.GetValue(original)!, parsed.GetValue(copy)!);
            if (!JudgeOptions.Open(parsed, desk, first).Try(out var judge, out var problems)) return Task.FromResult(desk.Fail(problems));
            var files = new CredentialFiles(judge);
            if (!Read(files, first, cancel).Try(out var before, out problems) || !Read(files, second, cancel).Try(out var after, out problems)) return Task.FromResult(desk.Fail(problems));
            var check = StripCheck.Of(before, after);
            if (desk.IsJson) Terminal.Desk.WriteJson(check.Write);
            else
            {
                Terminal.Desk.Answer($"{Words.Of(check.Outcome)}: {check.Says}");
                foreach (var side in new[] { before, after }) Terminal.Desk.Answer("  " + CredentialLines.Verdict(side, side.Judge(allowNone: false, requireTrusted: false)));
            }

            desk.Say(judge.JudgedBy());
            return Task.FromResult(check.IsKept ? ExitCodes.Done : ExitCodes.No);
        });
        return command;
    }

    private static Outcome<CredentialResult> Read(CredentialFiles files, string path, CancellationToken cancel) =>
        files.ReadOne(path, cancel).Then(result => result.Problem is { } problem ? problem : Outcome.Ok(result));
}
