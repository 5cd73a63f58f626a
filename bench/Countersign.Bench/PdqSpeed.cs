using System.Diagnostics;
using Countersign.Matching.Images;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>PDQ on one thread: from JPEG bytes and from pixels, beside the reference C++ program where PDQ_REFERENCE names it.</summary>
internal static class PdqSpeed
{
    public static IEnumerable<Row> Measure(bool quick)
    {
        var rounds = quick ? 1 : 5;
        var shared = SharedData();
        var photographs = shared is null ? [] : Directory.GetFiles(Path.Combine(shared, "samples"), "*.jpg").Concat(Directory.GetFiles(Path.Combine(shared, "matching", "pdq"), "*.jpg", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToList();
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            MixedFolder.Make(folder, quick ? 20 : 100);
            var made = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            foreach (var (name, paths) in new[] { ("made pictures", made), ("photographs and paintings of shared data", photographs) })
            {
                if (paths.Count == 0)
                {
                    yield return new($"PDQ from JPEG bytes, {name}", "not measured: the files are absent");
                    continue;
                }
                var bytes = paths.Select(File.ReadAllBytes).ToList();
                var ours = new List<double>();
                var theirs = new List<double>();
                var reference = Environment.GetEnvironmentVariable("PDQ_REFERENCE");
                Hash(bytes);
                for (var round = 0; round < rounds; round++)
                {
                    var clock = Stopwatch.StartNew();
                    Hash(bytes);
                    ours.Add(bytes.Count / clock.Elapsed.TotalSeconds);
                    if (reference is not null) theirs.Add(bytes.Count / Run(reference, null, [.. paths]).Wall);
                }
                yield return new($"PDQ from JPEG bytes, {bytes.Count} {name} ({Number(bytes.Sum(file => file.Length) / 1e6)} MB), one thread", $"{Number(Median(ours), "0.0")} pictures/s",
                    reference is null ? "reference C++ not present: set PDQ_REFERENCE" : $"reference C++, whole process, same files: {Number(Median(theirs), "0.0")} pictures/s");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        var pixels = new byte[512 * 512 * 3];
        new Random(1).NextBytes(pixels);
        var luma = Array.ConvertAll(pixels[..(512 * 512)], value => (float)value);
        yield return new("PDQ from a 512 × 512 RGB raster, one thread", $"{Number(Rate(() => PdqHasher.FromRgb(pixels, 512, 512), quick), "#,0")} hashes/s", "213 hashes/s noted for the reference C++ on another machine");
        yield return new("PDQ from a 512 × 512 luma raster, one thread", $"{Number(Rate(() => PdqHasher.FromLuma(luma, 512, 512), quick), "#,0")} hashes/s");
    }

    private static void Hash(List<byte[]> pictures)
    {
        foreach (var picture in pictures)
            if (PictureDecoder.Decode(picture).TryGet(out var decoded, out _)) _ = decoded.Pdq();
    }

    private static double Rate(Action hash, bool quick)
    {
        var count = quick ? 50 : 2_000;
        for (var i = 0; i < count / 2; i++) hash();
        return Median(Enumerable.Range(0, 5).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < count; i++) hash();
            return count / clock.Elapsed.TotalSeconds;
        }));
    }
}
