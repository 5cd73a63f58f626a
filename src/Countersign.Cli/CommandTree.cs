using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Cli.Verbs;
using Countersign.Cli.Verbs.Packs;
using Countersign.Desk.Storage;

namespace Countersign.Cli;

/// <summary>All verbs. One file each, in <c>Verbs/</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Build() => new("Countersign tells whose work, voice or face is in a file, whether each use was agreed to, and what is missing.")
    {
        Terminal.Desk.WorkspaceOption,
        Terminal.Desk.JsonOption,
        Terminal.Desk.QuietOption,
        ClearVerb.Command(),
        InspectVerb.Command(),
        FilterVerb.Command(),
        MatchVerb.Command(),
        FingerprintVerb.Command(),
        RegisterVerb.Command(),
        RegistryVerb.Command(),
        ConsentVerb.Command(),
        DecideVerb.Command(),
        CredentialsVerb.Command(),
        PacksVerb.Command(),
        DoctorVerb.Command(),
        DemoVerb.Command(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(SafeText.Of(error.Message)).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("'countersign --help' lists the verbs, and --help after a verb shows an example of it.").ConfigureAwait(false);
            return ExitCodes.BadInput;
        }
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted. What was found out so far is kept; run the command again to go on.").ConfigureAwait(false);
            return ExitCodes.Interrupted;
        }
        catch (IOException e)
        {
            // The rooms answer for their own files; what reaches here is an answer that could not be written.
            var problem = StorageProblems.From(e, "stdout");
            await Console.Error.WriteLineAsync(SafeText.Of($"{problem.Where}: {problem.What} [{problem.Code}]")).ConfigureAwait(false);
            return ExitCodes.CouldNotRun;
        }
    }
}
