using Countersign.Matching.Images.Local;
using Countersign.Matching.Shared;

namespace Countersign.Bench.Codebooks;

/// <summary>Lloyd's k-means over one half of the components. An empty cluster starts again from a random row.</summary>
internal static class KMeans
{
    public static float[] Centres(List<float[]> rows, int from, int rounds)
    {
        var random = new SplitMix((ulong)from + 77);
        var centres = new float[Codebook.Words * Codebook.Half];
        for (var word = 0; word < Codebook.Words; word++)
            rows[random.Next(rows.Count)].AsSpan(from, Codebook.Half).CopyTo(centres.AsSpan(word * Codebook.Half));
        var nearest = new int[rows.Count];
        for (var round = 0; round < rounds; round++)
        {
            Assign(rows, from, centres, nearest);
            Move(rows, from, centres, nearest, ref random);
        }

        return centres;
    }

    private static void Assign(List<float[]> rows, int from, float[] centres, int[] nearest)
    {
        var norms = new float[Codebook.Words];
        for (var word = 0; word < Codebook.Words; word++)
            foreach (var value in centres.AsSpan(word * Codebook.Half, Codebook.Half))
                norms[word] -= value * value / 2;

        var table = new Matrix(centres, Codebook.Words, Codebook.Half);
        Parallel.For(0, 2, part =>
        {
            var closeness = new float[Codebook.Words];
            for (var row = part; row < rows.Count; row += 2)
            {
                table.Multiply(rows[row].AsSpan(from, Codebook.Half), norms, closeness);
                var best = 0;
                for (var word = 1; word < closeness.Length; word++)
                    if (closeness[word] > closeness[best])
                        best = word;
                nearest[row] = best;
            }
        });
    }

    private static void Move(List<float[]> rows, int from, float[] centres, int[] nearest, ref SplitMix random)
    {
        var sums = new double[centres.Length];
        var counts = new int[Codebook.Words];
        for (var row = 0; row < rows.Count; row++)
        {
            counts[nearest[row]]++;
            for (var i = 0; i < Codebook.Half; i++)
                sums[nearest[row] * Codebook.Half + i] += rows[row][from + i];
        }

        for (var word = 0; word < Codebook.Words; word++)
        {
            if (counts[word] == 0)
                rows[random.Next(rows.Count)].AsSpan(from, Codebook.Half).CopyTo(centres.AsSpan(word * Codebook.Half));
            else
                for (var i = 0; i < Codebook.Half; i++)
                    centres[word * Codebook.Half + i] = (float)(sums[word * Codebook.Half + i] / counts[word]);
        }
    }
}
