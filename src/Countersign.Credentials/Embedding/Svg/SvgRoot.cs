using System.Text;

namespace Countersign.Credentials.Embedding.Svg;

/// <summary>Where the root element of an SVG begins to have content.</summary>
/// <param name="Prefix">The prefix of its name; mostly empty.</param>
/// <param name="Content">The first byte behind its opening tag.</param>
/// <param name="MetadataContent">The first byte behind the opening tag of a <c>metadata</c> that is the root's first child; null when it is not.</param>
internal sealed record SvgRoot(string Prefix, long Content, long? MetadataContent)
{
    // A root tag with all its namespaces takes a few hundred bytes; a hostile one could take the file.
    private const int MostTag = 64 * 1024;

    public static bool TryFind(StreamWindow file, ParseLimits limits, out SvgRoot? root)
    {
        root = null;
        long at = 0;
        var start = file.Peek(0, 3);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return false;
        for (var steps = 0; steps < limits.MaxElements; steps++)
        {
            at = file.IndexOf("<"u8, at, file.Length);
            if (at < 0) return false;
            var head = file.Peek(at, 9);
            if (head.StartsWith("<!--"u8)) at = Behind(file, "-->"u8, at + 4);
            else if (head.StartsWith("<?"u8)) at = Behind(file, "?>"u8, at + 2);
            else if (head.StartsWith("<!DOCTYPE"u8)) at = BehindDocumentType(file, at);
            else return TryRoot(file, at, out root);
            if (at < 0) return false;
        }

        return false;
    }

    private static bool TryRoot(StreamWindow file, long at, out SvgRoot? root)
    {
        root = null;
        var tag = Tag(file, at);
        if (tag is null || tag.EndsWith("/>", StringComparison.Ordinal)) return false;
        var name = Name(tag);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : name[..colon];
        if (name[(colon + 1)..] != "svg") return false;
        var content = at + Encoding.UTF8.GetByteCount(tag);
        long? metadata = null;
        var next = file.IndexOf("<"u8, content, Math.Min(file.Length, content + MostTag));
        if (next >= 0 && Tag(file, next) is { } child && !child.EndsWith("/>", StringComparison.Ordinal) && Name(child) == (prefix.Length > 0 ? prefix + ":metadata" : "metadata"))
            metadata = next + Encoding.UTF8.GetByteCount(child);
        root = new(prefix, content, metadata);
        return true;
    }

    // A tag up to its '>', quotes heeded; null when it has no end, or is no text.
    private static string? Tag(StreamWindow file, long at)
    {
        var bytes = file.Peek(at, MostTag);
        byte quote = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (quote != 0) quote = bytes[i] == quote ? (byte)0 : quote;
            else if (bytes[i] is (byte)'"' or (byte)'\'') quote = bytes[i];
            else if (bytes[i] == '>')
            {
                try
                {
                    return new UTF8Encoding(false, true).GetString(bytes[..(i + 1)]);
                }
                catch (DecoderFallbackException)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private static string Name(string tag) => tag[1..].Split([' ', '\t', '\r', '\n', '/', '>'], 2)[0];

    private static long Behind(StreamWindow file, ReadOnlySpan<byte> mark, long from)
    {
        var at = file.IndexOf(mark, from, file.Length);
        return at < 0 ? -1 : at + mark.Length;
    }

    // <!DOCTYPE svg [ … ]>: the internal subset may have '>' in it.
    private static long BehindDocumentType(StreamWindow file, long at)
    {
        var bytes = file.Peek(at, MostTag);
        var depth = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            switch (bytes[i])
            {
                case (byte)'[': depth++; break;
                case (byte)']': depth--; break;
                case (byte)'>' when depth <= 0: return at + i + 1;
            }
        }

        return -1;
    }
}
