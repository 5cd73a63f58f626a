using System.Diagnostics;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Workspace;

/// <summary>kill -9 while a register is written: all of it is there, or none, and the workspace that was being made can be used.</summary>
public sealed class KilledRegisterTests
{
    private const int Statements = 300;

    private static int Kills { get; } = Environment.GetEnvironmentVariable("COUNTERSIGN_DEEP") == "1" ? 200 : 16;

    [Fact]
    public async Task An_import_that_is_killed_recorded_everything_or_nothing()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        (await desk.RunAsync("registry", "import", Register(desk, 0))).Exits(0);
        var clock = Stopwatch.StartNew();
        (await desk.RunAsync("registry", "import", Register(desk, 1))).Exits(0);
        var whole = clock.Elapsed;
        for (var kill = 2; kill < Kills + 2; kill++)
        {
            var (entries, statements) = Counts(desk);
            var register = Register(desk, kill);
            await KillAsync(desk, random.NextDouble() * whole, "registry", "import", register);
            var after = Counts(desk);
            Assert.True(after == (entries, statements) || after == (entries + 1, statements + Statements), $"seed {seed}, kill {kill}: {(entries, statements)} became {after}");
            (await desk.RunAsync("registry", "import", register)).Exits(0);
            Assert.Equal((entries + 1, statements + Statements), Counts(desk));
        }
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task A_workspace_whose_making_is_killed_is_made_by_the_next()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var whole = TimeSpan.FromSeconds(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var desk = new TempDesk();
            for (var again = 0; again < 3; again++) await KillAsync(desk, random.NextDouble() * whole, "register", "party", "Ada Lindqvist", "--kind", "person");
            var clock = Stopwatch.StartNew();
            var run = await desk.RunAsync("register", "party", "Ada Lindqvist", "--kind", "person");
            whole = clock.Elapsed;
            Assert.True(run.ExitCode == 0, $"seed {seed}, kill {kill}: {run}");
            Assert.Equal(1, desk.Count("SELECT COUNT(*) FROM Entries"));
            await desk.IsSoundAsync();
        }
    }

    private static async Task KillAsync(TempDesk desk, TimeSpan after, params string[] arguments)
    {
        using var process = Command.Start(desk.Folder, arguments);
        using var pause = new CancellationTokenSource(after);
        try
        {
            await process.WaitForExitAsync(pause.Token);
        }
        catch (OperationCanceledException)
        {
            // SIGKILL, to the whole tree: no handler runs, nothing is flushed.
            process.Kill(entireProcessTree: true);
        }
        await Command.EndAsync(process, arguments);
    }

    private static (long Entries, long Statements) Counts(TempDesk desk) => (desk.Count("SELECT COUNT(*) FROM Entries"), desk.Count("SELECT COUNT(*) FROM Statements"));

    private static string Register(TempDesk desk, int number)
    {
        var documents = Enumerable.Range(0, Statements).Select(i => $"statement: prohibition\nby: party:ada-lindqvist\nmade: 2026-01-01T00:00:00Z\nabout: [work:the-picture]\nacts: [train]\nsays: Said for the {i}th time in register {number}.\n")
            .Prepend($"party: party:person-{number}\nkind: person\nname: Person {number}\n");
        desk.Write("next.yaml", string.Join("---\n", documents));
        return "next.yaml";
    }
}
