using System.Buffers.Binary;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// The boxes that hold places in the file (C2PA 2.2 §18.6.2), rewritten for the output. Each method changes a box in memory and says
/// whether it could: false for a table that is cut off or an offset that no longer fits its field.
/// </summary>
internal static class BoxOffsets
{
    /// <summary><code>stco, co64: version(1) flags(3) count(4) offset(4 or 8)…</code></summary>
    public static bool Chunks(EditableBox box, PositionMap map)
    {
        var width = box.Box.Is("co64"u8) ? 8 : 4;
        if (!box.TrySkip(4) || !box.TryRead(4, out var count)) return false;
        for (ulong i = 0; i < count; i++)
        {
            if (!box.TryMove(width, map)) return false;
        }

        return true;
    }

    /// <summary>The <c>co64</c> box that stands for an <c>stco</c> whose offsets have outgrown 32 bits; null when the table is cut off.</summary>
    public static byte[]? Widen(EditableBox box, PositionMap map)
    {
        if (!box.TrySkip(4) || !box.TryRead(4, out var count) || count > (ulong)(box.Bytes.Length - box.At) / 4) return null;
        var wide = new byte[WideLength((int)count)];
        BinaryPrimitives.WriteUInt32BigEndian(wide, (uint)wide.Length);
        "co64"u8.CopyTo(wide.AsSpan(4));
        box.Bytes.AsSpan(box.Box.HeaderLength, 8).CopyTo(wide.AsSpan(8));
        for (var i = 0; i < (int)count; i++)
        {
            box.TryRead(4, out var offset);
            BinaryPrimitives.WriteInt64BigEndian(wide.AsSpan(16 + (8 * i)), map[(long)offset]);
        }

        return wide;
    }

    public static int WideLength(int count) => 16 + (8 * count);

    /// <summary><code>tfhd: version(1) flags(3) track(4) [base data offset(8) if flag 1] …</code></summary>
    public static bool FragmentHeader(EditableBox box, PositionMap map) => box.TrySkip(8) && ((box.Flags & 1) == 0 || box.TryMove(8, map));

    /// <summary><code>saio: version(1) flags(3) [type(4) parameter(4) if flag 1] count(4) offset(4 or 8)…</code>, absolute in a sample table.</summary>
    public static bool AuxiliaryInfo(EditableBox box, PositionMap map)
    {
        if (!box.TrySkip(4) || !box.TrySkip((box.Flags & 1) == 0 ? 0 : 8) || !box.TryRead(4, out var count)) return false;
        for (ulong i = 0; i < count; i++)
        {
            if (!box.TryMove(box.Version == 0 ? 4 : 8, map)) return false;
        }

        return true;
    }

    /// <summary><code>tfra: version(1) flags(3) track(4) widths(4) count(4) { time(4|8) moof offset(4|8) traf trun sample }…</code></summary>
    public static bool RandomAccess(EditableBox box, PositionMap map)
    {
        if (!box.TrySkip(8) || !box.TryRead(4, out var widths) || !box.TryRead(4, out var count)) return false;
        var width = box.Version == 0 ? 4 : 8;
        var numbers = (int)(((widths >> 4) & 3) + ((widths >> 2) & 3) + (widths & 3) + 3);
        for (ulong i = 0; i < count; i++)
        {
            if (!box.TrySkip(width) || !box.TryMove(width, map) || !box.TrySkip(numbers)) return false;
        }

        return true;
    }

    /// <summary>
    /// <code>sidx: version(1) flags(3) id(4) timescale(4) earliest(4|8) first offset(4|8) 0(2) count(2) { type(1 bit) size(31 bits) duration(4) sap(4) }…</code>
    /// Its places are counted from its own end, so they change only where something between is put in or left out. What is put in before a
    /// fragment becomes part of the stretch that a player asks for.
    /// </summary>
    public static bool SegmentIndex(EditableBox box, PositionMap map)
    {
        var width = box.Version == 0 ? 4 : 8;
        if (!box.TrySkip(12 + width)) return false;
        var firstAt = box.At;
        if (!box.TryRead(width, out var first) || !box.TrySkip(2) || !box.TryRead(2, out var count)) return false;
        if (first > (ulong)(long.MaxValue / 4)) return false;
        var start = box.Box.End + (long)first;
        var anchor = map[box.Box.Offset] + box.Box.Length;
        if (map.Border(start) < anchor || !box.TryWrite(firstAt, width, (ulong)(map.Border(start) - anchor))) return false;
        for (ulong i = 0; i < count; i++)
        {
            var at = box.At;
            if (!box.TryRead(4, out var word) || !box.TrySkip(8)) return false;
            var end = start + (long)(word & 0x7FFFFFFF);
            var size = map.Border(end) - map.Border(start);
            if (size is < 0 or > 0x7FFFFFFF) return false;
            box.TryWrite(at, 4, (word & 0x80000000) | (ulong)size);
            start = end;
        }

        return true;
    }
}
