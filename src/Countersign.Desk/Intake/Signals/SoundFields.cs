using System.Buffers.Binary;
using System.Text;

namespace Countersign.Desk.Intake.Signals;

/// <summary>Text that sound and film carry: ID3v2 text frames, Vorbis comments, RIFF INFO and the iTunes list of MP4.</summary>
internal static class SoundFields
{
    public static void Id3(ReadOnlySpan<byte> bytes, FieldSink sink)
    {
        if (bytes.Length < 20 || !bytes.StartsWith("ID3"u8) || bytes[3] is not (3 or 4)) return;
        var wide = bytes[3] == 4;
        var end = Math.Min(bytes.Length, 10 + Synchsafe(bytes[6..]));
        var at = 10;
        while (at + 10 <= end && bytes[at] != 0 && sink.Step(at))
        {
            var size = wide ? Synchsafe(bytes[(at + 4)..]) : (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]), int.MaxValue);
            if (size <= 0 || size > end - at - 10) return;
            var id = Encoding.Latin1.GetString(bytes.Slice(at, 4));
            var data = bytes.Slice(at + 10, size);
            var skip = id == "COMM" ? 4 : 1;
            if ((id[0] == 'T' || id == "COMM") && data.Length > skip) sink.Add("ID3 " + id, Decode(data[0], data[skip..]), at);
            at += 10 + size;
        }
    }

    // FLAC: blocks of type(1) length(3); Ogg: the second packet, found by its own magic word near the start.
    public static void Vorbis(ReadOnlySpan<byte> bytes, FieldSink sink)
    {
        var at = 4;
        if (!bytes.StartsWith("fLaC"u8))
        {
            var head = bytes[..Math.Min(bytes.Length, 64 * 1024)];
            var mark = head.IndexOf("\u0003vorbis"u8);
            if (mark >= 0) Comments(bytes, mark + 7, sink);
            else if ((mark = head.IndexOf("OpusTags"u8)) >= 0) Comments(bytes, mark + 8, sink);
            return;
        }

        while (at + 4 <= bytes.Length && sink.Step(at))
        {
            var size = (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
            if ((bytes[at] & 127) == 4) Comments(bytes, at + 4, sink);
            if ((bytes[at] & 128) != 0) return;
            at += 4 + size;
        }
    }

    public static void Riff(ReadOnlySpan<byte> bytes, FieldSink sink)
    {
        long at = 12;
        while (at + 12 <= bytes.Length && sink.Step(at))
        {
            var chunk = bytes[(int)at..];
            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("LIST"u8) && chunk[8..].StartsWith("INFO"u8)) { at += 12; continue; } // its entries are chunks as well
            var data = chunk.Slice(8, (int)Math.Min(size, chunk.Length - 8));
            if (chunk.StartsWith("EXIF"u8)) ExifFields.Read(data, at + 8, sink);
            else if (chunk[0] == 'I' && size < 64 * 1024) sink.AddUtf8("RIFF " + Encoding.Latin1.GetString(chunk[..4]), data, at);
            at += 8 + size + (size & 1);
        }
    }

    // moov > udta > meta > ilst > (©too, ©cmt, desc, ----) > data: type(4) locale(4) text
    public static void Mp4(ReadOnlySpan<byte> bytes, FieldSink sink) => Boxes(bytes, 0, "", 0, sink);

    private static void Boxes(ReadOnlySpan<byte> bytes, long place, string parent, int depth, FieldSink sink)
    {
        var at = 0L;
        while (at + 8 <= bytes.Length && sink.Step(place + at))
        {
            var box = bytes[(int)at..];
            long size = BinaryPrimitives.ReadUInt32BigEndian(box);
            var header = 8;
            if (size == 1 && box.Length >= 16) { size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(box[8..]), int.MaxValue * 2L); header = 16; }
            else if (size == 0) size = box.Length;
            if (size < header) return;
            var data = box[Math.Min(header, box.Length)..(int)Math.Min(size, box.Length)];
            var type = Encoding.Latin1.GetString(box.Slice(4, 4));
            // meta is a full box in MP4 and a plain one in QuickTime.
            if (type == "meta" && data.Length >= 8 && !data[4..8].SequenceEqual("hdlr"u8)) { data = data[4..]; header += 4; }
            // Five levels reach the list; a thousand nested moov boxes must not recurse a thousand times.
            if (depth < 6 && (type is "moov" or "udta" or "meta" or "ilst" || parent == "ilst")) Boxes(data, place + at + header, type, depth + 1, sink);
            else if (type == "data" && data.Length > 8) sink.AddUtf8("MP4 " + parent, data[8..], place + at);
            at += size;
        }
    }

    // length(4, LE) vendor  count(4)  { length(4) NAME=value }…
    private static void Comments(ReadOnlySpan<byte> bytes, int at, FieldSink sink)
    {
        if (!Take(bytes, ref at, out var vendor)) return;
        sink.AddUtf8("Vorbis vendor", vendor, at);
        if (at > bytes.Length - 4) return;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        at += 4;
        for (uint i = 0; i < count && sink.Step(at) && Take(bytes, ref at, out var comment); i++)
        {
            var equals = comment.IndexOf((byte)'=');
            if (equals is > 0 and < 64) sink.AddUtf8("Vorbis " + Encoding.Latin1.GetString(comment[..equals]).ToUpperInvariant(), comment[(equals + 1)..], at);
        }
    }

    private static bool Take(ReadOnlySpan<byte> bytes, ref int at, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (at < 0 || at > bytes.Length - 4) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        if (size > bytes.Length - at - 4) return false;
        taken = bytes.Slice(at + 4, (int)size);
        at += 4 + (int)size;
        return true;
    }

    private static string Decode(byte encoding, ReadOnlySpan<byte> text) => encoding switch
    {
        1 => (text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(text[..(text.Length & ~1)]).Trim('\uFEFF'),
        2 => Encoding.BigEndianUnicode.GetString(text[..(text.Length & ~1)]),
        3 => Encoding.UTF8.GetString(text),
        _ => Encoding.Latin1.GetString(text),
    };

    private static int Synchsafe(ReadOnlySpan<byte> b) => ((b[0] & 127) << 21) | ((b[1] & 127) << 14) | ((b[2] & 127) << 7) | (b[3] & 127);
}
