using System.Text;

namespace Countersign.Desk.Standards.Robots;

/// <summary>
/// A path pattern of RFC 9309, section 2.2.3, as robots.txt, TDMRep and RSL share it: matched from the beginning of the path, <c>*</c> stands for
/// anything, <c>$</c> at the end for the end. Compared by octets, after both sides were brought into one percent-encoding.
/// </summary>
internal sealed class PathPattern
{
    private readonly string[] _parts;
    private readonly bool _isAnchored;

    private PathPattern(string text, string[] parts, bool isAnchored) => (Text, _parts, _isAnchored) = (text, parts, isAnchored);

    /// <summary>The pattern in its comparable form.</summary>
    public string Text { get; }

    /// <summary>How specific it is: its length in octets, since the most octets are the most specific match.</summary>
    public int Length => Text.Length;

    /// <summary>Reads a pattern. An empty one matches nothing.</summary>
    public static PathPattern Of(string written)
    {
        var anchored = written.EndsWith('$');
        var body = anchored ? written[..^1] : written;
        // '$' means the end only at the end; anywhere else it is a character like others, which a path has percent-encoded.
        var text = Normal(body.Replace("$", "%24", StringComparison.Ordinal), keepStars: true);
        return new(anchored ? text + "$" : text, text.Split('*'), anchored);
    }

    /// <summary>Whether a path matches. It is already in the form of <see cref="Path"/>.</summary>
    public bool Matches(string path)
    {
        if (Text.Length == 0) return false;
        var first = _parts[0];
        if (!path.StartsWith(first, StringComparison.Ordinal)) return false;
        if (_parts.Length == 1) return !_isAnchored || path.Length == first.Length;
        var at = first.Length;
        // Leftmost matches leave the most room for the parts that follow, so no step needs to be taken back.
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var found = path.IndexOf(_parts[i], at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + _parts[i].Length;
        }
        var last = _parts[^1];
        return _isAnchored
            ? path.Length - last.Length >= at && path.EndsWith(last, StringComparison.Ordinal)
            : path.IndexOf(last, at, StringComparison.Ordinal) >= 0;
    }

    /// <summary>A path of a site in its comparable form.</summary>
    public static string Path(string path) => Normal(path, keepStars: false);

    /// <summary>The path of a file below the folder that stands for the site's root.</summary>
    public static string Below(string relative) => "/" + Normal(Uri.EscapeDataString(relative).Replace("%2F", "/", StringComparison.Ordinal), keepStars: false);

    // Unreserved characters stand for themselves, everything else that is not ASCII or is a sign of the pattern is percent-encoded, in upper case.
    private static string Normal(string text, bool keepStars)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var normal = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                var octet = Convert.ToByte($"{(char)bytes[i + 1]}{(char)bytes[i + 2]}", 16);
                if (IsUnreserved(octet)) normal.Append((char)octet);
                else Encode(normal, octet);
                i += 2;
            }
            else if (b is <= 0x20 or >= 0x7F || (b is (byte)'*' or (byte)'$' && !(keepStars && b == '*')) || b == '%') Encode(normal, b);
            else normal.Append((char)b);
        }
        return normal.ToString();
    }

    private static void Encode(StringBuilder text, byte octet) => text.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);

    private static bool IsUnreserved(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';
}
