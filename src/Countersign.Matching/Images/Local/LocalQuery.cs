namespace Countersign.Matching.Images.Local;

/// <summary>
/// A picture to be looked for, or in: its features with the cells to probe, as it is and mirrored. A query is larger than a
/// fingerprint and is not kept.
/// </summary>
public sealed class LocalQuery
{
    /// <summary>Cells of the inverted multi-index looked into for each feature.</summary>
    internal const int ProbesEach = 6;

    private LocalQuery(DecodedPicture picture, int workWidth, int workHeight, QueryView plain, QueryView mirrored) =>
        (Width, Height, WorkWidth, WorkHeight, Plain, Mirrored) =
        (picture.Header.Width, picture.Header.Height, workWidth, workHeight, plain, mirrored);

    /// <summary>Of the picture as shown, in pixels.</summary>
    public int Width { get; }

    /// <summary>Of the picture as shown, in pixels.</summary>
    public int Height { get; }

    /// <summary>How many features were seen.</summary>
    public int Count => Plain.Count;

    /// <summary>Whether the picture has too little to go by.</summary>
    public LocalAbstention Abstention =>
        Count < LocalThresholds.LeastFeatures ? LocalAbstention.TooFewFeatures : LocalAbstention.None;

    internal int WorkWidth { get; }

    internal int WorkHeight { get; }

    internal QueryView Plain { get; }

    internal QueryView Mirrored { get; }

    /// <summary>Looks at a picture once, closer than for registering, and derives its mirrored form from the same features.</summary>
    /// <param name="picture">The decoded picture.</param>
    public static LocalQuery Of(DecodedPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var seen = FeatureExtractor.Extract(picture, LocalThresholds.QueriedArea, LocalThresholds.Queried);
        return new LocalQuery(
            picture, seen.Raster.Width, seen.Raster.Height, QueryView.Of(seen, mirrored: false), QueryView.Of(seen, mirrored: true));
    }
}

/// <summary>The features of a query in one of its two forms. Places are in pixels of the raster worked on, of that form.</summary>
internal sealed class QueryView
{
    private QueryView(int count)
    {
        (X, Y, LogScale, Angle) = (new float[count], new float[count], new float[count], new float[count]);
        (Signatures, Probes) = (new UInt128[count], new Probe[count * LocalQuery.ProbesEach]);
    }

    public int Count => X.Length;

    public ProbeTable ProbeTable { get; private set; } = null!;

    public float[] X { get; }

    public float[] Y { get; }

    /// <summary>Log₂ of σ.</summary>
    public float[] LogScale { get; }

    /// <summary>In radians.</summary>
    public float[] Angle { get; }

    public UInt128[] Signatures { get; }

    /// <summary><see cref="LocalQuery.ProbesEach"/> a feature, nearest first.</summary>
    public Probe[] Probes { get; }

    public static QueryView Of(ExtractedFeatures seen, bool mirrored)
    {
        var view = new QueryView(seen.Places.Length);
        Span<float> turned = stackalloc float[Descriptor.Length];
        Span<float> components = stackalloc float[Codebook.Components];
        for (var i = 0; i < view.Count; i++)
        {
            var place = seen.Places[i];
            if (mirrored)
                Descriptor.Mirror(seen.Descriptor(i), turned);
            else
                seen.Descriptor(i).CopyTo(turned);
            view.X[i] = (mirrored ? 1 - place.X : place.X) * seen.Raster.Width;
            view.Y[i] = place.Y * seen.Raster.Height;
            view.LogScale[i] = MathF.Log2(place.Sigma);
            view.Angle[i] = mirrored ? MathF.PI - place.Angle : place.Angle;
            Codebook.Default.Project(turned, components);
            view.Signatures[i] = Codebook.Default.Signature(components);
            Codebook.Default.Nearest(components, view.Probes.AsSpan(i * LocalQuery.ProbesEach, LocalQuery.ProbesEach));
        }

        view.ProbeTable = new ProbeTable(view.Probes);
        return view;
    }
}
