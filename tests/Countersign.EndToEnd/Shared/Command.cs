using System.Diagnostics;
using System.Text.Json;

namespace Countersign.EndToEnd.Shared;

/// <summary>What a run of the command printed, and its exit code.</summary>
internal sealed record Ran(IReadOnlyList<string> Arguments, int ExitCode, string Out, string Error)
{
    /// <summary>The answer as JSON: exactly one object, whose first member is its schema.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(Out.Length > 0, "Nothing was answered on stdout: " + this);
            using var document = JsonDocument.Parse(Out);
            Assert.Equal("schema", document.RootElement.EnumerateObject().First().Name);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The problems of a <c>countersign/problem/1</c> answer.</summary>
    public List<JsonElement> Problems
    {
        get
        {
            Assert.Equal("countersign/problem/1", Json.GetProperty("schema").GetString());
            return [.. Json.GetProperty("problems").EnumerateArray()];
        }
    }

    /// <summary>This, when the exit code is the expected one.</summary>
    public Ran Exits(int code)
    {
        Assert.True(ExitCode == code, $"expected exit code {code}\n{this}");
        // An exception that nobody caught is a bug whatever the exit code says.
        Assert.DoesNotContain("Unhandled exception", Error, StringComparison.Ordinal);
        return this;
    }

    public override string ToString() => $"countersign {string.Join(' ', Arguments)}\nexit code {ExitCode}\nstdout: {Out}\nstderr: {Error}";
}

/// <summary>The built command, run as a child process.</summary>
internal static class Command
{
    // Longer than anything here takes on a busy machine: only a command that hangs reaches it.
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(3);

    /// <summary>The program itself.</summary>
    public static string Program { get; } = Path.Combine(Repository.Root, "artifacts", "bin", "Countersign.Cli", "release", "countersign.dll");

    /// <summary>Runs it to its end.</summary>
    public static Task<Ran> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], [], arguments);

    /// <summary>Runs it to its end, behind other programs (<c>setpriv …</c>) and with environment variables.</summary>
    public static async Task<Ran> RunAsync(string folder, string[] behind, (string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(folder, behind, environment, arguments);
        return await EndAsync(process, arguments);
    }

    /// <summary>Runs a shell line in which <c>$COUNTERSIGN</c> is the command: for what only a shell can do, such as a full stdout.</summary>
    public static async Task<Ran> ShellAsync(string folder, string line)
    {
        using var process = Spawn(folder, "/bin/bash", [("COUNTERSIGN", "dotnet " + Program)], ["-c", line]);
        return await EndAsync(process, [line]);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, [], [], arguments);

    /// <summary>Waits for its end.</summary>
    public static async Task<Ran> EndAsync(Process process, IReadOnlyList<string> arguments)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(s_hang);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The command hangs: " + string.Join(' ', arguments));
        }
        return new(arguments, process.ExitCode, await output, await error);
    }

    private static Process Start(string folder, string[] behind, (string, string)[] environment, string[] arguments)
    {
        string[] all = [.. behind, "dotnet", Program, .. arguments];
        return Spawn(folder, all[0], environment, all[1..]);
    }

    private static Process Spawn(string folder, string program, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
