using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Countersign.Matching.Media;

/// <summary>
/// One run of ffmpeg or ffprobe. It is killed, with its children, when it is disposed of, when its time is up, when it
/// stalls, when it says too much, and when the caller gives up; reading from it then ends, and <see cref="Finish"/> says why.
/// </summary>
internal sealed class MediaChild : IDisposable
{
    private const int KeptErrorBytes = 16 << 10;

    private readonly Process _process;
    private readonly MediaLimits _limits;
    private readonly TimeSpan _time;
    private readonly string _doing;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _onCancel;
    private readonly Timer _wall;
    private readonly Timer _stall;
    private readonly Task<string> _errors;
    private readonly Stream _output;
    private long _taken;
    private DecodeFailure? _stopped;

    private MediaChild(Process process, TimeSpan time, string doing, MediaLimits limits, CancellationToken cancellation)
    {
        (_process, _time, _doing, _limits, _cancellation) = (process, time, doing, limits, cancellation);
        _output = process.StandardOutput.BaseStream;
        _errors = Task.Run(() => Drain(process.StandardError.BaseStream), CancellationToken.None);
        _stall = new Timer(_ => Stop(MediaFailure.Timeout(limits.Stall, "Waiting for the next bytes")));
        _wall = new Timer(_ => Stop(MediaFailure.Timeout(_time, _doing)), null, time, Timeout.InfiniteTimeSpan);
        _onCancel = cancellation.Register(Kill);
    }

    /// <summary>Starts a program of ffmpeg's family under the limits that the system can set.</summary>
    /// <param name="program">Full path, or null when it was not found.</param>
    /// <param name="name">What it is called, for the message.</param>
    /// <param name="arguments">Each one argument; nothing is parsed again.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="doing">What takes that time, for the message.</param>
    /// <param name="tools">For prlimit.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="cancellation">Ends the child at once.</param>
    public static Decoded<MediaChild> Start(
        string? program, string name, IEnumerable<string> arguments, TimeSpan time, string doing,
        MediaTools tools, MediaLimits limits, CancellationToken cancellation)
    {
        if (program is null)
            return Decoded<MediaChild>.Not(MediaFailure.ToolMissing(name));
        var start = new ProcessStartInfo(tools.Prlimit ?? program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        if (tools.Prlimit is not null)
            foreach (var argument in Bounds(program, limits))
                start.ArgumentList.Add(argument);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // Each of these makes ffmpeg write a file, or colour into its messages.
        start.Environment.Remove("FFREPORT");
        start.Environment.Remove("AV_LOG_FORCE_COLOR");
        start.Environment.Remove("AV_LOG_FORCE_256COLOR");

        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException or IOException)
        {
            process.Dispose();
            return Decoded<MediaChild>.Not(MediaFailure.ToolMissing(name));
        }

        return Decoded<MediaChild>.Of(new MediaChild(process, time, doing, limits, cancellation));
    }

    /// <summary>Reads what comes next, at most a buffer full; 0 at the end, whatever ended it.</summary>
    public int Read(Span<byte> buffer)
    {
        _stall.Change(_limits.Stall, Timeout.InfiniteTimeSpan);
        int got;
        try
        {
            got = _output.Read(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            got = 0;
        }

        _stall.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _taken += got;
        if (_taken <= _limits.MaxOutputBytes)
            return got;
        Stop(MediaFailure.TooLarge($"More than {_limits.MaxOutputBytes} bytes came out of it."));
        return 0;
    }

    /// <summary>Fills the buffer, unless the end comes first. Returns how much was filled.</summary>
    public int ReadFully(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length && Read(buffer[filled..]) is > 0 and var got)
            filled += got;
        return filled;
    }

    /// <summary>Waits for the end, after output has ended, and says how it was.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ChildEnd Finish()
    {
        // The output is closed, so what remains is the program's own clearing up; the timers still watch over it.
        _process.WaitForExit();
        var errors = _errors.GetAwaiter().GetResult();
        _cancellation.ThrowIfCancellationRequested();
        if (errors.StartsWith("prlimit:", StringComparison.Ordinal))
            Interlocked.CompareExchange(ref _stopped, MediaFailure.LimitsRefused(errors.Split('\n')[0]), null);
        return new ChildEnd(Volatile.Read(ref _stopped), _process.ExitCode, errors);
    }

    public void Dispose()
    {
        Kill();
        _onCancel.Dispose();
        _wall.Dispose();
        _stall.Dispose();
        _process.Dispose();
    }

    private static string[] Bounds(string program, MediaLimits limits) =>
    [
        // No core dump and no file: all that ffmpeg is asked for here goes into a pipe.
        string.Create(CultureInfo.InvariantCulture, $"--as={limits.MaxAddressSpace}"),
        string.Create(CultureInfo.InvariantCulture, $"--cpu={limits.MaxProcessorSeconds}"),
        "--core=0", "--fsize=0", "--", program,
    ];

    /// <summary>Takes everything, so that the child never blocks on it, and keeps the beginning.</summary>
    private static string Drain(Stream errors)
    {
        var kept = new byte[KeptErrorBytes];
        var spare = new byte[4096];
        var count = 0;
        try
        {
            while (true)
            {
                var got = count < kept.Length ? errors.Read(kept.AsSpan(count)) : errors.Read(spare);
                if (got == 0)
                    break;
                count = Math.Min(kept.Length, count + (count < kept.Length ? got : 0));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Killed: what was said so far remains.
        }

        return Encoding.UTF8.GetString(kept, 0, count);
    }

    private void Stop(DecodeFailure why)
    {
        Interlocked.CompareExchange(ref _stopped, why, null);
        Kill();
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It ended between the question and the answer.
        }
    }
}

/// <summary>How a child ended.</summary>
/// <param name="Stopped">Why it was killed, or null.</param>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Errors">The first of what it wrote to standard error; written by the file's author as much as by ffmpeg.</param>
internal sealed record ChildEnd(DecodeFailure? Stopped, int ExitCode, string Errors)
{
    /// <summary>The first message, one line, without control characters.</summary>
    public string FirstError
    {
        get
        {
            var line = Errors.Split('\n', 2)[0];
            var plain = new string([.. line.Where(c => !char.IsControl(c)).Take(200)]);
            return plain.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"the decoder ended with code {ExitCode}.") : plain;
        }
    }
}
