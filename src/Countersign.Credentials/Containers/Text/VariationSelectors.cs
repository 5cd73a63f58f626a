using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Text;

/// <summary>
/// Bytes as Unicode variation selectors (C2PA 2.4, A.8): U+FE00…FE0F carry 0…15 in three bytes of UTF-8, U+E0100…E01EF carry 16…255 in four.
/// </summary>
internal static class VariationSelectors
{
    private const int HeaderLength = 13;

    /// <summary>One selector at the start of some text: its byte and its length in UTF-8, or length 0 where there is none.</summary>
    public static (byte Value, int Length) One(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 3 && text[0] == 0xEF && text[1] == 0xB8 && text[2] is >= 0x80 and <= 0x8F) return ((byte)(text[2] - 0x80), 3);
        if (text.Length < 4 || text[0] != 0xF3 || text[1] != 0xA0 || text[2] is not (>= 0x84 and <= 0x87) || text[3] is not (>= 0x80 and <= 0xBF)) return (0, 0);
        var value = ((text[2] - 0x84) << 6) + (text[3] - 0x80) + 16;
        return value <= 255 ? ((byte)value, 4) : ((byte)0, 0);
    }

    /// <summary>The bytes of a run of selectors, up to the first other character.</summary>
    public static byte[] Run(ReadOnlySpan<byte> text)
    {
        var result = new List<byte>(text.Length / 3);
        while (One(text) is { Length: > 0 } one)
        {
            result.Add(one.Value);
            text = text[one.Length..];
        }

        return [.. result];
    }

    /// <summary>The store of a wrapper <code>'C2PATXT' 0  version(1)  length(4)  store</code>; null when the wrapper is broken.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = Run(text);
        if (bytes.Length < HeaderLength || !bytes.AsSpan().StartsWith("C2PATXT\0"u8) || bytes[8] != 1) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        return length > bytes.Length - HeaderLength ? null : bytes[HeaderLength..(HeaderLength + (int)length)];
    }

    /// <summary>Bytes as selectors in UTF-8.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new MemoryStream(bytes.Length * 4);
        foreach (var b in bytes)
        {
            if (b < 16) text.Write([0xEF, 0xB8, (byte)(0x80 + b)]);
            else
            {
                var at = b - 16;
                text.Write([0xF3, 0xA0, (byte)(0x84 + (at >> 6)), (byte)(0x80 + (at & 0x3F))]);
            }
        }

        return text.ToArray();
    }
}
