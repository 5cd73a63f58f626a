using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Riff;

/// <summary>
/// WebP allows chunks that it does not know in its extended form alone (RFC 9649 §2.7). A file of the simple form, a picture and nothing else, gets the
/// header of the extended form before the picture.
/// <code>'VP8X' 10(4)  flags(1) 0(3) width−1(3) height−1(3)</code>
/// </summary>
internal static class WebpExtension
{
    private const int Size = 18;
    private const byte Alpha = 0x10;

    private static bool IsSimple(RiffForm form) => form.Chunks.Count > 0 && (form.Chunks[0].Is("VP8 "u8) || form.Chunks[0].Is("VP8L"u8));

    /// <summary>Bytes that the extension adds to a file.</summary>
    public static int Added(RiffForm form) => form.IsA("WEBP"u8) && IsSimple(form) ? Size : 0;

    /// <summary>Names the change; a defect where the picture does not say how large it is.</summary>
    public static StoreDefect? For(StreamWindow source, RiffForm form, SourceEdits edits)
    {
        if (!IsSimple(form)) return null;
        var picture = form.Chunks[0];
        var head = source.Peek(picture.DataOffset, (int)Math.Min(10, picture.Length));
        var extension = new byte[Size];
        "VP8X"u8.CopyTo(extension);
        extension[4] = 10;
        if (picture.Is("VP8L"u8) && head.Length >= 5 && head[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
            Set(extension, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
            if ((bits >> 28 & 1) != 0) extension[8] = Alpha;
        }
        else if (picture.Is("VP8 "u8) && head.Length >= 10 && head[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) & 0x3FFF);
            if (width == 0 || height == 0) return new("container.damaged", "The WebP picture has no size.", picture.Offset);
            Set(extension, (uint)width, (uint)height);
        }
        else
        {
            return new("container.damaged", "The WebP picture does not say how large it is.", picture.Offset);
        }

        edits.Insert(picture.Offset, new LiteralPiece(extension));
        return null;
    }

    private static void Set(byte[] extension, uint width, uint height)
    {
        for (var i = 0; i < 3; i++)
        {
            extension[12 + i] = (byte)((width - 1) >> (8 * i));
            extension[15 + i] = (byte)((height - 1) >> (8 * i));
        }
    }
}
