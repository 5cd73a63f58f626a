using System.Buffers.Binary;
using Countersign.Credentials.Embedding;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>The least that puts a store into a JPEG or a PNG: enough to try signing without the library's own embedders.</summary>
internal static class SmallEmbedders
{
    public static IEmbedder? For(StoreContainer container) => container switch
    {
        StoreContainer.Jpeg => new Jpeg(),
        StoreContainer.Png => new Png(),
        _ => null,
    };

    private sealed class Jpeg : IEmbedder
    {
        private const int Most = 60_000;

        public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
        {
            var count = 1;
            for (var left = storeLength - Most; left > 0; left -= Most - 8) count++;
            // FF EB Lp JP En Z, and the box header again in each segment but the first.
            var size = storeLength + (count * 12) + ((count - 1) * 8);
            return Planned(source, 2, size, Render, out plan, out defect);
        }

        private static byte[] Render(ReadOnlyMemory<byte> store)
        {
            var result = new List<byte>();
            var header = store[..8].ToArray();
            var sequence = 0;
            for (var at = 0; at < store.Length;)
            {
                var take = Math.Min(store.Length - at, sequence == 0 ? Most : Most - 8);
                byte[] payload = [.. sequence == 0 ? [] : header, .. store.Slice(at, take).Span];
                result.AddRange(Tests.Shared.Store.App11(1, ++sequence, payload));
                at += take;
            }

            return [.. result];
        }
    }

    private sealed class Png : IEmbedder
    {
        public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect) =>
            Planned(source, 33, storeLength + 12, Render, out plan, out defect);

        private static byte[] Render(ReadOnlyMemory<byte> store)
        {
            byte[] chunk = [.. "caBX"u8, .. store.Span];
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, store.Length);
            var crc = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(crc, Crc(chunk));
            return [.. length, .. chunk, .. crc];
        }

        private static uint Crc(byte[] bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var i = 0; i < 8; i++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }

            return ~crc;
        }
    }

    // A store that is there already is left out; the new one goes where it was, or after the fixed first bytes.
    private static bool Planned(StreamWindow source, long place, long size, Func<ReadOnlyMemory<byte>, byte[]> render, out EmbedPlan? plan, out StoreDefect? defect)
    {
        defect = null;
        plan = null;
        var whole = source.Copy(0, source.Length, int.MaxValue)!;
        var old = CredentialLocator.Find(new MemoryStream(whole)).Stores.Select(s => s.Carrier).FirstOrDefault(new ByteRange(place, 0));
        if (source.Length < place)
        {
            defect = new("container.truncated", "The file is too short.", source.Length);
            return false;
        }

        plan = new([new SourcePiece(new(0, old.Offset)), new CarrierPiece(size, render), new SourcePiece(new(old.End, source.Length - old.End))]);
        return true;
    }
}
