namespace Countersign.Matching.Media;

/// <summary>What a media file may cost before it is refused or cut off. Each limit names the attack it answers.</summary>
public sealed record MediaLimits
{
    /// <summary>The usual limits: a film of four hours decodes under them.</summary>
    public static MediaLimits Default { get; } = new();

    /// <summary>Wall time of one decoding child. Attack: a stream that decodes ever more slowly, or for ever.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Wall time of the probe. Attack: a header whose tables send the demuxer in circles.</summary>
    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest wait for the next bytes of a child. Attack: a pipe, a device or a network file that never answers.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest sound or film decoded, in seconds. Attack: a few kilobytes of silence that claim a year.</summary>
    public double MaxSeconds { get; init; } = 12 * 3600;

    /// <summary>Most bytes taken from one child. Attack: small input, endless output (a decompression bomb).</summary>
    public long MaxOutputBytes { get; init; } = 256L << 30;

    /// <summary>Most bytes of the probe's answer. Attack: a million tags or streams.</summary>
    public int MaxProbeBytes { get; init; } = 1 << 20;

    /// <summary>Most streams in a file. Attack: a table of streams, each with its own parser and buffers.</summary>
    public int MaxStreams { get; init; } = 64;

    /// <summary>Most pixels in a frame, before scaling: 8192 × 4320. Attack: a one-kilobyte film of 65,500 × 65,500.</summary>
    public int MaxPixels { get; init; } = 8192 * 4320;

    /// <summary>Largest single allocation of the child, in bytes. Attack: a box that states its own length as two gigabytes.</summary>
    public long MaxAllocation { get; init; } = 512L << 20;

    /// <summary>
    /// Address space of the child, in bytes, set with prlimit where that program exists (Linux). Attack: many allocations,
    /// each under the limit above. Address space is more than memory: threads and libraries reserve what they never touch.
    /// </summary>
    public long MaxAddressSpace { get; init; } = 6L << 30;

    /// <summary>
    /// Processor seconds of the child, set with prlimit where it exists. Attack: as for <see cref="WallTime"/>, in the case
    /// where this process has died and watches no longer.
    /// </summary>
    public int MaxProcessorSeconds { get; init; } = 4 * 3600;

    /// <summary>Threads of the decoder. Attack: a file for which each thread buffers a frame of the largest size.</summary>
    public int Threads { get; init; } = 2;
}
