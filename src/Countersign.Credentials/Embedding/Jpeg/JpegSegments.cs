using System.Buffers.Binary;
using Countersign.Credentials.Containers.Jpeg;

namespace Countersign.Credentials.Embedding.Jpeg;

/// <summary>A marker segment: <c>FF marker length(2) data</c>, from its first byte.</summary>
internal readonly record struct JpegSegment(byte Marker, long Offset, int Length)
{
    public long End => Offset + Length;
}

/// <summary>The segments of a JPEG up to its end marker: what stands behind that belongs to other pictures or to nobody.</summary>
internal static class JpegSegments
{
    /// <summary>Lists them; a defect where the file cannot be taken apart, or has no picture.</summary>
    public static StoreDefect? Read(StreamWindow file, ParseLimits limits, out List<JpegSegment> segments)
    {
        segments = [];
        var hasScan = false;
        var steps = 0;
        long at = 2;
        while (at >= 0)
        {
            if (++steps > limits.MaxElements) return new("limit.reached", $"The JPEG has more than {limits.MaxElements} segments.", at);
            var head = file.Peek(at, 4);
            if (head.Length < 2) break;
            var marker = head[1];
            // Fill bytes may stand before a marker; anything else is stepped over as readers do.
            if (head[0] != 0xFF || marker == 0xFF)
            {
                at = file.IndexOf([0xFF], head[0] != 0xFF ? at : at + 1, file.Length);
                continue;
            }

            if (marker == 0xD9) break;
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at = JpegLocator.NextMarker(file, at + 2);
                continue;
            }

            if (head.Length < 4) return new("container.truncated", "The JPEG ends within a segment header.", at);
            int length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length < 2) return new("container.damaged", "A JPEG segment has an impossible length.", at);
            if (!file.Contains(at, 2 + length)) return new("container.truncated", "The JPEG ends within a segment.", at);
            segments.Add(new(marker, at, 2 + length));
            at += 2 + length;
            if (marker != 0xDA) continue;
            hasScan = true;
            at = JpegLocator.NextMarker(file, at);
        }

        return hasScan ? null : new("container.truncated", "The JPEG ends before its picture.", file.Length);
    }
}
