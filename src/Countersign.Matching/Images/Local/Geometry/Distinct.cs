namespace Countersign.Matching.Images.Local;

/// <summary>
/// How much a set of agreeing pairs is worth. Ten pairs at one corner of a letter are one coincidence, not ten: a pair counts
/// only where neither picture has had one nearby, and pairs along one line count little, since lines agree with lines.
/// </summary>
internal static class Distinct
{
    /// <summary>Pairs nearer than this in the registered picture's raster are one place.</summary>
    private const float Apart = 10;

    public static (int Inliers, double Evidence) Count(QueryView query, ReferenceView reference, List<FeaturePair> pairs)
    {
        var kept = new List<FeaturePair>();
        foreach (var pair in pairs.OrderByDescending(p => p.Weight).ThenBy(p => p.Query))
        {
            var near = false;
            foreach (var other in kept)
            {
                near = Near(reference.X, reference.Y, pair.Reference, other.Reference, Apart)
                    || Near(query.X, query.Y, pair.Query, other.Query, Apart / 3);
                if (near)
                    break;
            }

            if (!near)
                kept.Add(pair);
        }

        var evidence = 0.0;
        foreach (var pair in kept)
            evidence += pair.Weight;
        return (kept.Count, evidence * Breadth(reference, kept));
    }

    private static bool Near(float[] xs, float[] ys, int a, int b, float apart)
    {
        var (dx, dy) = (xs[a] - xs[b], ys[a] - ys[b]);
        return dx * dx + dy * dy < apart * apart;
    }

    /// <summary>1 for places spread over an area, down to a fifth for places along a line.</summary>
    private static double Breadth(ReferenceView reference, List<FeaturePair> kept)
    {
        if (kept.Count < 3)
            return 0.2;
        var (x, y) = (kept.Average(p => reference.X[p.Reference]), kept.Average(p => reference.Y[p.Reference]));
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        foreach (var pair in kept)
        {
            var (dx, dy) = (reference.X[pair.Reference] - x, reference.Y[pair.Reference] - y);
            (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy);
        }

        var middle = (xx + yy) / 2;
        var across = middle - Math.Sqrt(Math.Max(0, middle * middle - (xx * yy - xy * xy)));
        var breadth = Math.Sqrt(Math.Max(0, across / kept.Count));
        return Math.Clamp(breadth / Apart, 0.2, 1);
    }
}
