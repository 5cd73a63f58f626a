using System.Numerics;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// Extrema of the differences of blurs over place and scale, refined to a part of a pixel, less those of low contrast
/// and those along edges (Lowe 2004, sections 3 and 4).
/// </summary>
internal static class KeyPointDetector
{
    /// <summary>
    /// In grey levels of 255. Lowe's value is 3.4 for these three scales; less is taken here, since the strongest are
    /// chosen afterwards and a soft picture should have some at all. Below it lies the noise of eight-bit steps.
    /// </summary>
    private const float LeastContrast = 1.2f;

    /// <summary>
    /// Taken instead where the picture would have fewer than <see cref="Few"/> points otherwise: soft drawings and gradients with
    /// faint structure. What is noise among them agrees with nothing.
    /// </summary>
    private const float FaintContrast = 0.5f;

    private const int Few = 200;

    /// <summary>Ratio of the two curvatures above which a point lies on an edge and would slide along it.</summary>
    private const float MostEdge = 10;

    public static List<KeyPoint> Find(ScaleSpace space)
    {
        var found = Find(space, LeastContrast);
        return found.Count >= Few ? found : Find(space, FaintContrast);
    }

    private static List<KeyPoint> Find(ScaleSpace space, float contrast)
    {
        var found = new List<KeyPoint>();
        for (var octave = 0; octave < space.Differences.Count; octave++)
            for (var s = 1; s <= ScaleSpace.Scales; s++)
                Scan(space.Differences[octave], octave, s, contrast, found);
        return found;
    }

    private static void Scan(Plane[] planes, int octave, int s, float contrast, List<KeyPoint> found)
    {
        var (width, height) = (planes[s].Width, planes[s].Height);
        var (below, here, above) = (planes[s - 1].Values, planes[s].Values, planes[s + 1].Values);
        var least = new Vector<float>(0.7f * contrast);
        const int edge = 5;
        for (var y = edge; y < height - edge; y++)
        {
            for (var x = edge; x < width - edge; x += Vector<float>.Count)
            {
                var start = Math.Min(x, Math.Max(edge, width - edge - Vector<float>.Count));
                if (start + Vector<float>.Count + 1 > width)
                {
                    for (var each = x; each < width - edge; each++)
                        TryAt(planes, octave, s, each, y, contrast, found);
                    break;
                }

                var at = y * width + start;
                var centre = new Vector<float>(here, at);
                var clear = Vector.GreaterThan(Vector.Abs(centre), least);
                if (clear == Vector<int>.Zero)
                    continue;
                var (most, fewest) = AroundCentre(here, at, width);
                var high = Vector.GreaterThan(centre, most);
                var low = Vector.LessThan(centre, fewest);
                if (((high | low) & clear) == Vector<int>.Zero)
                    continue;
                (most, fewest) = Around(below, at, width, most, fewest);
                (most, fewest) = Around(above, at, width, most, fewest);
                var extreme = (Vector.GreaterThan(centre, most) | Vector.LessThan(centre, fewest)) & clear;
                if (extreme == Vector<int>.Zero)
                    continue;
                for (var lane = x - start; lane < Vector<float>.Count; lane++)
                    if (extreme[lane] != 0 && Refine(planes, octave, s, start + lane, y, contrast) is { } point)
                        found.Add(point);
            }
        }
    }

