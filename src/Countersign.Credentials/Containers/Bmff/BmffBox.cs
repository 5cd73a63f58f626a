namespace Countersign.Credentials.Containers.Bmff;

/// <summary>One box in a <see cref="BmffTree"/>. A small value, since a hostile file holds a million of them.</summary>
/// <param name="Type">The four-character code.</param>
/// <param name="Offset">The first byte of the box in the file.</param>
/// <param name="Length">Header included, clipped to the box around it or to the file.</param>
/// <param name="HeaderLength">8, or 16 where the size has 64 bits.</param>
/// <param name="Parent">The number of the box around it, or -1 for a root box.</param>
/// <param name="Index">1 for the first box of its type among its siblings, 2 for the second …, as an xpath counts.</param>
/// <param name="Depth">1 for a root box.</param>
internal readonly record struct BmffBox(uint Type, long Offset, long Length, byte HeaderLength, int Parent, int Index, byte Depth)
{
    public long DataOffset => Offset + HeaderLength;

    public long DataLength => Length - HeaderLength;

    public long End => Offset + Length;

    public bool Is(ReadOnlySpan<byte> type) => Type == BoxHeader.Code(type);
}
