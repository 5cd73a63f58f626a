using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Intake.References;
using Countersign.Desk.Intake.Sniffing;
using Countersign.Desk.Storage;
using Countersign.Matching;
using Countersign.Matching.Images;
using Countersign.Matching.Images.Local;
using Countersign.Matching.Text;

namespace Countersign.Desk.Intake;

/// <summary>What a file is compared by. A part that does not apply to its kind, or could not be made, is null.</summary>
internal sealed record Fingerprints(string Kind, string? Pdq, int? PdqQuality, string? Text, byte[]? Thumbnail, Problem? Problem)
{
    /// <summary>What indexes are made from.</summary>
    public ImmutableArray<ReferencePrintRow> Prints { get; init; } = [];
}

/// <summary>Makes the fingerprints of a file by its kind.</summary>
internal static class Fingerprinting
{
    /// <summary>The longest side of the pictures shown in reports, in pixels.</summary>
    public const int ThumbnailSide = 360;

    /// <summary>Fingerprints, with a thumbnail for a picture.</summary>
    public static Fingerprints Of(StableFile file)
    {
        var kind = MediaSniffer.Sniff(file.Head.Span, file.Length).AssetKind;
        switch (kind)
        {
            case "image" when file.Content is { } content:
                if (!PictureDecoder.Decode(content).TryGet(out var picture, out var failure)) return new(kind, null, null, null, null, Problem(failure));
                var pdq = picture.Pdq();
                return new(kind, pdq.Hash.ToString(), pdq.Quality, null, Thumbnail(content), null) { Prints = Prints(picture) };
            case "text" when file.Content is { } content:
                return TextDecoder.Decode(content).TryGet(out var text, out var unreadable)
                    ? new(kind, null, null, text.Text, null, null)
                    : new(kind, null, null, null, null, Problem(unreadable));
            default:
                return new(kind, null, null, null, null, null);
        }
    }

    // A picture with too little in it to tell it by its parts is still found whole.
    private static ImmutableArray<ReferencePrintRow> Prints(DecodedPicture picture) =>
        LocalFingerprint.Of(picture) is { Abstention: LocalAbstention.None } local ? [new() { Kind = PictureReferences.LocalPrint, Data = local.ToBytes() }] : [];

    /// <summary>A small JPEG of a picture, or null when it cannot be decoded.</summary>
    public static byte[]? Thumbnail(ReadOnlyMemory<byte> picture) =>
        Thumbnails.Jpeg(picture, ThumbnailSide).TryGet(out var thumbnail, out _) ? thumbnail.Jpeg.ToArray() : null;

    /// <summary>A matching room's failure as a problem.</summary>
    public static Problem Problem(DecodeFailure failure) => new(failure.Code, failure.Message, null, failure.Advice);
}
