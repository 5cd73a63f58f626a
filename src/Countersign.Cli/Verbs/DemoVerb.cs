using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Desk.Storage;

namespace Countersign.Cli.Verbs;

/// <summary>The sample production, in a folder of one's own to play with.</summary>
internal static class DemoVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the samples go; it must not exist yet.", DefaultValueFactory = _ => "countersign-demo" };
        var command = new Command("demo", """
            Copy the sample production to a folder of yours, and clear it.

            Example:
              countersign demo
            """)
        { folder };
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            var target = Path.GetFullPath(parsed.GetValue(folder)!);
            var samples = Path.Combine(AppContext.BaseDirectory, "samples");
            if (!Directory.Exists(samples)) return desk.Fail([new("demo.no-samples", "The samples are not beside the program.", samples, "Run it from a checkout: ./countersign demo")]);
            if (Path.Exists(target)) return desk.Fail([new("path.exists", "There is something here already.", target, "Name another folder: countersign demo FOLDER")]);
            try
            {
                foreach (var file in Directory.EnumerateFiles(samples, "*", SearchOption.AllDirectories))
                {
                    var copy = Path.Combine(target, Path.GetRelativePath(samples, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(file, copy);
                }
            }
            catch (Exception e) when (StorageProblems.IsExpected(e))
            {
                return desk.Fail([StorageProblems.From(e, target)]);
            }
            desk.Say($"Copied the sample production to {Terminal.Desk.Shown(target)}.");
            var production = Path.Combine(target, "the-long-take");
            string[] clear = ["clear", production, .. desk.IsJson ? ["--json"] : Array.Empty<string>(), "--report", Path.Combine(target, "report.html")];
            var exit = await CommandTree.RunAsync(clear).ConfigureAwait(false);
            desk.Say($"Now try: cd {Terminal.Desk.Shown(target)}, then 'countersign consent list', 'countersign registry list', or change a file and clear again.");
            return exit;
        });
        return command;
    }
}
