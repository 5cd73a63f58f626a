namespace Countersign.Credentials.Embedding.Gif;

/// <summary>
/// GIF (C2PA 2.2 §A.3.7): an application extension before the first image, the store in sub-blocks of up to 255 bytes. The carrier is the
/// whole extension. Extensions came with version 89a, so that a file of version 87a becomes one of 89a.
/// <code>21 FF 0B 'C2PA_GIF' 01 00 00  { n(1) n bytes }…  00</code>
/// </summary>
internal sealed class GifEmbedder : IEmbedder
{
    private const int Block = 255;

    private static ReadOnlySpan<byte> Introduction => [0x21, 0xFF, 11, (byte)'C', (byte)'2', (byte)'P', (byte)'A', (byte)'_', (byte)'G', (byte)'I', (byte)'F', 1, 0, 0];

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        defect = Edit(source, storeLength, limits, out plan);
        return defect is null;
    }

    private static StoreDefect? Edit(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan)
    {
        plan = null;
        var head = source.Peek(0, 13);
        if (head.Length < 13) return new("container.truncated", "The GIF ends within its header.", 0);
        var edits = new SourceEdits(source.Length);
        if (head[4] == '7') edits.Replace(0, "GIF89a"u8.ToArray());
        var at = 13L + ColourTable(head[10]);
        var place = at;
        // Players expect the extension that says how often an animation runs right behind the colours.
        var mayStepOver = true;
        var hasImage = false;
        var old = new List<(long At, bool IsBeforeImages)>();
        var budget = limits.MaxElements;
        while (true)
        {
            var block = source.Peek(at, 14);
            if (block.IsEmpty) return new("container.truncated", "The GIF has no end.", at);
            if (--budget < 0) return new("limit.reached", $"The GIF has more than {limits.MaxElements} blocks.", at);
            if (block[0] == 0x3B) break;
            var kind = Kind(block);
            if (kind == BlockKind.None) return new("container.damaged", "Bytes there are no GIF block.", at);
            var data = kind switch { BlockKind.Image => at + 11 + ColourTable(block[9]), BlockKind.Extension => at + 2, _ => at + 14 };
            if (Behind(source, data, ref budget) is not { } next) return budget < 0
                ? new("limit.reached", $"The GIF has more than {limits.MaxElements} blocks.", at)
                : new("container.truncated", "The GIF ends within a block.", at);
            hasImage |= kind == BlockKind.Image;
            if (kind == BlockKind.Store)
            {
                edits.Cut(at, next - at);
                old.Add((at, !hasImage));
            }
            else if (kind == BlockKind.Loop && mayStepOver) place = next;
            else mayStepOver = false;
            at = next;
        }

        var size = Introduction.Length + (long)storeLength + ((storeLength + (long)Block - 1) / Block) + 1;
        // A store that was there keeps its place, as the hash of its manifest needs it when the new one is an update.
        edits.Insert(old is [{ IsBeforeImages: true } one] ? one.At : place, new CarrierPiece(size, store => Extension(store.Span)));
        return edits.ToPlan(out plan);
    }

    private enum BlockKind { None, Image, Extension, Application, Loop, Store }

    private static BlockKind Kind(ReadOnlySpan<byte> block)
    {
        if (block[0] == 0x2C && block.Length >= 10) return BlockKind.Image;
        if (block[0] != 0x21 || block.Length < 3) return BlockKind.None;
        if (block.Length < 14 || block[1] != 0xFF || block[2] != 11) return BlockKind.Extension;
        var name = block[3..];
        if (name.StartsWith("C2PA_GIF"u8)) return BlockKind.Store;
        return name.SequenceEqual("NETSCAPE2.0"u8) || name.SequenceEqual("ANIMEXTS1.0"u8) ? BlockKind.Loop : BlockKind.Application;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    // The place behind sub-blocks and their terminator; null where the file or the budget ends first.
    private static long? Behind(StreamWindow source, long at, ref int budget)
    {
        while (--budget >= 0)
        {
            var size = source.Peek(at, 1);
            if (size.IsEmpty) return null;
            if (size[0] == 0) return at + 1;
            at += 1 + size[0];
        }

        return null;
    }

    private static byte[] Extension(ReadOnlySpan<byte> store)
    {
        var bytes = new MemoryStream();
        bytes.Write(Introduction);
        for (var at = 0; at < store.Length; at += Block)
        {
            var some = store.Slice(at, Math.Min(Block, store.Length - at));
            bytes.WriteByte((byte)some.Length);
            bytes.Write(some);
        }

        bytes.WriteByte(0);
        return bytes.ToArray();
    }
}
