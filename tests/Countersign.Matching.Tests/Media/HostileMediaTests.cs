using System.Text;
using Countersign.Matching.Media;

namespace Countersign.Matching.Tests.Media;

public sealed class HostileMediaTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nhttp://example.invalid/a.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("<?xml version=\"1.0\"?><MPD type=\"static\"></MPD>")]
    [InlineData("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n")]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:01.000\nx\n")]
    public void Files_that_point_at_others_are_refused(string text) =>
        Assert.Equal("media.refused-format", Code(new MediaDecoder().Probe(_scratch.Write("a.mp4", Encoding.UTF8.GetBytes(text)))));

    [Theory]
    [InlineData("\n\nfile 'a.wav'\nffconcat version 1.0\n")]
    [InlineData("1\n00:00:00,000 --> 00:00:01,000\ntext\n\n2\n00:00:01,000 --> 00:00:02,000\ntext\n")]
    public void Formats_off_the_list_are_refused_by_the_demuxer_too(string text)
    {
        Ffmpeg.Require();
        Assert.Contains(Code(new MediaDecoder().Probe(_scratch.Write("a.mp4", Encoding.UTF8.GetBytes(text)))), (string[])["media.refused-format", "media.unknown-format", "media.damaged"]);
    }

    [Fact]
    public void A_file_reached_through_a_name_with_a_protocol_is_not_followed()
    {
        Ffmpeg.Require();
        Assert.Equal("media.unreadable", Code(new MediaDecoder().Probe("concat:/etc/passwd|/etc/hostname")));
        Assert.Equal("media.unreadable", Code(new MediaDecoder().Probe("http://example.invalid/a.mp4")));
    }

    [Fact]
    public void A_missing_tool_is_said_with_what_to_install()
    {
        var decoder = new MediaDecoder(new MediaTools("no-such-ffmpeg", "no-such-ffprobe"));
        var probe = decoder.Probe(_scratch.Write("a.wav", new byte[100]));
        Assert.Equal("media.tool-missing", Code(probe));
        Assert.Contains("apt-get install ffmpeg", probe.Failure!.Advice, StringComparison.Ordinal);
        var media = new MediaInfo(_scratch.At("a.wav"), "wav", 1, [new SoundTrack(0, "pcm_s16le", 8000, 1, 1)], []);
        Assert.Equal("media.tool-missing", Code(decoder.OpenMono(media, 8000)));
    }

    [Fact]
    public void Noise_folders_and_empty_files_are_refused()
    {
        Ffmpeg.Require();
        var noise = new byte[50_000];
        new Random(5).NextBytes(noise);
        Assert.Equal("media.unknown-format", Code(new MediaDecoder().Probe(_scratch.Write("a.bin", noise))));
        Assert.Equal("media.empty", Code(new MediaDecoder().Probe(_scratch.Write("b.wav", []))));
        Assert.Equal("media.unreadable", Code(new MediaDecoder().Probe(Path.GetDirectoryName(_scratch.At("x"))!)));
    }

    [Fact]
    public void Time_output_length_and_pixels_are_limited()
    {
        var path = Ffmpeg.Make(_scratch.At("a.mkv"), "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:d=10", "-f", "lavfi", "-i", "sine=d=10", "-c:v", "mpeg4", "-c:a", "flac");
        var media = new MediaDecoder().Probe(path).Value!;
        Assert.Equal("media.timeout", Drained(new MediaLimits { WallTime = TimeSpan.FromMilliseconds(1) }, media));
        Assert.Equal("media.too-large", Drained(new MediaLimits { MaxOutputBytes = 10_000 }, media));
        Assert.Equal("media.too-long", Drained(new MediaLimits { MaxSeconds = 3 }, media));
        Assert.Equal("media.too-long", Code(new MediaDecoder(limits: new() { MaxSeconds = 3 }).Probe(path)));
        Assert.Equal("media.too-large", Code(new MediaDecoder(limits: new() { MaxPixels = 10_000 }).Probe(path)));
        Assert.Equal("media.too-large", Code(new MediaDecoder(limits: new() { MaxProbeBytes = 10 }).Probe(path)));
    }

    [Fact]
    public void A_frame_that_outgrows_the_limit_after_the_probe_is_not_decoded()
    {
        var path = Ffmpeg.Make(_scratch.At("a.mkv"), "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:d=1", "-c:v", "mpeg4");
        var media = new MediaDecoder().Probe(path).Value!;
        using var reader = new MediaDecoder(limits: new() { MaxPixels = 10_000 }).OpenFrames(media, new FrameRequest(8, 8, PixelLayout.Gray)).Value!;
        Assert.False(reader.TryRead(new byte[64], out _));
        Assert.Equal("media.damaged", reader.Failure?.Code);
    }

    [Fact]
    public void A_child_that_never_answers_is_killed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the stand-in for a hanging program is a shell script");
            return;
        }

        var script = _scratch.Write("hang", "#!/bin/sh\nexec sleep 600\n"u8.ToArray());
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var decoder = new MediaDecoder(new MediaTools(script, script), new() { Stall = TimeSpan.FromMilliseconds(200), ProbeTime = TimeSpan.FromMilliseconds(300) });
        var sound = _scratch.Write("a.wav", new byte[100]);
        Assert.Equal("media.timeout", Code(decoder.Probe(sound)));
        using var reader = decoder.OpenMono(new MediaInfo(sound, "wav", 1, [new SoundTrack(0, "pcm_s16le", 8000, 1, 1)], []), 8000).Value!;
        Assert.Equal(0, reader.Read(new float[100]));
        Assert.Equal("media.timeout", reader.Failure?.Code);
    }

    [Fact]
    public void Giving_up_ends_the_child()
    {
        var path = Ffmpeg.Make(_scratch.At("a.flac"), "-f", "lavfi", "-i", "sine=d=600");
        var media = new MediaDecoder().Probe(path).Value!;
        using var source = new CancellationTokenSource();
        using var reader = new MediaDecoder().OpenMono(media, 44100, cancellation: source.Token).Value!;
        var samples = new float[1000];
        Assert.Equal(1000, reader.Read(samples));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            while (reader.Read(samples) > 0)
            {
            }
        });
    }

    private static string Drained(MediaLimits limits, MediaInfo media)
    {
        using var reader = new MediaDecoder(limits: limits).OpenMono(media, 8000).Value!;
        var samples = new float[4000];
        while (reader.Read(samples) > 0)
        {
        }

        return reader.Failure?.Code ?? "none";
    }

    private static string Code<T>(Decoded<T> decoded) where T : class => decoded.Failure?.Code ?? "none";
}
