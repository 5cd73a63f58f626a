using System.Diagnostics;
using System.Text;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Filtering;

/// <summary>kill -9 while a data set is filtered: started again, it comes to the same bytes as if nothing had happened, and the summary holds.</summary>
public sealed class KilledFilterTests
{
    private static int Kills { get; } = Environment.GetEnvironmentVariable("COUNTERSIGN_DEEP") == "1" ? 60 : 6;

    [Fact]
    public async Task A_run_that_is_killed_goes_on_and_comes_to_the_same()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var desk = new TempDesk();
        var rows = new StringBuilder();
        for (var i = 0; i < 120_000; i++) rows.Append("{\"url\": \"https://a.example/").Append(i).Append("\", \"content-usage\": \"train-ai=").Append(i % 33 == 0 ? 'n' : 'y').Append("\"}\n");
        desk.Write("set.jsonl", rows.ToString());
        string[] Arguments(string output) => ["filter", "set.jsonl", "--use", "train", "--as-of", "2026-06-01", "--out", output];
        var clock = Stopwatch.StartNew();
        (await desk.RunAsync(Arguments("whole.jsonl"))).Exits(0);
        var whole = clock.Elapsed;
        for (var kill = 0; kill < Kills; kill++)
        {
            using (var process = Command.Start(desk.Folder, Arguments("kept.jsonl")))
            {
                await Task.Delay(random.NextDouble() * whole, TestContext.Current.CancellationToken);
                process.Kill(entireProcessTree: true);
                await Command.EndAsync(process, Arguments("kept.jsonl"));
            }
            // A run that was quicker than the kill left nothing to go on with.
            if (!File.Exists(desk.At("kept.jsonl.summary.json")) || Directory.Exists(desk.At("kept.jsonl.partial")))
                Assert.True((await desk.RunAsync([.. Arguments("kept.jsonl"), "--overwrite"])).ExitCode == 0, $"seed {seed}, kill {kill}");
            Assert.True(File.ReadAllBytes(desk.At("whole.jsonl")).AsSpan().SequenceEqual(File.ReadAllBytes(desk.At("kept.jsonl"))), $"seed {seed}, kill {kill}");
            (await desk.RunAsync("filter", "verify", "kept.jsonl.summary.json")).Exits(0);
            foreach (var file in Directory.EnumerateFiles(desk.Folder, "kept.jsonl*")) File.Delete(file);
        }
    }

    [Fact]
    public async Task It_says_what_was_kept_what_was_left_out_and_why()
    {
        using var desk = new TempDesk();
        desk.Write("set.jsonl", "{\"url\": \"a\", \"content-usage\": \"train-ai=y\"}\n{\"url\": \"b\", \"tdm-reservation\": 1}\n{\"url\": \"c\"}\n");
        var run = (await desk.RunAsync("filter", "set.jsonl", "--use", "train.generative.foundation", "--out", "kept.jsonl")).Exits(0);
        Assert.Contains("1 of 3 items are kept", run.Out, StringComparison.Ordinal);
        Assert.Contains("which is left out", run.Out, StringComparison.Ordinal);
        var json = (await desk.RunAsync("filter", "set.jsonl", "--use", "train.generative.foundation", "--out", "kept.jsonl", "--overwrite", "--unknown", "keep", "--json")).Exits(0).Json;
        Assert.Equal(("countersign/filter/1", "kept"), (json.GetProperty("schema").GetString(), json.GetProperty("unknown").GetString()));
        Assert.Equal(2, json.GetProperty("totals").GetProperty("kept").GetInt32());
        Assert.Equal("filter.exists", (await desk.RunAsync("filter", "set.jsonl", "--use", "train", "--out", "kept.jsonl", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        desk.Write("kept.jsonl", "something else");
        (await desk.RunAsync("filter", "verify", "kept.jsonl.summary.json")).Exits(1);
    }
}
