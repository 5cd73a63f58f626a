namespace Countersign.Matching.Images.Local;

/// <summary>Which part of a registered picture a query shows, and where.</summary>
internal static class SeenRegion
{
    /// <summary>Agreeing features expected, but missing, beyond an edge before that part counts as not shown.</summary>
    private const double Missing = 6;

    /// <summary>How far around a feature its descriptor looks, in its σ: what crosses an edge of the piece shown cannot agree.</summary>
    private const double Reach = 10;

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public Box Within(double width, double height) => new(
            Math.Clamp(Left, 0, width), Math.Clamp(Top, 0, height), Math.Clamp(Right, 0, width), Math.Clamp(Bottom, 0, height));

        public bool Holds(double x, double y) => x >= Left && x <= Right && y >= Top && y <= Bottom;

        public Box Through(PlaneTransform transform)
        {
            Span<(double X, double Y)> corners =
                [transform.Apply(Left, Top), transform.Apply(Right, Top), transform.Apply(Left, Bottom), transform.Apply(Right, Bottom)];
            var box = new Box(corners[0].X, corners[0].Y, corners[0].X, corners[0].Y);
            foreach (var (x, y) in corners)
                box = new Box(Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x), Math.Max(box.Bottom, y));
            return box;
        }

        public PictureRegion Pixels(double scaleX, double scaleY, int width, int height)
        {
            var left = Math.Clamp((int)Math.Floor(Left * scaleX), 0, width - 1);
            var top = Math.Clamp((int)Math.Floor(Top * scaleY), 0, height - 1);
            var right = Math.Clamp((int)Math.Ceiling(Right * scaleX), left + 1, width);
            var bottom = Math.Clamp((int)Math.Ceiling(Bottom * scaleY), top + 1, height);
            return new PictureRegion(left, top, right - left, bottom - top);
        }
    }

    /// <param name="query">The picture looked in.</param>
    /// <param name="fingerprint">The registered picture.</param>
    /// <param name="reference">Its features.</param>
    /// <param name="agreed">The pairs that agree.</param>
    /// <param name="transform">From the query's raster, as it is, to the registered picture's.</param>
    /// <param name="back">The way back.</param>
    public static (PictureRegion InQuery, PictureRegion InReference) Of(
        LocalQuery query, LocalFingerprint fingerprint, ReferenceView reference, List<FeaturePair> agreed,
        PlaneTransform transform, PlaneTransform back)
    {
        var shown = new Box(0, 0, query.WorkWidth, query.WorkHeight).Through(transform).Within(reference.Width, reference.Height);
        shown = Tightened(shown, reference, agreed, Math.Sqrt(Math.Abs(transform.A * transform.E - transform.B * transform.D)));
        var seen = shown.Through(back).Within(query.WorkWidth, query.WorkHeight);
        return (
            seen.Pixels((double)query.Width / query.WorkWidth, (double)query.Height / query.WorkHeight, query.Width, query.Height),
            shown.Pixels(
                (double)fingerprint.Width / reference.Width, (double)fingerprint.Height / reference.Height,
                fingerprint.Width, fingerprint.Height));
    }

    /// <summary>
    /// The transform says how far the picture would reach; a pasted piece ends before. An edge moves in to the outermost agreeing
    /// feature where features beyond it should have agreed too, at the rate of those within, and none did.
    /// </summary>
    private static Box Tightened(Box shown, ReferenceView reference, List<FeaturePair> agreed, double reduced)
    {
        var hull = new Box(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var (_, r, _) in agreed)
            hull = new Box(
                Math.Min(hull.Left, reference.X[r]), Math.Min(hull.Top, reference.Y[r]),
                Math.Max(hull.Right, reference.X[r]), Math.Max(hull.Bottom, reference.Y[r]));
        var (inside, left, top, right, bottom) = (0, 0, 0, 0, 0);
        for (var r = 0; r < reference.Count; r++)
        {
            // What is finer than the query's raster could not have been seen there.
            var sigma = Math.Pow(2, reference.LogScale[r]);
            if (sigma < ScaleSpace.FirstBlur * reduced)
                continue;
            var (x, y) = (reference.X[r], reference.Y[r]);
            if (hull.Holds(x, y))
                inside++;
            var reach = Reach * sigma;
            if (x - reach < shown.Left || y - reach < shown.Top || x + reach > shown.Right || y + reach > shown.Bottom)
                continue;
            left += x < hull.Left ? 1 : 0;
            top += y < hull.Top ? 1 : 0;
            right += x > hull.Right ? 1 : 0;
            bottom += y > hull.Bottom ? 1 : 0;
        }

        var rate = (double)agreed.Select(pair => pair.Reference).Distinct().Count() / Math.Max(1, inside);
        const double margin = 2 * Reach;
        return new Box(
            left * rate > Missing ? Math.Max(shown.Left, hull.Left - margin) : shown.Left,
            top * rate > Missing ? Math.Max(shown.Top, hull.Top - margin) : shown.Top,
            right * rate > Missing ? Math.Min(shown.Right, hull.Right + margin) : shown.Right,
            bottom * rate > Missing ? Math.Min(shown.Bottom, hull.Bottom + margin) : shown.Bottom);
    }
}
