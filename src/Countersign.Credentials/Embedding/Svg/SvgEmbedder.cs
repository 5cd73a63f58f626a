using System.Buffers.Text;
using System.Text;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Containers.Svg;

namespace Countersign.Credentials.Embedding.Svg;

/// <summary>
/// SVG (C2PA 2.2 §A.3.3): base64 in an element of its own, in a <c>metadata</c> element behind the start tag of the root. The carrier is the base64
/// alone, so that the tags around it count for the hash. The rest of the file stays as it is, byte for byte: the name space is declared
/// where it is used rather than on the root.
/// </summary>
internal sealed class SvgEmbedder : IEmbedder
{
    private const string Element = "<c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">";
    private const string ElementEnd = "</c2pa:manifest>";
    private const int MaxSpace = 64;
    private const int MaxTag = 4096;

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        defect = Edit(source, storeLength, limits, out plan);
        return defect is null;
    }

    private static StoreDefect? Edit(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan)
    {
        plan = null;
        var head = source.Peek(0, 4);
        if (head.Contains((byte)0) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new("container.unsupported", "The SVG is not written in UTF-8.", 0);
        if (source.Length > limits.MaxScanBytes) return new("limit.reached", $"The SVG has more than {limits.MaxScanBytes} bytes.", 0);
        if (storeLength > (int.MaxValue / 4 * 3) - 3) return new("limit.reached", "The store is too long for base64.", 0);
        if (SvgRoot.Find(source, limits) is not { } root) return new("container.damaged", "The SVG has no root element.", 0);

        var edits = new SourceEdits(source.Length);
        var found = new LocateContext(source, limits, StoreContainer.Svg);
        SvgLocator.Find(found);
        var presence = found.ToPresence(severalAreFine: true);
        if (presence.Defects is [var hidden, ..]) return hidden;
        var carrier = new CarrierPiece(Base64.GetMaxEncodedToUtf8Length(storeLength), store => Text(store.Span));
        // One that is where it belongs, and closed, is filled anew. All around it stays, and with it the hash of its manifest when the new one is an update.
        if (presence.Stores is [{ Parts: [var text] } one] && one.Carrier.Offset > root.Close && EndTag(source.Peek(text.End, ElementEnd.Length + MaxSpace), ElementEnd[..^1]) is not null
            && IsInMetadata(source, root, one.Carrier.Offset))
        {
            edits.Cut(text.Offset, text.Length);
            edits.Insert(text.Offset, carrier);
            return edits.ToPlan(out plan);
        }

        foreach (var old in presence.Stores)
        {
            if (old.Carrier.Offset < root.Close || Whole(source, old) is not { } element) return new("container.damaged", "The manifest element of the SVG has no end.", old.Carrier.Offset);
            edits.Cut(element.Offset, element.Length);
        }

        var tag = root.Prefix + "metadata";
        var before = $"<{tag}>{Element}";
        var after = $"{ElementEnd}</{tag}>";
        if (root.IsEmpty)
        {
            edits.Cut(root.Close, 2);
            before = ">" + before;
            after += $"</{root.Prefix}svg>";
        }

        var place = root.IsEmpty ? root.Close : root.Close + 1;
        edits.Insert(place, new LiteralPiece(Encoding.UTF8.GetBytes(before)));
        edits.Insert(place, carrier);
        edits.Insert(place, new LiteralPiece(Encoding.UTF8.GetBytes(after)));
        return edits.ToPlan(out plan);
    }

    // Whether the start tag of a metadata element stands right before, white space apart. Where it cannot be told, the answer is no.
    private static bool IsInMetadata(StreamWindow source, SvgRoot root, long at)
    {
        var from = Math.Max(root.Close + 1, at - MaxTag);
        var before = source.Peek(from, (int)(at - from));
        var close = before.LastIndexOfAnyExcept(" \t\r\n"u8);
        if (close < 0 || before[close] != '>') return false;
        var open = before.LastIndexOf((byte)'<');
        if (open < 0) return false;
        var tag = before[open..(close + 1)];
        var name = Encoding.UTF8.GetBytes("<" + root.Prefix + "metadata");
        return tag.StartsWith(name) && tag.Length > name.Length && " \t\r\n>"u8.Contains(tag[name.Length]) && tag[^2] != '/';
    }

    /// <summary>An element from its first byte to its last; with the <c>metadata</c> around it, when there is nothing else in that.</summary>
    private static ByteRange? Whole(StreamWindow source, StoreLocation old)
    {
        var (start, end) = (old.Carrier.Offset, old.Carrier.End);
        var isEmpty = source.Peek(old.Offset - 2, 1).SequenceEqual("/"u8);
        if (isEmpty) end = old.Offset;
        else if (EndTag(source.Peek(end, ElementEnd.Length + MaxSpace), ElementEnd[..^1]) is { } length) end += length;
        else return null;

        // The prefix of the root may be any, so that the end tag is looked for and the start tag compared with it.
        var behind = source.Peek(end, 2 * MaxSpace);
        if (!behind.StartsWith("</"u8) || behind.IndexOf((byte)'>') is not (> 2 and var close)) return new(start, end - start);
        var name = behind[2..close];
        if (!name.SequenceEqual("metadata"u8) && !name.EndsWith(":metadata"u8)) return new(start, end - start);
        byte[] tag = [(byte)'<', .. name, (byte)'>'];
        return source.Peek(start - tag.Length, tag.Length).SequenceEqual(tag) ? new(start - tag.Length, end + close + 1 - start + tag.Length) : new(start, end - start);
    }

    // The length of an end tag, which may have white space before its last byte.
    private static int? EndTag(ReadOnlySpan<byte> text, string name)
    {
        if (!text.StartsWith(Encoding.ASCII.GetBytes(name))) return null;
        var rest = text[name.Length..];
        var close = rest.IndexOf((byte)'>');
        return close >= 0 && rest[..close].IndexOfAnyExcept(" \t\r\n"u8) < 0 ? name.Length + close + 1 : null;
    }

    private static byte[] Text(ReadOnlySpan<byte> store)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(store.Length)];
        Base64.EncodeToUtf8(store, text, out _, out _);
        return text;
    }
}
