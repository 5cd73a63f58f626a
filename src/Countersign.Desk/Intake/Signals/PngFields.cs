using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// PNG text (W3C PNG): <c>tEXt keyword 0 Latin-1</c>, <c>zTXt keyword 0 method zlib</c>,
/// <c>iTXt keyword 0 packed method language 0 translated 0 UTF-8</c>; and EXIF in <c>eXIf</c>.
/// </summary>
internal static class PngFields
{
    public static void Read(ReadOnlySpan<byte> png, FieldSink sink)
    {
        var at = 8;
        while (at + 8 <= png.Length && sink.Step(at))
        {
            var stated = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            var length = (int)Math.Min(stated, (uint)(png.Length - at - 8));
            var type = png.Slice(at + 4, 4);
            var data = png.Slice(at + 8, length);
            if (type.SequenceEqual("tEXt"u8)) Plain(data, at, sink);
            else if (type.SequenceEqual("zTXt"u8)) Packed(data, at, sink);
            else if (type.SequenceEqual("iTXt"u8)) International(data, at, sink);
            else if (type.SequenceEqual("eXIf"u8)) ExifFields.Read(data, at + 8, sink);
            if (stated > int.MaxValue - 12 || length < stated) return;
            at += 12 + length;
        }
    }

    private static void Plain(ReadOnlySpan<byte> data, int at, FieldSink sink)
    {
        var end = data.IndexOf((byte)0);
        if (end is <= 0 or > 79) return;
        // Latin-1 by the book; generators write UTF-8 all the same.
        var text = data[(end + 1)..];
        text = text[..Math.Min(text.Length, sink.Limits.MaxValue)];
        var value = System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
        sink.Add("PNG tEXt " + Encoding.Latin1.GetString(data[..end]), value, at);
    }

    private static void Packed(ReadOnlySpan<byte> data, int at, FieldSink sink)
    {
        var end = data.IndexOf((byte)0);
        if (end is <= 0 or > 79 || end + 2 > data.Length) return;
        if (Inflate(data[(end + 2)..], at, sink) is { } text) sink.Add("PNG zTXt " + Encoding.Latin1.GetString(data[..end]), Encoding.UTF8.GetString(text), at);
    }

    private static void International(ReadOnlySpan<byte> data, int at, FieldSink sink)
    {
        var end = data.IndexOf((byte)0);
        if (end is <= 0 or > 79 || end + 3 > data.Length) return;
        var packed = data[end + 1] == 1;
        var rest = data[(end + 3)..];
        for (var i = 0; i < 2; i++)
        {
            var stop = rest.IndexOf((byte)0);
            if (stop < 0) return;
            rest = rest[(stop + 1)..];
        }

        var keyword = Encoding.Latin1.GetString(data[..end]);
        if (keyword == "XML:com.adobe.xmp")
        {
            // Plain packets are found by the search over the whole file.
            if (packed && Inflate(rest, at, sink) is { } xmp) XmpFields.ReadPacket(xmp, at, sink);
            return;
        }

        if (!packed) sink.AddUtf8("PNG iTXt " + keyword, rest, at);
        else if (Inflate(rest, at, sink) is { } text) sink.AddUtf8("PNG iTXt " + keyword, text, at);
    }

    private static byte[]? Inflate(ReadOnlySpan<byte> packed, long at, FieldSink sink)
    {
        var result = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var chunk = new byte[8192];
            int read;
            while ((read = zlib.Read(chunk)) > 0)
            {
                if (result.Length + read > sink.InflateBudget)
                {
                    sink.Defect("limit.reached", "Packed PNG text unpacks to more than is read.", at);
                    sink.InflateBudget = 0;
                    return null;
                }

                result.Write(chunk, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            sink.Defect("metadata.damaged", "Packed PNG text could not be unpacked.", at);
            return null;
        }

        sink.InflateBudget -= (int)result.Length;
        return result.ToArray();
    }
}
