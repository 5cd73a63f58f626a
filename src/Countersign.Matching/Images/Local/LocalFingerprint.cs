using System.Buffers.Binary;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// What local features remember of a registered picture. 30 bytes a feature, at most
/// <see cref="LocalThresholds.Registered"/> of them when made here.
/// </summary>
/// <remarks>
/// As bytes, little-endian: <c>4C 46</c>, version, 0; width and height of the picture as shown (u32 each); width and height
/// of the raster worked on (u16 each); number of features (u16), 0 (u16); then each field of all features in turn, in
/// the order of <see cref="LocalFeature"/> (u16 X, u16 Y, u8 scale, u8 angle, u32 cell, u32 residual, u128 signature).
/// </remarks>
public sealed class LocalFingerprint
{
    /// <summary>Of the encoding and of everything that decides its values: detector, descriptor, codebook.</summary>
    public const int Version = 1;

    /// <summary>Most features an encoding may hold. Attack: one item so large that each search stumbles over it.</summary>
    public const int MostFeatures = 2048;

    internal const int HeaderLength = 20;

    internal const int FeatureLength = 30;

    private readonly LocalFeature[] _features;

    internal LocalFingerprint(int width, int height, int workWidth, int workHeight, LocalFeature[] features) =>
        (Width, Height, WorkWidth, WorkHeight, _features) = (width, height, workWidth, workHeight, features);

    /// <summary>Of the picture as shown, in pixels.</summary>
    public int Width { get; }

    /// <summary>Of the picture as shown, in pixels.</summary>
    public int Height { get; }

    /// <summary>Of the raster that features were looked for in, in pixels, at most 2,048.</summary>
    public int WorkWidth { get; }

    /// <summary>As <see cref="WorkWidth"/>.</summary>
    public int WorkHeight { get; }

    /// <summary>The features, in the order of their worth: any beginning of the list is a fair choice of its length.</summary>
    public ReadOnlySpan<LocalFeature> Features => _features;

    /// <summary>Whether the picture has too little to go by.</summary>
    public LocalAbstention Abstention =>
        _features.Length < LocalThresholds.LeastFeatures ? LocalAbstention.TooFewFeatures : LocalAbstention.None;

    /// <summary>Fingerprints a picture for registering.</summary>
    /// <param name="picture">The decoded picture.</param>
    public static LocalFingerprint Of(DecodedPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var seen = FeatureExtractor.Extract(picture, LocalThresholds.RegisteredArea, LocalThresholds.Registered);
        var features = new LocalFeature[seen.Places.Length];
        Span<float> components = stackalloc float[Codebook.Components];
        Span<Probe> nearest = stackalloc Probe[1];
        for (var i = 0; i < features.Length; i++)
        {
            Codebook.Default.Project(seen.Descriptor(i), components);
            Codebook.Default.Nearest(components, nearest);
            var place = seen.Places[i];
            features[i] = new LocalFeature(
                Along(place.X), Along(place.Y), ScaleOf(place.Sigma), AngleOf(place.Angle),
                nearest[0].Cell, nearest[0].Residual, Codebook.Default.Signature(components));
        }

        return new LocalFingerprint(
            picture.Header.Width, picture.Header.Height, seen.Raster.Width, seen.Raster.Height, features);
    }

