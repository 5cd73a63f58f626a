using System.Globalization;

namespace Countersign.Matching.Media;

/// <summary>The bytes of a pixel.</summary>
public enum PixelLayout
{
    /// <summary>One byte, luma, full range.</summary>
    Gray = 1,

    /// <summary>Three bytes: red, green, blue.</summary>
    Rgb24 = 3,
}

/// <summary>Which frames, and how they shall look. Rotation metadata is applied before scaling.</summary>
/// <param name="Width">Width of every frame, in pixels, 1 to 4096; the proportions are not kept unless asked for so.</param>
/// <param name="Height">Height of every frame, in pixels, 1 to 4096.</param>
/// <param name="Layout">Bytes of a pixel.</param>
public sealed record FrameRequest(int Width, int Height, PixelLayout Layout)
{
    /// <summary>Decode key frames only; the others are skipped before they cost anything.</summary>
    public bool KeyFramesOnly { get; init; }

    /// <summary>Frames a second, evenly, duplicated or dropped as needed; null for the frames that are there, at their own times.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Where to begin, in seconds from the file's beginning.</summary>
    public double Start { get; init; }

    /// <summary>How many seconds; null for the rest.</summary>
    public double? Seconds { get; init; }

    /// <summary>Which of <see cref="MediaInfo.Videos"/>.</summary>
    public int Track { get; init; }

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes => Width * Height * (int)Layout;

    internal string Filter => string.Create(CultureInfo.InvariantCulture,
        $"{(FramesPerSecond is { } rate ? $"fps={rate.ToString("0.######", CultureInfo.InvariantCulture)}," : "")}scale={Width}:{Height}:flags=area+accurate_rnd:out_range=pc,format={(Layout == PixelLayout.Gray ? "gray" : "rgb24")}");

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Height, 4096);
        ArgumentOutOfRangeException.ThrowIfNegative(Track);
        ArgumentOutOfRangeException.ThrowIfNegative(Start);
        if (FramesPerSecond is <= 0 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(FramesPerSecond));
    }
}
