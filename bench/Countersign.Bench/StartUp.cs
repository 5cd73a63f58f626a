using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>How long the command takes to say its version, its help, and the list of an empty desk.</summary>
internal static class StartUp
{
    public static IEnumerable<Row> Measure(bool quick)
    {
        var runs = quick ? 3 : 20;
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            Run("dotnet", folder, Command, "register", "party", "Somebody", "--kind", "person");
            foreach (var (what, goal, arguments) in new[] { ("--version", "under 150 ms", new[] { "--version" }), ("--help", "", ["--help"]), ("registry list, one entry", "", ["registry", "list"]) })
            {
                var walls = Enumerable.Range(0, runs).Select(_ => Run("dotnet", folder, [Command, .. arguments]).Wall * 1000).ToList();
                yield return new($"start-up: `countersign {what}`, whole process", $"{Number(Median(walls), "0")} ms", goal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
