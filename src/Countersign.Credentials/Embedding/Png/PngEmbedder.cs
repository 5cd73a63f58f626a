using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Png;

/// <summary>PNG (A.3.2): one <c>caBX</c> chunk right behind the header, and so before the picture's data.</summary>
internal sealed class PngEmbedder : IEmbedder
{
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var builder = new PlanBuilder(source.Length);
        long at = 8;
        for (var steps = 0; ; steps++)
        {
            var head = source.Peek(at, 8);
            var length = head.Length < 8 ? 0 : 12L + BinaryPrimitives.ReadUInt32BigEndian(head);
            if (head.Length < 8 || steps > limits.MaxElements || !source.Contains(at, length) || (steps == 0 && !head[4..].SequenceEqual("IHDR"u8)))
            {
                defect = EmbedRefusals.Damaged("The PNG cannot be taken apart into chunks.", at);
                return false;
            }

            if (head[4..].SequenceEqual("caBX"u8)) builder.Drop(new(at, length));
            var isEnd = head[4..].SequenceEqual("IEND"u8);
            at += length;
            if (steps == 0) builder.Insert(at, new CarrierPiece(12L + storeLength, store => Render(store.Span)));
            if (isEnd) break;
        }

        plan = builder.Build();
        return plan is not null;
    }

    private static byte[] Render(ReadOnlySpan<byte> store)
    {
        var chunk = new byte[12 + store.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)store.Length);
        "caBX"u8.CopyTo(chunk.AsSpan(4));
        store.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + store.Length), Crc32.Of(chunk.AsSpan(4, 4 + store.Length)));
        return chunk;
    }
}
