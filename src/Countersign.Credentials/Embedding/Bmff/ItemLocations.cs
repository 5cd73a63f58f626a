namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// Where the items of a picture lie (<c>iloc</c>, ISO/IEC 14496-12 §8.11.3), rewritten for the output.
/// <code>
/// version(1) flags(3) offset_size(4 bits) length_size(4) base_offset_size(4) index_size(4) count(2, in version 2: 4)
/// { id(2|4) [construction method(2), from version 1] data reference(2) base offset extents(2) { [index] offset length }… }…
/// </code>
/// </summary>
internal static class ItemLocations
{
    /// <summary>Changes the box; false when it is cut off, of an unknown form, or an offset no longer fits its field.</summary>
    /// <param name="box">The box.</param>
    /// <param name="map">Where things go.</param>
    /// <param name="isThisFile">Whether a data reference, from 1, is this file; null where there is no such reference.</param>
    public static bool Rewrite(EditableBox box, PositionMap map, Func<int, bool?> isThisFile)
    {
        if (!box.TrySkip(4) || !box.TryRead(2, out var sizes) || box.Version > 2) return false;
        var form = new Form(box.Version, Width(sizes >> 12), Width(sizes >> 8), Width(sizes >> 4), box.Version == 0 ? 0 : Width(sizes));
        if (form.Offset < 0 || form.Length < 0 || form.Base < 0 || form.Index < 0) return false;
        if (!box.TryRead(box.Version < 2 ? 2 : 4, out var count)) return false;
        for (ulong i = 0; i < count; i++)
        {
            if (!Item(box, form, map, isThisFile)) return false;
        }

        return true;
    }

    private readonly record struct Form(int Version, int Offset, int Length, int Base, int Index)
    {
        public int Extent => Index + Offset + Length;
    }

    private static int Width(ulong bits) => (bits & 15) switch { 0 => 0, 4 => 4, 8 => 8, _ => -1 };

    private static bool Item(EditableBox box, Form form, PositionMap map, Func<int, bool?> isThisFile)
    {
        ulong method = 0;
        if (!box.TrySkip(form.Version < 2 ? 2 : 4) || (form.Version > 0 && !box.TryRead(2, out method))) return false;
        if (!box.TryRead(2, out var reference)) return false;
        var baseAt = box.At;
        if (!box.TryRead(form.Base, out var start) || !box.TryRead(2, out var extents)) return false;
        var first = box.At;
        if (!box.TrySkip((int)extents * form.Extent)) return false;
        // Methods 1 and 2 count from the item data box and from another item, which move along.
        if ((method & 15) != 0) return true;
        if (reference != 0 && isThisFile((int)reference) is var here && here != true) return here == false;
        return Move(box, form, map, start, baseAt, first, (int)extents);
    }

    // The shift goes into the base when there is one, so that each item is changed in one place; else, or if that does not fit, into the extents.
    private static bool Move(EditableBox box, Form form, PositionMap map, ulong start, int baseAt, int first, int extents)
    {
        if (start > long.MaxValue / 4) return false;
        var old = (long)start;
        if (form.Base > 0)
        {
            if (!TryOffset(box, form, first, 0, extents, out var lead)) return false;
            var shift = map[old + lead] - (old + lead);
            if (old + shift >= 0 && TryExtents(box, form, map, old, old + shift, first, extents))
                return box.TryWrite(baseAt, form.Base, (ulong)(old + shift)) && WriteExtents(box, form, map, old, old + shift, first, extents);
        }

        return TryExtents(box, form, map, old, old, first, extents) && WriteExtents(box, form, map, old, old, first, extents);
    }

    private static bool TryOffset(EditableBox box, Form form, int first, int number, int extents, out long offset)
    {
        offset = 0;
        if (number >= extents) return true;
        box.At = first + (number * form.Extent) + form.Index;
        var ok = box.TryRead(form.Offset, out var value) && value <= long.MaxValue / 4;
        offset = (long)value;
        box.At = first + (extents * form.Extent);
        return ok;
    }

    private static bool TryExtents(EditableBox box, Form form, PositionMap map, long old, long fresh, int first, int extents)
    {
        var most = form.Offset switch { 0 => 0, 4 => uint.MaxValue, _ => long.MaxValue };
        for (var i = 0; i < extents; i++)
        {
            if (!TryOffset(box, form, first, i, extents, out var offset)) return false;
            var moved = map[old + offset] - fresh;
            if (moved < 0 || moved > most) return false;
        }

        return true;
    }

    private static bool WriteExtents(EditableBox box, Form form, PositionMap map, long old, long fresh, int first, int extents)
    {
        for (var i = 0; i < extents; i++)
        {
            if (!TryOffset(box, form, first, i, extents, out var offset)
                || !box.TryWrite(first + (i * form.Extent) + form.Index, form.Offset, (ulong)(map[old + offset] - fresh))) return false;
        }

        return true;
    }
}
