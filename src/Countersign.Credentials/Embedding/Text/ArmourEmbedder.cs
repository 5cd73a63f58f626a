using System.Text;
using Countersign.Credentials.Containers.Text;

namespace Countersign.Credentials.Embedding.Text;

/// <summary>
/// Structured text (C2PA 2.4, A.9): one line of comment with the store in base64, at the beginning; at the end where the first line is taken (a shebang, an XML declaration); in the front matter where
/// there is some. Nothing else changes, line ends included. Which method a text gets cannot be told from its bytes, so the caller gives the style of its comments.
/// </summary>
/// <param name="style">How the text writes comments; null to fill anew a block that is there, and to refuse where there is none.</param>
internal sealed class ArmourEmbedder(CommentStyle? style) : IEmbedder
{
    private static readonly byte[][] s_reservedStarts = [[.. "#!"u8], [.. "<?"u8], [.. "%!"u8], [.. "WEBVTT"u8]];

    /// <summary>Whether a text has a block with a store in it.</summary>
    public static bool HasStore(StreamWindow source, ParseLimits limits) =>
        First(source, limits) is { } block && source.Peek(block.Reference.Offset, ArmourBlock.DataPrefix.Length).SequenceEqual(ArmourBlock.DataPrefix);

    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var end = Math.Min(source.Length, limits.MaxScanBytes);
        if (end < source.Length)
        {
            defect = new("limit.reached", $"The text is longer than the {limits.MaxScanBytes} bytes that are searched.", 0);
            return false;
        }

        if (BareReturn(source) is { } bare)
        {
            defect = new("container.unsupported", "The text ends lines with a carriage return alone, which this method does not allow (A.9.4).", bare);
            return false;
        }

        var edits = new SourceEdits(source.Length);
        foreach (var store in CredentialLocator.Find(source.Source, limits).Stores.Where(s => s.Encoding == StoreEncoding.VariationSelectors)) edits.Cut(store.Carrier.Offset, store.Carrier.Length);
        var existing = First(source, limits);
        if (existing is not null && ArmourBlock.Find(source, existing.Reference.End, end, out _) is { } second)
        {
            defect = new("container.unsupported", "The text has more than one manifest block.", second.Carrier.Offset);
            return false;
        }

        if (existing is { IsExact: false })
        {
            defect = new("container.unsupported", "The line of the manifest block holds something other than a comment.", existing.Carrier.Offset);
            return false;
        }

        if (existing is null && style is null)
        {
            defect = new("container.unsupported", "It is not known how this text writes comments.", 0);
            return false;
        }

        if (existing is not null) Replace(edits, source, existing, storeLength);
        else Insert(edits, source, storeLength);
        defect = edits.ToPlan(out plan);
        return defect is null;
    }

    private static ArmourBlock? First(StreamWindow source, ParseLimits limits)
    {
        var end = Math.Min(source.Length, limits.MaxScanBytes);
        long at = 0;
        for (var steps = 0; at >= 0 && steps < limits.MaxStores; steps++)
        {
            if (ArmourBlock.Find(source, at, end, out at) is { } block) return block;
        }

        return null;
    }

    private static void Replace(SourceEdits edits, StreamWindow source, ArmourBlock block, int storeLength)
    {
        var head = source.Peek(block.Carrier.Offset, (int)(block.Line.Offset - block.Carrier.Offset)).ToArray();
        var tail = source.Peek(block.Line.End, (int)(block.Carrier.End - block.Line.End)).ToArray();
        var before = source.Peek(block.Line.Offset, (int)(block.Reference.Offset - block.Line.Offset)).ToArray();
        var behind = source.Peek(block.Reference.End, (int)(block.Line.End - block.Reference.End)).ToArray();
        edits.Cut(block.Carrier.Offset, block.Carrier.Length);
        edits.Insert(block.Carrier.Offset, Carrier([.. head, .. before], [.. behind, .. tail], storeLength));
    }

    private void Insert(SourceEdits edits, StreamWindow source, int storeLength)
    {
        long at = source.Peek(0, 3).SequenceEqual((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var firstBreak = source.IndexOf("\n"u8, 0, source.Length);
        var newLine = firstBreak > 0 && source.Peek(firstBreak - 1, 1) is [(byte)'\r'] ? "\r\n" : "\n";
        var first = source.Peek(at, 8).ToArray();
        var fence = firstBreak < 0 ? [] : source.Peek(at, (int)Math.Min(8, firstBreak - at)).TrimEnd("\r \t"u8).ToArray();
        if (style!.FrontMatter && fence.AsSpan() is [(byte)'-', (byte)'-', (byte)'-'] or [(byte)'+', (byte)'+', (byte)'+'])
        {
            var begin = Encoding.ASCII.GetString(ArmourBlock.Begin) + newLine;
            var end = newLine + Encoding.ASCII.GetString(ArmourBlock.End) + newLine;
            edits.Insert(firstBreak + 1, Carrier(Encoding.ASCII.GetBytes(begin), Encoding.ASCII.GetBytes(end), storeLength));
            return;
        }

        var prefix = $"{style.Prefix} {Encoding.ASCII.GetString(ArmourBlock.Begin)} ";
        var suffix = " " + Encoding.ASCII.GetString(ArmourBlock.End) + (style.Suffix.Length > 0 ? " " + style.Suffix : "");
        if (!Array.Exists(s_reservedStarts, s => first.AsSpan().StartsWith(s)))
        {
            edits.Insert(at, Carrier(Encoding.UTF8.GetBytes(prefix), Encoding.UTF8.GetBytes(suffix + newLine), storeLength));
            return;
        }

        // At the end the break before the line is left out of the hash with it (A.9.4): the file's own last break, or one more.
        var length = source.Length;
        var ended = length > 0 && source.Peek(length - 1, 1) is [(byte)'\n'];
        var breakStart = !ended ? length : length - (length > 1 && source.Peek(length - 2, 1) is [(byte)'\r'] ? 2 : 1);
        edits.Cut(breakStart, length - breakStart);
        edits.Insert(breakStart, Carrier(Encoding.UTF8.GetBytes(newLine + prefix), Encoding.UTF8.GetBytes(ended ? suffix + newLine : suffix), storeLength));
    }

    private static CarrierPiece Carrier(byte[] before, byte[] behind, int storeLength)
    {
        byte[] opening = [.. before, .. ArmourBlock.DataPrefix];
        // A reference that is replaced may have been an address: what stood before it stays, what it was does not.
        return new(opening.Length + ((storeLength + 2L) / 3 * 4) + behind.Length, store => [.. opening, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(store.Span)), .. behind]);
    }

    private static long? BareReturn(StreamWindow source)
    {
        for (long at = 0; (at = source.IndexOf("\r"u8, at, source.Length)) >= 0; at++)
        {
            if (source.Peek(at + 1, 1) is not [(byte)'\n']) return at;
        }

        return null;
    }
}
