namespace Countersign.Matching.Images.Local;

/// <summary>Two places that should be one.</summary>
/// <param name="QueryX">In pixels of the query's raster.</param>
/// <param name="QueryY">As QueryX.</param>
/// <param name="ReferenceX">In pixels of the registered picture's raster.</param>
/// <param name="ReferenceY">As ReferenceX.</param>
internal readonly record struct PointPair(double QueryX, double QueryY, double ReferenceX, double ReferenceY);

/// <summary>Least-squares transforms through point pairs.</summary>
internal static class TransformFit
{
    /// <summary>A turn, one scale and a shift (4 unknowns), from two pairs or more.</summary>
    public static PlaneTransform? Similarity(ReadOnlySpan<PointPair> pairs) => Fit(pairs, 4);

    /// <summary>6 unknowns, from three pairs or more.</summary>
    public static PlaneTransform? Affine(ReadOnlySpan<PointPair> pairs) => Fit(pairs, 6);

    /// <summary>8 unknowns, from four pairs or more.</summary>
    public static PlaneTransform? Perspective(ReadOnlySpan<PointPair> pairs) => Fit(pairs, 8);

    private static PlaneTransform? Fit(ReadOnlySpan<PointPair> pairs, int unknowns)
    {
        if (pairs.Length * 2 < unknowns)
            return null;

        // Centred and scaled on both sides, without which the normal equations lose their digits.
        var (q, r) = (Frame.Of(pairs, static p => (p.QueryX, p.QueryY)), Frame.Of(pairs, static p => (p.ReferenceX, p.ReferenceY)));
        Span<double> normal = stackalloc double[8 * 9];
        normal.Clear();
        Span<double> row = stackalloc double[9];
        foreach (var pair in pairs)
        {
            var (x, y) = ((pair.QueryX - q.X) / q.Size, (pair.QueryY - q.Y) / q.Size);
            var (u, v) = ((pair.ReferenceX - r.X) / r.Size, (pair.ReferenceY - r.Y) / r.Size);
            row.Clear();
            if (unknowns == 4)
                (row[0], row[1], row[2]) = (x, -y, 1);
            else
                (row[0], row[1], row[2]) = (x, y, 1);
            if (unknowns == 8)
                (row[6], row[7]) = (-u * x, -u * y);
            row[unknowns] = u;
            Accumulate(normal, row, unknowns);
            row.Clear();
            if (unknowns == 4)
                (row[0], row[1], row[3]) = (y, x, 1);
            else
                (row[3], row[4], row[5]) = (x, y, 1);
            if (unknowns == 8)
                (row[6], row[7]) = (-v * x, -v * y);
            row[unknowns] = v;
            Accumulate(normal, row, unknowns);
        }

        Span<double> s = stackalloc double[8];
        s.Clear();
        if (!Solve(normal, s, unknowns))
            return null;
        var fitted = unknowns == 4
            ? new PlaneTransform(s[0], -s[1], s[2], s[1], s[0], s[3])
            : new PlaneTransform(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]);
        var into = new PlaneTransform(1 / q.Size, 0, -q.X / q.Size, 0, 1 / q.Size, -q.Y / q.Size);
        var outOf = new PlaneTransform(r.Size, 0, r.X, 0, r.Size, r.Y);
        return into.Then(fitted).Then(outOf);
    }

    private static void Accumulate(Span<double> normal, ReadOnlySpan<double> row, int unknowns)
    {
        for (var i = 0; i < unknowns; i++)
            for (var j = 0; j <= unknowns; j++)
                normal[i * 9 + j] += row[i] * row[j];
    }

    private static bool Solve(Span<double> m, Span<double> solution, int n)
    {
        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var i = column + 1; i < n; i++)
                if (Math.Abs(m[i * 9 + column]) > Math.Abs(m[pivot * 9 + column]))
                    pivot = i;
            if (!(Math.Abs(m[pivot * 9 + column]) > 1e-9))
                return false;
            for (var j = 0; j <= n; j++)
                (m[column * 9 + j], m[pivot * 9 + j]) = (m[pivot * 9 + j], m[column * 9 + j]);
            for (var i = 0; i < n; i++)
            {
                if (i == column)
                    continue;
                var factor = m[i * 9 + column] / m[column * 9 + column];
                for (var j = column; j <= n; j++)
                    m[i * 9 + j] -= factor * m[column * 9 + j];
            }
        }

        for (var i = 0; i < n; i++)
            solution[i] = m[i * 9 + n] / m[i * 9 + i];
        return true;
    }

    private readonly record struct Frame(double X, double Y, double Size)
    {
        public static Frame Of(ReadOnlySpan<PointPair> pairs, Func<PointPair, (double X, double Y)> point)
        {
            var (x, y, squares) = (0.0, 0.0, 0.0);
            foreach (var pair in pairs)
            {
                var at = point(pair);
                (x, y) = (x + at.X / pairs.Length, y + at.Y / pairs.Length);
            }

            foreach (var pair in pairs)
            {
                var at = point(pair);
                squares += (at.X - x) * (at.X - x) + (at.Y - y) * (at.Y - y);
            }

            return new Frame(x, y, Math.Max(1e-6, Math.Sqrt(squares / pairs.Length)));
        }
    }
}
