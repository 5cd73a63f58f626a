using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Credentials;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Terminal;

/// <summary>What was found in files, with the register it was looked for in; null when there is no workspace.</summary>
internal sealed record Looked(ImmutableArray<ExaminedFile> Files, Register? Register);

/// <summary>Looks at files for the verbs that decide and record nothing. Without a workspace there is no register, and it works all the same.</summary>
internal static class Examining
{
    public static async Task<Outcome<Looked>> LookAsync(Desk desk, string[] paths, CancellationToken cancel)
    {
        if (!FileWalk.Of(paths).Try(out var files, out var problems)) return Outcome.Fail<Looked>(problems);
        Register? register = null;
        var references = ReferenceSet.Empty;
        var credentials = CredentialDesk.Default;
        if (desk.Open(paths[0], create: false).Try(out var workspace, out problems))
        {
            var store = new RegistryStore(workspace);
            if (!store.LoadFacts().Try(out var facts, out problems) || !ReferenceSet.Load(workspace).Try(out references!, out problems)) return Outcome.Fail<Looked>(problems);
            if (!CredentialDesk.Of(workspace.Folder, workspace.Clock).Try(out credentials!, out problems)) return Outcome.Fail<Looked>(problems);
            register = facts.Register;
        }
        else if (problems is not [{ Code: "workspace.missing" }])
        {
            return Outcome.Fail<Looked>(problems);
        }
        using var searched = references;
        return (await new IntakeRun(null, new FileExaminer(credentials: credentials), references).ExamineAsync(files, null, cancel).ConfigureAwait(false))
            .Then(rows => Outcome.Ok(new Looked(rows, register)));
    }
}
