using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;
using Countersign.Matching.Images;
using Countersign.Matching.Images.Local;
using Countersign.Matching.Index;
using Countersign.Matching.Index.Pdq;

namespace Countersign.Desk.Intake.References;

/// <summary>The registered pictures: found whole by PDQ, in any orientation, and in part by their local features.</summary>
internal sealed class PictureReferences : IDisposable
{
    private static readonly LocalFeatureKind s_local = new();
    private readonly ReferenceKeys _rows;
    private readonly IndexSnapshot<PdqQuery, PdqMatch> _whole;
    private readonly IndexSnapshot<LocalQuery, LocalHit> _parts;
    private readonly PictureMatcher _matcher;

    private PictureReferences(ReferenceKeys rows, IndexSnapshot<PdqQuery, PdqMatch> whole, IndexSnapshot<LocalQuery, LocalHit> parts) =>
        (_rows, _whole, _parts, _matcher) = (rows, whole, parts, new(whole, parts));

    /// <summary>What the print of a picture's local features is kept under.</summary>
    public static string LocalPrint { get; } = ReferencePrintRow.KindOf(s_local);

    /// <summary>Opens the indexes of pictures; null when no picture is registered.</summary>
    public static Outcome<PictureReferences?> Open(ReferenceIndexes indexes, ReferenceKeys rows)
    {
        var pictures = rows.Where(row => row.Pdq is not null);
        if (pictures.Count == 0) return Outcome.Ok<PictureReferences?>(null);
        if (!indexes.Open(new PdqKind(), pictures, key => Outcome.Ok(PdqItem.Encode(new(PdqHash.Parse(rows[key].First().Pdq!), rows[key].First().PdqQuality ?? 0)))).Try(out var whole, out var problems))
            return Outcome.Fail<PictureReferences?>(problems);
        if (indexes.OpenPrints(s_local, rows.Where(row => row.HasPrint(LocalPrint)), LocalPrint).Try(out var parts, out problems)) return new PictureReferences(rows, whole, parts);
        whole.Dispose();
        return Outcome.Fail<PictureReferences?>(problems);
    }

    /// <summary>The registered pictures in a picture, the best account of each.</summary>
    public IEnumerable<Finding> Find(DecodedPicture picture)
    {
        var query = PictureQuery.Of(picture);
        var found = new List<Finding>();
        // Details take far longer to see than the whole: where none are registered, nobody looks for them.
        foreach (var match in _matcher.Search(query, _parts.Count > 0 ? PictureSearchDepth.Everything : PictureSearchDepth.WholeOnly))
        {
            if (match.Pdq is { } near) found.AddRange(Near(near, match.PdqRegion == query.Region ? null : Parts(match.PdqRegion, query.Region)));
            if (match.Seen is [var best, ..]) found.AddRange(Part(best, query.Region));
        }
        // A doubtful likeness is looked for only as it stands: turned and inverted as well, chance would have sixteen throws.
        var upright = new PdqFingerprint(query.Whole[PdqOrientation.Original], query.Whole.Quality);
        found.AddRange(_whole.Search(PdqQuery.Of(upright, PdqThresholds.Weak)).SelectMany(hit => Near(hit, null)));
        return found
            .GroupBy(finding => (finding.Subject, finding.Reference))
            .Select(same => same.OrderByDescending(finding => finding.IsStrong).ThenByDescending(finding => finding.IsWhole).ThenByDescending(finding => finding.Strength).First());
    }

    // Within borders, the rest of the asset is plain, or nearly: still it is not the picture as a whole.
    private IEnumerable<Finding> Near(PdqMatch hit, double[]? within) => _rows[hit.Key].Select(row => new Finding
    {
        Kind = FindingKinds.Match, Code = "match.picture", Subject = row.Subject, Strength = hit.Strength, IsStrong = hit.Strength >= 0.5, IsWhole = within is null, Reference = row.Sha256,
        At = within is null ? null : new() { Region = within },
        Says = $"the same picture as {row.Path}{Turned(hit)}{(within is null ? "" : " within borders")}, {hit.Distance} of 256 PDQ bits apart",
        Detail = Particulars.Of(
            ("method", "pdq"), ("distance", hit.Distance.ToString(CultureInfo.InvariantCulture)), ("reference", row.Path),
            ("orientation", hit.Orientation == PdqOrientation.Original ? "" : hit.Orientation.ToString().ToLowerInvariant()), ("inverted", hit.Inverted ? "yes" : "")),
    });

    private IEnumerable<Finding> Part(LocalHit hit, PictureRegion query) => _rows[hit.Key].Select(row => new Finding
    {
        // Only a part of the asset, whatever the size of it: what else there is in it, local features do not say.
        Kind = FindingKinds.Match, Code = "match.picture-part", Subject = row.Subject, Strength = hit.Strength, IsStrong = hit.Strength >= 0.5, IsWhole = false, Reference = row.Sha256,
        Says = $"{(IsAll(hit) ? "all" : "a part")} of {row.Path} is seen in it{(hit.Mirrored ? ", mirrored" : "")}: {hit.Inliers} places agree",
        At = new() { Region = Parts(hit.InQuery, query) },
        ReferenceAt = new() { Region = Parts(hit.InReference, hit.Reference) },
        Detail = Particulars.Of(
            ("method", "local"), ("inliers", hit.Inliers.ToString(CultureInfo.InvariantCulture)), ("reference", row.Path), ("mirrored", hit.Mirrored ? "yes" : "")),
    });

    private static bool IsAll(LocalHit hit) => (double)hit.InReference.Width * hit.InReference.Height >= 0.8 * hit.Reference.Width * hit.Reference.Height;

    private static double[] Parts(PictureRegion region, PictureRegion whole) =>
        [Share(region.X, whole.Width), Share(region.Y, whole.Height), Share(region.Width, whole.Width), Share(region.Height, whole.Height)];

    // Four digits: finer than a pixel of anything that was looked at.
    private static double Share(int part, int whole) => Math.Round(Math.Clamp((double)part / whole, 0, 1), 4);

    private static string Turned(PdqMatch hit)
    {
        var turned = hit.Orientation switch
        {
            PdqOrientation.Original => "",
            PdqOrientation.Rotate90 or PdqOrientation.Rotate180 or PdqOrientation.Rotate270 => ", turned",
            PdqOrientation.FlipX or PdqOrientation.FlipY => ", mirrored",
            _ => ", turned and mirrored",
        };
        return hit.Inverted ? turned + ", with its tones inverted" : turned;
    }

    public void Dispose()
    {
        _whole.Dispose();
        _parts.Dispose();
    }
}
