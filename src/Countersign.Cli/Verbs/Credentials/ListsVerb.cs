using System.CommandLine;
using System.Globalization;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Credentials;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>The trust lists: which are in use, and newer ones in their place.</summary>
internal static class ListsVerb
{
    private const string Published = "The C2PA conformance programme publishes the lists in its repository (c2pa-org/conformance-public, folder trust-list). Nothing is ever downloaded: "
        + "fetch them yourself, then 'countersign credentials lists update --signers C2PA-TRUST-LIST.pem --time-stampers C2PA-TSA-TRUST-LIST.pem'.";

    public static Command Command()
    {
        var command = new Command("lists", """
            Show the trust lists in use, with their dates and how many certificates they have. A workspace's own lists are used in place of the bundled ones.

            Example:
              countersign credentials lists
            """)
        { Update(), Reset() };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            return Show(desk, desk.Locate(null).Folder);
        });
        return command;
    }

    private static Command Update()
    {
        var signers = new Option<string?>("--signers") { Description = "The list of signers' anchors (C2PA-TRUST-LIST.pem).", HelpName = "FILE.pem" };
        var stampers = new Option<string?>("--time-stampers") { Description = "The list of time-stampers' anchors (C2PA-TSA-TRUST-LIST.pem).", HelpName = "FILE.pem" };
        var command = new Command("update", """
            Copy newer trust lists into the workspace. They are used from then on, by this command and by 'clear', 'inspect' and 'filter', in place of the
            bundled ones. Nothing is downloaded; a list that is not given stays as it is.

            Example:
              countersign credentials lists update --signers C2PA-TRUST-LIST.pem --time-stampers C2PA-TSA-TRUST-LIST.pem

            Exit code: 0 done, 3 a file is no trust list, 4 the workspace could not be written.
            """)
        { signers, stampers };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            var (s, t) = (parsed.GetValue(signers), parsed.GetValue(stampers));
            if (s is null && t is null) return desk.Fail([new("credentials.list", "No list was given.", "--signers, --time-stampers", "Give one of them or both.")]);
            if (!desk.Open(null).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var today = DateOnly.FromDateTime(workspace.Now.UtcDateTime);
            return WorkspaceTrust.Update(workspace.Folder, s, t, today).Try(out _, out problems) ? Show(desk, workspace.Folder) : desk.Fail(problems);
        });
        return command;
    }

    private static Command Reset()
    {
        var command = new Command("reset", """
            Take the workspace's trust lists away, so that the bundled ones count again.

            Example:
              countersign credentials lists reset
            """);
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            var folder = desk.Locate(null).Folder;
            if (!WorkspaceTrust.Reset(folder).Try(out var had, out var problems)) return desk.Fail(problems);
            desk.Say(had ? "The workspace's lists are gone." : "The workspace had no lists of its own.");
            return Show(desk, folder);
        });
        return command;
    }

    private static int Show(Terminal.Desk desk, string folder)
    {
        if (!CredentialDesk.Open(new() { Workspace = folder }, TimeProvider.System).Try(out var judge, out var problems)) return desk.Fail(problems);
        var older = judge.InUse.Where(list => list.Source == "workspace" && list.Date < CredentialDesk.BundledDate).ToList();
        if (desk.IsJson)
        {
            Terminal.Desk.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("schema", "countersign/credentials-lists/1");
                json.WriteStartArray("lists");
                foreach (var list in judge.InUse)
                {
                    json.WriteStartObject();
                    json.WriteString("name", list.Name);
                    json.WriteString("source", list.Source);
                    json.WriteString("from", list.File);
                    json.WriteString("date", Day(list.Date));
                    json.WriteNumber("certificates", list.Certificates);
                    json.WriteNumber("expired", list.ExpiredOn(judge.Now));
                    json.WriteString("sha256", list.Sha256);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteString("bundledDate", Day(CredentialDesk.BundledDate));
                json.WriteString("published", Published);
                json.WriteEndObject();
            });
            return ExitCodes.Done;
        }

        foreach (var list in judge.InUse)
        {
            var expired = list.ExpiredOn(judge.Now);
            var where = list.Source == "bundled" ? $"bundled, of {Day(list.Date)}" : $"the workspace's, copied from {list.File} on {Day(list.Date)}";
            Terminal.Desk.Answer($"{list.Name,-14} {list.Certificates} certificate{(list.Certificates == 1 ? "" : "s")}{(expired > 0 ? $" ({expired} no longer valid)" : "")}; {where}");
        }

        if (older.Count > 0) Terminal.Desk.Answer($"The bundled lists, of {Day(CredentialDesk.BundledDate)}, are newer than the workspace's: 'countersign credentials lists reset' goes back to them.");
        Terminal.Desk.Answer(Published);
        return ExitCodes.Done;
    }

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
