using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Desk.Credentials;
using Countersign.Desk.Intake.Containers;
using Countersign.Desk.Intake.Sniffing;
using Countersign.Desk.Storage;
using Countersign.Matching.Images;
using Countersign.Matching.Text;

namespace Countersign.Desk.Intake;

/// <summary>
/// Finds out what a file is and says of itself. Decoders run on hostile bytes under the limits of their rooms; what they refuse
/// becomes the file's problem, and never another file's.
/// </summary>
public sealed class FileExaminer(ContainerProbe? probe = null, CredentialDesk? credentials = null)
{
    /// <summary>Files up to this length are kept in memory while they are looked at; of longer ones only sound and film are looked into, by a child process.</summary>
    public const long KeepBytes = 128L * 1024 * 1024;

    // Pictures unfold to many times their size: two at once of the largest is what a small machine has room for.
    private const long LargePicture = 16L * 1024 * 1024;

    private static readonly SemaphoreSlim s_largePictures = new(1);

    private readonly ContainerProbe _probe = probe ?? new ContainerProbe();

    private readonly CredentialDesk _credentials = credentials ?? CredentialDesk.Default;

    /// <summary>The day and the trust lists that a verdict on credentials would be of now.</summary>
    internal string CredentialsAsOf => _credentials.AsOf();

    /// <summary>The analysis, and what the register is compared with.</summary>
    internal (FileAnalysis Analysis, Material Material) Examine(StableFile file, CancellationToken cancel)
    {
        var media = MediaSniffer.Sniff(file.Head.Span, file.Length);
        var analysis = new FileAnalysis { Kind = media.AssetKind, Format = media.Format, Mime = media.Mime, Bytes = file.Length };
        if (file.Length == 0) return (analysis with { Problem = new("file.empty", "The file is empty.", null, "Bring the file again from where it came.") }, Material.None);
        var material = Material.None;
        try
        {
            analysis = WithCredentials(analysis, file, cancel);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            // A long file is read a second time, and may be gone or closed by then.
            return (analysis with { Problem = new("file.changed", "The file could not be read a second time: " + e.Message, null, "Wait until whoever writes it is done, then clear again.") }, Material.None);
        }
        switch (media.Kind)
        {
            case MediaKind.Image when file.Content is { } content: (analysis, material) = Picture(analysis, content, cancel); break;
            case MediaKind.Text when file.Content is { } content: (analysis, material) = Words(analysis, content); break;
            // A member of an archive is no file that a child process could open: of it, the content as a whole is compared.
            case MediaKind.Audio or MediaKind.Video when file.Path.Length > 0: analysis = Container(analysis, file.Path, cancel); break;
            case MediaKind.Image or MediaKind.Text: analysis = analysis with { Problem = TooLong(file.Length) }; break;
            case MediaKind.Archive:
                analysis = analysis with { Problem = new("archive.not-opened", "An archive: it is listed, and what is inside was not looked at.", null, "Clear with --open-archives, or unpack it.") };
                break;
        }
        if (media.Kind is not (MediaKind.Image or MediaKind.Text or MediaKind.Archive)) analysis = analysis with { Findings = [.. analysis.Findings, s_contentOnly] };
        if (file.Content is { } bytes) analysis = FoundSignals.Added(analysis, bytes, media);
        return (analysis, material);
    }

    // Said on the file itself, so that "nothing found" is not read as "looked into and clean".
    private static readonly Finding s_contentOnly = new()
    {
        Kind = FindingKinds.Defect, Code = "file.content-only", Says = "Of this kind of file only the content as a whole is compared: what is inside was not looked for.",
    };

    private static Problem TooLong(long length) =>
        new("file.too-large", $"The file is {length / 1024 / 1024} MB; pictures and texts are looked into up to {KeepBytes / 1024 / 1024} MB.", null, "Split or shrink it. Its content hash was compared all the same.");

    private static (FileAnalysis, Material) Picture(FileAnalysis analysis, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var header = PictureDecoder.ReadHeader(content);
        var large = header.TryGet(out var size, out _) && (long)size.Width * size.Height > LargePicture;
        if (large) s_largePictures.Wait(cancel);
        try
        {
            if (!PictureDecoder.Decode(content).TryGet(out var picture, out var failure))
                return (analysis with { Problem = Fingerprinting.Problem(failure), Size = size is null ? null : [size.Width, size.Height] }, Material.None);
            var pdq = picture.Pdq();
            return (analysis with { Pdq = pdq.Hash.ToString(), PdqQuality = pdq.Quality, Size = [picture.Header.Width, picture.Header.Height] }, new(Picture: picture));
        }
        finally
        {
            if (large) s_largePictures.Release();
        }
    }

    private static (FileAnalysis, Material) Words(FileAnalysis analysis, ReadOnlyMemory<byte> content) => TextDecoder.Decode(content).TryGet(out var text, out var failure)
        ? (analysis with { Words = Tokeniser.Tokenise(text.Text).Count }, new(Text: text.Text))
        : (analysis with { Problem = Fingerprinting.Problem(failure) }, Material.None);

    private FileAnalysis Container(FileAnalysis analysis, string path, CancellationToken cancel)
    {
        var (facts, failure) = _probe.ProbeAsync(path, cancel).GetAwaiter().GetResult();
        return failure is not null
            ? analysis with { Problem = new(failure.Code, failure.Message, null, failure.Advice) }
            : analysis with { Container = InWords(facts!) };
    }

    private static string InWords(ContainerFacts facts)
    {
        var parts = new List<string>();
        if (facts.Seconds is { } seconds) parts.Add(seconds.ToString("0.##", CultureInfo.InvariantCulture) + " s");
        parts.AddRange(facts.Streams.Select(stream => string.Join(' ', new[]
        {
            stream.Codec,
            stream is { Width: { } width, Height: { } height } ? $"{width} × {height}" : null,
            stream.FrameRate is { Denominator: > 0, Numerator: > 0 } rate ? rate.Value.ToString("0.###", CultureInfo.InvariantCulture) + " fps" : null,
            stream.SampleRate is { } hertz ? $"{hertz} Hz" : null,
            stream.Channels is { } channels ? channels == 1 ? "mono" : $"{channels} channels" : null,
        }.OfType<string>())));
        return string.Join(", ", parts);
    }

    private FileAnalysis WithCredentials(FileAnalysis analysis, StableFile file, CancellationToken cancel)
    {
        using Stream stream = file.Content is { } content ? Streams.Over(content) : File.OpenRead(file.Path);
        var report = _credentials.Read(stream, cancel);
        var read = CredentialFindings.Added(analysis, report);
        // What a credential is worth depends on the day and on the lists: a verdict of another day is not taken for today's.
        return report.State == CredentialState.None ? read : read with { CredentialsAsOf = _credentials.AsOf() };
    }
}
