using System.Buffers.Binary;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Jpeg;

/// <summary>
/// JPEG (A.3.1). A store lies in APP11 segments in the manner of JPEG XT:
/// <code>FF EB  Lp(2)  'JP'  En(2)  Z(4)  LBox(4) TBox(4) [XLBox(8)]  payload</code>
/// Segments with one En make one box; Z counts them from 1; the box header is repeated in each.
/// </summary>
internal static class JpegLocator
{
    private const int Overhead = 12; // marker, Lp, 'JP', En, Z

    public static void Find(LocateContext context)
    {
        var file = context.File;
        JpegStore? open = null;
        long at = 2;
        while (context.Step(at))
        {
            var head = file.Peek(at, Overhead + StoreProbe.HeadLength);
            if (head.Length < 2) break;
            if (head[0] != 0xFF)
            {
                // Between segments only fill bytes may stand; after a scan there is entropy-coded data.
                at = file.IndexOf([0xFF], at, file.Length);
                if (at < 0) break;
                continue;
            }

            var marker = head[1];
            if (marker == 0xD9) break;
            if (marker is 0xFF) { at++; continue; }
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) { at = NextMarker(file, at + 2); if (at < 0) break; continue; }
            if (head.Length < 4) { context.AddDefect("container.truncated", "The JPEG ends within a segment header.", at); break; }

            int length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length < 2) { context.AddDefect("container.damaged", "A JPEG segment has an impossible length.", at); break; }
            if (!file.Contains(at, 2 + length)) context.AddDefect("container.truncated", "The JPEG ends within a segment.", at);

            if (marker == 0xEB && head.Length >= Overhead + 8 && head[4..6].SequenceEqual("JP"u8))
                open = Continue(context, open, at, length, head);
            else if (marker == 0xE1 && length > 31 && file.Peek(at + 4, 29).SequenceEqual("http://ns.adobe.com/xap/1.0/\0"u8))
                context.AddXmp(at + 33, length - 31);

            at += 2 + length;
            // A scan: skip its data without reading it byte by byte as segments.
            if (marker == 0xDA && (at = NextMarker(file, at)) < 0) break;
        }

        open?.Close(context);
    }

    // One store after another: the segments of a store must follow each other (A.3.1), which JpegStore checks.
    private static JpegStore? Continue(LocateContext context, JpegStore? open, long at, int length, ReadOnlySpan<byte> head)
    {
        var instance = BinaryPrimitives.ReadUInt16BigEndian(head[6..]);
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        var segment = new ByteRange(at, Math.Min(2 + length, context.File.Length - at));
        var box = head[Overhead..];
        if (open is not null && open.Instance == instance && sequence > 1)
        {
            open.Append(context, segment, sequence, Overhead + StoreProbe.RepeatedHeader(box));
            return open;
        }

        // JPEG keeps other JUMBF in APP11 too (JPEG 360, JPEG Snack): only a C2PA superbox is a store.
        if (!StoreProbe.Look(box[..Math.Min(box.Length, Math.Max(0, length - (Overhead - 2)))]).IsC2pa) return open;
        open?.Close(context);
        return new JpegStore(instance, segment, Overhead, StoreProbe.Look(box).Claimed);
    }

    /// <summary>The next 0xFF that is neither stuffing nor a restart marker, or -1.</summary>
    internal static long NextMarker(StreamWindow file, long from)
    {
        while (from >= 0 && from < file.Length)
        {
            var window = file.Peek(from, StreamWindow.MaxPeek);
            if (window.Length < 2) return -1;
            var i = 0;
            while (i < window.Length - 1)
            {
                var next = window[i..^1].IndexOf((byte)0xFF);
                if (next < 0) { i = window.Length - 1; break; }
                i += next;
                if (window[i + 1] is not (0x00 or (>= 0xD0 and <= 0xD7))) return from + i;
                i += 2;
            }

            from += Math.Max(1, Math.Min(i, window.Length));
        }

        return -1;
    }
}
