using System.Buffers.Binary;

namespace Countersign.Credentials.Jumbf;

/// <summary>
/// Looks at the head of a would-be store.
/// <code>
/// LBox(4) 'jumb' [XLBox(8) when LBox = 1]
///   LBox(4) 'jumd' uuid(16) toggles(1) label…
/// </code>
/// JUMBF: ISO 19566-5; the UUID of a store: C2PA 2.2 §11.1.
/// </summary>
internal static class StoreProbe
{
    /// <summary>Enough of a head for every test here.</summary>
    public const int HeadLength = 40;

    public static ReadOnlySpan<byte> StoreUuid =>
        [0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>
    /// Judges a head: is it JUMBF, is it C2PA, and how long does it claim to be (0: up to the end; -1: no JUMBF).
    /// </summary>
    public static (bool IsJumbf, bool IsC2pa, long Claimed) Look(ReadOnlySpan<byte> head)
    {
        var cursor = new ByteCursor(head);
        if (!cursor.TryUInt32(false, out var size) || !cursor.TryTake(4, out var type) || !type.SequenceEqual("jumb"u8))
            return (false, false, -1);

        long claimed = size;
        if (size == 1)
        {
            if (!cursor.TryUInt64(false, out var large)) return (true, false, long.MaxValue);
            // A length of 2^63 and more is a lie that overflows signed arithmetic; the largest honest lie stands in for it.
            claimed = (long)Math.Min(large, long.MaxValue);
        }

        var isC2pa = cursor.TrySkip(4)
            && cursor.TryTake(4, out var inner) && inner.SequenceEqual("jumd"u8)
            && cursor.TryTake(16, out var uuid) && uuid.SequenceEqual(StoreUuid);
        return (true, isC2pa, claimed);
    }

    /// <summary>What is wrong with a head, given how many bytes the container holds for it; null when nothing is.</summary>
    public static StoreDefect? Judge(ReadOnlySpan<byte> head, long available, long offset)
    {
        var (isJumbf, isC2pa, claimed) = Look(head);
        if (!isJumbf) return new("store.not-jumbf", "The place for a manifest store holds no JUMBF box.", offset);
        if (claimed > available)
            return new("store.truncated", $"The manifest store says it is {claimed} bytes long, and {available} are there.", offset);
        return isC2pa ? null : new("store.not-c2pa", "The JUMBF box there is not a C2PA manifest store.", offset);
    }

    /// <summary>The head of a box that continues in a next JPEG segment: LBox, TBox and XLBox, 8 or 16 bytes.</summary>
    public static int RepeatedHeader(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(head) == 1 ? 16 : 8;
}
