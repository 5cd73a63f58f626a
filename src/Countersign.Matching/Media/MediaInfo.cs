namespace Countersign.Matching.Media;

/// <summary>What the container of a media file says of itself. Claims, not findings: a hostile file says what it likes.</summary>
/// <param name="Path">The absolute path that was probed.</param>
/// <param name="Format">ffmpeg's name of the container, such as <c>matroska,webm</c>.</param>
/// <param name="Seconds">Claimed duration; null when the container has none.</param>
/// <param name="Sounds">Sound tracks, in the file's order.</param>
/// <param name="Videos">Picture tracks, in the file's order, cover pictures left out.</param>
public sealed record MediaInfo(
    string Path, string Format, double? Seconds, IReadOnlyList<SoundTrack> Sounds, IReadOnlyList<VideoTrack> Videos);

/// <summary>A sound track.</summary>
/// <param name="Index">The stream's number in the file.</param>
/// <param name="Codec">ffmpeg's name, such as <c>opus</c>.</param>
/// <param name="Rate">Samples a second and channel, above 0.</param>
/// <param name="Channels">1 to 64.</param>
/// <param name="Seconds">Claimed duration, or null.</param>
public sealed record SoundTrack(int Index, string Codec, int Rate, int Channels, double? Seconds);

/// <summary>A picture track.</summary>
/// <param name="Index">The stream's number in the file.</param>
/// <param name="Codec">ffmpeg's name, such as <c>h264</c>.</param>
/// <param name="Width">Coded width in pixels, before rotation.</param>
/// <param name="Height">Coded height in pixels, before rotation.</param>
/// <param name="Rotation">Clockwise turn that a player applies, in degrees: 0, 90, 180 or 270.</param>
/// <param name="FramesPerSecond">Mean rate that the container claims; null when unknown or absurd.</param>
/// <param name="Seconds">Claimed duration, or null.</param>
/// <param name="SampleAspect">Width of a pixel over its height, above 0; 1 when square or unknown.</param>
public sealed record VideoTrack(
    int Index, string Codec, int Width, int Height, int Rotation, double? FramesPerSecond, double? Seconds, double SampleAspect)
{
    /// <summary>Width as shown, after rotation.</summary>
    public int ShownWidth => Rotation is 90 or 270 ? Height : Width;

    /// <summary>Height as shown, after rotation.</summary>
    public int ShownHeight => Rotation is 90 or 270 ? Width : Height;
}
