using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Output;

/// <summary>
/// Zeros that fill a structure up to a length fixed before (C2PA 2.2 §10.4.4). The head of a byte string grows with its length, so not every gap can be filled by one:
/// 24 or 26 bytes are, 25 are not. What is left over goes into a second field, <c>pad2</c>.
/// </summary>
internal static class Padding
{
    // Keys of the fields, heads included: "pad" takes 4 bytes, "pad2" 5.
    private const int PadKey = 4;
    private const int Pad2Key = 5;

    /// <summary>The least that a <c>pad</c> field takes: its key and an empty byte string.</summary>
    public const int Least = PadKey + 1;

    /// <summary>Adds fields that take exactly so many bytes.</summary>
    /// <param name="fields">Where they go.</param>
    /// <param name="gap">Bytes to fill: 0, or <see cref="Least"/> and more.</param>
    /// <returns>False for a gap that no fields can fill.</returns>
    public static bool TryFill(CborFields fields, int gap)
    {
        if (gap == 0) return true;
        if (gap < Least) return false;
        if (TryLength(gap - PadKey, out var one))
        {
            fields.Add("pad", CborValue.Bytes(new byte[one]));
            return true;
        }

        // An empty pad2 takes 6 bytes; what remains can be filled, since the lengths that cannot are further apart than that.
        if (!TryLength(gap - PadKey - Pad2Key - 1, out var rest)) return false;
        fields.Add("pad", CborValue.Bytes(new byte[rest])).Add("pad2", CborValue.Bytes([]));
        return true;
    }

    /// <summary>The length of a byte string that takes <paramref name="total"/> bytes with its head.</summary>
    private static bool TryLength(int total, out int length)
    {
        foreach (var head in (ReadOnlySpan<int>)[1, 2, 3, 5])
        {
            length = total - head;
            if (length >= 0 && CborValue.HeadLength((ulong)length) == head) return true;
        }

        length = 0;
        return false;
    }
}
