using System.Buffers.Binary;
using System.Text;

namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// The text tags of EXIF in a TIFF structure (CIPA DC-008): directory 0 and the EXIF directory it points to.
/// A reader of its own and not a library's, because it is small, gives byte offsets, and visits nothing else.
/// </summary>
internal static class ExifFields
{
    private const ushort ExifPointer = 0x8769;

    private static readonly Dictionary<ushort, string> Tags = new()
    {
        [0x010E] = "ImageDescription", [0x010F] = "Make", [0x0110] = "Model", [0x0131] = "Software", [0x013B] = "Artist",
        [0x8298] = "Copyright", [0x9286] = "UserComment", [0x927C] = "MakerNote", [0x9C9B] = "XPTitle", [0x9C9C] = "XPComment", [0x9C9E] = "XPKeywords",
    };

    /// <param name="tiff">From the byte-order mark on.</param>
    /// <param name="place">Where that is in the file.</param>
    /// <param name="sink">Takes the fields.</param>
    public static void Read(ReadOnlySpan<byte> tiff, long place, FieldSink sink)
    {
        if (tiff.StartsWith("Exif\0\0"u8)) { tiff = tiff[6..]; place += 6; }
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8))) return;
        var little = tiff[0] == 'I';
        // Two levels and no more, so that a pointer back to its own directory cannot go round.
        if (Directory(tiff, U32(tiff[4..], little), little, place, sink) is { } exif) Directory(tiff, exif, little, place, sink);
    }

    private static uint? Directory(ReadOnlySpan<byte> tiff, uint offset, bool little, long place, FieldSink sink)
    {
        if (offset > tiff.Length - 2) { sink.Defect("metadata.damaged", "An EXIF directory lies outside its block.", place); return null; }
        var count = U16(tiff[(int)offset..], little);
        uint? exif = null;
        for (var i = 0; i < count; i++)
        {
            var at = (long)offset + 2 + (12L * i);
            if (at + 12 > tiff.Length || !sink.Step(place + at)) break;
            var entry = tiff.Slice((int)at, 12);
            var tag = U16(entry, little);
            if (tag == ExifPointer) exif = U32(entry[8..], little);
            if (!Tags.TryGetValue(tag, out var name)) continue;
            var size = U32(entry[4..], little);
            if (U16(entry[2..], little) is not (1 or 2 or 7) || size == 0) continue;
            var from = size <= 4 ? at + 8 : U32(entry[8..], little);
            if (from > tiff.Length || size > tiff.Length - from) { sink.Defect("metadata.damaged", "An EXIF value lies outside its block.", place + at); continue; }
            var value = tiff.Slice((int)from, (int)Math.Min(size, (uint)sink.Limits.MaxValue));
            sink.Add("EXIF " + name, Text(tag, value, little), place + from);
        }

        return exif;
    }

    private static string Text(ushort tag, ReadOnlySpan<byte> value, bool little)
    {
        if (tag is >= 0x9C9B and <= 0x9C9E) return Encoding.Unicode.GetString(value[..(value.Length & ~1)]);
        // UserComment begins with eight bytes that name its characters.
        if (tag == 0x9286 && value.StartsWith("UNICODE\0"u8))
        {
            var rest = value[8..(8 + ((value.Length - 8) & ~1))];
            // Writers disagree on the byte order; the more ASCII of the two readings is the right one.
            var first = rest.Length >= 2 && rest[0] == 0 ? Encoding.BigEndianUnicode : rest.Length >= 2 && rest[1] == 0 ? Encoding.Unicode : little ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return first.GetString(rest);
        }

        if (tag == 0x9286 && value.Length >= 8) value = value[8..];
        return Encoding.UTF8.GetString(value);
    }

    private static ushort U16(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    private static uint U32(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
}
