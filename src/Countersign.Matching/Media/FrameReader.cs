using System.Globalization;
using System.Text;

namespace Countersign.Matching.Media;

/// <summary>
/// Frames as they are decoded, each with its own time. After the last one <see cref="Failure"/> says whether nothing could
/// be decoded, and <see cref="Damage"/> whether the film ends before the file says so.
/// </summary>
public sealed class FrameReader : IDisposable
{
    // Longest line of the frame list; ffmpeg's are under 100. Attack: none known, but it is read byte by byte.
    private const int LongestLine = 4096;

    private readonly MediaChild _child;
    private readonly FrameRequest _request;
    private readonly MediaLimits _limits;
    private readonly double? _claimed;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _at;
    private int _filled;
    private double _tick;
    private double _last;
    private bool _ended;

    internal FrameReader(MediaChild child, FrameRequest request, double? claimed, MediaLimits limits) =>
        (_child, _request, _claimed, _limits) = (child, request, claimed, limits);

    /// <summary>Frames read so far.</summary>
    public long Count { get; private set; }

    /// <summary>After the end: why the frames are not to be used, or null.</summary>
    public DecodeFailure? Failure { get; private set; }

    /// <summary>After the end: what is amiss with frames that can be used nevertheless, or null.</summary>
    public DecodeFailure? Damage { get; private set; }

    /// <summary>Reads the next frame.</summary>
    /// <param name="pixels">At least <see cref="FrameRequest.FrameBytes"/>; rows from the top, no padding.</param>
    /// <param name="seconds">When the frame is shown, in seconds from the file's beginning.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public bool TryRead(Span<byte> pixels, out double seconds)
    {
        seconds = 0;
        pixels = pixels[.._request.FrameBytes];
        if (_ended)
            return false;
        while (Line() is { } line)
        {
            if (line.StartsWith('#'))
            {
                Header(line);
                continue;
            }

            // stream, dts, pts, duration, size, checksum
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length < 6 || _tick <= 0
                || !long.TryParse(fields[2], CultureInfo.InvariantCulture, out var shown)
                || !int.TryParse(fields[4], CultureInfo.InvariantCulture, out var size) || size != pixels.Length)
                return End(MediaFailure.Damaged("the list of frames could not be read."));
            if (Fill(pixels) < pixels.Length)
                break;
            seconds = _request.Start + shown * _tick;
            _last = Math.Max(_last, seconds);
            Count++;
            return seconds <= _limits.MaxSeconds || End(MediaFailure.TooLong(_limits.MaxSeconds));
        }

        return End(null);
    }

    /// <summary>Ends the child.</summary>
    public void Dispose() => _child.Dispose();

    private void Header(string line)
    {
        if (line.StartsWith("#tb 0:", StringComparison.Ordinal)
            && line[6..].Split('/', StringSplitOptions.TrimEntries) is [var over, var under]
            && long.TryParse(over, CultureInfo.InvariantCulture, out var a) && long.TryParse(under, CultureInfo.InvariantCulture, out var b) && a > 0 && b > 0)
            _tick = (double)a / b;
    }

    private string? Line()
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (_at == _filled && !More())
                return null;
            var c = (char)_buffer[_at++];
            if (c == '\n')
                return line.ToString();
            line.Append(c);
        }

        return null;
    }

    private int Fill(Span<byte> target)
    {
        var held = Math.Min(target.Length, _filled - _at);
        _buffer.AsSpan(_at, held).CopyTo(target);
        _at += held;
        return held + _child.ReadFully(target[held..]);
    }

    private bool More()
    {
        (_at, _filled) = (0, _child.Read(_buffer));
        return _filled > 0;
    }

    private bool End(DecodeFailure? why)
    {
        _ended = true;
        if (why is not null)
        {
            Failure = why;
            _child.Dispose();
            return false;
        }

        var end = _child.Finish();
        if (end.Stopped is not null)
            Failure = end.Stopped;
        else if (Count == 0)
            Failure = end.ExitCode == 0 && end.Errors.Length == 0 ? MediaFailure.NoVideo() : MediaFailure.Damaged(end.FirstError);

        // A request for a part, or for key frames alone, ends early by design.
        else if (_request is { Seconds: null, KeyFramesOnly: false })
            Damage = Shortfall.Of(_claimed, _last, end);
        return false;
    }
}
