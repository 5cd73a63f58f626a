using System.Collections.Frozen;
using System.Text.Json;

namespace Countersign.Credentials.Assertions.Metadata;

/// <summary>The schemas and fields that <c>c2pa.metadata</c> may hold (C2PA 2.2, appendix B).</summary>
internal static class MetadataFields
{
    // B.1. The example of §18.16.3 uses pdfx, which the table does not name.
    private static readonly FrozenSet<string> s_whole = FrozenSet.Create(
        "http://ns.adobe.com/xap/1.0/",
        "http://ns.adobe.com/xap/1.0/mm/",
        "http://ns.adobe.com/xap/1.0/t/pg/",
        "http://ns.adobe.com/camera-raw-settings/1.0/",
        "http://ns.adobe.com/pdf/1.3/");

    // B.2. For ExifEx the table has one namespace, the example of §18.16.3 another, and files a third.
    private static readonly FrozenDictionary<string, FrozenSet<string>> s_part = Parts();

    /// <summary>The fields of a JSON-LD object, as they are spelled there, that are not allowed. Fields of structures are not looked at: the appendix lists properties.</summary>
    /// <param name="document">The root of the document.</param>
    public static IEnumerable<string> Disallowed(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object) yield break;
        var contexts = document.TryGetProperty("@context", out var context) ? Namespaces(context) : [];
        foreach (var field in document.EnumerateObject())
        {
            if (field.Name == "@context") continue;
            if (!IsAllowed(field.Name, contexts)) yield return field.Name;
        }
    }

    private static bool IsAllowed(string name, Dictionary<string, string> contexts)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !contexts.TryGetValue(name[..colon], out var space)) return false;
        return s_whole.Contains(space) || (s_part.TryGetValue(space, out var fields) && fields.Contains(name[(colon + 1)..]));
    }

    private static Dictionary<string, string> Namespaces(JsonElement context)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (context.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in context.EnumerateArray()) Gather(one, found);
        }
        else
        {
            Gather(context, found);
        }

        return found;
    }

    private static void Gather(JsonElement context, Dictionary<string, string> found)
    {
        if (context.ValueKind != JsonValueKind.Object) return;
        foreach (var prefix in context.EnumerateObject())
        {
            if (prefix.Value.ValueKind == JsonValueKind.String) found[prefix.Name] = prefix.Value.GetString()!;
        }
    }

    private static FrozenDictionary<string, FrozenSet<string>> Parts()
    {
        var parts = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal);
        Add(
            """
            coverage date format identifier language relation type
            """,
            "http://purl.org/dc/elements/1.1/");
        Add(
            """
            Scene
            """,
            "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/");
        Add(
            """
            DigImageGUID DigitalSourceType EventId Genre ImageRating ImageRegion RegistryId LocationCreated LocationShown MaxAvailHeight
            MaxAvailWidth
            """,
            "http://iptc.org/std/Iptc4xmpExt/2008-02-29/");
        Add(
            """
            ApertureValue BrightnessValue CFAPattern ColorSpace CompressedBitsPerPixel Contrast CustomRendered DateTimeDigitized
            DateTimeOriginal DeviceSettingDescription DigitalZoomRatio ExifVersion ExposureBiasValue ExposureIndex ExposureMode
            ExposureProgram ExposureTime FileSource Flash FlashEnergy FlashpixVersion FNumber FocalLength FocalLengthIn35mmFilm
            FocalPlaneResolutionUnit FocalPlaneXResolution FocalPlaneYResolution GainControl ImageUniqueID ISOSpeedRatings LightSource
            MaxApertureValue MeteringMode OECF OffsetTimeOriginal PixelXDimension PixelYDimension RelatedSoundFile Saturation SceneCaptureType
            SceneType SensingMethod Sharpness ShutterSpeedValue SpatialFrequencyResponse SpectralSensitivity SubjectArea SubjectDistance
            SubjectDistanceRange SubjectLocation WhiteBalance GPSAltitude GPSAltitudeRef GPSDateStamp GPSDestBearing GPSDestBearingRef
            GPSDestDistance GPSDestDistanceRef GPSDestLatitude GPSDestLongitude GPSDifferential GPSDOP GPSHPositioningError GPSImgDirection
            GPSImgDirectionRef GPSLatitude GPSLongitude GPSMapDatum GPSMeasureMode GPSProcessingMethod GPSSatellites GPSSpeed GPSSpeedRef
            GPSStatus GPSTimeStamp GPSTrack GPSTrackRef GPSVersionID
            """,
            "http://ns.adobe.com/exif/1.0/");
        Add(
            """
            BodySerialNumber Gamma InteroperabilityIndex ISOSpeed ISOSpeedLatitudeyyy ISOSpeedLatitudezzz LensMake LensModel LensSerialNumber
            LensSpecification PhotographicSensitivity RecommendedExposureIndex SensitivityType StandardOutputSensitivity
            """,
            "http://cipa.jp/exif/1.0/exifEX", "http://cipa.jp/exif/1.0/", "http://cipa.jp/exif/2.32/");
        Add(
            """
            Category City ColorMode Country DateCreated DocumentAncestors History ICCProfile State SupplementalCategories TextLayers
            TransmissionReference Urgency
            """,
            "http://ns.adobe.com/photoshop/1.0/");
        Add(
            """
            BitsPerSample Compression DateTime ImageLength ImageWidth Make Model Orientation PhotometricInterpretation PlanarConfiguration
            PrimaryChromaticities ReferenceBlackWhite ResolutionUnit SamplesPerPixel Software TransferFunction WhitePoint XResolution
            YResolution YCbCrCoefficients YCbCrPositioning YCbCrSubSampling
            """,
            "http://ns.adobe.com/tiff/1.0/");
        Add(
            """
            absPeakAudioFilePath album altTapeName altTimecode audioChannelType audioCompressor audioSampleRate audioSampleType
            beatSpliceParams cameraAngle cameraLabel cameraModel cameraMove comment contributedMedia duration fileDataRate genre good
            instrument introTime key logComment loop numberOfBeats markers outCue projectName projectRef pullDown relativePeakAudioFilePath
            relativeTimestamp releaseDate resampleParams scaleType scene shotDate shotDay shotLocation shotName shotNumber shotSize
            speakerPlacement startTimecode stretchMode takeNumber tapeName tempo timeScaleParams timeSignature trackNumber Tracks
            videoAlphaMode videoAlphaPremultipleColor videoAlphaUnityIsTransparent videoColorSpace videoCompressor videoFieldOrder
            videoFrameRate videoFrameSize videoPixelAspectRatio videoPixelDepth partOfCompilation lyrics discNumber
            """,
            "http://ns.adobe.com/xmp/1.0/DynamicMedia/");
        Add(
            """
            FileNameAsDelivered FirstPublicationDate ImageFileFormatAsDelivered ImageFileSizeAsDelivered ImageType Version
            """,
            "http://ns.useplus.org/ldf/xmp/1.0/");
        return parts.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string names, params ReadOnlySpan<string> spaces)
        {
            var fields = names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
            foreach (var space in spaces) parts.Add(space, fields);
        }
    }
}
