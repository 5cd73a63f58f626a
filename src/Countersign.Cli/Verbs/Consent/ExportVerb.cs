using System.CommandLine;
using System.Text;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;
using Countersign.Desk.Standards;
using Countersign.Desk.Storage;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>A document in another standard out of the statements, with what it cannot say.</summary>
internal static class ExportVerb
{
    public static Command Command()
    {
        var standard = StandardTerms.As("The standard to write.");
        standard.Required = true;
        var about = new Option<string>("--about") { Description = "The work it is about.", HelpName = "SUBJECT", Required = true };
        var location = new Option<string?>("--location") { Description = "Where the work stands on its site, for documents with rules for paths.", HelpName = "/PATH" };
        var output = new Option<string?>("--out") { Description = "Write it there. Default: print it.", HelpName = "FILE" };
        var command = new Command("export", """
            Write what is open to anybody, and what is refused, in another standard; never more than the statements say. It tells what the standard cannot say.

            Example:
              countersign consent export --as tdmrep --about work:the-black-marble-clock --location /paintings/clock.jpg
            """)
        { standard, about, location, output };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!StandardTerms.Named(parsed.GetValue(standard)!).Try(out var writer, out var problems)) return desk.Fail(problems);
            if (!SubjectId.Parse(parsed.GetValue(about)!).Try(out var subject, out problems)) return desk.Fail(problems);
            if (subject.Kind != SubjectKind.Work) return desk.Fail([new("standards.about-works", "These standards speak of works, and never of a person or a model of one.", parsed.GetValue(about), "Name a work.")]);
            if (!desk.Open(null, create: false).Try(out var workspace, out problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            if (!facts.Register.Has(subject)) return desk.Fail([new("registry.missing", $"'{subject}' is not in this register.", null, "'countersign registry list' shows what is.")]);
            var request = new ExportRequest(new PublicTerms(subject, facts, AsOf.Moment(workspace.Now)), parsed.GetValue(location));
            if (!writer.Export(request).Try(out var exported, out problems)) return desk.Fail(problems);
            if (parsed.GetValue(output) is { } path)
            {
                try
                {
                    AtomicFile.Write(path, Encoding.UTF8.GetBytes(exported.Document));
                }
                catch (Exception e) when (StorageProblems.IsExpected(e))
                {
                    return desk.Fail([StorageProblems.From(e, path)]);
                }
            }
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/export/1");
                    json.WriteString("standard", writer.Name);
                    json.WriteString("about", subject.ToString());
                    json.WriteString("document", exported.Document);
                    StandardTerms.WriteLosses(json, exported.Losses);
                    json.WriteEndObject();
                });
            }
            else
            {
                if (parsed.GetValue(output) is null) Console.Out.Write(exported.Document);
                if (exported.Document.Length == 0) desk.Say("There is nothing to write: nothing that this standard has words for is open to anybody, or refused.");
                // The document may go into a file by a pipe; what it does not say must not go with it.
                if (!desk.IsQuiet) StandardTerms.ShowLosses("Not said by it:", exported.Losses, Console.Error);
            }
            return ExitCodes.Done;
        });
        return command;
    }
}
