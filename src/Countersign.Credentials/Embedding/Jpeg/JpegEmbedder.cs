using System.Buffers.Binary;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Embedding.Jpeg;

/// <summary>
/// JPEG (C2PA 2.2 §A.3.1; ISO 19566-5, D.2): APP11 segments in one row, behind the segments that their own rules put first (JFIF and Exif).
/// The carrier is all of these segments. JUMBF of others in APP11 stays, with a box instance number of its own.
/// </summary>
internal sealed class JpegEmbedder : IEmbedder
{
    private const int Header = 8; // LBox, TBox: repeated in each segment
    private const int Overhead = 12; // marker, Lp, 'JP', En, Z
    private const int PerSegment = ushort.MaxValue - (Overhead - 2) - Header;
    private const ushort UsualInstance = 0x0211;

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = JpegSegments.Read(source, limits, out var segments) ?? Edit(source, segments, storeLength, out plan);
        return defect is null;
    }

    private static StoreDefect? Edit(StreamWindow source, List<JpegSegment> segments, int storeLength, out EmbedPlan? plan)
    {
        var edits = new SourceEdits(source.Length);
        var others = new HashSet<ushort>();
        var ours = new HashSet<ushort>();
        var cut = new HashSet<long>();
        foreach (var segment in segments)
        {
            if (segment.Marker != 0xEB || segment.Length < Overhead) continue;
            var head = source.Peek(segment.Offset + 4, Math.Min(segment.Length - 4, Overhead - 4 + StoreProbe.HeadLength));
            if (!head.StartsWith("JP"u8)) continue;
            var instance = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            var isFirst = StoreProbe.Look(head[8..]).IsC2pa;
            // A later segment belongs to the box that its number was last given to.
            if (!isFirst && BinaryPrimitives.ReadUInt32BigEndian(head[4..]) <= 1) ours.Remove(instance);
            else if (isFirst) ours.Add(instance);
            if (!ours.Contains(instance))
            {
                others.Add(instance);
                continue;
            }

            edits.Cut(segment.Offset, segment.Length);
            cut.Add(segment.Offset);
        }

        var free = UsualInstance;
        while (others.Contains(free) && ++free != UsualInstance) { }
        edits.Insert(PlaceFor(source, segments, cut), new CarrierPiece(SizeFor(storeLength), store => Segments(store.Span, free)));
        if (segments.Find(s => MultiPicture.Is(source, s)) is { Length: > 0 } index) MultiPicture.Move(source, index, edits);
        return edits.ToPlan(out plan);
    }

    /// <summary>JFIF must follow the start of the picture, and so must Exif: the store comes next.</summary>
    private static long PlaceFor(StreamWindow source, List<JpegSegment> segments, HashSet<long> cut)
    {
        // A store that was there keeps its place, as the hash of its manifest needs it when the new one is an update.
        var first = segments.FindIndex(s => cut.Contains(s.Offset));
        if (first >= 0)
        {
            var last = segments.FindLastIndex(s => cut.Contains(s.Offset));
            if (last - first + 1 == cut.Count) return segments[first].Offset;
        }

        long place = 2;
        foreach (var segment in segments)
        {
            if (cut.Contains(segment.Offset)) continue;
            var isExif = segment.Marker == 0xE1 && source.Peek(segment.Offset + 4, Math.Min(5, segment.Length - 4)).SequenceEqual("Exif\0"u8);
            if (segment.Marker != 0xE0 && !isExif) break;
            place = segment.End;
        }

        return place;
    }

    private static int CountFor(int storeLength) => (int)Math.Max(1, (storeLength - (long)Header + PerSegment - 1) / PerSegment);

    private static long SizeFor(int storeLength)
    {
        var count = CountFor(storeLength);
        return storeLength + ((long)count * Overhead) + ((count - 1L) * Header);
    }

    private static byte[] Segments(ReadOnlySpan<byte> store, ushort instance)
    {
        var bytes = new byte[SizeFor(store.Length)];
        var header = store[..Math.Min(Header, store.Length)];
        var rest = store[header.Length..];
        var at = 0;
        for (uint number = 1; number <= CountFor(store.Length); number++)
        {
            var some = rest[..Math.Min(PerSegment, rest.Length)];
            rest = rest[some.Length..];
            bytes[at] = 0xFF;
            bytes[at + 1] = 0xEB;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 2), (ushort)(Overhead - 2 + header.Length + some.Length));
            "JP"u8.CopyTo(bytes.AsSpan(at + 4));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 6), instance);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 8), number);
            header.CopyTo(bytes.AsSpan(at + Overhead));
            some.CopyTo(bytes.AsSpan(at + Overhead + header.Length));
            at += Overhead + header.Length + some.Length;
        }

        return bytes;
    }
}
