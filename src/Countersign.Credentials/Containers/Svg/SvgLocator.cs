using Countersign.Credentials.Containers.Text;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Svg;

/// <summary>
/// SVG (A.3.3): <code>&lt;metadata&gt;&lt;c2pa:manifest&gt;base64&lt;/c2pa:manifest&gt;&lt;/metadata&gt;</code>
/// The text is searched as UTF-8 without an XML reader, because the exact bytes of the store matter, and because an
/// SVG needs no document type to be read. Comments and character data are stepped over; UTF-16 is not searched.
/// </summary>
internal static class SvgLocator
{
    public static void Find(LocateContext context)
    {
        var file = context.File;
        var end = Math.Min(file.Length, context.Limits.MaxScanBytes);
        long at = 0;
        while ((at = file.IndexOf("<"u8, at, end)) >= 0)
        {
            if (!context.Step(at)) return;
            var tag = file.Peek(at, 16);
            if (tag.StartsWith("<!--"u8)) at = file.Behind("-->"u8, at + 4, end);
            else if (tag.StartsWith("<![CDATA["u8)) at = file.Behind("]]>"u8, at + 9, end);
            else if (tag.StartsWith("<c2pa:manifest"u8)) at = ReadManifest(context, at, end);
            else if (tag.StartsWith("<x:xmpmeta"u8)) at = ReadXmp(context, at, end);
            else at++;
            if (at < 0) return;
        }
    }

    private static long ReadManifest(LocateContext context, long at, long end)
    {
        var file = context.File;
        var start = file.Behind(">"u8, at, end);
        if (start < 0) return -1;
        var stop = file.IndexOf("<"u8, start, end);
        var closed = stop >= 0;
        if (!closed) { stop = end; context.AddDefect("container.truncated", "The SVG ends within its manifest element.", at); }
        var part = new ByteRange(start, stop - start);
        var head = Base64Head.Decode(file.Peek(start, (int)Math.Min(part.Length, 4096)), StoreProbe.HeadLength);
        context.AddEncoded(part, new(at, stop - at), StoreEncoding.Base64, head, part.Length / 4 * 3);
        return closed ? stop : -1;
    }

    private static long ReadXmp(LocateContext context, long at, long end)
    {
        var stop = context.File.Behind("</x:xmpmeta>"u8, at, end);
        if (stop > 0) context.AddXmp(at, stop - at);
        // Always forward past the packet: nested opening tags would otherwise be read to their end once each. A packet
        // without an end takes the rest of the file with it.
        return stop > 0 ? stop : -1;
    }
}
