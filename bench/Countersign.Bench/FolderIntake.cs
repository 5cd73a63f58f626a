using System.Diagnostics;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.Containers;
using Countersign.Matching.Images;
using Countersign.Matching.Text;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>The main job over a thousand mixed files, for the first time and again; and how much of the first is decoding.</summary>
internal static class FolderIntake
{
    public static IEnumerable<Row> Measure(bool quick)
    {
        var files = quick ? 60 : 1_000;
        var rounds = quick ? 1 : 3;
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            var megabytes = MixedFolder.Make(Path.Combine(folder, "in"), files) / 1e6;
            MixedFolder.MakeRegister(folder);
            var first = new List<Ran>();
            var second = new List<Ran>();
            string[] clear = [Command, "clear", "in", "--json", "--by", "party:studio", "--use", "distribute.publish"];
            for (var round = 0; round < rounds; round++)
            {
                if (Directory.Exists(Path.Combine(folder, ".countersign"))) Directory.Delete(Path.Combine(folder, ".countersign"), recursive: true);
                Run("dotnet", folder, Command, "registry", "list");
                first.Add(Run("dotnet", folder, clear));
                second.Add(Run("dotnet", folder, clear));
            }
            var (wall, again) = (Median(first.Select(run => run.Wall)), Median(second.Select(run => run.Wall)));
            yield return new($"first run, {files} files, {Number(megabytes, "0")} MB", $"{Number(wall)} s: {Number(files / wall, "0")} files/s, {Number(megabytes / wall)} MB/s; processor {Number(Median(first.Select(run => run.Cpu)))} s, ffprobe included");
            yield return new("second run, nothing changed", $"{Number(again)} s: {Number(files / again, "0")} files/s; {Number(Median(first.Zip(second, (a, b) => a.Wall / b.Wall)), "0.0")}× faster", "at least 20× faster");
            yield return new("peak memory, first and second run", $"{Number(first.Max(run => run.PeakMegabytes), "0")} MB, {Number(second.Max(run => run.PeakMegabytes), "0")} MB", "under 400 MB");
            var (decode, probe, hash) = Decoding(Path.Combine(folder, "in"));
            yield return new("of the first run: pictures decoded and hashed with PDQ, one thread alone", $"{Number(decode)} s of processor time, {Number(100 * decode / Median(first.Select(run => run.Cpu)), "0")} % of the run's");
            yield return new("of the first run: ffprobe on every sound, one after another", $"{Number(probe)} s of wall time, in child processes");
            yield return new("floor: reading and SHA-256 of every file, one thread", $"{Number(hash)} s", $"the second run takes {Number(again / hash, "0.0")}× that");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Decode, double Probe, double Hash) Decoding(string folder)
    {
        var paths = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        var pictures = paths.Where(path => Path.GetExtension(path) is ".jpg" or ".png").Select(File.ReadAllBytes).ToList();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        foreach (var picture in pictures)
            if (PictureDecoder.Decode(picture).TryGet(out var decoded, out _)) _ = decoded.Pdq();
        var decode = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;

        var clock = Stopwatch.StartNew();
        foreach (var sound in paths.Where(path => path.EndsWith(".wav", StringComparison.Ordinal))) new ContainerProbe().ProbeAsync(sound).GetAwaiter().GetResult();
        var probe = clock.Elapsed.TotalSeconds;

        clock.Restart();
        foreach (var path in paths) _ = StableFile.Read(path, FileExaminer.KeepBytes, CancellationToken.None);
        return (decode, probe, clock.Elapsed.TotalSeconds);
    }
}
