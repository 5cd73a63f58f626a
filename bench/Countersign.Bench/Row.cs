using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Countersign.Bench;

/// <summary>One line of the table.</summary>
internal sealed record Row(string What, string Measured, string Beside = "");

/// <summary>A finished process: its wall and processor time and its peak memory.</summary>
internal sealed record Ran(int ExitCode, double Wall, double Cpu, double PeakMegabytes);

internal static partial class Measuring
{
    /// <summary>The command built from this checkout.</summary>
    public static string Command { get; } = Path.Combine(AppContext.BaseDirectory, "countersign.dll");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public static string Number(double value, string format = "#,0.##") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Runs a whole process, output read and thrown away. Peak memory is read from /proc while it lives.</summary>
    public static Ran Run(string program, string? folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder ?? "", RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var before = ChildrenCpu();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var error = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        double peak = 0;
        while (!process.WaitForExit(20)) peak = Math.Max(peak, Peak(process.Id));
        var wall = clock.Elapsed.TotalSeconds;
        Task.WaitAll(output, error);
        return new(process.ExitCode, wall, ChildrenCpu() - before, peak);
    }

    // getrusage(2) of the children waited for, with theirs: user and system time stand first, each as seconds and microseconds.
    private static double ChildrenCpu()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var usage = new long[32];
        _ = GetResourceUsage(-1, usage);
        return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, [Out] long[] usage);

    private static double Peak(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public static string? SharedData()
    {
        var named = Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED");
        if (named is not null) return named;
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "shared", "data"))) return Path.Combine(folder, "shared", "data");
        return null;
    }
}
