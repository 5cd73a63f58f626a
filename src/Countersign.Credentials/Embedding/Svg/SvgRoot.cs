using System.Buffers;

namespace Countersign.Credentials.Embedding.Svg;

/// <summary>The start tag of the root element of an SVG.</summary>
/// <param name="Prefix">The prefix of its name with the colon, or nothing.</param>
/// <param name="Close">Where its <c>&gt;</c> stands, or the <c>/</c> before it.</param>
/// <param name="IsEmpty">Whether it is written as <c>&lt;svg/&gt;</c>.</param>
internal readonly record struct SvgRoot(string Prefix, long Close, bool IsEmpty)
{
    private const int MaxPrefix = 64;
    private static readonly SearchValues<byte> s_nameEnds = SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>
    /// Finds it behind declaration, comments, processing instructions and document type; null where the text does not come to it. Only the order of
    /// delimiters is looked at (XML 1.0, production 22 and those it uses): an XML reader would not say at which byte it is.
    /// </summary>
    public static SvgRoot? Find(StreamWindow file, ParseLimits limits)
    {
        var end = Math.Min(file.Length, limits.MaxScanBytes);
        long at = 0;
        for (var steps = 0; steps < limits.MaxElements && (at = file.IndexOf("<"u8, at, end)) >= 0; steps++)
        {
            var tag = file.Peek(at, 16);
            long? behind;
            if (tag.StartsWith("<!--"u8)) behind = Behind(file, "-->"u8, at + 4, end);
            else if (tag.StartsWith("<?"u8)) behind = Behind(file, "?>"u8, at + 2, end);
            else if (tag.StartsWith("<!"u8)) behind = BehindDeclaration(file, at + 2, end, limits);
            else return StartTag(file, at, end);
            if (behind is null) return null;
            at = behind.Value;
        }

        return null;
    }

    private static SvgRoot? StartTag(StreamWindow file, long at, long end)
    {
        var text = file.Peek(at + 1, MaxPrefix + 4);
        var length = text.IndexOfAny(s_nameEnds);
        if (length < 3) return null;
        var name = text[..length];
        var colon = name.IndexOf((byte)':');
        if (!name[(colon + 1)..].SequenceEqual("svg"u8)) return null;
        var prefix = System.Text.Encoding.UTF8.GetString(name[..(colon + 1)]);
        if (BehindTag(file, at + 1, end) is not { } behind) return null;
        var isEmpty = file.Peek(behind - 2, 1).SequenceEqual("/"u8);
        return new(prefix, behind - (isEmpty ? 2 : 1), isEmpty);
    }

    /// <summary>The place behind the <c>&gt;</c> of a tag, quotes heeded.</summary>
    private static long? BehindTag(StreamWindow file, long at, long end)
    {
        while (Next(file, at, end, ">'\""u8) is { } found)
        {
            if (found.Byte == '>') return found.At + 1;
            if (file.IndexOf([found.Byte], found.At + 1, end) is not (>= 0 and var close)) return null;
            at = close + 1;
        }

        return null;
    }

    /// <summary>The place behind a document type, with its declarations in square brackets.</summary>
    private static long? BehindDeclaration(StreamWindow file, long at, long end, ParseLimits limits)
    {
        var depth = 1;
        for (var steps = 0; steps < limits.MaxElements && Next(file, at, end, "<>'\""u8) is { } found; steps++)
        {
            var (mark, place) = (found.Byte, found.At);
            var here = file.Peek(place, 4);
            var behind = here.StartsWith("<!--"u8) ? Behind(file, "-->"u8, place + 4, end)
                : here.StartsWith("<?"u8) ? Behind(file, "?>"u8, place + 2, end)
                : mark is (byte)'\'' or (byte)'"' ? Behind(file, [mark], place + 1, end)
                : place + 1;
            if (behind is not { } next) return null;
            if (mark == '<' && next == place + 1) depth++;
            if (mark == '>' && --depth == 0) return next;
            at = next;
        }

        return null;
    }

    private static long? Behind(StreamWindow file, ReadOnlySpan<byte> mark, long from, long end) =>
        file.IndexOf(mark, from, end) is >= 0 and var at ? at + mark.Length : null;

    private static (byte Byte, long At)? Next(StreamWindow file, long at, long end, ReadOnlySpan<byte> marks)
    {
        while (at < end)
        {
            var window = file.Peek(at, (int)Math.Min(StreamWindow.MaxPeek, end - at));
            if (window.IsEmpty) return null;
            if (window.IndexOfAny(marks) is >= 0 and var found) return (window[found], at + found);
            at += window.Length;
        }

        return null;
    }
}
