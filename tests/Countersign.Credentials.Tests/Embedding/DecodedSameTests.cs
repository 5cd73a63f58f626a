using Countersign.Credentials.Tests.Embedding.Bmff;

namespace Countersign.Credentials.Tests.Embedding;

/// <summary>A player sees and hears in the file with the store what it did without. Skipped where ffmpeg is absent or lacks an encoder.</summary>
public class DecodedSameTests
{
    private static readonly string[] s_picture = ["-map", "0", "-frames:v", "1"];
    private static readonly string[] s_sound = ["-map", "1"];

    public static TheoryData<string, string[]> Kinds => new()
    {
        { "jpg", s_picture }, { "png", s_picture }, { "apng", ["-map", "0", "-t", "0.5"] }, { "gif", ["-map", "0", "-t", "0.5"] }, { "tiff", s_picture },
        { "webp", [.. s_picture, "-c:v", "libwebp"] }, { "webp", [.. s_picture, "-c:v", "libwebp", "-lossless", "1", "-pix_fmt", "bgra"] }, { "jxl", s_picture },
        { "wav", s_sound }, { "wav", [.. s_sound, "-rf64", "always"] }, { "avi", ["-c:v", "mpeg4", "-c:a", "pcm_s16le"] }, { "mp3", s_sound },
        { "mp3", [.. s_sound, "-id3v2_version", "3", "-metadata", "title=a"] }, { "mp3", [.. s_sound, "-write_id3v2", "0"] }, { "flac", s_sound },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_decodes_to_the_same(string extension, string[] arguments)
    {
        var source = Film.Made(extension, arguments);
        var before = Film.Frames(source, extension);
        // By its first two kilobytes ffmpeg decides whether a PNG is animated, and takes no notice of what comes later.
        var output = Planted.Store(source, Planted.Bytes(extension == "apng" ? 801 : 70_001));
        Assert.Equal(before, Film.Frames(output, extension));
    }
}
