using System.Buffers.Binary;
using Countersign.Credentials.Assertions.Bindings;

namespace Countersign.Credentials.Containers;

/// <summary>A box as the general box hash names it.</summary>
/// <param name="Name">Its name, as C2PA 2.2 §18.7.3 has it for the kind of file.</param>
/// <param name="Range">Where it lies, header included; of an entry of a TIFF, the entry alone.</param>
internal readonly record struct NamedBox(string Name, ByteRange Range)
{
    /// <summary>What is hashed of it, where that does not lie in one row (TIFF); null for <see cref="Range"/>.</summary>
    public IReadOnlyList<ByteRange>? Pieces { get; init; }
}

/// <summary>
/// The boxes of a file in order, under the names of C2PA 2.2 §18.7.3: JPEG, PNG, GIF, RIFF, TIFF, and JPEG XL. Those of fonts are
/// not read here.
/// </summary>
internal static class BoxMap
{
    /// <summary>Lists them.</summary>
    /// <param name="asset">The file.</param>
    /// <param name="boxes">The boxes in order.</param>
    /// <param name="end">Where the structure of boxes ends, before the end of the file if something follows it; null where the boxes lie scattered (TIFF).</param>
    /// <param name="says">Why not, when false is returned: the file cannot be taken apart.</param>
    public static bool TryRead(BindingAsset asset, out IReadOnlyList<NamedBox> boxes, out long? end, out string says)
    {
        var read = Read(asset, out boxes, out says);
        var last = boxes.Count > 0 ? boxes[^1].Range.End : 0;
        // A chunk of an odd length has a byte behind it, which belongs to no other; the range of a store does not count it.
        if (asset.Presence.Container == StoreContainer.Riff) last = Math.Min(last + (last & 1), asset.Stream.Length);
        end = asset.Presence.Container == StoreContainer.Tiff ? null : last;
        return read;
    }

    private static bool Read(BindingAsset asset, out IReadOnlyList<NamedBox> boxes, out string says)
    {
        var file = new StreamWindow(asset.Stream);
        var list = new List<NamedBox>();
        boxes = list;
        says = "The file cannot be taken apart into boxes to its end.";
        var stores = asset.Presence.Stores.Where(s => s.LooksLikeC2pa).Select(s => s.Carrier).ToList();
        var limit = asset.Limits.MaxElements;
        switch (asset.Presence.Container)
        {
            case StoreContainer.Jpeg: return Jpeg(file, stores, list, limit);
            case StoreContainer.Png: return Png(file, stores, list, limit);
            case StoreContainer.Gif: return Gif(file, stores, list, limit);
            case StoreContainer.Riff: return Riff(file, stores, list, limit);
            case StoreContainer.Tiff: return Tiff.TiffBoxes.TryRead(file, stores, asset.Limits, list);
            case StoreContainer.Jxl: return Jxl(file, stores, list, limit);
            default:
                says = $"Box hashes of this kind of file ({asset.Presence.Container}) are not checked here.";
                return false;
        }
    }

    private static bool Jpeg(StreamWindow file, List<ByteRange> stores, List<NamedBox> boxes, int limit)
    {
        long at = 0;
        while (at < file.Length)
        {
            if (--limit < 0) return false;
            var head = file.Peek(at, 4);
            // Another picture may follow without anything between them (§18.7.3.1); what else follows is no box of the structure.
            if (boxes.Count > 0 && boxes[^1].Name == "EOI" && !(head.Length >= 2 && head[0] == 0xFF && head[1] == 0xD8)) return true;
            if (head.Length < 2 || head[0] != 0xFF) return false;
            var marker = head[1];
            var from = at;
            var store = stores.FindIndex(s => s.Offset == at);
            if (store >= 0)
            {
                boxes.Add(new("C2PA", stores[store]));
                at = stores[store].End;
                continue;
            }

            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var bare = marker is 0x01 or (>= 0xD0 and <= 0xD9);
            if (bare) at += 2;
            else if (head.Length < 4) return false;
            else at += 2 + BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            // A scan and what comes after a restart take the coded data behind them along.
            if (marker is 0xDA or (>= 0xD0 and <= 0xD7)) at = NextMarker(file, at);
            if (at > file.Length || at <= from) return false;
            boxes.Add(new(JpegName(marker), new(from, at - from)));
        }

        return true;
    }

    private static long NextMarker(StreamWindow file, long from)
    {
        while (from < file.Length)
        {
            var found = file.IndexOf([0xFF], from, file.Length);
            if (found < 0) return file.Length;
            var next = file.Peek(found, 2);
            if (next.Length < 2) return file.Length;
            if (next[1] is not (0x00 or 0xFF)) return found;
            from = next[1] == 0xFF ? found + 1 : found + 2;
        }

        return file.Length;
    }

