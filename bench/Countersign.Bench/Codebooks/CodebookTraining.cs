using Countersign.Matching.Images;
using Countersign.Matching.Images.Local;

namespace Countersign.Bench.Codebooks;

/// <summary>
/// Makes a codebook such as <c>src/Countersign.Matching/Images/Local/Words/codebook.bin</c>: principal components of descriptors and,
/// in each half of them, 1,024 centres by k-means.
/// </summary>
internal static class CodebookTraining
{
    private const int Pictures = 400;
    private const int FeaturesEach = 400;
    private const int Rounds = 15;

    /// <summary>Trains on generated pictures.</summary>
    public static byte[] Train()
    {
        var generated = new GeneratedPictures(seed: 20090601);
        return Train(Enumerable.Range(0, Pictures).Select(generated.Make));
    }

    /// <summary>Trains on any pictures; the order matters to the last bit.</summary>
    public static byte[] Train(IEnumerable<DecodedPicture> pictures)
    {
        var rows = pictures.AsParallel().AsOrdered().WithDegreeOfParallelism(2).SelectMany(picture =>
        {
            var features = FeatureExtractor.Extract(picture, 640 * 480, FeaturesEach);
            return Enumerable.Range(0, features.Places.Length).Select(i => features.Descriptor(i).ToArray());
        }).ToList();

        var mean = new float[Descriptor.Length];
        foreach (var row in rows)
            for (var i = 0; i < mean.Length; i++)
                mean[i] += row[i] / rows.Count;
        var (axes, spread) = Components(rows, mean);

        // Alternating components give the halves about equal variance.
        int[] order = [.. Enumerable.Range(0, Codebook.Half).Select(i => 2 * i), .. Enumerable.Range(0, Codebook.Half).Select(i => 2 * i + 1)];
        float[] orderedAxes = [.. order.SelectMany(i => axes[i])];
        float[] orderedSpread = [.. order.Select(i => spread[i])];

        var projector = new Codebook(mean, orderedAxes, orderedSpread, new float[2 * Codebook.Words * Codebook.Half]);
        var projected = rows.ConvertAll(row =>
        {
            var components = new float[Codebook.Components];
            projector.Project(row, components);
            return components;
        });
        float[] centres = [.. KMeans.Centres(projected, 0, Rounds), .. KMeans.Centres(projected, Codebook.Half, Rounds)];
        return Codebook.Write(mean, orderedAxes, orderedSpread, centres);
    }

    /// <summary>The strongest principal axes and the standard deviation along each, by Jacobi rotations.</summary>
    private static (float[][] Axes, float[] Spread) Components(List<float[]> rows, float[] mean)
    {
        const int n = Descriptor.Length;
        var a = new double[n, n];
        var offset = new float[n];
        foreach (var row in rows)
        {
            for (var i = 0; i < n; i++)
                offset[i] = row[i] - mean[i];
            for (var i = 0; i < n; i++)
                for (var j = i; j < n; j++)
                    a[i, j] += offset[i] * offset[j];
        }

        var v = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            v[i, i] = 1;
            for (var j = i; j < n; j++)
                a[j, i] = a[i, j] /= rows.Count;
        }

        for (var sweep = 0; sweep < 12; sweep++)
            for (var p = 0; p < n - 1; p++)
                for (var q = p + 1; q < n; q++)
                    Rotate(a, v, p, q, n);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        var axes = order.Select(column => Enumerable.Range(0, n).Select(i => (float)v[i, column]).ToArray()).ToArray();
        return (axes, [.. order.Select(i => (float)Math.Sqrt(Math.Max(0, a[i, i])))]);
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q, int n)
    {
        if (Math.Abs(a[p, q]) < 1e-14)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        for (var k = 0; k < n; k++)
            (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
    }
}
