namespace Countersign.Matching.Images.Local;

/// <summary>A described key point.</summary>
/// <param name="X">0 to 1 of the picture's width.</param>
/// <param name="Y">0 to 1 of the picture's height.</param>
/// <param name="Sigma">In pixels of the raster worked on.</param>
/// <param name="Angle">In radians, [0, 2π).</param>
internal readonly record struct FeaturePlace(float X, float Y, float Sigma, float Angle);

/// <summary>What was seen in one picture: places and, row by row, their descriptors.</summary>
internal sealed record ExtractedFeatures(LumaRaster Raster, FeaturePlace[] Places, float[] Descriptors)
{
    public ReadOnlySpan<float> Descriptor(int index) =>
        Descriptors.AsSpan(index * Local.Descriptor.Length, Local.Descriptor.Length);
}

/// <summary>From a decoded picture to described key points. Equal pictures give equal features; safe from many threads.</summary>
internal static class FeatureExtractor
{
    public static ExtractedFeatures Extract(DecodedPicture picture, double area, int most)
    {
        var raster = LumaRaster.From(picture, area);
        using var space = new ScaleSpace(raster);
        var points = KeyPointSelection.Choose(KeyPointDetector.Find(space), raster.Width, raster.Height, most);
        var places = new List<FeaturePlace>(most);
        var descriptors = new float[most * Local.Descriptor.Length];
        Span<float> angles = stackalloc float[Orientation.Most];
        foreach (var point in points)
        {
            var plane = space.Blurred[point.Octave][point.Plane];
            var pixel = 1f / (1 << point.Octave);
            var (x, y, sigma) = (point.X * pixel, point.Y * pixel, point.Sigma * pixel);
            var count = Orientation.Of(plane, x, y, sigma, angles);
            for (var i = 0; i < count && places.Count < most; i++)
            {
                if (!Descriptor.Of(plane, x, y, sigma, angles[i], descriptors.AsSpan(places.Count * Descriptor.Length, Descriptor.Length)))
                    continue;
                places.Add(new FeaturePlace((point.X + 0.5f) / raster.Width, (point.Y + 0.5f) / raster.Height, point.Sigma, angles[i]));
            }
        }

        return new ExtractedFeatures(raster, [.. places], descriptors);
    }
}
