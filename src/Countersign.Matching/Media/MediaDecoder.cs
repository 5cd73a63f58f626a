using System.Globalization;

namespace Countersign.Matching.Media;

/// <summary>
/// Sound and frames out of hostile media files, by ffmpeg as a child process: an argument list and never a shell, files and
/// pipes only, only the demuxers and decoders of <see cref="AllowedFormats"/>, and <see cref="MediaLimits"/> on time, memory
/// and output. Every failure is a <see cref="DecodeFailure"/> (<c>media.*</c>, see <see cref="MediaFailure"/>). Safe to use
/// from many threads; each reader belongs to one.
/// </summary>
/// <param name="tools">Null for the programs on the search path.</param>
/// <param name="limits">Null for <see cref="MediaLimits.Default"/>.</param>
public sealed class MediaDecoder(MediaTools? tools = null, MediaLimits? limits = null)
{
    private readonly MediaTools _tools = tools ?? MediaTools.Default;
    private readonly MediaLimits _limits = limits ?? MediaLimits.Default;

    /// <summary>Reads what the container says of its tracks.</summary>
    /// <param name="path">A file on this machine, under any name.</param>
    /// <param name="cancellation">Ends the child at once.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Decoded<MediaInfo> Probe(string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Refusal(path) is { } refusal)
            return Decoded<MediaInfo>.Not(refusal);
        var full = Path.GetFullPath(path);
        string[] arguments = ["-v", "error", "-hide_banner", .. Guards(), "-print_format", "json", "-show_entries", ProbeAnswer.Entries, "-i", "file:" + full];
        if (!MediaChild.Start(_tools.Ffprobe, "ffprobe", arguments, _limits.ProbeTime, "Reading the header", _tools, _limits, cancellation).TryGet(out var child, out var failure))
            return Decoded<MediaInfo>.Not(failure);
        using (child)
        {
            var answer = new byte[_limits.MaxProbeBytes + 1];
            var length = child.ReadFully(answer);
            if (length > _limits.MaxProbeBytes)
                return Decoded<MediaInfo>.Not(MediaFailure.TooLarge($"The description of its streams has more than {_limits.MaxProbeBytes} bytes."));
            var end = child.Finish();
            if (end.Stopped is not null)
                return Decoded<MediaInfo>.Not(end.Stopped);
            return end.ExitCode == 0 ? ProbeAnswer.Read(full, answer.AsMemory(0, length), _limits) : Decoded<MediaInfo>.Not(NotOpened(end));
        }
    }

    /// <summary>Starts decoding a sound track to 32-bit floats between −1 and 1, mixed to one channel.</summary>
    /// <param name="media">From <see cref="Probe"/>.</param>
    /// <param name="rate">Samples a second wanted; ffmpeg resamples.</param>
    /// <param name="track">Which of <see cref="MediaInfo.Sounds"/>.</param>
    /// <param name="cancellation">Ends the child at once; reading then throws.</param>
    public Decoded<SampleReader<float>> OpenMono(MediaInfo media, int rate, int track = 0, CancellationToken cancellation = default) =>
        OpenSound<float>(media, rate, 1, track, "f32le", cancellation);

    /// <summary>Starts decoding a sound track to signed 16-bit samples, channels interleaved.</summary>
    /// <param name="media">From <see cref="Probe"/>.</param>
    /// <param name="rate">Samples a second wanted; null for the track's own.</param>
    /// <param name="channels">Channels wanted; null for the track's own.</param>
    /// <param name="track">Which of <see cref="MediaInfo.Sounds"/>.</param>
    /// <param name="cancellation">Ends the child at once; reading then throws.</param>
    public Decoded<SampleReader<short>> OpenPcm16(
        MediaInfo media, int? rate = null, int? channels = null, int track = 0, CancellationToken cancellation = default) =>
        OpenSound<short>(media, rate, channels, track, "s16le", cancellation);

    /// <summary>Starts decoding a picture track to frames of one size, each with its time.</summary>
    /// <param name="media">From <see cref="Probe"/>.</param>
    /// <param name="request">Size, layout, and which frames.</param>
    /// <param name="cancellation">Ends the child at once; reading then throws.</param>
    public Decoded<FrameReader> OpenFrames(MediaInfo media, FrameRequest request, CancellationToken cancellation = default)
    {
        request.Check();
        if (request.Track >= media.Videos.Count)
            return Decoded<FrameReader>.Not(MediaFailure.NoVideo());
        var video = media.Videos[request.Track];
        string[] arguments =
        [
            .. Before(), "-max_pixels", Text(_limits.MaxPixels),
            .. request.KeyFramesOnly ? (string[])["-skip_frame", "nokey"] : [],
            .. request.Start > 0 ? (string[])["-ss", Text(request.Start)] : [],
            "-i", "file:" + media.Path,
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{video.Index}"),
            "-t", Text(Math.Min(request.Seconds ?? double.MaxValue, _limits.MaxSeconds + 1)),
            "-vf", request.Filter, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "rawvideo", "-an", "-sn", "-dn",

            // Two writers on one pipe, each flushed after every frame: a line with the frame's time, then its pixels.
            "-f", "tee", "[f=framecrc:flush_packets=1]pipe:1|[f=rawvideo:flush_packets=1]pipe:1",
        ];
        var started = MediaChild.Start(_tools.Ffmpeg, "ffmpeg", arguments, _limits.WallTime, "Decoding", _tools, _limits, cancellation);
        return started.TryGet(out var child, out var failure)
            ? Decoded<FrameReader>.Of(new FrameReader(child, request, video.Seconds ?? media.Seconds, _limits))
            : Decoded<FrameReader>.Not(failure);
    }

    internal static DecodeFailure NotOpened(ChildEnd end)
    {
        if (end.Errors.Contains("not on whitelist", StringComparison.OrdinalIgnoreCase))
            return MediaFailure.RefusedFormat("in a format, or names a protocol, that is not read here");
        return end.Errors.Contains("Invalid data found", StringComparison.Ordinal) && !end.Errors.Contains("moov atom not found", StringComparison.Ordinal)
            ? MediaFailure.UnknownFormat()
            : MediaFailure.Damaged(end.FirstError.Replace("file:", "", StringComparison.Ordinal));
    }

    private Decoded<SampleReader<T>> OpenSound<T>(
        MediaInfo media, int? rate, int? channels, int track, string format, CancellationToken cancellation) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(track);
        if (track >= media.Sounds.Count)
            return Decoded<SampleReader<T>>.Not(MediaFailure.NoAudio());
        var sound = media.Sounds[track];
        rate ??= sound.Rate;
        channels ??= sound.Channels;
        ArgumentOutOfRangeException.ThrowIfLessThan(rate.Value, 1, nameof(rate));
        ArgumentOutOfRangeException.ThrowIfLessThan(channels.Value, 1, nameof(channels));
        string[] arguments =
        [
            .. Before(), "-i", "file:" + media.Path,
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{sound.Index}"),
            "-t", Text(_limits.MaxSeconds + 1), "-vn", "-sn", "-dn",
            "-ac", Text(channels.Value), "-ar", Text(rate.Value), "-f", format, "pipe:1",
        ];
        var started = MediaChild.Start(_tools.Ffmpeg, "ffmpeg", arguments, _limits.WallTime, "Decoding", _tools, _limits, cancellation);
        return started.TryGet(out var child, out var failure)
            ? Decoded<SampleReader<T>>.Of(new SampleReader<T>(child, rate.Value, channels.Value, sound.Seconds ?? media.Seconds, _limits))
            : Decoded<SampleReader<T>>.Not(failure);
    }

    private string[] Before() => ["-v", "error", "-hide_banner", "-nostdin", "-threads", Text(_limits.Threads), .. Guards()];

    private string[] Guards() =>
    [
        "-protocol_whitelist", "file,pipe",
        "-format_whitelist", AllowedFormats.Demuxers, "-codec_whitelist", AllowedFormats.Decoders,
        "-max_streams", Text(_limits.MaxStreams), "-max_alloc", Text(_limits.MaxAllocation),
    ];

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static DecodeFailure? Refusal(string path)
    {
        try
        {
            // A pipe or a device would hang or never end; only what has a length is read.
            var attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.Directory) || attributes.HasFlag(FileAttributes.Device))
                return MediaFailure.Unreadable("it is not a file.");
            using var file = File.OpenRead(path);
            if (!file.CanSeek)
                return MediaFailure.Unreadable("it is not a file.");
            if (file.Length == 0)
                return MediaFailure.Empty();
            var head = new byte[1024];
            var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return MediaSignature.Refused(head.AsSpan(0, length)) is { } what ? MediaFailure.RefusedFormat(what) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return MediaFailure.Unreadable(e.Message);
        }
    }
}
