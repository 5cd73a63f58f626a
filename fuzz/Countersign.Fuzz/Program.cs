using Countersign.Fuzz;
using SharpFuzz;

// usage: Countersign.Fuzz TARGET                  under afl-fuzz or libfuzzer-dotnet, after SharpFuzz's instrumentation (fuzz/README.md)
//        Countersign.Fuzz TARGET --replay FILE…   runs inputs once, to look at a crash
//        Countersign.Fuzz TARGET --mutate SEEDS COUNT SEED   without instrumentation: random changes of the seeds, on any machine
if (args is [var name, .. var rest] && Targets.All.TryGetValue(name, out var target))
{
    switch (rest)
    {
        case []:
            Fuzzer.OutOfProcess.Run(stream =>
            {
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                target(bytes.ToArray());
            });
            return 0;
        case ["--libfuzzer"]:
            Fuzzer.LibFuzzer.Run(bytes => target(bytes.ToArray()));
            return 0;
        case ["--replay", .. var files]:
            foreach (var file in files) target(File.ReadAllBytes(file));
            return 0;
        case ["--mutate", var seeds, var count, var seed]:
            return Mutation.Run(target, seeds, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
    }
}

Console.Error.WriteLine($"usage: Countersign.Fuzz TARGET [--libfuzzer | --replay FILE… | --mutate SEEDS COUNT SEED]\ntargets: {string.Join(", ", Targets.All.Keys)}");
return 3;
