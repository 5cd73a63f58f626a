using Countersign.Credentials.Tests.Assertions.Bindings.Bmff;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding.Bmff;

/// <summary>A player sees in the signed film what it saw in the source. Skipped where ffmpeg is absent.</summary>
public class DecodedFramesTests
{
    private static readonly string[] s_short = ["-c:v", "mpeg4", "-c:a", "aac", "-shortest"];

    public static TheoryData<string, string[]> Kinds => new()
    {
        { "mp4", [.. s_short] },
        { "mp4", [.. s_short, "-movflags", "+faststart"] },
        { "mov", [.. s_short, "-movflags", "+faststart"] },
        { "mp4", [.. s_short, "-g", "5", "-movflags", "+frag_keyframe+empty_moov+default_base_moof"] },
        // Absolute base offsets in the fragments, and a table of random access at the end.
        { "mp4", [.. s_short, "-g", "5", "-movflags", "+frag_keyframe"] },
        { "mp4", [.. s_short, "-g", "5", "-movflags", "+dash+frag_keyframe+global_sidx"] },
        { "m4a", ["-map", "1", "-c:a", "aac"] },
        { "avif", ["-map", "0", "-frames:v", "1", "-c:v", "libaom-av1", "-cpu-used", "8"] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_made_film_decodes_to_the_same_frames(string extension, string[] arguments)
    {
        var source = Film.Made(extension, arguments);
        var (output, statuses) = Film.Sign(source);
        Assert.Equal("assertion.bmffHash.match", SignedFilm.Codes(statuses));
        Assert.Equal(Film.Frames(source, extension), Film.Frames(output, extension));
        // Again, with a credential there and of another length.
        output = Film.Sign(output, Store.Make(40_000)).Output;
        Assert.Equal(Film.Frames(source, extension), Film.Frames(output, extension));
    }

    [Theory]
    [InlineData("corpus/c2pa-rs-fixtures__sample1.m4a")]
    [InlineData("corpus/c2pa-rs-fixtures__legacy.mp4")]
    [InlineData("corpus/encypher__fixtures__signed_test.mp4")]
    [InlineData("tampered/es256-c.mov")]
    public void A_film_of_the_corpus_has_the_same_frames(string name)
    {
        var source = File.ReadAllBytes(SharedData.Need("credentials/" + name));
        var extension = Path.GetExtension(name)[1..];
        // Not decoded, which would take ten seconds; what is stored of each frame decides as well.
        Assert.Equal(Film.Frames(source, extension, decode: false), Film.Frames(Film.Sign(source).Output, extension, decode: false));
    }
}
