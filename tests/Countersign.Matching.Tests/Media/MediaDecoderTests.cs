using Countersign.Matching.Media;

namespace Countersign.Matching.Tests.Media;

public sealed class MediaDecoderTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly MediaDecoder _decoder = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Sound_is_probed_and_decoded_to_mono()
    {
        var path = Ffmpeg.Make(_scratch.At("a.flac"), "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=2", "-ac", "6");
        var media = Value(_decoder.Probe(path));
        var track = Assert.Single(media.Sounds);
        Assert.Equal((48000, 6), (track.Rate, track.Channels));
        using var reader = Value(_decoder.OpenMono(media, 8000));
        var samples = new float[20_000];
        Assert.Equal(16_000, reader.Read(samples));
        Assert.Equal(0, reader.Read(samples));
        Assert.Null(reader.Failure);
        Assert.Null(reader.Damage);
        Assert.True(samples.Max() > 0.01f);
    }

    [Fact]
    public void Frames_come_with_their_own_times()
    {
        var path = Ffmpeg.Make(_scratch.At("a.mkv"), "-f", "lavfi", "-i", "testsrc=size=64x48:rate=30000/1001:d=2", "-c:v", "mpeg4", "-g", "10");
        var media = Value(_decoder.Probe(path));
        var times = Times(media, new FrameRequest(8, 6, PixelLayout.Gray));
        Assert.Equal(60, times.Count);
        for (var i = 0; i < times.Count; i++)
            Assert.Equal(i * 1001 / 30000.0, times[i], 0.002);
        Assert.Equal(20, Times(media, new FrameRequest(8, 6, PixelLayout.Rgb24) { FramesPerSecond = 10 }).Count, 1.0);
    }

    [Fact]
    public void Key_frames_alone_keep_their_times()
    {
        var path = Ffmpeg.Make(_scratch.At("a.mp4"), "-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:d=4", "-c:v", "mpeg4", "-g", "25", "-sc_threshold", "1000000000");
        var times = Times(Value(_decoder.Probe(path)), new FrameRequest(8, 6, PixelLayout.Gray) { KeyFramesOnly = true });
        Assert.Equal([0.0, 1.0, 2.0, 3.0], times.Select(t => Math.Round(t, 3)));
    }

    [Fact]
    public void A_part_is_decoded_with_the_times_of_the_whole()
    {
        var path = Ffmpeg.Make(_scratch.At("a.mp4"), "-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:d=4", "-c:v", "mpeg4");
        var times = Times(Value(_decoder.Probe(path)), new FrameRequest(8, 6, PixelLayout.Gray) { Start = 2, Seconds = 1 });
        Assert.InRange(times[0], 1.99, 2.05);
        Assert.InRange(times[^1], 2.9, 3.05);
    }

    [Fact]
    public void Rotation_metadata_turns_the_frames()
    {
        var flat = Ffmpeg.Make(_scratch.At("flat.mp4"), "-f", "lavfi", "-i", "testsrc=size=64x32:rate=25:d=1", "-c:v", "mpeg4");
        var path = Ffmpeg.Make(_scratch.At("turned.mp4"), "-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90");
        var video = Assert.Single(Value(_decoder.Probe(path)).Videos);
        Assert.True(video.Rotation is 90 or 270, $"rotation {video.Rotation}");
        Assert.Equal((32, 64), (video.ShownWidth, video.ShownHeight));
    }

    [Fact]
    public void A_cover_picture_is_no_film()
    {
        var cover = Ffmpeg.Make(_scratch.At("c.png"), "-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1");
        var path = Ffmpeg.Make(_scratch.At("a.mp3"), "-f", "lavfi", "-i", "sine=d=1", "-i", cover, "-map", "0", "-map", "1", "-disposition:v", "attached_pic");
        var media = Value(_decoder.Probe(path));
        Assert.Empty(media.Videos);
        Assert.Equal("media.no-video", _decoder.OpenFrames(media, new FrameRequest(8, 8, PixelLayout.Gray)).Failure?.Code);
    }

    [Fact]
    public void A_film_without_sound_says_so()
    {
        var path = Ffmpeg.Make(_scratch.At("a.mp4"), "-f", "lavfi", "-i", "testsrc=size=64x32:rate=25:d=1", "-c:v", "mpeg4");
        Assert.Equal("media.no-audio", _decoder.OpenMono(Value(_decoder.Probe(path)), 8000).Failure?.Code);
    }

    [Fact]
    public void Sound_that_breaks_off_is_read_and_said_to_be_truncated()
    {
        var whole = File.ReadAllBytes(Ffmpeg.Make(_scratch.At("a.wav"), "-f", "lavfi", "-i", "sine=d=20:r=8000"));
        var media = Value(_decoder.Probe(_scratch.Write("b.flac", File.ReadAllBytes(Ffmpeg.Make(_scratch.At("a.flac"), "-i", _scratch.At("a.wav"))).AsSpan(0, 40_000).ToArray())));
        Assert.True(whole.Length > 300_000);
        using var reader = Value(_decoder.OpenMono(media, 8000));
        var samples = new float[8000];
        while (reader.Read(samples) > 0)
        {
        }

        Assert.Null(reader.Failure);
        Assert.Equal("media.truncated", reader.Damage?.Code);
        Assert.InRange(reader.Seconds, 1, 19);
    }

    private List<double> Times(MediaInfo media, FrameRequest request)
    {
        using var reader = Value(_decoder.OpenFrames(media, request));
        var pixels = new byte[request.FrameBytes];
        List<double> times = [];
        while (reader.TryRead(pixels, out var seconds))
            times.Add(seconds);
        Assert.Null(reader.Failure);
        return times;
    }

    private static T Value<T>(Decoded<T> decoded) where T : class
    {
        Assert.True(decoded.TryGet(out var value, out var failure), failure?.ToString());
        return value!;
    }
}
