namespace Countersign.Credentials.Containers.Text;

/// <summary>Decodes the first bytes of base64 text, white space and all. Garbage decodes to as much as came before it.</summary>
internal static class Base64Head
{
    public static byte[] Decode(ReadOnlySpan<byte> text, int most)
    {
        var result = new List<byte>(most);
        int bits = 0, held = 0;
        foreach (var c in text)
        {
            var value = c switch
            {
                >= (byte)'A' and <= (byte)'Z' => c - 'A',
                >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
                (byte)'+' => 62,
                (byte)'/' => 63,
                (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' => -1,
                _ => -2,
            };
            if (value == -2 || result.Count >= most) break;
            if (value == -1) continue;
            held = ((held << 6) | value) & 0xFFFFFF;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            result.Add((byte)(held >> bits));
        }

        return [.. result];
    }
}
