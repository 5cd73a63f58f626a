using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Text;

/// <summary>
/// The wrapper of a store in unstructured text (C2PA 2.4, A.8.2): <code>U+FEFF, then as selectors: 'C2PATXT' 0  version(1)  length(4)  store  padding</code>
/// A selector takes three or four bytes, by the byte that it stands for, so the length of a bare wrapper is known only when the store is signed; and the store holds that length. It is
/// therefore padded behind the store, where the length field ends it, up to <c>3 + 4 (13 + n) + 6</c> bytes: with selectors of 0x00 (three bytes) and then, at most twice, of 0x10 (four).
/// 2.4 says nothing on this; the drafts that follow it do ("deterministic wrapper padding"), and c2pa-rs and c2pa-text write the same bytes. The six bytes to spare are there because a gap of 1, 2 or 5
/// cannot be filled by threes and fours.
/// </summary>
internal static class TextWrapper
{
    public const int HeaderLength = 13;

    /// <summary>Bytes of a wrapper for a store of that length, U+FEFF included.</summary>
    public static long Size(int storeLength) => 3 + (4L * (HeaderLength + storeLength)) + 6;

    /// <summary>The wrapper in UTF-8.</summary>
    public static byte[] Render(ReadOnlySpan<byte> store)
    {
        var framed = new byte[HeaderLength + store.Length];
        "C2PATXT\0"u8.CopyTo(framed);
        framed[8] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(9), (uint)store.Length);
        store.CopyTo(framed.AsSpan(HeaderLength));
        var selectors = VariationSelectors.Encode(framed);
        var gap = (int)(Size(store.Length) - 3 - selectors.Length);
        var fours = gap % 3;
        var padding = new byte[((gap - (4 * fours)) / 3) + fours];
        padding.AsSpan(padding.Length - fours).Fill(0x10);
        return [0xEF, 0xBB, 0xBF, .. selectors, .. VariationSelectors.Encode(padding)];
    }

    /// <summary>
    /// Whether what a run of selectors holds behind the store is padding: 0x00 and 0x10, and 0xFF, which the first writers used. Anything else would be a message that no hash covers.
    /// </summary>
    public static bool IsPadded(ReadOnlySpan<byte> run)
    {
        if (run.Length < HeaderLength) return false;
        var end = HeaderLength + (long)BinaryPrimitives.ReadUInt32BigEndian(run[9..]);
        return end <= run.Length && run[(int)end..].IndexOfAnyExcept<byte>(0x00, 0x10, 0xFF) < 0;
    }
}
