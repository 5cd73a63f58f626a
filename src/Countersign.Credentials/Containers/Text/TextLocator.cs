using System.Buffers.Binary;
using System.Text;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Text;

/// <summary>
/// UTF-8 text (C2PA 2.4). A.8: U+FEFF, then one variation selector per byte of
/// <code>'C2PATXT' 0  version(1)  length(4)  store</code>
/// A.9: <c>-----BEGIN C2PA MANIFEST-----</c>, a <c>data:</c> or http(s) reference, <c>-----END C2PA MANIFEST-----</c>.
/// </summary>
internal static class TextLocator
{
    private const int HeaderLength = 13;

    public static void Find(LocateContext context)
    {
        FindSelectors(context);
        FindArmour(context);
    }

    private static void FindSelectors(LocateContext context)
    {
        var file = context.File;
        var end = Math.Min(file.Length, context.Limits.MaxScanBytes);
        byte[] magic = [0xEF, 0xBB, 0xBF, .. VariationSelectors.Encode("C2PATXT\0"u8)];
        long at = 0;
        while ((at = file.IndexOf(magic, at, end)) >= 0 && context.Step(at))
        {
            var first = at + 3;
            var decoded = VariationSelectors.Run(file.Peek(first, 4 * (HeaderLength + StoreProbe.HeadLength)));
            // Every byte of the store takes 3 or 4 bytes of text; the run ends at the first other character.
            var run = RunLength(file, first, out var bytes);
            var declared = decoded.Length >= HeaderLength ? BinaryPrimitives.ReadUInt32BigEndian(decoded.AsSpan(9)) : 0;
            var head = decoded.Length > HeaderLength ? decoded[HeaderLength..] : [];
            var available = Math.Max(0, bytes - HeaderLength);
            if (declared > available)
                context.AddDefect("store.truncated", "The text wrapper names a longer store than its characters hold.", at);
            context.AddEncoded(new(first, run), new(at, 3 + run), StoreEncoding.VariationSelectors, head, available);
            at = first + Math.Max(run, 1);
        }
    }

    private static void FindArmour(LocateContext context)
    {
        var file = context.File;
        var end = Math.Min(file.Length, context.Limits.MaxScanBytes);
        var begin = "-----BEGIN C2PA MANIFEST-----"u8;
        long at = 0;
        while ((at = file.IndexOf(begin, at, end)) >= 0 && context.Step(at))
        {
            var start = at + begin.Length;
            var stop = file.IndexOf("-----END C2PA MANIFEST-----"u8, start, end);
            if (stop < 0)
            {
                context.AddDefect("container.truncated", "An armoured manifest block has no end.", at);
                return;
            }

            var head = file.Peek(start, (int)Math.Min(stop - start, 4096));
            var data = head.IndexOf("base64,"u8);
            var link = head.IndexOf("http"u8);
            if (data >= 0)
            {
                var part = new ByteRange(start + data + 7, stop - start - data - 7);
                context.AddEncoded(part, new(at, stop + 27 - at), StoreEncoding.Base64, Base64Head.Decode(head[(data + 7)..], StoreProbe.HeadLength), part.Length / 4 * 3);
            }
            else if (link >= 0)
            {
                var text = Encoding.UTF8.GetString(head[link..]).Split([' ', '\t', '\r', '\n'], 2)[0];
                if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") context.AddRemote(text);
            }

            at = stop;
        }
    }

    private static long RunLength(StreamWindow file, long from, out long bytes)
    {
        bytes = 0;
        var at = from;
        while (true)
        {
            var window = file.Peek(at, StreamWindow.MaxPeek);
            var used = 0;
            while (VariationSelectors.One(window[used..]) is { Length: > 0 } one)
            {
                used += one.Length;
                bytes++;
            }

            at += used;
            // A selector cut by the edge of the window is read again from its start.
            if (used == 0 || window.Length - used >= 4) return at - from;
        }
    }
}