    /// <summary>The encoding described above.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + _features.Length * FeatureLength];
        var span = bytes.AsSpan();
        (span[0], span[1], span[2]) = ((byte)'L', (byte)'F', Version);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], Width);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], Height);
        BinaryPrimitives.WriteUInt16LittleEndian(span[12..], (ushort)WorkWidth);
        BinaryPrimitives.WriteUInt16LittleEndian(span[14..], (ushort)WorkHeight);
        BinaryPrimitives.WriteUInt16LittleEndian(span[16..], (ushort)_features.Length);
        var fields = new FeatureFields(_features.Length);
        for (var i = 0; i < _features.Length; i++)
        {
            var feature = _features[i];
            BinaryPrimitives.WriteUInt16LittleEndian(span[(FeatureFields.X + 2 * i)..], feature.X);
            BinaryPrimitives.WriteUInt16LittleEndian(span[(fields.Y + 2 * i)..], feature.Y);
            (span[fields.Scale + i], span[fields.Angle + i]) = (feature.Scale, feature.Angle);
            BinaryPrimitives.WriteInt32LittleEndian(span[(fields.Cell + 4 * i)..], feature.Cell);
            BinaryPrimitives.WriteUInt32LittleEndian(span[(fields.Residual + 4 * i)..], feature.Residual);
            BinaryPrimitives.WriteUInt128LittleEndian(span[(fields.Signature + 16 * i)..], feature.Signature);
        }

        return bytes;
    }

    /// <summary>Reads exactly what <see cref="ToBytes"/> writes; anything else is refused.</summary>
    /// <param name="bytes">The whole encoding.</param>
    /// <returns>The fingerprint, or a failure <c>local.version</c> or <c>local.corrupt</c>.</returns>
    public static Decoded<LocalFingerprint> FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 'L' || bytes[1] != 'F')
            return Corrupt("These are no local features.");
        if (bytes[2] != Version)
            return Decoded<LocalFingerprint>.Not(new DecodeFailure(
                "local.version", $"The local features are of version {bytes[2]}; this build reads {Version}.",
                "Fingerprint the picture again."));
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        int workWidth = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]), workHeight = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]);
        if (bytes[3] != 0 || bytes[18] != 0 || bytes[19] != 0 || width < 1 || height < 1
            || workWidth is < 1 or > LumaRaster.MostSide || workHeight is < 1 or > LumaRaster.MostSide)
            return Corrupt("The header of the local features is damaged.");
        if (count > MostFeatures || bytes.Length != HeaderLength + count * FeatureLength)
            return Corrupt($"{count} local features do not fit {bytes.Length} bytes.");

        var fields = new FeatureFields(count);
        var features = new LocalFeature[count];
        for (var i = 0; i < count; i++)
        {
            var cell = BinaryPrimitives.ReadInt32LittleEndian(bytes[(fields.Cell + 4 * i)..]);
            if (cell is < 0 or >= Codebook.Cells)
                return Corrupt($"Local feature {i} has a cell that does not exist.");
            features[i] = new LocalFeature(
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[(FeatureFields.X + 2 * i)..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[(fields.Y + 2 * i)..]),
                bytes[fields.Scale + i], bytes[fields.Angle + i], cell,
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[(fields.Residual + 4 * i)..]),
                BinaryPrimitives.ReadUInt128LittleEndian(bytes[(fields.Signature + 16 * i)..]));
        }

        return Decoded<LocalFingerprint>.Of(new LocalFingerprint(width, height, workWidth, workHeight, features));
    }

    internal static ushort Along(float part) => (ushort)Math.Clamp(part * 65535f + 0.5f, 0, 65535);

    internal static byte ScaleOf(float sigma) => (byte)Math.Clamp(MathF.Log2(sigma * 2) * 16 + 0.5f, 0, 255);

    internal static byte AngleOf(float angle) => (byte)((int)(angle * (256 / MathF.Tau) + 0.5f) & 255);

    private static Decoded<LocalFingerprint> Corrupt(string message) =>
        Decoded<LocalFingerprint>.Not(new DecodeFailure("local.corrupt", message, "Fingerprint the picture again."));

    /// <summary>Where each field's column begins.</summary>
    private readonly struct FeatureFields(int count)
    {
        public const int X = HeaderLength;
        public int Y { get; } = X + 2 * count;
        public int Scale => Y + 2 * count;
        public int Angle => Scale + count;
        public int Cell => Angle + count;
        public int Residual => Cell + 4 * count;
        public int Signature => Residual + 4 * count;
    }
}
