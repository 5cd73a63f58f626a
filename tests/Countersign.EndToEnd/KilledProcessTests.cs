using System.Diagnostics;
using System.Text.Json;

namespace Countersign.EndToEnd;

/// <summary>kill -9 at random moments: the rerun completes, the workspace verifies, and nothing that was acknowledged is gone.</summary>
public sealed class KilledProcessTests
{
    private static int Kills { get; } = Environment.GetEnvironmentVariable("COUNTERSIGN_DEEP") == "1" ? 500 : 50;

    [Fact]
    public void A_killed_run_is_completed_by_the_next()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TempFolder? folder = null;
        try
        {
            var wholeRun = TimeSpan.FromSeconds(2);
            for (var kill = 0; kill < Kills; kill++)
            {
                // Some kills hit a workspace that is being made and filled for the first time, some one that has a past.
                if (kill % 4 == 0)
                {
                    folder?.Dispose();
                    folder = Desk(kill);
                }
                var recorded = Count(folder!);
                Kill(folder!, random.NextDouble() * wholeRun);
                Assert.True(Count(folder!) >= recorded, $"seed {seed}, kill {kill}: recorded statements are gone");
                if (kill % 2 == 0) continue;
                var clock = Stopwatch.StartNew();
                var run = folder!.Run("clear", "desk/in", "--json");
                wholeRun = clock.Elapsed;
                Assert.True(run.ExitCode == 1, $"seed {seed}, kill {kill}: {run.ExitCode} {run.Error}");
                var totals = JsonDocument.Parse(run.Out).RootElement.GetProperty("totals");
                Assert.Equal((24, 1, 1), (totals.GetProperty("files").GetInt32(), totals.GetProperty("allow").GetInt32(), totals.GetProperty("deny").GetInt32()));
                var doctor = JsonDocument.Parse(folder.Run("doctor", "--json", "--workspace", "desk").Out).RootElement.GetProperty("checks").EnumerateArray();
                Assert.All(doctor.Where(check => check.GetProperty("name").GetString() is not ("sound, film" or "pictures")), check => Assert.True(check.GetProperty("ok").GetBoolean(), $"seed {seed}, kill {kill}: {check}"));
            }
        }
        finally
        {
            folder?.Dispose();
        }
    }

    private static void Kill(TempFolder folder, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Repository.Command, "clear", "desk/in", "--json" }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit(after);
        // SIGKILL, to the whole tree: no handler runs, nothing is flushed.
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>A desk of files: a register with a consent and a refusal, and a folder in which one of each and 22 others are found.</summary>
    private static TempFolder Desk(int seed)
    {
        var folder = new TempFolder();
        folder.Write("desk/desk.yaml", "desk: A desk\nregistry: [register.yaml, yes.png, no.png]\n".Replace(", yes.png, no.png", "", StringComparison.Ordinal));
        folder.Write("desk/yes.png", Pictures.BlobsPng(seed + 1_000_000));
        folder.Write("desk/no.png", Pictures.BlobsPng(seed + 2_000_000));
        folder.Write("desk/register.yaml", """
            party: party:ada
            kind: person
            name: Ada
            ---
            work: work:yes
            kind: picture
            title: Yes
            files: [yes.png]
            holders: [party:ada]
            ---
            work: work:no
            kind: picture
            title: No
            files: [no.png]
            holders: [party:ada]
            ---
            statement: grant
            by: party:ada
            made: 2026-01-01
            about: [work:yes]
            acts: [distribute]
            ---
            statement: prohibition
            by: party:ada
            made: 2026-01-01
            about: [work:no]
            acts: [use]
            """);
        folder.Write("desk/in/production.yaml", "production: p\nby: party:studio\nuse: { act: distribute.publish }\n");
        folder.Write("desk/in/yes.png", Pictures.BlobsPng(seed + 1_000_000));
        folder.Write("desk/in/no.png", Pictures.BlobsPng(seed + 2_000_000));
        for (var i = 0; i < 11; i++) folder.Write($"desk/in/{i}.png", Pictures.BlobsPng((seed * 100) + i));
        for (var i = 0; i < 11; i++) folder.Write($"desk/in/{i}.txt", $"Text {i} of desk {seed}: " + string.Join(' ', Enumerable.Range(0, 400).Select(word => $"w{(word * 7919) + i}")));
        return folder;
    }

    private static int Count(TempFolder folder)
    {
        if (!File.Exists(folder["desk/.countersign/desk.db"])) return 0;
        var list = folder.Run("consent", "list", "--json", "--workspace", "desk");
        return list.ExitCode == 0 ? JsonDocument.Parse(list.Out).RootElement.GetProperty("statements").GetArrayLength() : -1;
    }
}
