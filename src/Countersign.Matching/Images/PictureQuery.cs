using Countersign.Matching.Images.Local;

namespace Countersign.Matching.Images;

/// <summary>A picture to look for. Its details are extracted when first asked for, since whole-picture search may do.</summary>
public sealed class PictureQuery
{
    private readonly Lazy<LocalQuery> _local;

    private PictureQuery(DecodedPicture picture, PdqOrientations whole, PdqOrientations? inner, PictureRegion innerRegion)
    {
        (Whole, Inner, InnerRegion) = (whole, inner, innerRegion);
        Region = new PictureRegion(0, 0, picture.Header.Width, picture.Header.Height);
        _local = new Lazy<LocalQuery>(() => LocalQuery.Of(picture));
    }

    /// <summary>All of the picture as shown.</summary>
    public PictureRegion Region { get; }

    /// <summary>The hashes of the picture as it is.</summary>
    public PdqOrientations Whole { get; }

    /// <summary>The hashes of what is left without plain borders; null where there are none.</summary>
    public PdqOrientations? Inner { get; }

    /// <summary>Where that lies, in pixels of the picture as shown.</summary>
    public PictureRegion InnerRegion { get; }

    /// <summary>Its details.</summary>
    public LocalQuery Local => _local.Value;

    /// <summary>What cannot be known of the picture.</summary>
    public PictureAbstention Abstention =>
        (Math.Max(Whole.Quality, Inner?.Quality ?? 0) <= PdqThresholds.DiscardQuality ? PictureAbstention.Whole : 0)
        | (Local.Abstention != LocalAbstention.None ? PictureAbstention.Parts : 0);

    /// <summary>Prepares a search.</summary>
    /// <param name="picture">The decoded picture; kept until the details have been extracted.</param>
    public static PictureQuery Of(DecodedPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var whole = picture.PdqOrientations();
        if (PictureTrim.Find(picture) is not { } inner)
            return new PictureQuery(picture, whole, null, default);
        var (across, down) = ((double)picture.Header.Width / picture.Width, (double)picture.Header.Height / picture.Height);
        var shown = new PictureRegion(
            (int)(inner.X * across), (int)(inner.Y * down),
            Math.Max(1, (int)(inner.Width * across)), Math.Max(1, (int)(inner.Height * down)));
        return new PictureQuery(picture, whole, PictureTrim.Cut(picture, inner).PdqOrientations(), shown);
    }
}
