using System.CommandLine;
using System.Runtime.InteropServices;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Intake;
using Countersign.Desk.Workspace;

namespace Countersign.Cli.Verbs;

/// <summary>Whether the machine and the workspace are well.</summary>
internal static class DoctorVerb
{
    public static Command Command()
    {
        var command = new Command("doctor", """
            Check the tools this machine has, and verify the workspace.

            Example:
              countersign doctor

            Exit code: 0 all well, 1 the workspace is not, 4 it could not be opened.
            """);
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            var checks = new List<Check>
            {
                new("runtime", true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors"),
                MachineTools.Pictures(),
                await MachineTools.FfprobeAsync(cancel).ConfigureAwait(false),
            };
            var exit = ExitCodes.Done;
            var location = WorkspaceLocation.Find(parsed.GetValue(Terminal.Desk.WorkspaceOption), null);
            var opened = DeskWorkspace.Open(location.Folder, TimeProvider.System, create: false);
            if (opened is { IsOk: false, Problems: [{ Code: "workspace.missing" }, ..] })
            {
                checks.Add(new("workspace", true, "none here yet"));
            }
            else if (opened.Then(DoctorChecks.Of).Try(out var found, out var problems))
            {
                checks.Add(new("workspace", true, Terminal.Desk.Shown(location.Folder)));
                checks.AddRange(found);
                if (found.Any(check => !check.IsWell)) exit = ExitCodes.No;
            }
            else
            {
                checks.AddRange(problems.Select(problem => new Check("workspace", false, problem.What + " " + problem.Where, problem.Try)));
                exit = ExitCodes.CouldNotRun;
            }
            Show(desk, checks);
            return exit;
        });
        return command;
    }

    private static void Show(Terminal.Desk desk, List<Check> checks)
    {
        if (!desk.IsJson)
        {
            foreach (var check in checks)
            {
                Terminal.Desk.Answer($"{(check.IsWell ? "✔" : "✘")} {check.Name,-12} {SafeText.Of(check.Says)}");
                if (check.Try is not null) Terminal.Desk.Answer($"               {SafeText.Of(check.Try)}");
            }
            return;
        }
        Terminal.Desk.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", "countersign/doctor/1");
            json.WriteBoolean("ok", checks.TrueForAll(check => check.IsWell));
            json.WriteStartArray("checks");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("name", check.Name);
                json.WriteBoolean("ok", check.IsWell);
                json.WriteString("says", check.Says);
                if (check.Try is not null) json.WriteString("try", check.Try);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
