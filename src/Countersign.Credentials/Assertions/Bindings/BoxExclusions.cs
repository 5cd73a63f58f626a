using Countersign.Credentials.Cbor;
using Countersign.Credentials.Containers;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>
/// Stretches within boxes that a box hash leaves out (C2PA 2.4 §15.12.3): <code>{ "start": from the start of the box, "length", "boxIndex": in the names of the entry }</code>
/// They may hold metadata of the asset and nothing else, so only boxes for metadata can have them, behind the head that says what the box is.
/// </summary>
internal static class BoxExclusions
{
    /// <summary>Takes them out of what is hashed.</summary>
    /// <param name="list">The field.</param>
    /// <param name="boxes">The boxes of the file.</param>
    /// <param name="first">The first box of the entry.</param>
    /// <param name="count">Its boxes.</param>
    /// <param name="asset">The file.</param>
    /// <param name="ranges">What is hashed; changed when null is returned.</param>
    /// <returns>Null; true when the field is malformed; false when a stretch lies where none may.</returns>
    public static bool? Apply(CborNode list, IReadOnlyList<NamedBox> boxes, int first, int count, BindingAsset asset, ref IReadOnlyList<ByteRange> ranges)
    {
        if (list.Kind != CborKind.Array || list.Items.Count > asset.Limits.MaxExclusions || ranges is not [var whole] || first < 0) return true;
        var excluded = new List<ByteRange>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (item.IntegerAt("boxIndex") is not { } index || index < 0 || index >= count) return true;
            if (item.IntegerAt("start") is not { } start || item.IntegerAt("length") is not { } length || start < 0 || length < 0) return true;
            var box = boxes[first + (int)index];
            if (start > box.Range.Length || length > box.Range.Length - start) return false;
            var range = new ByteRange(box.Range.Offset + start, length);
            if (excluded.Count > 0 && range.Offset < excluded[^1].End) return true;
            if (HeadOf(asset.Presence.Container, box.Name) is not { } head || start < head) return false;
            excluded.Add(range);
        }

        ranges = [.. ContentHasher.Without(whole, excluded)];
        return null;
    }

    // The boxes that hold Exif, XMP, IPTC or texts about the asset, and the length of what stands before their data.
    private static int? HeadOf(StoreContainer container, string name) => (container, name) switch
    {
        (StoreContainer.Jpeg, "APP1" or "APP13") => 4,
        (StoreContainer.Png, "eXIf" or "tEXt" or "zTXt" or "iTXt") => 8,
        (StoreContainer.Riff, "EXIF" or "XMP " or "_PMX" or "id3 " or "bext" or "iXML") => 8,
        (StoreContainer.Riff, "INFO") => 12,
        (StoreContainer.Jxl, "Exif" or "xml ") => 8,
        _ => null,
    };
}
