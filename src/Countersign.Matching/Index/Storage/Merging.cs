using Countersign.Matching.Index.Segments;

namespace Countersign.Matching.Index.Storage;

/// <summary>Which segments become one, and in what order their items go there.</summary>
internal static class Merging
{
    /// <summary>The live items of some segments by key: eight bytes of memory an item, the items stay where they are.</summary>
    public static SegmentSource Source((Segment Segment, ulong[]? Dead)[] parts)
    {
        var places = new List<ulong>();
        var heads = new PriorityQueue<(int Part, int Ordinal), (UInt128, int)>();
        void Push(int part, int ordinal)
        {
            var (segment, dead) = parts[part];
            while (ordinal < segment.Count && LiveSegment.IsDead(dead, ordinal))
                ordinal++;
            if (ordinal < segment.Count)
                heads.Enqueue((part, ordinal), (segment.Key(ordinal).Value, part));
        }

        for (var i = 0; i < parts.Length; i++)
            Push(i, 0);
        while (heads.TryDequeue(out var head, out _))
        {
            places.Add((ulong)head.Part << 32 | (uint)head.Ordinal);
            Push(head.Part, head.Ordinal + 1);
        }

        return new([.. parts.Select(part => part.Segment)], [.. places]);
    }

    /// <summary>
    /// Size-tiered: segments whose numbers of live items lie in one power of the factor, once there are that many; or one of which
    /// a quarter is deleted. Null when there is nothing to do.
    /// </summary>
    public static List<LiveSegment>? Choose(IReadOnlyList<LiveSegment> disk, IndexOptions options)
    {
        var factor = Math.Max(2, options.MergeFactor);
        var cap = Math.Min(options.MaxSegmentBytes, IndexOptions.Largest);
        foreach (var tier in disk.GroupBy(s => (int)Math.Log(Math.Max(s.Live, 1), factor)).OrderBy(tier => tier.Key))
        {
            var chosen = new List<LiveSegment>();
            long bytes = 0;
            foreach (var segment in tier.OrderBy(s => s.Segment.FileLength))
            {
                if (bytes + segment.Segment.FileLength > cap)
                    break;
                bytes += segment.Segment.FileLength;
                chosen.Add(segment);
            }

            if (chosen.Count >= factor)
                return chosen;
        }

        var worn = disk.FirstOrDefault(s => LiveSegment.Ordinals(s.DurableDead).Count() > s.Segment.Count / 4);
        return worn is null ? null : [worn];
    }
}
