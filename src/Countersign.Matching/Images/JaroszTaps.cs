namespace Countersign.Matching.Images;

/// <summary>
/// The two-pass box filter and the decimation to 64 samples along one axis, written as one sparse weighting: sample i
/// is the sum of <see cref="Weights"/>[i·<see cref="Stride"/> + t] times source element <see cref="Starts"/>[i] + t.
/// </summary>
/// <remarks>
/// Each box pass is linear and acts along one axis alone, so row and column passes commute, and two box passes followed
/// by picking 64 positions equal one tent-like weighting at just those positions: each source element is read about
/// once rather than four times. The window is ⌈n/128⌉ wide, reaches one further right than left when its width is even,
/// and is cut off (and renormalised) at the edges, as the PDQ paper has it.
/// </remarks>
internal sealed class JaroszTaps
{
    public const int Samples = 64;

    private JaroszTaps(int[] starts, int[] counts, float[] weights, int stride) =>
        (Starts, Counts, Weights, Stride) = (starts, counts, weights, stride);

    public int[] Starts { get; }

    public int[] Counts { get; }

    /// <summary>Row i holds <see cref="Stride"/> weights, zero beyond <see cref="Counts"/>[i].</summary>
    public float[] Weights { get; }

    public int Stride { get; }

    public static JaroszTaps Along(int length)
    {
        var window = (length + 2 * Samples - 1) / (2 * Samples);
        var right = window / 2;
        var left = window - 1 - right;
        var stride = 2 * window - 1;
        var starts = new int[Samples];
        var counts = new int[Samples];
        var weights = new float[Samples * stride];
        var change = new double[stride + 1];
        for (var i = 0; i < Samples; i++)
        {
            var centre = (int)((i + 0.5) * length / Samples);
            var from = Math.Max(0, centre - left);
            var to = Math.Min(length - 1, centre + right);
            var start = Math.Max(0, from - left);
            var end = Math.Min(length - 1, to + right);

            // The second pass averages from..to; each of those is the first pass's average over its own window.
            // Adding a constant over a range is two entries in a difference array, so this is linear in the window.
            Array.Clear(change);
            for (var p = from; p <= to; p++)
            {
                var low = Math.Max(0, p - left);
                var high = Math.Min(length - 1, p + right);
                var share = 1.0 / (high - low + 1) / (to - from + 1);
                change[low - start] += share;
                change[high - start + 1] -= share;
            }

            var weight = 0.0;
            for (var t = 0; t <= end - start; t++)
            {
                weight += change[t];
                weights[i * stride + t] = (float)weight;
            }

            starts[i] = start;
            counts[i] = end - start + 1;
        }

        return new JaroszTaps(starts, counts, weights, stride);
    }
}
