using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parquet.Serialization;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>A manifest of a million rows, a little of it reserved, filtered to what may be trained on: whole processes on one processor.</summary>
internal static class FilterSpeed
{
    public static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 20_000 : 1_000_000;
        var rounds = quick ? 1 : 3;
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            var rows = Enumerable.Range(0, count).Select(Item.Numbered);
            using (var writer = new StreamWriter(Path.Combine(folder, "set.jsonl")))
                foreach (var item in rows) writer.WriteLine(item.Json());
            foreach (var (name, group) in new[] { ("grouped", 100_000), ("one-group", count) })
                ParquetSerializer.SerializeAsync(rows.ToList(), Path.Combine(folder, name + ".parquet"), new() { RowGroupSize = group }).GetAwaiter().GetResult();
            Run("dotnet", folder, Command, "register", "party", "--id", "party:builder", "--name", "Builder");
            foreach (var (input, output) in new[] { ("set.jsonl", "kept.jsonl"), ("grouped.parquet", "kept.parquet"), ("one-group.parquet", "kept.parquet") })
            {
                var runs = new List<Ran>();
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var old in Directory.GetFileSystemEntries(folder, "kept*"))
                        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
                        else File.Delete(old);
                    string[] filter = [Command, "filter", input, "--use", "train.generative.foundation", "--by", "party:builder", "--out", output, "--json"];
                    // One processor, as the figure is asked for, where the system can be told so.
                    var run = File.Exists("/usr/bin/taskset") ? Run("taskset", folder, ["-c", "0", "dotnet", .. filter]) : Run("dotnet", folder, filter);
                    if (run.ExitCode is not (0 or 1) || !File.Exists(Path.Combine(folder, output))) throw new InvalidOperationException($"'countersign filter' answered {run.ExitCode} and left no {output}.");
                    runs.Add(run);
                }
                var wall = Median(runs.Select(run => run.Wall));
                yield return new($"filter, {count:#,0} rows of {(input switch { "set.jsonl" => "JSON lines", "grouped.parquet" => "Parquet in row groups of 100,000", _ => "Parquet in one row group" })}, 3 % reserved, one processor", $"{Number(wall)} s: {Number(count / wall, "#,0")} rows/s; processor {Number(Median(runs.Select(run => run.Cpu)))} s; peak memory {Number(runs.Max(run => run.PeakMegabytes), "0")} MB", "under 300 MB");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Nine in ten say that training is allowed, three in a hundred that it is not, the others nothing.
    private sealed record Item(string url, string sha256, string captured_at, string caption, string? content_usage)
    {
        public static Item Numbered(int number)
        {
            var name = number.ToString("D8", CultureInfo.InvariantCulture);
            return new($"https://pictures.example/{name}.jpg", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name))), "2026-10-01T08:00:00Z", $"A picture, the {name}th of its kind, seen from the street in the rain.",
                (number * 37 % 100) switch { < 3 => "train-ai=n", < 93 => "train-ai=y", _ => null });
        }

        public string Json() => System.Text.Json.JsonSerializer.Serialize(this);
    }
}
