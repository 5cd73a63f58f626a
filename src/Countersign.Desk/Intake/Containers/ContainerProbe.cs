using System.Diagnostics;

namespace Countersign.Desk.Intake.Containers;

/// <summary>
/// Asks ffprobe what a media file holds. The program runs as a child with an argument list, may open files and pipes only,
/// and is ended with its children when time, output or patience runs out.
/// </summary>
/// <param name="executable">The program; null for <c>ffprobe</c> on the search path.</param>
/// <param name="limits">Null for the usual ones.</param>
public sealed class ContainerProbe(string? executable = null, ProbeLimits? limits = null)
{
    private const string Install = "Install ffmpeg (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or run: countersign doctor";
    private readonly string _executable = executable ?? "ffprobe";
    private readonly ProbeLimits _limits = limits ?? new();

    /// <summary>Reads what the container says. Sizes are checked first, because ffprobe accepts files that end too early.</summary>
    /// <param name="path">A file on this machine, under any name.</param>
    /// <param name="cancellation">Ends the child at once.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ProbeResult> ProbeAsync(string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await using var file = File.OpenRead(path);
            if (SizeCheck.Check(file) is { } damage) return Fail(damage.Code, damage.Message, damage.Advice);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fail("media.unreadable", "The file could not be opened: " + e.Message, "Check the path and its permissions.");
        }

        return await RunAsync(Path.GetFullPath(path), cancellation);
    }

    private async Task<ProbeResult> RunAsync(string fullPath, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = Start(fullPath) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return Fail("tool.missing", $"The program {Path.GetFileName(_executable)} was not found or may not be run.", Install);
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(_limits.Time);
        try
        {
            process.StandardInput.Close();
            var output = BoundedRead.AllAsync(process.StandardOutput.BaseStream, _limits.OutputBytes, timer.Token);
            var errors = BoundedRead.AllAsync(process.StandardError.BaseStream, 64 * 1024, timer.Token);
            var (bytes, overflow) = await output;
            if (overflow) return Fail("media.unreadable", $"ffprobe answered with more than {_limits.OutputBytes} bytes.", "The file may be made to exhaust its readers; look at its origin.");
            var (errorBytes, _) = await errors;
            await process.WaitForExitAsync(timer.Token);
            return ProbeAnswer.Read(process.ExitCode, bytes, errorBytes);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Fail("media.probe-timeout", $"ffprobe did not finish within {_limits.Time.TotalSeconds:0.###} seconds.", "Try the file alone, on a local disk; a file that hangs its readers is damaged or hostile.");
        }
        catch (IOException e)
        {
            return Fail("media.unreadable", "The answer of ffprobe broke off: " + e.Message, "Try again.");
        }
        finally
        {
            Kill(process);
        }
    }

    private ProcessStartInfo Start(string fullPath)
    {
        var start = new ProcessStartInfo(_executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            CreateNoWindow = true,
        };
        // file: in front of an absolute path: a name such as "-i", "concat:a|b" or "http://…" is then a name and nothing else.
        foreach (var argument in (string[])
            ["-v", "error", "-hide_banner", "-protocol_whitelist", "file,pipe", "-print_format", "json", "-show_format", "-show_streams", "-i", "file:" + fullPath])
            start.ArgumentList.Add(argument);
        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            // It ended between the question and the answer.
        }
    }

    private static ProbeResult Fail(string code, string message, string advice) => new(null, new(code, message, advice));
}
