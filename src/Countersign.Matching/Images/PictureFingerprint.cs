using Countersign.Matching.Images.Local;
using Countersign.Matching.Index.Pdq;

namespace Countersign.Matching.Images;

/// <summary>What is remembered of a registered picture: one item for each of two indexes.</summary>
/// <param name="Pdq">The whole picture, for <see cref="PdqKind"/>.</param>
/// <param name="Local">Its details, for <see cref="LocalFeatureKind"/>.</param>
public sealed record PictureFingerprint(PdqFingerprint Pdq, LocalFingerprint Local)
{
    /// <summary>Fingerprints a picture, both ways from one decoding.</summary>
    /// <param name="picture">The decoded picture.</param>
    public static PictureFingerprint Of(DecodedPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new PictureFingerprint(picture.Pdq(), LocalFingerprint.Of(picture));
    }

    /// <summary>What cannot be known of the picture.</summary>
    public PictureAbstention Abstention =>
        (Pdq.Quality <= PdqThresholds.DiscardQuality ? PictureAbstention.Whole : 0)
        | (Local.Abstention != LocalAbstention.None ? PictureAbstention.Parts : 0);

    /// <summary>The item for the index of whole pictures.</summary>
    public byte[] PdqBytes() => PdqItem.Encode(Pdq);

    /// <summary>The item for the index of details.</summary>
    public byte[] LocalBytes() => Local.ToBytes();
}

/// <summary>What a picture has too little structure for. "Not found" means nothing there.</summary>
[Flags]
public enum PictureAbstention
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its PDQ quality is too low: copies of the whole picture are reported as weak at most.</summary>
    Whole = 1,

    /// <summary>It has too few key points: crops, turns and insertions of it are reported as weak at most, if at all.</summary>
    Parts = 2,
}
