using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Countersign.Desk.Tests.Intake;

/// <summary>Builds small files by hand, byte for byte, so that a test says what is in them.</summary>
internal static class FileBuilder
{
    public static byte[] Xmp(string attributes, string inside = "") => Encoding.UTF8.GetBytes(
        "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        + "<rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" "
        + "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\" "
        + attributes + ">" + inside + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>");

    public static byte[] JpegWithXmp(byte[] xmp) => Jpeg((0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. xmp]));

    public static byte[] Jpeg(params (byte Marker, byte[] Data)[] segments) =>
        [0xFF, 0xD8, .. segments.SelectMany(s => (byte[])[0xFF, s.Marker, .. Be16(s.Data.Length + 2), .. s.Data]), 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];

    public static byte[] Png(params (string Type, byte[] Data)[] chunks) =>
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. chunks.Append(("IEND", [])).SelectMany(c => (byte[])[.. Be32(c.Item2.Length), .. Encoding.ASCII.GetBytes(c.Item1), .. c.Item2, 0, 0, 0, 0])];

    public static (string Type, byte[] Data) Text(string key, string value) => ("tEXt", [.. Encoding.Latin1.GetBytes(key), 0, .. Encoding.UTF8.GetBytes(value)]);

    public static (string Type, byte[] Data) Packed(string key, byte[] value) => ("zTXt", [.. Encoding.Latin1.GetBytes(key), 0, 0, .. Deflate(value)]);

    public static byte[] Deflate(byte[] value)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(value);
        return packed.ToArray();
    }

    /// <summary>A TIFF structure with one directory of one text tag.</summary>
    public static byte[] Exif(ushort tag, byte[] value) =>
        [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, (byte)tag, (byte)(tag >> 8), 2, 0, .. Le32(value.Length), .. Le32(26), 0, 0, 0, 0, .. value];

    public static byte[] Iptc(byte dataSet, string value)
    {
        byte[] record = [0x1C, 2, dataSet, .. Be16(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];
        return [.. "Photoshop 3.0\0"u8, .. "8BIM"u8, 4, 4, 0, 0, .. Be32(record.Length), .. record];
    }

    public static byte[] Wav(int dataBytes, int? stated = null)
    {
        byte[] body = [.. "WAVEfmt "u8, .. Le32(16), 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0, .. "data"u8, .. Le32(stated ?? dataBytes), .. new byte[dataBytes]];
        return [.. "RIFF"u8, .. Le32(body.Length), .. body];
    }

    public static byte[] Box(string type, params byte[][] data)
    {
        var bytes = data.SelectMany(d => d).ToArray();
        return [.. Be32(8 + bytes.Length), .. Encoding.Latin1.GetBytes(type), .. bytes];
    }

    public static byte[] Be16(int v) => [(byte)(v >> 8), (byte)v];

    public static byte[] Be32(int v)
    {
        var b = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(b, v);
        return b;
    }

    public static byte[] Le32(int v)
    {
        var b = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(b, v);
        return b;
    }
}
