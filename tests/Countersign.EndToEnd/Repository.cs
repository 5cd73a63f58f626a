using System.Diagnostics;

namespace Countersign.EndToEnd;

/// <summary>The checkout that is tested, and the command built from it.</summary>
internal static class Repository
{
    /// <summary>The folder with Countersign.slnx.</summary>
    public static string Root { get; } = Find();

    /// <summary>The built command.</summary>
    public static string Command { get; } = Path.Combine(Root, "artifacts", "bin", "Countersign.Cli", "release", "countersign.dll");

    /// <summary>What a run of the command printed, and its exit code.</summary>
    public sealed record Result(int ExitCode, string Out, string Error);

    /// <summary>Runs the built command in a folder.</summary>
    public static Result Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Command);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "The command hangs: " + string.Join(' ', arguments));
        return new(process.ExitCode, output, error.Result);
    }

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Countersign.slnx"))) return folder;
        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
