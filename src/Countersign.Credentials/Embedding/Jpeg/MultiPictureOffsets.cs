using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Jpeg;

/// <summary>
/// The multi-picture format (CIPA DC-007): further pictures behind the first, whose places are counted from the format's own header in an APP2 segment. What is put in
/// or taken out behind that header moves them.
/// </summary>
internal static class MultiPictureOffsets
{
    private const ushort EntryTag = 0xB002;
    private const int EntryLength = 16;

    /// <summary>Writes the offsets anew where they change. False when they cannot be read.</summary>
    /// <param name="file">The source.</param>
    /// <param name="header">The content of the segment, from its byte order on.</param>
    /// <param name="inserted">Where something is put in.</param>
    /// <param name="length">How much.</param>
    /// <param name="dropped">What is taken out.</param>
    /// <param name="builder">Where the changes go.</param>
    public static bool TryMove(StreamWindow file, ByteRange header, long inserted, long length, IReadOnlyList<ByteRange> dropped, PlanBuilder builder)
    {
        var move = (inserted > header.Offset ? length : 0) - dropped.Where(d => d.Offset > header.Offset).Sum(d => d.Length);
        if (move == 0) return true;
        if (file.Copy(header.Offset, header.Length, 65_535) is not { Length: >= 10 } bytes) return false;
        var little = bytes[0] == 'I';
        if (!bytes.AsSpan(0, 4).SequenceEqual("II*\0"u8) && !bytes.AsSpan(0, 4).SequenceEqual("MM\0*"u8)) return false;
        long at = U32(bytes.AsSpan(4), little);
        if (at > bytes.Length - 2) return false;
        var count = U16(bytes.AsSpan((int)at), little);
        for (var i = 0; i < count; i++)
        {
            var entry = at + 2 + (12L * i);
            if (entry + 12 > bytes.Length) return false;
            if (U16(bytes.AsSpan((int)entry), little) != EntryTag) continue;
            return TryEntries(bytes, U32(bytes.AsSpan((int)entry + 8), little), U32(bytes.AsSpan((int)entry + 4), little), little, move, header, builder);
        }

        // A list without places has none to keep.
        return true;
    }

    private static bool TryEntries(byte[] bytes, long at, long length, bool little, long move, ByteRange header, PlanBuilder builder)
    {
        if (at + length > bytes.Length) return false;
        for (var entry = at; entry + EntryLength <= at + length; entry += EntryLength)
        {
            var offset = U32(bytes.AsSpan((int)entry + 8), little);
            if (offset == 0) continue; // the first picture, which is where it is
            var moved = offset + move;
            if (moved is < 0 or > uint.MaxValue) return false;
            var written = new byte[4];
            if (little) BinaryPrimitives.WriteUInt32LittleEndian(written, (uint)moved);
            else BinaryPrimitives.WriteUInt32BigEndian(written, (uint)moved);
            builder.Replace(new(header.Offset + entry + 8, 4), written);
        }

        return true;
    }

    private static ushort U16(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    private static uint U32(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
}
