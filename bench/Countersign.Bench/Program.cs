using System.Globalization;
using System.Runtime.InteropServices;
using Countersign.Bench;

// Prints one table: what was measured, the figure, and the goal or the peer beside it. '--quick' uses small sizes, to see that it works; '--folder' measures the folder alone, '--decide' decisions alone, '--filter' the filter alone, '--credentials' Content Credentials alone, '--index' the index of fingerprints alone; '--c2pa FILE' names index.node of an unpacked @contentauth/c2pa-node, '--cedar FOLDER' names an installed @cedar-policy/cedar-wasm; '--codebook FILE' writes the codebook of local features and nothing else.
if (args is ["--codebook", var codebook])
{
    File.WriteAllBytes(codebook, Countersign.Bench.Codebooks.CodebookTraining.Train());
    return;
}

var quick = args.Contains("--quick");
var table = new List<Row>();
var only = args.Intersect(["--folder", "--decide", "--filter", "--credentials", "--index"]).ToList();
bool Wanted(string part) => only.Count == 0 || only.Contains(part);
if (Wanted("")) table.AddRange(StartUp.Measure(quick));
if (Wanted("--folder")) table.AddRange(FolderIntake.Measure(quick));
if (Wanted("")) table.AddRange(PdqSpeed.Measure(quick));
if (Wanted("--decide")) table.AddRange(DecideSpeed.Measure(quick, args.SkipWhile(argument => argument != "--cedar").Skip(1).FirstOrDefault()));
string? After(string option) => args.SkipWhile(argument => argument != option).Skip(1).FirstOrDefault();
if (Wanted("--credentials")) table.AddRange(CredentialSpeed.Measure(quick, After("--c2pa")));
if (Wanted("--index")) table.AddRange(IndexSpeed.Measure(quick));
if (Wanted("--filter")) table.AddRange(FilterSpeed.Measure(quick));

var cpu = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
Console.WriteLine($"Machine: {cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(quick ? "; QUICK RUN, NOT FOR QUOTING" : "")}");
Console.WriteLine();
Console.WriteLine("| what | measured | goal or peer |");
Console.WriteLine("| --- | --- | --- |");
foreach (var (what, measured, beside) in table) Console.WriteLine($"| {what} | {measured} | {beside} |");
