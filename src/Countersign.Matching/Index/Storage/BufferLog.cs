using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace Countersign.Matching.Index.Storage;

/// <summary>
/// The write-ahead log: what was committed since the last segment. One record for each commit, so that a commit is there whole or not at
/// all. A record is u32 length, u64 checksum (XXH3-64 of the payload, seeded with the log's number and the record's offset, so that
/// the remains of an older file never fit), and the payload: operations, each u8 (1 add, 2 delete), the key in 16 bytes
/// little-endian, and for an add u32 length and the item.
/// </summary>
internal static class BufferLog
{
    private const int Head = 12;

    public static byte[] Record(ulong log, long offset, ReadOnlySpan<byte> payload)
    {
        var record = new byte[Head + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(4), Checksum(log, offset, payload));
        payload.CopyTo(record.AsSpan(Head));
        return record;
    }

    public static void Append(IBufferWriter<byte> payload, ItemKey key, byte[]? item)
    {
        var span = payload.GetSpan(21);
        span[0] = (byte)(item is null ? 2 : 1);
        BinaryPrimitives.WriteUInt128LittleEndian(span[1..], key.Value);
        if (item is not null)
            BinaryPrimitives.WriteInt32LittleEndian(span[17..], item.Length);
        payload.Advance(item is null ? 17 : 21);
        if (item is not null)
            payload.Write(item);
    }

    /// <summary>Applies whole records in their order, up to the first that is torn or damaged.</summary>
    /// <returns>How many bytes of the log are good.</returns>
    public static long Replay(ulong log, ReadOnlySpan<byte> bytes, Action<ItemKey, byte[]?> apply)
    {
        var offset = 0;
        while (bytes.Length - offset >= Head)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);
            if (length <= 0 || length > bytes.Length - offset - Head)
                break;
            var payload = bytes.Slice(offset + Head, length);
            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[(offset + 4)..]) != Checksum(log, offset, payload) || !Apply(payload, null))
                break;
            Apply(payload, apply);
            offset += Head + length;
        }

        return offset;
    }

    // Without an action only checks, so that no record is applied by half.
    private static bool Apply(ReadOnlySpan<byte> payload, Action<ItemKey, byte[]?>? apply)
    {
        while (!payload.IsEmpty)
        {
            if (payload.Length < 17 || payload[0] is not (1 or 2))
                return false;
            var key = new ItemKey(BinaryPrimitives.ReadUInt128LittleEndian(payload[1..]));
            var add = payload[0] == 1;
            payload = payload[17..];
            byte[]? item = null;
            if (add)
            {
                var length = payload.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(payload);
                if (length < 0 || length > payload.Length - 4)
                    return false;
                if (apply is not null)
                    item = payload.Slice(4, length).ToArray();
                payload = payload[(4 + length)..];
            }

            apply?.Invoke(key, item);
        }

        return true;
    }

    private static ulong Checksum(ulong log, long offset, ReadOnlySpan<byte> payload) =>
        XxHash3.HashToUInt64(payload, unchecked((long)(log * 0x9E3779B97F4A7C15) + offset));
}
