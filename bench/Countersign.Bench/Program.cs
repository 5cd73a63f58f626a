using System.Globalization;
using System.Runtime.InteropServices;
using Countersign.Bench;

// Prints one table: what was measured, the figure, and the goal or the peer beside it. '--quick' uses small sizes, to see that it works; '--folder' measures the folder alone.
var quick = args.Contains("--quick");
var table = new List<Row>();
if (!args.Contains("--folder")) table.AddRange(StartUp.Measure(quick));
table.AddRange(FolderIntake.Measure(quick));
if (!args.Contains("--folder")) table.AddRange(PdqSpeed.Measure(quick));
if (!args.Contains("--folder")) table.AddRange(DecideSpeed.Measure(quick));

var cpu = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
Console.WriteLine($"Machine: {cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(quick ? "; QUICK RUN, NOT FOR QUOTING" : "")}");
Console.WriteLine();
Console.WriteLine("| what | measured | goal or peer |");
Console.WriteLine("| --- | --- | --- |");
foreach (var (what, measured, beside) in table) Console.WriteLine($"| {what} | {measured} | {beside} |");
