using System.Buffers.Binary;

namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// JPEG: EXIF in APP1, comments, and IPTC-IIM in APP13 under the Photoshop resource 0x0404
/// (<c>1C record dataset length(2) value</c>, IPTC-IIM).
/// </summary>
internal static class JpegFields
{
    private static readonly Dictionary<byte, string> DataSets = new()
    {
        [5] = "ObjectName", [25] = "Keywords", [40] = "SpecialInstructions", [65] = "OriginatingProgram", [80] = "Byline",
        [105] = "Headline", [110] = "Credit", [115] = "Source", [120] = "Caption",
    };

    public static void Read(ReadOnlySpan<byte> jpeg, FieldSink sink)
    {
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF && sink.Step(at))
        {
            var marker = jpeg[at + 1];
            if (marker == 0xFF) { at++; continue; }
            if (marker is 0xDA or 0xD9) return;
            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (length < 2) return;
            var data = jpeg.Slice(at + 4, Math.Min(length - 2, jpeg.Length - at - 4));
            if (marker == 0xE1 && data.StartsWith("Exif\0\0"u8)) ExifFields.Read(data, at + 4, sink);
            else if (marker == 0xED && data.StartsWith("Photoshop 3.0\0"u8)) Resources(data[14..], at + 18, sink);
            else if (marker == 0xFE) sink.AddUtf8("JPEG comment", data, at + 4);
            at += 2 + length;
        }
    }

    // '8BIM' id(2) name(Pascal, even) size(4) data(even)
    private static void Resources(ReadOnlySpan<byte> data, int place, FieldSink sink)
    {
        var at = 0;
        while (at + 12 <= data.Length && data[at..].StartsWith("8BIM"u8) && sink.Step(place + at))
        {
            var id = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 4)..]);
            var name = (data[at + 6] + 2) & ~1;
            var sizeAt = at + 6 + name;
            if (sizeAt + 4 > data.Length) return;
            var size = BinaryPrimitives.ReadUInt32BigEndian(data[sizeAt..]);
            if (size > data.Length - sizeAt - 4) return;
            if (id == 0x0404) Iptc(data.Slice(sizeAt + 4, (int)size), place + sizeAt + 4, sink);
            at = sizeAt + 4 + (int)((size + 1) & ~1u);
        }
    }

    private static void Iptc(ReadOnlySpan<byte> data, int place, FieldSink sink)
    {
        var at = 0;
        while (at + 5 <= data.Length && data[at] == 0x1C && sink.Step(place + at))
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 3)..]);
            // The top bit marks an extended length, which no text field needs.
            if (size > data.Length - at - 5) return;
            if (data[at + 1] == 2 && DataSets.TryGetValue(data[at + 2], out var name)) sink.AddUtf8("IPTC " + name, data.Slice(at + 5, size), place + at);
            at += 5 + size;
        }
    }
}
