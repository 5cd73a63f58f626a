using System.Buffers.Binary;
using System.IO.Hashing;
using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index.Storage;

/// <summary>A segment as the manifest names it.</summary>
internal sealed record ManifestSegment(ulong Number, long Length, ulong FooterChecksum, int[] Dead);

/// <summary>
/// What an index consists of. Little-endian:
/// <code>
/// 0 "CSMANIF\n"   8 u32 format   12 u32 kind version   16 kind name, 32 bytes   48 u64 generation   56 u64 number of the log   64 u64 next number
/// 72 u32 segments, and for each: u64 number, u64 file length, u64 footer checksum, u32 deleted, that many u32 ordinals, ascending
/// then u64 checksum (XXH3-64) of all before
/// </code>
/// </summary>
internal sealed record Manifest(int KindVersion, string KindName, ulong Generation, ulong Log, ulong Next, IReadOnlyList<ManifestSegment> Segments)
{
    public const string FileName = "MANIFEST";
    private const uint Format = 1;
    private const int Head = 76;

    public byte[] ToBytes()
    {
        var bytes = new byte[Head + Segments.Sum(s => 28L + 4L * s.Dead.Length) + 8];
        var span = bytes.AsSpan();
        "CSMANIF\n"u8.CopyTo(span);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], KindVersion);
        SegmentLayout.PutName(span[16..], KindName);
        BinaryPrimitives.WriteUInt64LittleEndian(span[48..], Generation);
        BinaryPrimitives.WriteUInt64LittleEndian(span[56..], Log);
        BinaryPrimitives.WriteUInt64LittleEndian(span[64..], Next);
        BinaryPrimitives.WriteInt32LittleEndian(span[72..], Segments.Count);
        span = span[Head..];
        foreach (var segment in Segments)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(span, segment.Number);
            BinaryPrimitives.WriteInt64LittleEndian(span[8..], segment.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(span[16..], segment.FooterChecksum);
            BinaryPrimitives.WriteInt32LittleEndian(span[24..], segment.Dead.Length);
            span = span[28..];
            foreach (var ordinal in segment.Dead)
            {
                BinaryPrimitives.WriteInt32LittleEndian(span, ordinal);
                span = span[4..];
            }
        }

        BinaryPrimitives.WriteUInt64LittleEndian(span, XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - 8)));
        return bytes;
    }

    public static Manifest Read(byte[] bytes)
    {
        var span = bytes.AsSpan();
        if (span.Length < Head + 8 || !span[..8].SequenceEqual("CSMANIF\n"u8))
            throw new IndexException(IndexFailures.Damaged(FileName, "it does not begin as one"));
        // The checksum first: a version read from damage would send the user the wrong way.
        if (BinaryPrimitives.ReadUInt64LittleEndian(span[^8..]) != XxHash3.HashToUInt64(span[..^8]))
            throw new IndexException(IndexFailures.Damaged(FileName, "it does not have its checksum"));
        var format = BinaryPrimitives.ReadUInt32LittleEndian(span[8..]);
        if (format != Format)
            throw new IndexException(IndexFailures.Newer(FileName, format));
        var count = BinaryPrimitives.ReadInt32LittleEndian(span[72..]);
        var rest = span[Head..^8];
        var segments = new List<ManifestSegment>();
        for (var i = 0; i < count; i++)
        {
            var deleted = rest.Length < 28 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest[24..]);
            if (deleted < 0 || deleted > (rest.Length - 28) / 4)
                throw new IndexException(IndexFailures.Damaged(FileName, "it ends too soon"));
            var dead = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(rest.Slice(28, deleted * 4)).ToArray();
            segments.Add(new(BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]), dead));
            rest = rest[(28 + deleted * 4)..];
        }

        return new(BinaryPrimitives.ReadInt32LittleEndian(span[12..]), SegmentLayout.GetName(span[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(span[48..]), BinaryPrimitives.ReadUInt64LittleEndian(span[56..]),
            BinaryPrimitives.ReadUInt64LittleEndian(span[64..]), segments);
    }
}
