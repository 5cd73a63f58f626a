using System.Numerics;

namespace Countersign.Matching.Images.Local;

/// <summary>A feature of a query and the feature of a registered picture that looks most like it.</summary>
/// <param name="Query">Index in the query.</param>
/// <param name="Reference">Index in the registered picture.</param>
/// <param name="Weight">How alike they are: from 1 (no more than would be a copy) down to 0.</param>
internal readonly record struct FeaturePair(int Query, int Reference, float Weight);

/// <summary>A registered picture's features as numbers to reckon with. Places are in pixels of its raster.</summary>
internal sealed class ReferenceView
{
    public ReferenceView(LocalFingerprint fingerprint)
    {
        var features = fingerprint.Features;
        (Width, Height) = (fingerprint.WorkWidth, fingerprint.WorkHeight);
        (X, Y, LogScale, Angle) = (new float[features.Length], new float[features.Length], new float[features.Length], new float[features.Length]);
        Signatures = new UInt128[features.Length];
        for (var i = 0; i < features.Length; i++)
        {
            X[i] = features[i].X / 65535f * Width;
            Y[i] = features[i].Y / 65535f * Height;
            LogScale[i] = features[i].Scale / 16f - 1;
            Angle[i] = features[i].Angle * (MathF.Tau / 256);
            Signatures[i] = features[i].Signature;
        }
    }

    public int Width { get; }

    public int Height { get; }

    public int Count => X.Length;

    public float[] X { get; }

    public float[] Y { get; }

    public float[] LogScale { get; }

    public float[] Angle { get; }

    public UInt128[] Signatures { get; }
}

/// <summary>Compares all signatures of two pictures.</summary>
internal static class FeaturePairs
{
    /// <summary>Signatures (128 bits) further apart than this are of different things.</summary>
    private const int Apart = 40;

    /// <summary>Signatures this near weigh fully.</summary>
    private const int Near = 20;

    /// <summary>The best must be this much nearer than the best elsewhere in the picture (Lowe's ratio test).</summary>
    private const float Ratio = 0.88f;

    /// <summary>What lies nearer than this, in pixels, is the same place.</summary>
    private const float SamePlace = 8;

    public static List<FeaturePair> Between(QueryView query, ReferenceView reference)
    {
        var pairs = new List<FeaturePair>();
        var lows = new ulong[reference.Count];
        var highs = new ulong[reference.Count];
        for (var r = 0; r < lows.Length; r++)
            (lows[r], highs[r]) = ((ulong)reference.Signatures[r], (ulong)(reference.Signatures[r] >> 64));
        var distances = new byte[reference.Count];
        for (var q = 0; q < query.Count; q++)
        {
            var (low, high) = ((ulong)query.Signatures[q], (ulong)(query.Signatures[q] >> 64));
            var (best, at) = (Apart + 1, -1);
            for (var r = 0; r < lows.Length; r++)
            {
                var distance = BitOperations.PopCount(low ^ lows[r]) + BitOperations.PopCount(high ^ highs[r]);
                distances[r] = (byte)distance;
                if (distance < best)
                    (best, at) = (distance, r);
            }

            if (at < 0)
                continue;
            var limit = best / Ratio;
            var alone = true;
            for (var r = 0; r < distances.Length && alone; r++)
                alone = distances[r] > limit || r == at || MathF.Abs(reference.X[r] - reference.X[at]) < SamePlace
                    && MathF.Abs(reference.Y[r] - reference.Y[at]) < SamePlace;
            if (alone)
                pairs.Add(new FeaturePair(q, at, Weight(best)));
        }

        return pairs;
    }

    /// <summary>The weight of a pair by its signatures; 0 where they are too far apart.</summary>
    public static float Weigh(UInt128 query, UInt128 reference)
    {
        var differing = query ^ reference;
        var distance = BitOperations.PopCount((ulong)differing) + BitOperations.PopCount((ulong)(differing >> 64));
        return distance > Apart ? 0 : Weight(distance);
    }

    private static float Weight(int distance) => Math.Clamp((Apart + 4f - distance) / (Apart + 4 - Near), 0, 1);
}
