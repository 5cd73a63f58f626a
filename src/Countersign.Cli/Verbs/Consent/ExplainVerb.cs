using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>What a statement means, in plain words.</summary>
internal static class ExplainVerb
{
    public static Command Command()
    {
        var id = new Argument<string>("STATEMENT") { Description = "Its id, the first six digits of it or more, or its label." };
        var command = new Command("explain", """
            Say in plain words what a statement lets and what it does not.

            Example:
              countersign consent explain tobias-speaking-clock
            """)
        { id };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.FindStatement(parsed.GetValue(id)!).Try(out var recorded, out problems)) return desk.Fail(problems);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            var lines = PlainWords.Explain(recorded, facts, workspace.Now);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/explain/1");
                    json.WriteString("statement", recorded.Statement.Id);
                    json.WriteStartArray("says");
                    foreach (var line in lines) json.WriteStringValue(line);
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
            }
            else foreach (var line in lines) Terminal.Desk.Answer(line);
            return ExitCodes.Done;
        });
        return command;
    }
}
