using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Gif;

/// <summary>
/// GIF (A.3.7): an application extension <code>21 FF 0B 'C2PA_GIF' 01 00 00  { n(1) n bytes }… 00</code>
/// </summary>
internal static class GifLocator
{
    public static void Find(LocateContext context)
    {
        var file = context.File;
        var head = file.Peek(0, 13);
        if (head.Length < 13) { context.AddDefect("container.truncated", "The GIF ends within its header.", 0); return; }
        var at = 13L + ColourTable(head[10]);
        while (context.Step(at))
        {
            var block = file.Peek(at, 14);
            if (block.IsEmpty) { context.AddDefect("container.truncated", "The GIF has no end.", at); return; }
            switch (block[0])
            {
                case 0x3B: return;
                case 0x2C when block.Length >= 10:
                    at = Walk(context, at + 11 + ColourTable(block[9]), null);
                    break;
                case 0x21 when block.Length == 14 && block[1] == 0xFF && block[2] == 11:
                    at = ReadApplication(context, at, block[3..14].ToArray());
                    break;
                case 0x21 when block.Length >= 3:
                    at = Walk(context, at + 2, null);
                    break;
                default:
                    context.AddDefect("container.damaged", "Bytes there are no GIF block.", at);
                    return;
            }

            if (at < 0) return;
        }
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static long ReadApplication(LocateContext context, long at, byte[] name)
    {
        var data = at + 14;
        // XMP stands unpacked, with a trailer made so that a walk over sub-blocks ends at its end.
        if (name.AsSpan().SequenceEqual("XMP DataXMP"u8))
        {
            var end = Walk(context, data, null);
            if (end > 0) context.AddXmp(data, end - data);
            return end;
        }

        if (!name.AsSpan(0, 8).SequenceEqual("C2PA_GIF"u8)) return Walk(context, data, null);
        var parts = new List<ByteRange>();
        var after = Walk(context, data, parts);
        var head = new List<byte>();
        foreach (var part in parts.TakeWhile(_ => head.Count < StoreProbe.HeadLength)) head.AddRange(context.File.Peek(part.Offset, (int)part.Length));
        var length = parts.Sum(p => p.Length);
        var bytes = head.ToArray();
        context.Add(parts.Count > 0 ? parts[0].Offset : data, length, new(at, (after < 0 ? context.File.Length : after) - at), parts,
            StoreEncoding.Raw, StoreProbe.Look(bytes).IsC2pa, StoreProbe.Judge(bytes, length, at));
        return after;
    }

    /// <summary>Goes over sub-blocks and gathers them when asked; returns the place behind the terminator, or -1.</summary>
    private static long Walk(LocateContext context, long at, List<ByteRange>? parts)
    {
        while (true)
        {
            var size = context.File.Peek(at, 1);
            if (size.IsEmpty) { context.AddDefect("container.truncated", "The GIF ends within a block.", at); return -1; }
            if (size[0] == 0) return at + 1;
            if (parts is { } list)
            {
                if (list.Count >= context.Limits.MaxParts) { context.AddDefect("limit.reached", "A store is cut into more pieces than are followed.", at); return -1; }
                list.Add(new(at + 1, Math.Min(size[0], context.File.Length - at - 1)));
            }

            at += 1 + size[0];
        }
    }
}
