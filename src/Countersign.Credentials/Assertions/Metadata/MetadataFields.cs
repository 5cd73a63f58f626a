using System.Collections.Frozen;
using System.Text.Json;

namespace Countersign.Credentials.Assertions.Metadata;

/// <summary>
/// What a <c>c2pa.metadata</c> assertion may contain (C2PA 2.2, appendix B): whole schemas, and single properties of others. Other metadata belongs into
/// an assertion with a label of its own.
/// </summary>
internal static class MetadataFields
{
    private static readonly FrozenSet<string> s_wholeSchemas = FrozenSet.ToFrozenSet(
    [
        "http://ns.adobe.com/xap/1.0/",
        "http://ns.adobe.com/xap/1.0/mm/",
        "http://ns.adobe.com/xap/1.0/t/pg/",
        "http://ns.adobe.com/camera-raw-settings/1.0/",
        "http://ns.adobe.com/pdf/1.3/",
    ], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenSet<string>> s_properties = new Dictionary<string, FrozenSet<string>>
    {
        ["http://purl.org/dc/elements/1.1/"] = Set(
            "coverage", "date", "format", "identifier", "language", "relation", "type"),
        ["http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"] = Set(
            "Scene"),
        ["http://iptc.org/std/Iptc4xmpExt/2008-02-29/"] = Set(
            "DigImageGUID", "DigitalSourceType", "EventId", "Genre", "ImageRating", "ImageRegion", "RegistryId", "LocationCreated",
            "LocationShown", "MaxAvailHeight", "MaxAvailWidth"),
        ["http://ns.adobe.com/exif/1.0/"] = Set(
            "ApertureValue", "BrightnessValue", "CFAPattern", "ColorSpace", "CompressedBitsPerPixel", "Contrast", "CustomRendered",
            "DateTimeDigitized", "DateTimeOriginal", "DeviceSettingDescription", "DigitalZoomRatio", "ExifVersion", "ExposureBiasValue",
            "ExposureIndex", "ExposureMode", "ExposureProgram", "ExposureTime", "FileSource", "Flash", "FlashEnergy", "FlashpixVersion",
            "FNumber", "FocalLength", "FocalLengthIn35mmFilm", "FocalPlaneResolutionUnit", "FocalPlaneXResolution", "FocalPlaneYResolution",
            "GainControl", "ImageUniqueID", "ISOSpeedRatings", "LightSource", "MaxApertureValue", "MeteringMode", "OECF",
            "OffsetTimeOriginal", "PixelXDimension", "PixelYDimension", "RelatedSoundFile", "Saturation", "SceneCaptureType", "SceneType",
            "SensingMethod", "Sharpness", "ShutterSpeedValue", "SpatialFrequencyResponse", "SpectralSensitivity", "SubjectArea",
            "SubjectDistance", "SubjectDistanceRange", "SubjectLocation", "WhiteBalance", "GPSAltitude", "GPSAltitudeRef", "GPSDateStamp",
            "GPSDestBearing", "GPSDestBearingRef", "GPSDestDistance", "GPSDestDistanceRef", "GPSDestLatitude", "GPSDestLongitude",
            "GPSDifferential", "GPSDOP", "GPSHPositioningError", "GPSImgDirection", "GPSImgDirectionRef", "GPSLatitude", "GPSLongitude",
            "GPSMapDatum", "GPSMeasureMode", "GPSProcessingMethod", "GPSSatellites", "GPSSpeed", "GPSSpeedRef", "GPSStatus", "GPSTimeStamp",
            "GPSTrack", "GPSTrackRef", "GPSVersionID"),
        ["http://cipa.jp/exif/1.0/exifEX"] = Set(
            "BodySerialNumber", "Gamma", "InteroperabilityIndex", "ISOSpeed", "ISOSpeedLatitudeyyy", "ISOSpeedLatitudezzz", "LensMake",
            "LensModel", "LensSerialNumber", "LensSpecification", "PhotographicSensitivity", "RecommendedExposureIndex", "SensitivityType",
            "StandardOutputSensitivity"),
        ["http://ns.adobe.com/photoshop/1.0/"] = Set(
            "Category", "City", "ColorMode", "Country", "DateCreated", "DocumentAncestors", "History", "ICCProfile", "State",
            "SupplementalCategories", "TextLayers", "TransmissionReference", "Urgency"),
        ["http://ns.adobe.com/tiff/1.0/"] = Set(
            "BitsPerSample", "Compression", "DateTime", "ImageLength", "ImageWidth", "Make", "Model", "Orientation",
            "PhotometricInterpretation", "PlanarConfiguration", "PrimaryChromaticities", "ReferenceBlackWhite", "ResolutionUnit",
            "SamplesPerPixel", "Software", "TransferFunction", "WhitePoint", "XResolution", "YResolution", "YCbCrCoefficients",
            "YCbCrPositioning", "YCbCrSubSampling"),
        ["http://ns.adobe.com/xmp/1.0/DynamicMedia/"] = Set(
            "absPeakAudioFilePath", "album", "altTapeName", "altTimecode", "audioChannelType", "audioCompressor", "audioSampleRate",
            "audioSampleType", "beatSpliceParams", "cameraAngle", "cameraLabel", "cameraModel", "cameraMove", "comment", "contributedMedia",
            "duration", "fileDataRate", "genre", "good", "instrument", "introTime", "key", "logComment", "loop", "numberOfBeats", "markers",
            "outCue", "projectName", "projectRef", "pullDown", "relativePeakAudioFilePath", "relativeTimestamp", "releaseDate",
            "resampleParams", "scaleType", "scene", "shotDate", "shotDay", "shotLocation", "shotName", "shotNumber", "shotSize",
            "speakerPlacement", "startTimecode", "stretchMode", "takeNumber", "tapeName", "tempo", "timeScaleParams", "timeSignature",
            "trackNumber", "Tracks", "videoAlphaMode", "videoAlphaPremultipleColor", "videoAlphaUnityIsTransparent", "videoColorSpace",
            "videoCompressor", "videoFieldOrder", "videoFrameRate", "videoFrameSize", "videoPixelAspectRatio", "videoPixelDepth",
            "partOfCompilation", "lyrics", "discNumber"),
        ["http://ns.useplus.org/ldf/xmp/1.0/"] = Set(
            "FileNameAsDelivered", "FirstPublicationDate", "ImageFileFormatAsDelivered", "ImageFileSizeAsDelivered", "ImageType", "Version"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What writers use without declaring it; a context in the document wins.
    private static readonly FrozenDictionary<string, string> s_usualPrefixes = new Dictionary<string, string>
    {
        ["xmp"] = "http://ns.adobe.com/xap/1.0/",
        ["xmpMM"] = "http://ns.adobe.com/xap/1.0/mm/",
        ["xmpTPg"] = "http://ns.adobe.com/xap/1.0/t/pg/",
        ["crs"] = "http://ns.adobe.com/camera-raw-settings/1.0/",
        ["pdf"] = "http://ns.adobe.com/pdf/1.3/",
        ["dc"] = "http://purl.org/dc/elements/1.1/",
        ["Iptc4xmpCore"] = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        ["Iptc4xmpExt"] = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        ["exif"] = "http://ns.adobe.com/exif/1.0/",
        ["exifEX"] = "http://cipa.jp/exif/1.0/exifEX",
        ["photoshop"] = "http://ns.adobe.com/photoshop/1.0/",
        ["tiff"] = "http://ns.adobe.com/tiff/1.0/",
        ["xmpDM"] = "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
        ["plus"] = "http://ns.useplus.org/ldf/xmp/1.0/",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The fields of a JSON-LD document that the list does not have, as they are written there. Empty when all are allowed.</summary>
    public static IReadOnlyList<string> Disallowed(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object) return ["(the document is no object)"];
        var prefixes = new Dictionary<string, string>(s_usualPrefixes, StringComparer.Ordinal);
        if (document.TryGetProperty("@context", out var context)) Declare(context, prefixes);
        return [.. document.EnumerateObject().Select(p => p.Name).Where(name => !name.StartsWith('@') && !IsAllowed(name, prefixes))];
    }

    private static void Declare(JsonElement context, Dictionary<string, string> prefixes)
    {
        if (context.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in context.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object)) Declare(part, prefixes);
        }
        else if (context.ValueKind == JsonValueKind.Object)
        {
            foreach (var term in context.EnumerateObject())
            {
                if (term.Value.ValueKind == JsonValueKind.String) prefixes[term.Name] = term.Value.GetString()!;
            }
        }
    }

    private static bool IsAllowed(string name, Dictionary<string, string> prefixes)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !prefixes.TryGetValue(name[..colon], out var schema)) return false;
        return s_wholeSchemas.Contains(schema)
            || (s_properties.GetValueOrDefault(schema) ?? s_properties.GetValueOrDefault(schema.TrimEnd('/')))?.Contains(name[(colon + 1)..]) == true;
    }

    private static FrozenSet<string> Set(params ReadOnlySpan<string> names) => FrozenSet.ToFrozenSet(names.ToArray(), StringComparer.Ordinal);
}
