namespace Countersign.Matching.Images.Local;

/// <summary>
/// The turn, scale and shift that one pair of features proposes: each has a place, a scale and a direction, so one pair is
/// enough (Philbin et al. 2007).
/// </summary>
internal readonly struct SimilarityProposal
{
    /// <summary>Of Log₂ of the scale: how far apart two pairs' ratios of scales may be.</summary>
    private const float ScaleApart = 0.6f;

    /// <summary>In radians: how far apart two pairs' turns may be.</summary>
    private const float AngleApart = 0.5f;

    private readonly float _logScale;
    private readonly float _turn;
    private readonly float _a;
    private readonly float _b;
    private readonly float _queryX;
    private readonly float _queryY;
    private readonly float _referenceX;
    private readonly float _referenceY;

    private SimilarityProposal(QueryView query, ReferenceView reference, int q, int r)
    {
        _logScale = reference.LogScale[r] - query.LogScale[q];
        _turn = reference.Angle[r] - query.Angle[q];
        var (sine, cosine) = MathF.SinCos(_turn);
        var scale = MathF.Pow(2, _logScale);
        (_a, _b) = (scale * cosine, scale * sine);
        (_queryX, _queryY, _referenceX, _referenceY) = (query.X[q], query.Y[q], reference.X[r], reference.Y[r]);
    }

    public static SimilarityProposal Of(QueryView query, ReferenceView reference, int q, int r) => new(query, reference, q, r);

    /// <summary>Whether another pair lies where this one says. Its scale and direction are rough, so of distant places as well.</summary>
    public bool Accepts(QueryView query, ReferenceView reference, int q, int r)
    {
        var (dx, dy) = (query.X[q] - _queryX, query.Y[q] - _queryY);
        var (px, py) = (_a * dx - _b * dy, _b * dx + _a * dy);
        var (ex, ey) = (px + _referenceX - reference.X[r], py + _referenceY - reference.Y[r]);
        var allowed = 6 + 0.12f * MathF.Sqrt(px * px + py * py);
        return ex * ex + ey * ey <= allowed * allowed && Alike(query, reference, q, r, _logScale, _turn);
    }

    /// <summary>Whether a pair's ratio of scales and its turn are about those given.</summary>
    public static bool Alike(QueryView query, ReferenceView reference, int q, int r, float logScale, float turn)
    {
        if (MathF.Abs(reference.LogScale[r] - query.LogScale[q] - logScale) >= ScaleApart)
            return false;
        var apart = reference.Angle[r] - query.Angle[q] - turn;
        return MathF.Abs(apart - MathF.Tau * MathF.Round(apart * (1 / MathF.Tau))) < AngleApart;
    }
}
