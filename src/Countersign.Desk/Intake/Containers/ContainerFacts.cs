namespace Countersign.Desk.Intake.Containers;

/// <summary>A fraction as the container states it, such as 30000/1001 frames per second.</summary>
/// <param name="Numerator">0 or more.</param>
/// <param name="Denominator">1 or more.</param>
public readonly record struct Rational(long Numerator, long Denominator)
{
    /// <summary>For display and for choosing frames; never for money.</summary>
    public double Value => Denominator == 0 ? 0 : (double)Numerator / Denominator;
}

/// <summary>One stream of a container.</summary>
/// <param name="Kind"><c>video</c>, <c>audio</c>, <c>subtitle</c>, <c>data</c> or <c>attachment</c>.</param>
/// <param name="Codec">ffprobe's name of the codec, or <c>unknown</c>.</param>
/// <param name="Width">Pixels, or null.</param>
/// <param name="Height">Pixels, or null.</param>
/// <param name="FrameRate">Average frames per second, or null.</param>
/// <param name="SampleRate">Samples per second, or null.</param>
/// <param name="Channels">Channels of sound, or null.</param>
/// <param name="BitRate">Bits per second, or null.</param>
public sealed record StreamFacts(
    string Kind, string Codec, int? Width, int? Height, Rational? FrameRate, int? SampleRate, int? Channels, long? BitRate);

/// <summary>What a container says about itself.</summary>
/// <param name="Format">ffprobe's names of the format, separated by commas.</param>
/// <param name="Seconds">Duration in seconds, or null where the container states none.</param>
/// <param name="BitRate">Bits per second over all, or null.</param>
/// <param name="Streams">The streams in file order.</param>
public sealed record ContainerFacts(string Format, decimal? Seconds, long? BitRate, IReadOnlyList<StreamFacts> Streams);

/// <summary>Why a container could not be read.</summary>
/// <param name="Code"><c>tool.missing</c>, <c>media.unreadable</c>, <c>media.truncated</c> or <c>media.probe-timeout</c>.</param>
/// <param name="Message">What happened, in plain words.</param>
/// <param name="Advice">What to try next.</param>
public sealed record ProbeFailure(string Code, string Message, string Advice);

/// <summary>Exactly one of the two is not null.</summary>
/// <param name="Facts">What the container says.</param>
/// <param name="Failure">Why nothing can be said.</param>
public sealed record ProbeResult(ContainerFacts? Facts, ProbeFailure? Failure);

/// <summary>What bounds a probe.</summary>
public sealed record ProbeLimits
{
    /// <summary>The whole run. Attack: a file that makes a demuxer search without end.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of answer read. Attack: a container of a million streams or tags, whose description fills memory.</summary>
    public int OutputBytes { get; init; } = 4 << 20;
}
