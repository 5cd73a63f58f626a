using System.Collections.Immutable;
using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Desk.Credentials;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>Whether credentials hold: a line for each file, and an exit code for scripts.</summary>
internal static class VerifyVerb
{
    private static readonly Option<bool> s_allowNone = new("--allow-none") { Description = "Files without Content Credentials pass." };
    private static readonly Option<bool> s_requireTrusted = new("--require-trusted") { Description = "A file whose signer is on no trust list in use does not pass." };

    public static Command Command()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Files or folders.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("verify", """
            Check files against their Content Credentials: one line for each, with the failure codes.

            'valid' is a file that is as it was signed, by a signer on no trust list in use. That is no sign of tampering, and no proof of who signed.

            Example:
              countersign credentials verify samples/the-long-take/stills --allow-none
              countersign credentials verify still.jpg --require-trusted --on 2026-11-01

            Exit code: 0 every file is trusted or valid; 1 some are invalid or unreadable as credentials, have none (unless --allow-none), or are not
            trusted (with --require-trusted); 2 no file is as bad as that, and some could not be read or there was none.
            """)
        { paths, s_allowNone, s_requireTrusted, JudgeOptions.Sidecar };
        JudgeOptions.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            var named = parsed.GetValue(paths)!;
            if (!JudgeOptions.Open(parsed, desk, named[0]).Try(out var judge, out var problems)) return desk.Fail(problems);
            if (!(await new CredentialFiles(judge).ReadAsync(named, parsed.GetValue(JudgeOptions.Sidecar), cancel).ConfigureAwait(false)).Try(out var results, out problems)) return desk.Fail(problems);
            var answers = results.Select(result => result.Judge(parsed.GetValue(s_allowNone), parsed.GetValue(s_requireTrusted))).ToImmutableArray();
            if (desk.IsJson) Terminal.Desk.WriteJson(json => CredentialJson.Write(json, results, judge));
            else Show(results, answers);
            desk.Say(judge.JudgedBy());
            return answers.Contains(CredentialAnswer.No) ? ExitCodes.No : answers.Contains(CredentialAnswer.Unknown) || answers.IsEmpty ? ExitCodes.Unknown : ExitCodes.Done;
        });
        return command;
    }

    private static void Show(ImmutableArray<CredentialResult> results, ImmutableArray<CredentialAnswer> answers)
    {
        for (var i = 0; i < results.Length; i++) Terminal.Desk.Answer(CredentialLines.Verdict(results[i], answers[i]));
        var counts = results.GroupBy(result => result.Word).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => $"{same.Count()} {same.Key}");
        Terminal.Desk.Answer(results.IsEmpty ? "There is no file here." : $"{results.Length} file{(results.Length == 1 ? "" : "s")}: {string.Join(", ", counts)}.");
        if (results.Any(result => result.IsOfUnknownSigner)) Terminal.Desk.Answer("valid: as it was signed; the signer is on no trust list in use, which is no sign of tampering and no proof of who it was.");
    }
}
