using System.Diagnostics;
using System.Text;
using Countersign.Desk.Intake.Containers;
using static Countersign.Desk.Tests.Intake.FileBuilder;

namespace Countersign.Desk.Tests.Intake.Containers;

public sealed class ContainerProbeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-probe-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Script(string body)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("the stand-in for ffprobe is a shell script");
        var path = Put("fake-ffprobe", Encoding.ASCII.GetBytes("#!/bin/sh\n" + body + "\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static void NeedFfprobe()
    {
        var there = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "ffprobe")) || File.Exists(Path.Combine(p, "ffprobe.exe")));
        if (!there) Assert.Skip("ffprobe is absent: install ffmpeg to run this test");
    }

    private Task<ProbeResult> Fake(string body, ProbeLimits? limits = null) => new ContainerProbe(Script(body), limits).ProbeAsync(Put("a.bin", new byte[64]));

    [Fact]
    public async Task A_missing_program_is_named_with_the_way_to_get_it()
    {
        var result = await new ContainerProbe(Path.Combine(_folder.FullName, "nowhere")).ProbeAsync(Put("a.wav", Wav(100)));
        Assert.Equal("tool.missing", result.Failure?.Code);
        Assert.Contains("ffmpeg", result.Failure?.Advice);
    }

    [Fact]
    public async Task A_probe_that_hangs_is_ended_with_its_children()
    {
        var result = await Fake("sleep 600 & echo $! > \"$0.child\"; wait", new() { Time = TimeSpan.FromSeconds(1) });
        Assert.Equal("media.probe-timeout", result.Failure?.Code);
        var child = int.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "fake-ffprobe.child")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(await EndedAsync(child), "the child of the probe still runs");
    }

    private static async Task<bool> EndedAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            return true;
        }
        catch (ArgumentException)
        {
            return true; // no such process any more
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        var result = await Fake("yes '{'", new() { OutputBytes = 100_000 });
        Assert.Equal("media.unreadable", result.Failure?.Code);
    }

    [Theory]
    [InlineData("echo garbage")]
    [InlineData("echo '[]'")]
    [InlineData("echo '{}'")]
    [InlineData("echo '{\"format\": 3}'")]
    [InlineData("exit 1")]
    public async Task Garbage_is_a_failure_and_no_exception(string body) => Assert.Equal("media.unreadable", (await Fake(body)).Failure?.Code);

    [Fact]
    public async Task An_answer_becomes_facts_and_nonsense_in_it_becomes_null()
    {
        var result = await Fake("cat <<'E'\n{\"format\":{\"format_name\":\"mov,mp4\",\"duration\":\"12.5\",\"bit_rate\":\"x\"},\"streams\":[7,{\"codec_type\":\"video\",\"codec_name\":\"h264\",\"width\":640,\"height\":-1,\"avg_frame_rate\":\"30000/1001\"},{\"codec_type\":\"audio\",\"sample_rate\":\"48000\",\"channels\":2,\"avg_frame_rate\":\"0/0\"}]}\nE");
        var facts = result.Facts!;
        Assert.Equal(("mov,mp4", 12.5m, (long?)null, 2), (facts.Format, facts.Seconds!.Value, facts.BitRate, facts.Streams.Count));
        Assert.Equal((640, (int?)null, new Rational(30000, 1001)), (facts.Streams[0].Width!.Value, facts.Streams[0].Height, facts.Streams[0].FrameRate!.Value));
        Assert.Equal((48000, 2, (Rational?)null), (facts.Streams[1].SampleRate!.Value, facts.Streams[1].Channels!.Value, facts.Streams[1].FrameRate));
    }

    [Fact]
    public async Task The_path_reaches_the_program_whole_and_behind_file()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("such names are not allowed on Windows");
        var odd = Put("-i concat:a|b;$(touch x)\nnew.bin", new byte[64]);
        _ = await new ContainerProbe(Script("for a; do printf '%s\\0' \"$a\"; done > \"$0.args\"")).ProbeAsync(odd);
        var arguments = File.ReadAllText(Path.Combine(_folder.FullName, "fake-ffprobe.args")).Split('\0');
        Assert.Contains("file:" + odd, arguments);
        Assert.Equal("file,pipe", arguments[Array.IndexOf(arguments, "-protocol_whitelist") + 1]);
    }

    [Fact]
    public async Task Giving_up_is_the_callers_own()
    {
        using var source = new CancellationTokenSource();
        var running = new ContainerProbe(Script("echo > \"$0.began\"; sleep 600")).ProbeAsync(Put("a.bin", new byte[64]), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    public static TheoryData<string, byte[]> Short => new()
    {
        { "wav-data-longer-than-file", Wav(100, stated: 5000) },
        { "wav-cut-in-two", Wav(4000)[..2000] },
        { "mp4-without-moov", [.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Box("mdat", new byte[50])] },
        { "mp4-mdat-past-the-end", [.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Box("moov", new byte[20]), .. Box("mdat", new byte[50])[..30]] },
        { "mp4-cut-in-a-header", [.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Box("moov", new byte[20]), 0, 0, 1] },
    };

    [Theory]
    [MemberData(nameof(Short))]
    public async Task A_file_that_ends_too_early_is_damaged_even_without_ffprobe(string name, byte[] file)
    {
        var result = await new ContainerProbe(Path.Combine(_folder.FullName, "nowhere")).ProbeAsync(Put(name, file));
        Assert.Equal("media.truncated", result.Failure?.Code);
    }

    [Fact]
    public void Whole_files_pass_the_size_check()
    {
        Assert.Null(SizeCheck.Check(new MemoryStream(Wav(101))));
        Assert.Null(SizeCheck.Check(new MemoryStream(Wav(100, stated: -1)))); // written to a pipe
        Assert.Null(SizeCheck.Check(new MemoryStream([.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Box("moov", new byte[20]), .. Box("mdat", new byte[50])])));
        Assert.Null(SizeCheck.Check(new MemoryStream([.. Box("ftyp", "heic\0\0\0\0"u8.ToArray()), .. Box("meta", new byte[20]), .. Box("mdat", new byte[50])])));
    }

    [Fact]
    public async Task A_real_wav_is_described_by_the_real_ffprobe()
    {
        NeedFfprobe();
        var result = await new ContainerProbe().ProbeAsync(Put("-odd:name.wav", Wav(16000)));
        Assert.Null(result.Failure);
        Assert.Equal(1m, result.Facts!.Seconds);
        var stream = Assert.Single(result.Facts.Streams);
        Assert.Equal(("audio", "pcm_s16le", 8000, 1), (stream.Kind, stream.Codec, stream.SampleRate!.Value, stream.Channels!.Value));
    }

    [Fact]
    public async Task What_is_no_medium_is_unreadable()
    {
        NeedFfprobe();
        Assert.Equal("media.unreadable", (await new ContainerProbe().ProbeAsync(Put("a.mp4", new byte[4000]))).Failure?.Code);
        Assert.Equal("media.unreadable", (await new ContainerProbe().ProbeAsync(Path.Combine(_folder.FullName, "absent"))).Failure?.Code);
    }
}
