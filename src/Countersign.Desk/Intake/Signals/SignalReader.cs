using System.Runtime.InteropServices;
using Countersign.Credentials;
using Countersign.Desk.Intake.Sniffing;

namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// Reads what a file says about its own making and about what may be done with it: XMP, EXIF, IPTC, PNG text, and the text fields
/// of sound and film. It reports what is written; it does not judge the content, and finding nothing means nothing.
/// </summary>
public static class SignalReader
{
    /// <summary>Never fails on bad bytes: what cannot be read becomes a defect, and the rest is read.</summary>
    /// <param name="bytes">The whole file, or as much of its beginning as the caller is willing to hold.</param>
    /// <param name="type">What the file is, from <see cref="MediaSniffer"/>.</param>
    /// <param name="limits">Null for the usual ones.</param>
    public static SignalReading Read(ReadOnlyMemory<byte> bytes, MediaType type, SignalLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        var sink = new FieldSink(limits ?? new());
        var span = bytes.Span;
        switch (type.Format)
        {
            case "png": PngFields.Read(span, sink); break;
            case "jpeg": JpegFields.Read(span, sink); break;
            case "tiff": ExifFields.Read(span, 0, sink); break;
            case "webp" or "wav" or "rf64" or "avi": SoundFields.Riff(span, sink); break;
            case "heic" or "heif" or "avif" or "jxl": FindExif(span, sink); break;
            case "mp3" or "aac": SoundFields.Id3(span, sink); break;
            case "flac": SoundFields.Id3(span, sink); SoundFields.Vorbis(span, sink); break;
            case "ogg" or "opus" or "ogv": SoundFields.Vorbis(span, sink); break;
            case "mp4" or "mov" or "m4a": SoundFields.Mp4(span, sink); break;
        }

        // A text that quotes XMP says nothing about itself, and an archive nothing about its entries.
        if (type.Kind is MediaKind.Image or MediaKind.Audio or MediaKind.Video or MediaKind.Document && span.IndexOf("<x:xmpmeta"u8) >= 0)
            XmpFields.Read(span, Stores(bytes), sink);
        return new([.. Signals(sink)], sink.Defects);
    }

    private static IEnumerable<Signal> Signals(FieldSink sink)
    {
        foreach (var field in sink.Fields)
        {
            if ((DigitalSourceTypes.Read(field, sink) ?? PlusDataMining.Read(field, sink) ?? Generators.Read(field, sink)) is { } signal)
                yield return signal;
        }
    }

    private static IReadOnlyList<StoreLocation> Stores(ReadOnlyMemory<byte> bytes)
    {
        using var stream = MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        return CredentialLocator.Find(stream).Stores;
    }

    // HEIF and JPEG XL keep EXIF as an item or a box; its own header is mark enough to find it without walking either.
    private static void FindExif(ReadOnlySpan<byte> bytes, FieldSink sink)
    {
        foreach (var mark in (byte[][])[[.. "Exif\0\0II*\0"u8], [.. "Exif\0\0MM\0*"u8]])
        {
            var at = bytes.IndexOf(mark);
            if (at >= 0) ExifFields.Read(bytes[at..], at, sink);
        }
    }
}
