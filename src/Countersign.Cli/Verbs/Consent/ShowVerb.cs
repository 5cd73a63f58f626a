using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>One statement, as a document that can be edited and said again.</summary>
internal static class ShowVerb
{
    public static Command Command()
    {
        var id = new Argument<string>("STATEMENT") { Description = "Its id, the first six digits of it or more, or its label." };
        var command = new Command("show", """
            Show a statement as a readable document.

            Example:
              countersign consent show tobias-speaking-clock
            """)
        { id };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.FindStatement(parsed.GetValue(id)!).Try(out var recorded, out problems)) return desk.Fail(problems);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            if (desk.IsJson) Recorder.Show(desk, [recorded.Statement], facts.Register);
            else
            {
                Console.Out.WriteLine($"# {recorded.Statement.Id}");
                Console.Out.WriteLine($"# recorded {Core.Shared.Rfc3339.Write(recorded.RecordedAt)}, not signed");
                Console.Out.Write(TreeWriting.Yaml(recorded.Statement.ToTree()));
            }
            return ExitCodes.Done;
        });
        return command;
    }
}
