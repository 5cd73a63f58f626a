using System.Runtime.InteropServices;

namespace Countersign.Matching.Media;

/// <summary>
/// Samples as they are decoded, never the whole. After the last one <see cref="Failure"/> says whether nothing could be
/// decoded, and <see cref="Damage"/> whether what was decoded is less than the file claims.
/// </summary>
/// <typeparam name="T">float, −1 to 1, or short; little-endian as every supported machine is.</typeparam>
public sealed class SampleReader<T> : IDisposable where T : unmanaged
{
    private readonly MediaChild _child;
    private readonly MediaLimits _limits;
    private readonly double? _claimed;
    private bool _ended;

    internal SampleReader(MediaChild child, int rate, int channels, double? claimed, MediaLimits limits) =>
        (_child, Rate, Channels, _claimed, _limits) = (child, rate, channels, claimed, limits);

    /// <summary>Samples a second and channel.</summary>
    public int Rate { get; }

    /// <summary>Channels, interleaved.</summary>
    public int Channels { get; }

    /// <summary>Samples read so far, all channels together.</summary>
    public long Count { get; private set; }

    /// <summary>Seconds read so far.</summary>
    public double Seconds => (double)Count / Channels / Rate;

    /// <summary>After the end: why the sound is not to be used, or null.</summary>
    public DecodeFailure? Failure { get; private set; }

    /// <summary>After the end: what is amiss with a sound that can be used nevertheless (<c>media.truncated</c>, <c>media.damaged</c>), or null.</summary>
    public DecodeFailure? Damage { get; private set; }

    /// <summary>Fills a buffer, unless the end comes first.</summary>
    /// <param name="samples">A whole number of frames long (a multiple of <see cref="Channels"/>).</param>
    /// <returns>How many were read; less than the buffer's length only at the end, 0 after it.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public int Read(Span<T> samples)
    {
        if (_ended || samples.IsEmpty)
            return 0;
        var got = _child.ReadFully(MemoryMarshal.AsBytes(samples)) / Marshal.SizeOf<T>();
        got -= got % Channels;
        Count += got;
        if (Seconds > _limits.MaxSeconds)
            End(MediaFailure.TooLong(_limits.MaxSeconds));
        else if (got < samples.Length)
            End(null);
        return got;
    }

    /// <summary>Ends the child.</summary>
    public void Dispose() => _child.Dispose();

    private void End(DecodeFailure? why)
    {
        _ended = true;
        if (why is not null)
        {
            Failure = why;
            _child.Dispose();
            return;
        }

        var end = _child.Finish();
        if (end.Stopped is not null)
            Failure = end.Stopped;
        else if (Count == 0)
            Failure = end.ExitCode == 0 && end.Errors.Length == 0 ? MediaFailure.NoAudio() : MediaFailure.Damaged(end.FirstError);
        else
            Damage = Shortfall.Of(_claimed, Seconds, end);
    }
}
