using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Countersign.Matching.Index.Segments;

/// <summary>
/// <code>
/// header, 64 bytes    0 "CSINDEX\n"   8 u32 format   12 u32 kind version   16 kind name, 32 bytes, zeros after   48 zeros   56 u64 checksum of 0–55
/// sections            each begins at a multiple of 64, zeros between
/// table               64 bytes a section: 0 name, 32 bytes, zeros after   32 u64 offset   40 u64 length   48 u64 checksum   56 zeros
/// footer, 64 bytes    0 u64 table offset   8 u32 sections   12 u32 items   16 u64 file length   24 u64 checksum of the table
///                     32 u64 checksum of the header   40 zeros   48 "CSINDEND"   56 u64 checksum of 0–55
/// </code>
/// Numbers are little-endian, checksums XXH3-64 with seed 0.
/// </summary>
internal static class SegmentLayout
{
    public const uint Format = 1;
    public const int Block = 64;
    public const int NameLength = 32;

    /// <summary>More sections than any kind has: a table cannot be made to fill the memory.</summary>
    public const int MaxSections = 1024;

    public const string Keys = "keys";
    public const string Items = "items";
    public const string Ends = "ends";

    public static ReadOnlySpan<byte> HeaderMagic => "CSINDEX\n"u8;
    public static ReadOnlySpan<byte> FooterMagic => "CSINDEND"u8;

    public static void Seal(Span<byte> block) => BinaryPrimitives.WriteUInt64LittleEndian(block[56..], XxHash3.HashToUInt64(block[..56]));

    public static bool Sealed(ReadOnlySpan<byte> block) =>
        BinaryPrimitives.ReadUInt64LittleEndian(block[56..]) == XxHash3.HashToUInt64(block[..56]);

    public static void PutName(Span<byte> target, string name)
    {
        if (name.Length is 0 or > NameLength || !Ascii.IsValid(name))
            throw new ArgumentException("A name has 1 to 32 ASCII characters.", nameof(name));
        target[..NameLength].Clear();
        Encoding.ASCII.GetBytes(name, target);
    }

    public static string GetName(ReadOnlySpan<byte> source) => Encoding.ASCII.GetString(source[..NameLength].TrimEnd((byte)0));
}
