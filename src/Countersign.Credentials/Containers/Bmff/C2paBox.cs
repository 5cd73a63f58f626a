using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Bmff;

/// <summary>
/// The <c>uuid</c> box of C2PA (C2PA 2.2 §A.5.1):
/// <code>size(4) "uuid" id(16) version(1) flags(3) box_purpose… 0 data</code>
/// where the data of <c>manifest</c>, <c>original</c> and <c>update</c> is <c>offset of the first merkle box(8) store [padding]</c>,
/// and that of <c>merkle</c> one CBOR item and padding.
/// </summary>
internal static class C2paBox
{
    public static ReadOnlySpan<byte> Id => [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];

    /// <summary>Bytes before the store in a <c>manifest</c> box with a 32-bit size.</summary>
    public const int ManifestOverhead = 8 + 16 + 4 + 9 + 8;

    /// <summary>True for a root box that carries the identifier, whatever its purpose.</summary>
    public static bool Is(StreamWindow file, in BmffBox box) =>
        box.Is("uuid"u8) && box.DataLength >= 16 && file.Peek(box.DataOffset, 16).SequenceEqual(Id);

    /// <summary>The box's content after its purpose, when the purpose is the one asked for; null otherwise.</summary>
    public static long? DataOf(StreamWindow file, in BmffBox box, ReadOnlySpan<byte> purpose)
    {
        if (!Is(file, box)) return null;
        var cursor = new ByteCursor(file.Peek(box.DataOffset, (int)Math.Min(box.DataLength, 64)));
        return cursor.TrySkip(20) && cursor.TrySkipTerminated(false, out var text) && text.SequenceEqual(purpose) ? box.DataOffset + cursor.Position : null;
    }

    /// <summary>A <c>manifest</c> box around a store.</summary>
    /// <param name="store">The JUMBF bytes.</param>
    /// <param name="firstMerkle">Where the first <c>merkle</c> box of the file begins; 0 when there is none.</param>
    public static byte[] Manifest(ReadOnlySpan<byte> store, long firstMerkle)
    {
        var box = new byte[ManifestOverhead + store.Length];
        WriteHead(box, "manifest\0"u8);
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(ManifestOverhead - 8), firstMerkle);
        store.CopyTo(box.AsSpan(ManifestOverhead));
        return box;
    }

    /// <summary>A <c>merkle</c> box of <paramref name="length"/> bytes around one CBOR item; the rest is zero.</summary>
    public static byte[] Merkle(ReadOnlySpan<byte> item, int length)
    {
        var box = new byte[length];
        WriteHead(box, "merkle\0"u8);
        item.CopyTo(box.AsSpan(MerkleOverhead));
        return box;
    }

    /// <summary>Bytes before the CBOR item in a <c>merkle</c> box.</summary>
    public const int MerkleOverhead = 8 + 16 + 4 + 7;

    private static void WriteHead(Span<byte> box, ReadOnlySpan<byte> purpose)
    {
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)box.Length);
        "uuid"u8.CopyTo(box[4..]);
        Id.CopyTo(box[8..]);
        purpose.CopyTo(box[28..]);
    }
}
