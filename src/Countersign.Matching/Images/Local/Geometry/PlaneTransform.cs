namespace Countersign.Matching.Images.Local;

/// <summary>
/// A transform of the plane: x' = (A x + B y + C) ÷ w, y' = (D x + E y + F) ÷ w, w = G x + H y + 1. Affine when G and H are 0.
/// </summary>
/// <param name="A">See above.</param>
/// <param name="B">See above.</param>
/// <param name="C">See above.</param>
/// <param name="D">See above.</param>
/// <param name="E">See above.</param>
/// <param name="F">See above.</param>
/// <param name="G">See above.</param>
/// <param name="H">See above.</param>
public readonly record struct PlaneTransform(
    double A, double B, double C, double D, double E, double F, double G = 0, double H = 0)
{
    /// <summary>Where a point comes to lie.</summary>
    /// <param name="x">Across.</param>
    /// <param name="y">Down.</param>
    public (double X, double Y) Apply(double x, double y)
    {
        var w = G * x + H * y + 1;
        return ((A * x + B * y + C) / w, (D * x + E * y + F) / w);
    }

    /// <summary>This transform and then another.</summary>
    internal PlaneTransform Then(PlaneTransform next) => FromNine(
        next.A * A + next.B * D + next.C * G, next.A * B + next.B * E + next.C * H, next.A * C + next.B * F + next.C,
        next.D * A + next.E * D + next.F * G, next.D * B + next.E * E + next.F * H, next.D * C + next.E * F + next.F,
        next.G * A + next.H * D + G, next.G * B + next.H * E + H, next.G * C + next.H * F + 1);

    /// <summary>The way back, or null where there is none.</summary>
    internal PlaneTransform? Inverse()
    {
        var (a, b, c) = (E - F * H, F * G - D, D * H - E * G);
        var determinant = A * a + B * b + C * c;
        if (!double.IsFinite(determinant) || Math.Abs(determinant) < 1e-12 || Math.Abs(A * E - B * D) < 1e-12)
            return null;
        return FromNine(
            a, C * H - B, B * F - C * E,
            b, A - C * G, C * D - A * F,
            c, B * G - A * H, A * E - B * D);
    }

    internal static PlaneTransform Scaling(double x, double y) => new(x, 0, 0, 0, y, 0);

    /// <summary>Left and right exchanged in a picture so wide.</summary>
    internal static PlaneTransform Mirror(double width) => new(-1, 0, width, 0, 1, 0);

    /// <summary>
    /// Whether two pictures of one thing could be related so: no reflection, enlarged and reduced within reason,
    /// not sheared to a line, and not seen from behind anywhere in the picture.
    /// </summary>
    internal bool IsPlausible(double width, double height)
    {
        foreach (var (x, y) in ((double, double)[])[(0, 0), (width, 0), (0, height), (width, height), (width / 2, height / 2)])
        {
            // The local linear part there.
            var w = G * x + H * y + 1;
            if (!(w > 0.3 && w < 3))
                return false;
            var (px, py) = Apply(x, y);
            var (a, b, d, e) = ((A - px * G) / w, (B - px * H) / w, (D - py * G) / w, (E - py * H) / w);
            var determinant = a * e - b * d;
            var squares = a * a + b * b + d * d + e * e;
            if (!(determinant > 1.0 / 400 && determinant < 400))
                return false;

            // Ratio of the singular values r: (r + 1/r) = squares ÷ determinant.
            if (!(squares / determinant < 3 + 1.0 / 3))
                return false;
        }

        return true;
    }

    private static PlaneTransform FromNine(
        double a, double b, double c, double d, double e, double f, double g, double h, double i) =>
        new(a / i, b / i, c / i, d / i, e / i, f / i, g / i, h / i);
}