    private static void TryAt(Plane[] planes, int octave, int s, int x, int y, float contrast, List<KeyPoint> found)
    {
        var width = planes[s].Width;
        var at = y * width + x;
        var centre = planes[s].Values[at];
        if (MathF.Abs(centre) <= 0.7f * contrast)
            return;
        var (high, low) = (true, true);
        for (var plane = s - 1; plane <= s + 1; plane++)
        {
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    if (plane == s && dx == 0 && dy == 0)
                        continue;
                    var other = planes[plane].Values[at + dy * width + dx];
                    high &= centre > other;
                    low &= centre < other;
                }
            }
        }

        if ((high || low) && Refine(planes, octave, s, x, y, contrast) is { } point)
            found.Add(point);
    }

    private static (Vector<float> Most, Vector<float> Fewest) AroundCentre(float[] plane, int at, int width)
    {
        var left = new Vector<float>(plane, at - 1);
        var right = new Vector<float>(plane, at + 1);
        var (most, fewest) = (Vector.Max(left, right), Vector.Min(left, right));
        for (var row = at - width; row <= at + width; row += 2 * width)
            (most, fewest) = Row(plane, row, most, fewest);
        return (most, fewest);
    }

    private static (Vector<float> Most, Vector<float> Fewest) Around(
        float[] plane, int at, int width, Vector<float> most, Vector<float> fewest)
    {
        for (var row = at - width; row <= at + width; row += width)
            (most, fewest) = Row(plane, row, most, fewest);
        return (most, fewest);
    }

    private static (Vector<float> Most, Vector<float> Fewest) Row(
        float[] plane, int at, Vector<float> most, Vector<float> fewest)
    {
        var (a, b, c) = (new Vector<float>(plane, at - 1), new Vector<float>(plane, at), new Vector<float>(plane, at + 1));
        return (Vector.Max(most, Vector.Max(a, Vector.Max(b, c))), Vector.Min(fewest, Vector.Min(a, Vector.Min(b, c))));
    }

    private static KeyPoint? Refine(Plane[] planes, int octave, int s, int x, int y, float least)
    {
        var (width, height) = (planes[0].Width, planes[0].Height);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var (before, here, after) = (planes[s - 1].Values, planes[s].Values, planes[s + 1].Values);
            var at = y * width + x;
            var value = here[at];
            var dx = (here[at + 1] - here[at - 1]) / 2;
            var dy = (here[at + width] - here[at - width]) / 2;
            var ds = (after[at] - before[at]) / 2;
            var dxx = here[at + 1] + here[at - 1] - 2 * value;
            var dyy = here[at + width] + here[at - width] - 2 * value;
            var dss = after[at] + before[at] - 2 * value;
            var dxy = (here[at + width + 1] - here[at + width - 1] - here[at - width + 1] + here[at - width - 1]) / 4;
            var dxs = (after[at + 1] - after[at - 1] - before[at + 1] + before[at - 1]) / 4;
            var dys = (after[at + width] - after[at - width] - before[at + width] + before[at - width]) / 4;

            // The place where the fitted quadratic is level, by Cramer's rule.
            var (cxx, cxy, cxs) = (dyy * dss - dys * dys, dxs * dys - dxy * dss, dxy * dys - dxs * dyy);
            var determinant = dxx * cxx + dxy * cxy + dxs * cxs;
            if (MathF.Abs(determinant) < 1e-12f)
                return null;
            var (cyy, cys, css) = (dxx * dss - dxs * dxs, dxy * dxs - dxx * dys, dxx * dyy - dxy * dxy);
            var ox = -(cxx * dx + cxy * dy + cxs * ds) / determinant;
            var oy = -(cxy * dx + cyy * dy + cys * ds) / determinant;
            var os = -(cxs * dx + cys * dy + css * ds) / determinant;
            if (MathF.Abs(ox) > 0.6f || MathF.Abs(oy) > 0.6f || MathF.Abs(os) > 0.6f)
            {
                var step = (X: MathF.Sign(ox) * (MathF.Abs(ox) > 0.6f ? 1 : 0), Y: MathF.Sign(oy) * (MathF.Abs(oy) > 0.6f ? 1 : 0),
                    S: MathF.Sign(os) * (MathF.Abs(os) > 0.6f ? 1 : 0));
                (x, y, s) = (x + step.X, y + step.Y, s + step.S);
                if (s < 1 || s > ScaleSpace.Scales || x < 5 || y < 5 || x >= width - 5 || y >= height - 5)
                    return null;
                continue;
            }

            var contrast = MathF.Abs(value + (dx * ox + dy * oy + ds * os) / 2);
            var (trace, product) = (dxx + dyy, dxx * dyy - dxy * dxy);
            if (contrast < least || product <= 0
                || trace * trace * MostEdge >= (MostEdge + 1) * (MostEdge + 1) * product)
                return null;
            var pixel = 1 << octave;
            var scale = s + os;
            return new KeyPoint(
                (x + ox) * pixel, (y + oy) * pixel, ScaleSpace.FirstBlur * MathF.Pow(2, scale / ScaleSpace.Scales) * pixel,
                octave, s, contrast);
        }

        return null;
    }
}
