namespace Countersign.Matching.Images.Local;

/// <summary>The directions a key point's surroundings run in: the peaks of their gradient histogram (Lowe 2004, section 5).</summary>
internal static class Orientation
{
    /// <summary>Most directions taken of one point.</summary>
    public const int Most = 2;

    private const int Bins = 36;

    private const int Samples = 15;

    private const float Step = 0.6f;

    private const int Patch = Samples + 2;

    private static readonly float[] Nearness = MakeNearness();

    /// <param name="plane">The blurred plane nearest in scale.</param>
    /// <param name="x">In the plane's pixels.</param>
    /// <param name="y">In the plane's pixels.</param>
    /// <param name="sigma">In the plane's pixels.</param>
    /// <param name="angles">Room for <see cref="Most"/> angles in radians, [0, 2π), strongest first.</param>
    /// <returns>How many there are.</returns>
    public static int Of(Plane plane, float x, float y, float sigma, Span<float> angles)
    {
        Span<float> patch = stackalloc float[Patch * Patch];
        Descriptor.Sample(plane, x, y, sigma * Step, 0, Patch, patch);
        Span<float> bins = stackalloc float[Bins];
        bins.Clear();
        for (var row = 0; row < Samples; row++)
        {
            for (var column = 0; column < Samples; column++)
            {
                var at = (row + 1) * Patch + column + 1;
                var gx = patch[at + 1] - patch[at - 1];
                var gy = patch[at + Patch] - patch[at - Patch];
                var angle = MathF.Atan2(gy, gx);
                var bin = (angle + MathF.Tau) * (Bins / MathF.Tau);
                var whole = (int)bin;
                var part = bin - whole;
                var weight = MathF.Sqrt(gx * gx + gy * gy) * Nearness[row * Samples + column];
                bins[whole % Bins] += weight * (1 - part);
                bins[(whole + 1) % Bins] += weight * part;
            }
        }

        Span<float> smooth = stackalloc float[Bins];
        for (var pass = 0; pass < 3; pass++)
        {
            for (var i = 0; i < Bins; i++)
                smooth[i] = 0.25f * bins[(i + Bins - 1) % Bins] + 0.5f * bins[i] + 0.25f * bins[(i + 1) % Bins];
            smooth.CopyTo(bins);
        }

        return Peaks(bins, angles);
    }

    private static int Peaks(ReadOnlySpan<float> bins, Span<float> angles)
    {
        var highest = 0f;
        foreach (var bin in bins)
            highest = MathF.Max(highest, bin);
        if (highest <= 0)
            return 0;
        var count = 0;
        Span<float> heights = stackalloc float[Most];
        for (var i = 0; i < Bins; i++)
        {
            var (left, here, right) = (bins[(i + Bins - 1) % Bins], bins[i], bins[(i + 1) % Bins]);
            if (here < 0.8f * highest || here <= left || here < right)
                continue;
            var offset = 0.5f * (left - right) / (left - 2 * here + right);
            var angle = (i + offset) * (MathF.Tau / Bins);
            angle = angle < 0 ? angle + MathF.Tau : angle;
            var slot = count;
            while (slot > 0 && heights[slot - 1] < here)
                slot--;
            if (slot >= Most)
                continue;
            count = Math.Min(count + 1, Most);
            for (var move = count - 1; move > slot; move--)
                (heights[move], angles[move]) = (heights[move - 1], angles[move - 1]);
            (heights[slot], angles[slot]) = (here, angle);
        }

        return count;
    }

    private static float[] MakeNearness()
    {
        var nearness = new float[Samples * Samples];
        for (var row = 0; row < Samples; row++)
            for (var column = 0; column < Samples; column++)
            {
                var (u, v) = ((column - Samples / 2) * Step, (row - Samples / 2) * Step);
                nearness[row * Samples + column] = MathF.Exp(-(u * u + v * v) / (2 * 1.5f * 1.5f));
            }

        return nearness;
    }
}
