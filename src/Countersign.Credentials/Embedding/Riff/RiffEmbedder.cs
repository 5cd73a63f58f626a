using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Riff;

/// <summary>
/// RIFF (A.3.6): a chunk <c>C2PA</c> at the end of the last RIFF chunk, so that nothing that films refer to by its place moves. RF64 and BW64 keep their size in
/// <c>ds64</c>.
/// </summary>
internal sealed class RiffEmbedder : IEmbedder
{
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var builder = new PlanBuilder(source.Length);
        var carrier = 8L + storeLength + (storeLength & 1);
        long at = 0;
        while (true)
        {
            if (!RiffChunks.TryRead(source, at, limits, out var riff, out defect)) return false;
            var next = riff!.End;
            var isLast = !RiffChunks.Begins(source, next);
            if (riff.Stores.Count > 0 && !isLast)
            {
                // A film in several RIFF chunks is referred to by places in the file: taking something out of an earlier one would move them.
                defect = EmbedRefusals.Unsupported("The film has a manifest store in an earlier part, which cannot be taken out without moving what its index refers to.", riff.Stores[0].Offset);
                return false;
            }

            foreach (var old in riff.Stores) builder.Drop(old);
            if (!isLast)
            {
                at = next;
                continue;
            }

            var pad = (next - riff.Start) & 1;
            if (pad == 1) builder.Insert(next, new LiteralPiece(new byte[1]));
            var size = riff.Size - riff.Stores.Sum(s => s.Length) + pad + carrier;
            if (riff.WideSizeAt is { } wide) builder.Replace(new(wide, 8), Wide(size));
            else if (size > uint.MaxValue)
            {
                defect = EmbedRefusals.Unsupported("With a manifest store the RIFF chunk would be longer than 4 GB.", at);
                return false;
            }
            else builder.Replace(new(riff.Start + 4, 4), Narrow(size));
            builder.Insert(next, new CarrierPiece(carrier, store => Render(store.Span)));
            plan = builder.Build();
            if (plan is null) defect = EmbedRefusals.Damaged("Chunks of the RIFF file overlap.", at);
            return plan is not null;
        }
    }

    private static byte[] Render(ReadOnlySpan<byte> store)
    {
        var chunk = new byte[8 + store.Length + (store.Length & 1)];
        "C2PA"u8.CopyTo(chunk);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), (uint)store.Length);
        store.CopyTo(chunk.AsSpan(8));
        return chunk;
    }

    private static byte[] Narrow(long size)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)size);
        return bytes;
    }

    private static byte[] Wide(long size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        return bytes;
    }
}
