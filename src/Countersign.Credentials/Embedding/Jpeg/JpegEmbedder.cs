using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Jpeg;

/// <summary>
/// JPEG (A.3.1): the store goes into APP11 segments in one row, behind the segments that say what kind of JPEG it is (APP0, and APP1 with Exif and XMP), as
/// readers look for those at the start.
/// </summary>
internal sealed class JpegEmbedder : IEmbedder
{
    private const int MostInSegment = 65_535 - 2 - 8; // Lp counts itself; 'JP', En and Z come before the payload
    private const int RepeatedHeader = 8;

    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        if (!JpegSegments.TryRead(source, limits, out var segments, out defect)) return false;
        var builder = new PlanBuilder(source.Length);
        long dropped = 0;
        foreach (var old in segments.Stores)
        {
            builder.Drop(old);
            dropped += old.Length;
        }

        var at = segments.After(dropping: segments.Stores);
        var carrier = CarrierLength(storeLength);
        var instance = segments.FreeInstance;
        builder.Insert(at, new CarrierPiece(carrier, store => Render(store.Span, instance)));
        if (segments.MultiPicture is { } mpf && !MultiPictureOffsets.TryMove(source, mpf, at, carrier, segments.Stores, builder))
        {
            defect = EmbedRefusals.Unsupported("The list of the pictures in the file cannot be read, so that their places could not be kept right.", mpf.Offset);
            return false;
        }

        plan = builder.Build();
        if (plan is null) defect = EmbedRefusals.Damaged("Segments of the JPEG overlap.", at);
        return plan is not null;
    }

    // The first segment holds the box's own header; each further one repeats it.
    private static long CarrierLength(int storeLength)
    {
        long length = 0;
        var left = storeLength;
        for (var first = true; left > 0; first = false)
        {
            var room = MostInSegment - (first ? 0 : RepeatedHeader);
            var taken = Math.Min(left, room);
            length += 2 + 2 + 8 + (first ? 0 : RepeatedHeader) + taken;
            left -= taken;
        }

        return length;
    }

    private static byte[] Render(ReadOnlySpan<byte> store, ushort instance)
    {
        var output = new MemoryStream();
        var header = store[..RepeatedHeader];
        Span<byte> lead = stackalloc byte[12];
        uint sequence = 1;
        for (var rest = store; !rest.IsEmpty; sequence++)
        {
            var repeated = sequence == 1 ? 0 : RepeatedHeader;
            var taken = rest[..Math.Min(rest.Length, MostInSegment - repeated)];
            lead[0] = 0xFF;
            lead[1] = 0xEB;
            BinaryPrimitives.WriteUInt16BigEndian(lead[2..], (ushort)(2 + 8 + repeated + taken.Length));
            "JP"u8.CopyTo(lead[4..]);
            BinaryPrimitives.WriteUInt16BigEndian(lead[6..], instance);
            BinaryPrimitives.WriteUInt32BigEndian(lead[8..], sequence);
            output.Write(lead);
            if (repeated > 0) output.Write(header);
            output.Write(taken);
            rest = rest[taken.Length..];
        }

        return output.ToArray();
    }
}
