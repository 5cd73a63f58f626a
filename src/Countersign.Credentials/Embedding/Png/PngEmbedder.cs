using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Png;

/// <summary>
/// PNG and APNG (C2PA 2.2 §A.3.2): a chunk <c>caBX</c> behind <c>IHDR</c>. The carrier is the whole chunk, its length, type and check included.
/// </summary>
internal sealed class PngEmbedder : IEmbedder
{
    private const int Overhead = 12; // length, type, check

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = storeLength > int.MaxValue - Overhead ? new("limit.reached", "The store is too long for a PNG chunk.", 0) : Edit(source, storeLength, limits, out plan);
        return defect is null;
    }

    private static StoreDefect? Edit(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan)
    {
        plan = null;
        var edits = new SourceEdits(source.Length);
        long? behindHeader = null;
        var old = new List<long>();
        long at = 8;
        for (var steps = 0; steps < limits.MaxElements; steps++)
        {
            var head = source.Peek(at, 8);
            if (head.Length < 8) return new("container.truncated", "The PNG ends without its last chunk.", at);
            var length = Overhead + (long)BinaryPrimitives.ReadUInt32BigEndian(head);
            if (!source.Contains(at, length)) return new("container.truncated", "A PNG chunk is longer than the file.", at);
            var type = head[4..];
            if (type.SequenceEqual("IHDR"u8)) behindHeader ??= at + length;
            else if (type.SequenceEqual("caBX"u8))
            {
                old.Add(at);
                edits.Cut(at, length);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                if (behindHeader is not { } place) break;
                // A store that was there keeps its place, as the hash of its manifest needs it when the new one is an update.
                edits.Insert(old is [var one] && one >= place ? one : place, new CarrierPiece(Overhead + (long)storeLength, store => Chunk(store.Span)));
                return edits.ToPlan(out plan);
            }

            at += length;
        }

        return behindHeader is null ? new("container.damaged", "The PNG has no header chunk.", 8) : new("limit.reached", $"The PNG has more than {limits.MaxElements} chunks.", at);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> store)
    {
        var chunk = new byte[Overhead + store.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, store.Length);
        "caBX"u8.CopyTo(chunk.AsSpan(4));
        store.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + store.Length), Crc32.Of(chunk.AsSpan(4, 4 + store.Length)));
        return chunk;
    }
}
