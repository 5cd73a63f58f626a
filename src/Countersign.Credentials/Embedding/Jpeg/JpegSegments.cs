using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Jpeg;

/// <summary>The segments of a JPEG before its first scan, as far as embedding needs them.</summary>
internal sealed class JpegSegments
{
    private readonly List<(byte Marker, ByteRange Range)> _segments = [];
    private readonly HashSet<ushort> _instances = [];

    /// <summary>The segments of C2PA stores, each run of neighbours as one.</summary>
    public List<ByteRange> Stores { get; } = [];

    /// <summary>The content of an APP2 segment of the multi-picture format, behind its name; null when there is none.</summary>
    public ByteRange? MultiPicture { get; private set; }

    /// <summary>A box instance number (En) that no other JUMBF in the file has.</summary>
    public ushort FreeInstance
    {
        get
        {
            ushort free = 1;
            while (_instances.Contains(free) && free < ushort.MaxValue) free++;
            return free;
        }
    }

    public static bool TryRead(StreamWindow file, ParseLimits limits, out JpegSegments segments, out StoreDefect? defect)
    {
        segments = new JpegSegments();
        defect = null;
        if (!file.Peek(0, 2).SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            defect = EmbedRefusals.Damaged("The JPEG does not begin with its marker.", 0);
            return false;
        }

        var presence = CredentialLocator.Find(file.Source, limits);
        segments.Stores.AddRange(presence.Stores.Where(s => s.LooksLikeC2pa).Select(s => s.Carrier));
        if (presence.Stores.Any(s => s.Defect?.Code == "store.scattered"))
        {
            defect = EmbedRefusals.Damaged("The segments of the manifest store in the file are not in one row; what lies between them is not known.", presence.Stores[0].Offset);
            return false;
        }

        long at = 2;
        for (var steps = 0; steps < limits.MaxElements; steps++)
        {
            var head = file.Peek(at, 12);
            if (head.Length < 4 || head[0] != 0xFF)
            {
                defect = EmbedRefusals.Damaged("The JPEG has no scan, or bytes before it that are no segment.", at);
                return false;
            }

            if (head[1] == 0xFF)
            {
                at++;
                continue;
            }

            if (head[1] is 0xDA or 0xD9) return true;
            var length = 2L + BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length < 4 || !file.Contains(at, length))
            {
                defect = EmbedRefusals.Damaged("A segment of the JPEG is longer than the file, or has no length.", at);
                return false;
            }

            var range = new ByteRange(at, length);
            segments._segments.Add((head[1], range));
            if (head[1] == 0xEB && head.Length == 12 && head[4..6].SequenceEqual("JP"u8) && !segments.Stores.Exists(s => at >= s.Offset && at < s.End))
                segments._instances.Add(BinaryPrimitives.ReadUInt16BigEndian(head[6..]));
            if (head[1] == 0xE2 && head[4..8].SequenceEqual("MPF\0"u8)) segments.MultiPicture = new(at + 8, length - 8);
            at += length;
        }

        defect = EmbedRefusals.Damaged("The JPEG has more segments than are read.", at);
        return false;
    }

    /// <summary>The place behind the leading APP0 and APP1 segments, stores in between passed over.</summary>
    public long After(IReadOnlyList<ByteRange> dropping)
    {
        long at = 2;
        foreach (var (marker, range) in _segments)
        {
            if (dropping.Any(d => range.Offset >= d.Offset && range.Offset < d.End)) continue;
            if (marker is not (0xE0 or 0xE1)) break;
            at = range.End;
        }

        return at;
    }
}
