namespace Countersign.Matching.Images;

/// <summary>
/// The PDQ perceptual hash, from pixels. Source: "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing
/// algorithm" (ThreatExchange, hashing.pdf). Stateless and safe to call from many threads.
/// </summary>
/// <remarks>
/// From equal pixels the bits equal the reference's, except that a coefficient which ties with the median within
/// rounding may fall on the other side: sums are taken in another order here. That happens on
/// flat and on exactly symmetric pictures, whose quality is low. A picture narrower or lower than five pixels hashes to
/// all zeros with quality 0, as in the reference.
/// </remarks>
public static class PdqHasher
{
    /// <summary>The smallest side that is hashed.</summary>
    public const int LeastSide = 5;

    private const int Reduced = JaroszTaps.Samples * JaroszTaps.Samples;

    /// <summary>Hashes an RGB raster.</summary>
    /// <param name="rgb">Three bytes a pixel, rows from the top, no padding: width × height × 3 bytes.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The span's length is not width × height × 3.</exception>
    public static PdqFingerprint FromRgb(ReadOnlySpan<byte> rgb, int width, int height)
    {
        Check(rgb.Length, width, height, 3);
        if (TooSmall(width, height))
            return default;
        Span<float> reduced = stackalloc float[Reduced];
        PdqReduction.FromRgb(rgb, width, height, reduced);
        return Finish(reduced);
    }

    /// <summary>Hashes a luma raster.</summary>
    /// <param name="luma">One value a pixel, 0 to 255, rows from the top, no padding: width × height values.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The span's length is not width × height.</exception>
    public static PdqFingerprint FromLuma(ReadOnlySpan<float> luma, int width, int height)
    {
        Check(luma.Length, width, height, 1);
        if (TooSmall(width, height))
            return default;
        Span<float> reduced = stackalloc float[Reduced];
        PdqReduction.FromLuma(luma, width, height, reduced);
        return Finish(reduced);
    }

    /// <summary>Hashes an RGB raster and its seven turned and mirrored forms from one transform.</summary>
    /// <param name="rgb">As for <see cref="FromRgb"/>.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The span's length is not width × height × 3.</exception>
    public static PdqOrientations OrientationsFromRgb(ReadOnlySpan<byte> rgb, int width, int height)
    {
        Check(rgb.Length, width, height, 3);
        if (TooSmall(width, height))
            return new PdqOrientations(new PdqHash[8], 0);
        Span<float> reduced = stackalloc float[Reduced];
        PdqReduction.FromRgb(rgb, width, height, reduced);
        Span<float> coefficients = stackalloc float[PdqTransform.Coefficients];
        PdqTransform.Forward(reduced, coefficients);
        return PdqOrientations.From(coefficients, Quality(reduced));
    }

    private static PdqFingerprint Finish(ReadOnlySpan<float> reduced)
    {
        Span<float> coefficients = stackalloc float[PdqTransform.Coefficients];
        PdqTransform.Forward(reduced, coefficients);
        return new PdqFingerprint(PdqTransform.ToBits(coefficients), Quality(reduced));
    }

    /// <summary>Whole-percent steps between neighbours, summed and scaled; small steps count for nothing, on purpose.</summary>
    private static int Quality(ReadOnlySpan<float> reduced)
    {
        const int side = JaroszTaps.Samples;
        var steps = 0;
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                var here = reduced[i * side + j];
                if (i + 1 < side)
                    steps += Math.Abs((int)((here - reduced[(i + 1) * side + j]) * 100 / 255));
                if (j + 1 < side)
                    steps += Math.Abs((int)((here - reduced[i * side + j + 1]) * 100 / 255));
            }
        }

        return Math.Min(100, steps / 90);
    }

    private static bool TooSmall(int width, int height) => width < LeastSide || height < LeastSide;

    private static void Check(int length, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (length != (long)width * height * channels)
            throw new ArgumentException($"A raster of {width} × {height} has {(long)width * height * channels} values, not {length}.");
    }
}
