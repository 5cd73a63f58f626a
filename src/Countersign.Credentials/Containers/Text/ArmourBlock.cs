namespace Countersign.Credentials.Containers.Text;

/// <summary>
/// A manifest block in structured text (C2PA 2.4, A.9.3): <c>-----BEGIN C2PA MANIFEST-----</c>, a reference, <c>-----END C2PA MANIFEST-----</c>, on one line of comment or on three lines of front matter.
/// </summary>
/// <param name="Carrier">
/// What the hash leaves out (A.9.4): the line or lines with what ends them; at the end of a file with the line break before them as well. Where the line holds more than a comment, the delimiters alone.
/// </param>
/// <param name="Reference">The text between the delimiters without white space around it.</param>
/// <param name="Line">The line or lines without the break before and the one behind.</param>
/// <param name="IsExact">Whether the line holds nothing but the comment.</param>
/// <param name="Style">The comment's style; null in front matter.</param>
internal sealed record ArmourBlock(ByteRange Carrier, ByteRange Reference, ByteRange Line, bool IsExact, CommentStyle? Style)
{
    // What a comment puts before and behind the delimiters is a few bytes; a line that goes on for longer is no comment of ours.
    private const int MostBeside = 64;

    public static ReadOnlySpan<byte> Begin => "-----BEGIN C2PA MANIFEST-----"u8;

    public static ReadOnlySpan<byte> End => "-----END C2PA MANIFEST-----"u8;

    public static ReadOnlySpan<byte> DataPrefix => "data:application/c2pa;base64,"u8;

    /// <summary>The first block at or after a place.</summary>
    /// <param name="file">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="to">Where to end.</param>
    /// <param name="next">Where to go on for another; -1 when there is none.</param>
    /// <returns>Null when there is none, or what begins there is not well formed.</returns>
    public static ArmourBlock? Find(StreamWindow file, long from, long to, out long next)
    {
        next = -1;
        var begin = file.IndexOf(Begin, from, to);
        if (begin < 0) return null;
        var inside = begin + Begin.Length;
        next = inside;
        // Up to the next beginning and no further: a text of beginnings would otherwise be searched to its end once for each.
        var other = file.IndexOf(Begin, inside, to);
        var end = file.IndexOf(End, inside, other < 0 ? to : other);
        if (end < 0) return null;
        // One reference on one line (A.9.3): otherwise a block could reach around any part of the file.
        var first = Skip(file, inside, end);
        var last = SkipBack(file, end, first);
        if (first >= last || file.IndexOf("\n"u8, first, last) >= 0 || file.IndexOf("\r"u8, first, last) >= 0) return null;
        next = end + End.Length;
        return Make(file, begin, new(first, last - first), end + End.Length);
    }

    private static ArmourBlock Make(StreamWindow file, long begin, ByteRange reference, long behind)
    {
        var breaksBefore = file.IndexOf("\n"u8, begin, reference.Offset) >= 0;
        var breaksBehind = file.IndexOf("\n"u8, reference.End, behind) >= 0;
        var beside = file.Peek(Math.Max(0, begin - MostBeside), (int)Math.Min(begin, MostBeside)).ToArray();
        var after = file.Peek(behind, MostBeside).ToArray();
        var start = beside.AsSpan().LastIndexOf((byte)'\n');
        var stop = after.AsSpan().IndexOf((byte)'\n');
        var startsLine = start >= 0 || begin <= MostBeside;
        var endsLine = stop >= 0 || file.Length - behind <= MostBeside;
        var before = beside.AsSpan(start + 1);
        // A byte order mark belongs to the file, not to the line.
        if (start < 0 && before.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) before = before[3..];
        var rest = stop < 0 ? after.AsSpan() : after.AsSpan(0, stop);
        var hasReturn = stop >= 0 && rest.EndsWith("\r"u8);
        if (hasReturn) rest = rest[..^1];
        var style = CommentStyle.Of(before, rest);
        var bare = before.Trim(" \t"u8).IsEmpty && rest.Trim(" \t"u8).IsEmpty;
        var exact = startsLine && endsLine && breaksBefore == breaksBehind && (breaksBefore ? bare : style is not null);
        if (!exact) return new(new(begin, behind - begin), reference, new(begin, behind - begin), false, null);

        var lineStart = begin - before.Length;
        var lineEnd = behind + rest.Length;
        var carrierEnd = stop < 0 ? lineEnd : behind + stop + 1;
        var carrierStart = lineStart;
        if (carrierEnd == file.Length && lineStart > 0 && start >= 0)
        {
            carrierStart--;
            if (start > 0 && beside[start - 1] == '\r') carrierStart--;
        }

        return new(new(carrierStart, carrierEnd - carrierStart), reference, new(lineStart, lineEnd - lineStart), true, style);
    }

    private static long Skip(StreamWindow file, long at, long end)
    {
        while (at < end && file.Peek(at, 1) is [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n']) at++;
        return at;
    }

    private static long SkipBack(StreamWindow file, long at, long start)
    {
        while (at > start && file.Peek(at - 1, 1) is [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n']) at--;
        return at;
    }
}