    // The symbols of ISO 10918-1, table B.1.
    private static string JpegName(byte marker) => marker switch
    {
        0xD8 => "SOI", 0xD9 => "EOI", 0xDA => "SOS", 0xDB => "DQT", 0xDC => "DNL", 0xDD => "DRI", 0xDE => "DHP", 0xDF => "EXP", 0xC4 => "DHT", 0xCC => "DAC", 0xC8 => "JPG", 0xFE => "COM", 0x01 => "TEM",
        >= 0xD0 and <= 0xD7 => Numbered("RST", marker - 0xD0),
        >= 0xE0 and <= 0xEF => Numbered("APP", marker - 0xE0),
        >= 0xC0 and <= 0xCF => Numbered("SOF", marker - 0xC0),
        >= 0xF0 and <= 0xFD => Numbered("JPG", marker - 0xF0),
        _ => "RES",
    };

    private static string Numbered(string name, int number) => name + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool Png(StreamWindow file, List<ByteRange> stores, List<NamedBox> boxes, int limit)
    {
        boxes.Add(new("PNGh", new(0, 8)));
        for (long at = 8; at < file.Length;)
        {
            var head = file.Peek(at, 8);
            if (--limit < 0 || head.Length < 8) return false;
            var length = 12L + BinaryPrimitives.ReadUInt32BigEndian(head);
            if (!file.Contains(at, length)) return false;
            var last = head[4..].SequenceEqual("IEND"u8);
            boxes.Add(new(stores.Exists(s => s.Offset == at) ? "C2PA" : Text(head[4..]), new(at, length)));
            at += length;
            if (last) return true;
        }

        return false;
    }

    private static bool Riff(StreamWindow file, List<ByteRange> stores, List<NamedBox> boxes, int limit)
    {
        for (long at = 0; at < file.Length;)
        {
            var head = file.Peek(at, 12);
            if (at > 0 && !head.StartsWith("RIFF"u8)) return true;
            if (--limit < 0 || head.Length < 12 || !head.StartsWith("RIFF"u8)) return false;
            var end = at + 8 + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (end > file.Length) return false;
            boxes.Add(new(Text(head[8..]), new(at, 12)));
            at += 12;
            while (at < end)
            {
                head = file.Peek(at, 12);
                if (--limit < 0 || head.Length < 8) return false;
                var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
                var length = Math.Min(8L + size + (size & 1), end - at);
                if (8L + size > end - at) return false;
                var isList = head.StartsWith("LIST"u8) && head.Length == 12;
                var store = stores.FindIndex(s => s.Offset == at);
                boxes.Add(new(store >= 0 ? "C2PA" : Text(isList ? head[8..] : head[..4]), store >= 0 ? stores[store] : new(at, length)));
                at += length;
            }
        }

        return true;
    }

    private static bool Gif(StreamWindow file, List<ByteRange> stores, List<NamedBox> boxes, int limit)
    {
        var header = file.Peek(0, 13);
        if (header.Length < 13) return false;
        boxes.Add(new("GIF89a", new(0, 6)));
        var packed = header[10];
        var colours = (packed & 0x80) != 0 ? 3L << ((packed & 7) + 1) : 0;
        boxes.Add(new("LSD", new(6, 7 + colours)));
        for (var at = 13 + colours; at < file.Length;)
        {
            var head = file.Peek(at, 10);
            if (--limit < 0 || head.Length < 1) return false;
            var store = stores.FindIndex(s => s.Offset == at);
            if (store >= 0)
            {
                boxes.Add(new("C2PA", stores[store]));
                at = stores[store].End;
                continue;
            }

            switch (head[0])
            {
                case 0x3B:
                    boxes.Add(new("3B", new(at, 1)));
                    return true;
                case 0x2C when head.Length == 10:
                    var table = (head[9] & 0x80) != 0 ? 3L << ((head[9] & 7) + 1) : 0;
                    boxes.Add(new("2C", new(at, 10 + table)));
                    at += 10 + table;
                    if (Blocks(file, at + 1, ref limit) is not { } data) return false;
                    boxes.Add(new("TBID", new(at, data - at)));
                    at = data;
                    break;
                case 0x21 when head.Length >= 2:
                    var name = Convert.ToHexString(head[..2]);
                    if (Blocks(file, at + 2, ref limit) is not { } end) return false;
                    boxes.Add(new(name, new(at, end - at)));
                    at = end;
                    break;
                default: return false;
            }
        }

        return false;
    }

    // Sub-blocks, each with its length before it, up to one of length zero.
    private static long? Blocks(StreamWindow file, long at, ref int limit)
    {
        while (--limit >= 0)
        {
            var size = file.Peek(at, 1);
            if (size.Length < 1) return null;
            at += 1 + size[0];
            if (size[0] == 0) return at <= file.Length ? at : null;
        }

        return null;
    }

    private static bool Jxl(StreamWindow file, List<ByteRange> stores, List<NamedBox> boxes, int limit)
    {
        Span<byte> type = stackalloc byte[4];
        for (long at = 0; at < file.Length;)
        {
            if (--limit < 0 || Bmff.BoxHeader.Read(file, at) is not { } box || !file.Contains(at, box.Length)) return false;
            BinaryPrimitives.WriteUInt32BigEndian(type, box.Type);
            boxes.Add(new(stores.Exists(s => s.Offset == at) ? "C2PA" : Text(type), new(at, box.Length)));
            at += box.Length;
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> code) => System.Text.Encoding.Latin1.GetString(code);
}
