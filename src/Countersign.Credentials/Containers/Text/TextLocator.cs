using System.Buffers.Binary;
using System.Text;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Text;

/// <summary>
/// UTF-8 text (C2PA 2.4). A.8: U+FEFF, then one variation selector per byte of
/// <code>'C2PATXT' 0  version(1)  length(4)  store</code>
/// A.9: <c>-----BEGIN C2PA MANIFEST-----</c>, a <c>data:</c> or http(s) reference, <c>-----END C2PA MANIFEST-----</c>. A.7, of pages: a <c>script</c> or a <c>link</c> in the head.
/// </summary>
internal static class TextLocator
{
    private const int HeaderLength = 13;

    private const int MostAddress = 2048;

    public static void Find(LocateContext context)
    {
        FindSelectors(context);
        // A page has a place of its own for manifests, and text in it may well speak of armour (A.9.2).
        if (HtmlHead.IsPage(context.File.Peek(0, 1024))) FindScripts(context);
        else FindArmour(context);
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

    private static void FindScripts(LocateContext context)
    {
        var head = HtmlHead.Read(context.File, context.Limits);
        foreach (var script in head.Scripts)
        {
            var decoded = Base64Head.Decode(context.File.Peek(script.Content.Offset, (int)Math.Min(script.Content.Length, 4096)), StoreProbe.HeadLength);
            context.AddEncoded(script.Content, script.IsPlain ? script.Element : script.Content, StoreEncoding.Base64, decoded, script.Content.Length / 4 * 3);
        }

        foreach (var link in head.Links) AddRemote(context, link);
    }

    private static void FindArmour(LocateContext context)
    {
        var file = context.File;
        var end = Math.Min(file.Length, context.Limits.MaxScanBytes);
        var found = false;
        long? unclosed = null;
        for (long at = 0; at >= 0 && at < end && context.Step(at);)
        {
            var block = ArmourBlock.Find(file, at, end, out at);
            if (block is null)
            {
                if (at >= 0) unclosed = at - ArmourBlock.Begin.Length;
                continue;
            }

            found = true;
            var reference = block.Reference;
            var head = file.Peek(reference.Offset, (int)Math.Min(reference.Length, 4096));
            if (head.StartsWith(ArmourBlock.DataPrefix))
            {
                var part = new ByteRange(reference.Offset + ArmourBlock.DataPrefix.Length, reference.Length - ArmourBlock.DataPrefix.Length);
                context.AddEncoded(part, block.Carrier, StoreEncoding.Base64, Base64Head.Decode(head[ArmourBlock.DataPrefix.Length..], StoreProbe.HeadLength), part.Length / 4 * 3);
            }
            else
            {
                AddRemote(context, Encoding.UTF8.GetString(head));
            }
        }

        if (!found && unclosed is { } place) context.AddDefect("container.truncated", "An armoured manifest block has no end, or holds more than one line.", place);
    }

    private static void AddRemote(LocateContext context, string text)
    {
        if (text.Length <= MostAddress && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") context.AddRemote(text);
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
