using System.Globalization;
using System.Runtime.InteropServices;
using Countersign.Bench;

// Prints one table: what was measured, the figure, and the goal or the peer beside it. '--quick' uses small sizes, to see that it works.
var quick = args.Contains("--quick");
var table = new List<Row>();
table.AddRange(StartUp.Measure(quick));
table.AddRange(FolderIntake.Measure(quick));
table.AddRange(PdqSpeed.Measure(quick));
table.AddRange(DecideSpeed.Measure(quick));

var cpu = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
Console.WriteLine($"Machine: {cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(quick ? "; QUICK RUN, NOT FOR QUOTING" : "")}");
Console.WriteLine();
Console.WriteLine("| what | measured | goal or peer |");
Console.WriteLine("| --- | --- | --- |");
foreach (var (what, measured, beside) in table) Console.WriteLine($"| {what} | {measured} | {beside} |");
