using System.Buffers.Binary;
using System.Text;

namespace Countersign.Credentials.Tests.Shared;

/// <summary>Builds the smallest things that pass for a manifest store, and the containers around them.</summary>
internal static class Store
{
    public static byte[] Uuid => [0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>A superbox with a description box and <paramref name="padding"/> bytes of a free box.</summary>
    public static byte[] Make(int padding = 24) =>
        Box("jumb", [.. Box("jumd", [.. Uuid, 3, .. "c2pa\0"u8]), .. Box("free", new byte[padding])]);

    public static byte[] Box(string type, byte[] data) => [.. Be32(8 + data.Length), .. Encoding.ASCII.GetBytes(type), .. data];

    public static byte[] Be32(long value)
    {
        var b = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(b, (uint)value);
        return b;
    }

    public static byte[] Le32(long value)
    {
        var b = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(b, (uint)value);
        return b;
    }

    public static byte[] Be16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Jpeg(params byte[][] segments) => [0xFF, 0xD8, .. segments.SelectMany(s => s), 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0, 3, 0xFF, 0xD9];

    public static byte[] App11(int instance, int sequence, byte[] payload) =>
        [0xFF, 0xEB, .. Be16(2 + 8 + payload.Length), (byte)'J', (byte)'P', .. Be16(instance), .. Be32(sequence), .. payload];

    public static byte[] Png(params (string Type, byte[] Data)[] chunks) =>
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. chunks.Append(("IEND", [])).SelectMany(c => (byte[])[.. Be32(c.Item2.Length), .. Encoding.ASCII.GetBytes(c.Item1), .. c.Item2, 0, 0, 0, 0])];

    public static byte[] Riff(params (string Id, byte[] Data)[] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes(c.Id), .. Le32(c.Data.Length), .. c.Data, .. new byte[c.Data.Length & 1]])];
        return [.. "RIFF"u8, .. Le32(body.Length), .. body];
    }

    public static byte[] C2paBox(string purpose, byte[] store) => Box("uuid",
        [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(purpose), 0, 0, 0, 0, 0, 0, 0, 0, 0, .. store]);

    public static byte[] Tiff(byte[] store) =>
        [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x41, 0xCD, 7, 0, .. Le32(store.Length), .. Le32(26), 0, 0, 0, 0, .. store];

    public static byte[] Gif(byte[] store) =>
        [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x21, 0xFF, 11, .. "C2PA_GIF"u8, 1, 0, 0, .. store.Chunk(255).SelectMany(c => (byte[])[(byte)c.Length, .. c]), 0, 0x3B];

    public static byte[] Id3(byte[] store)
    {
        byte[] data = [0, .. "application/c2pa\0c2pa\0store\0"u8, .. store];
        byte[] frame = [.. "GEOB"u8, .. Synchsafe(data.Length), 0, 0, .. data];
        return [.. "ID3"u8, 4, 0, 0, .. Synchsafe(frame.Length), .. frame];
    }

    public static byte[] Selectors(byte[] store)
    {
        var text = new StringBuilder("A line of prose.\uFEFF");
        foreach (var b in (byte[])[.. "C2PATXT\0"u8, 1, .. Be32(store.Length), .. store]) text.Append(new Rune(b < 16 ? 0xFE00 + b : 0xE0100 + b - 16).ToString());
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Svg(string inside) => Encoding.UTF8.GetBytes(
        $"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><!-- <c2pa:manifest>no</c2pa:manifest> --><metadata>{inside}</metadata></svg>");

    public static byte[] Pdf(byte[] store) =>
        [.. "%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fc2pa /Length 9 >>\nstream\n"u8, .. store, .. "\nendstream\nendobj\n%%EOF"u8];

    private static byte[] Synchsafe(int n) => [(byte)((n >> 21) & 127), (byte)((n >> 14) & 127), (byte)((n >> 7) & 127), (byte)(n & 127)];
}
