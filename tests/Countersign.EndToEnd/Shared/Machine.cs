using System.Diagnostics;

namespace Countersign.EndToEnd.Shared;

/// <summary>What the machine lets a test do.</summary>
internal static class Machine
{
    // Root reads every file; without these two capabilities it is refused like anybody else.
    private static readonly string[] s_withoutPowers = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"];

    /// <summary>What to run a command behind so that permissions hold for it. Skips the test where there is no way.</summary>
    public static async Task<string[]> RefusedLikeAnybodyAsync()
    {
        if (!Environment.IsPrivilegedProcess) return [];
        if (await ExitOfAsync([.. s_withoutPowers, "true"]) != 0) Assert.Skip("This runs as root, whom no permission stops, and 'setpriv' cannot take that away here.");
        return s_withoutPowers;
    }

    /// <summary>Runs a program and tells its exit code; 127 when there is none of that name.</summary>
    public static async Task<int> ExitOfAsync(params string[] program)
    {
        var start = new ProcessStartInfo(program[0]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in program[1..]) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 127;
        }
    }

    /// <summary>Sets a file's or a folder's permissions, where there are such.</summary>
    public static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    /// <summary>A program's work that must succeed for the test to mean anything.</summary>
    public static async Task MustAsync(params string[] program) => Assert.Equal(0, await ExitOfAsync(program));
}
