using System.Diagnostics;
using System.Globalization;
using Countersign.Matching;
using Countersign.Matching.Images;
using Countersign.Matching.Index;
using Countersign.Matching.Index.Pdq;
using Countersign.Matching.Shared;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>
/// PDQ hashes in an index: building, opening, searching on one thread within radius 31, beside FAISS where python3-faiss is installed
/// (<c>bench/peers/faiss_pdq.py</c>). Hashes come from a seed. Half of the queries are a registered hash with 1 to 31 bits changed, half are unrelated.
/// </summary>
internal static class IndexSpeed
{
    public static IEnumerable<Row> Measure(bool quick)
    {
        var sizes = quick ? [20_000, 100_000] : new[] { 1_000_000, 10_000_000 };
        foreach (var size in sizes)
        {
            foreach (var row in One("random", size, clusters: 0, quick))
                yield return row;
        }

        foreach (var row in One("clustered (a thousandth as many centres, up to 40 bits away)", sizes[0], sizes[0] / 1000, quick))
            yield return row;
    }

    private static IEnumerable<Row> One(string name, int size, int clusters, bool quick)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            var what = $"index of {Number(size)} PDQ hashes, {name}";
            var clock = Stopwatch.StartNew();
            using (var building = Open(folder, readOnly: false))
            {
                var source = new Hashes(clusters);
                for (var i = 0; i < size; i++)
                    building.Add(KeyOf(i), PdqItem.Encode(new(source.At(i), 100)));
                Expect(building.Commit());
                var added = clock.Elapsed.TotalSeconds;
                Expect(building.Merge());
                yield return new($"{what}: build", $"{Number(added, "0.0")} s to the last commit, {Number(clock.Elapsed.TotalSeconds, "0.0")} s with all merges; {Number(Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length) / 1e6, "#,0")} MB", size == 1_000_000 ? "about 100 MB" : "seconds for 10 M");
            }

            GC.Collect();
            clock.Restart();
            using var index = Open(folder, readOnly: true);
            var opened = clock.Elapsed.TotalMilliseconds;
            yield return new($"{what}: open, {Directory.GetFiles(folder, "*.seg").Length} segments", $"{Number(opened, "0.0")} ms", "milliseconds");

            using var snapshot = index.Snapshot();
            var hashes = new Hashes(clusters);
            var random = new Random(11);
            var queries = Enumerable.Range(0, quick ? 200 : 4_000)
                .Select(i => PdqQuery.Of(new PdqFingerprint(i % 2 == 0 ? Hashes.Away(hashes.At(random.Next(size)), random.Next(1, 32), random) : Hashes.Any(random), 100))).ToArray();
            foreach (var query in queries)
                snapshot.Search(query);
            var times = new double[queries.Length];
            long hits = 0;
            for (var i = 0; i < queries.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                hits += snapshot.Search(queries[i]).Count;
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            Array.Sort(times);
            yield return new($"{what}: search within 31 bits, one orientation", $"p50 {Number(times[times.Length / 2], "0.000")} ms, p99 {Number(times[times.Length * 99 / 100], "0.000")} ms; {Number(hits / (double)queries.Length, "0.0")} hits a query",
                clusters > 0 ? Peer(size, clusters) : $"{(size <= 1_000_000 ? "0.2" : "2")} ms; {Peer(size, clusters)}");
            yield return new($"{what}: resident after {queries.Length} queries", $"{Number(Resident("RssAnon:"), "#,0")} MB of the process's own, {Number(Resident("RssFile:"), "#,0")} MB mapped from files");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Peer(int size, int clusters)
    {
        var script = Path.Combine("bench", "peers", "faiss_pdq.py");
        if (!File.Exists(script))
            return "FAISS not measured: run from the root of the checkout";
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { script, size.ToString(CultureInfo.InvariantCulture), clusters.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        _ = error.Result;
        return process.ExitCode == 0 ? output : "FAISS not measured: install python3-faiss";
    }

    private static FingerprintIndex<PdqQuery, PdqMatch> Open(string folder, bool readOnly)
    {
        var opened = FingerprintIndex<PdqQuery, PdqMatch>.Open(folder, new PdqKind(), new() { ReadOnly = readOnly });
        Expect(opened.Failure);
        return opened.Value!;
    }

    private static void Expect(DecodeFailure? failure)
    {
        if (failure is not null) throw new InvalidOperationException(failure.Message);
    }

    // Keys are digests, so they come in no order.
    private static ItemKey KeyOf(int i) => new(new UInt128(SplitMix.Mix((ulong)i * 2), SplitMix.Mix((ulong)i * 2 + 1)));

    private static double Resident(string name) => !File.Exists("/proc/self/status") ? 0 : double.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>The i-th hash, made anew each time instead of kept.</summary>
    private sealed class Hashes(int clusters)
    {
        public PdqHash At(int i)
        {
            if (clusters == 0) return Made((ulong)i + (1UL << 40));
            var random = new Random(i);
            return Away(Made((ulong)random.Next(clusters)), random.Next(41), random);
        }

        public static PdqHash Any(Random random) => Made((ulong)random.NextInt64());

        public static PdqHash Away(PdqHash hash, int bits, Random random)
        {
            Span<ulong> words = [hash.Bits0, hash.Bits64, hash.Bits128, hash.Bits192];
            for (var i = 0; i < bits; i++)
            {
                var bit = random.Next(256);
                words[bit / 64] ^= 1UL << bit;
            }
            return new(words[0], words[1], words[2], words[3]);
        }

        private static PdqHash Made(ulong seed)
        {
            seed = SplitMix.Mix(seed + 1) * 4;
            return new(SplitMix.Mix(seed), SplitMix.Mix(seed + 1), SplitMix.Mix(seed + 2), SplitMix.Mix(seed + 3));
        }
    }
}
