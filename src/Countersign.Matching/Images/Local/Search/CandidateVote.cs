using System.Buffers;
using System.Numerics;
using Countersign.Matching.Index;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// Which pictures of a segment to look at closely. Each feature of the query votes for pictures with a like feature
/// in the probed cells: more when the residual signatures are close, less when the cell is crowded, and once for a picture
/// however many features it has there (burstiness: Jégou, Douze and Schmid 2009).
/// </summary>
internal static class CandidateVote
{
    /// <summary>Residual signatures at this distance or more do not count; unrelated ones lie near 16.</summary>
    internal const int Apart = 11;

    /// <summary>A list this many times as long as usual says little and costs much: it is passed over.</summary>
    private const int Crowded = 40;

    /// <summary>With fewer votes than this no geometry could be convincing.</summary>
    private const float LeastVotes = 2.0f;

    /// <returns>At most <paramref name="most"/> ordinals of live pictures, most votes first, ties by ordinal.</returns>
    public static List<int> Candidates(SegmentView segment, QueryView query, int most)
    {
        var postings = new Postings(segment);
        var (votes, last, lastVote) = (
            ArrayPool<float>.Shared.Rent(segment.Count), ArrayPool<int>.Shared.Rent(segment.Count),
            ArrayPool<float>.Shared.Rent(segment.Count));
        try
        {
            var all = votes.AsSpan(0, segment.Count);
            all.Clear();
            last.AsSpan(0, segment.Count).Fill(-1);
            var usual = Math.Max(1, postings.Count / Math.Max(1, postings.Cells));
            for (var i = 0; i < query.Count; i++)
            {
                foreach (var probe in query.Probes.AsSpan(i * LocalQuery.ProbesEach, LocalQuery.ProbesEach))
                {
                    postings.List(probe.Cell, out var gaps, out var residuals);
                    if (gaps.Length > Math.Max(1000, Crowded * usual))
                        continue;
                    var weight = 1 / MathF.Sqrt(1 + gaps.Length / (4f * usual)) / Apart;
                    Vote(gaps, residuals, probe.Residual, weight, i, all, last, lastVote);
                }
            }

            return Best(segment, all, most);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(votes);
            ArrayPool<int>.Shared.Return(last);
            ArrayPool<float>.Shared.Return(lastVote);
        }
    }

    private static void Vote(
        ReadOnlySpan<ushort> gaps, ReadOnlySpan<uint> residuals, uint residual, float weight, int feature,
        Span<float> votes, int[] last, float[] lastVote)
    {
        uint ordinal = 0;
        for (var entry = 0; entry < gaps.Length && entry < residuals.Length; entry++)
        {
            ordinal += gaps[entry];
            var distance = BitOperations.PopCount(residuals[entry] ^ residual);
            if (distance >= Apart || gaps[entry] == Postings.Skip)
                continue;
            if (ordinal >= (uint)votes.Length)
                return;
            var vote = (Apart - distance) * weight;
            var before = last[(int)ordinal] == feature ? lastVote[(int)ordinal] : 0;
            if (vote <= before)
                continue;
            votes[(int)ordinal] += vote - before;
            (last[(int)ordinal], lastVote[(int)ordinal]) = (feature, vote);
        }
    }

    private static List<int> Best(SegmentView segment, ReadOnlySpan<float> votes, int most)
    {
        var queue = new PriorityQueue<int, (float Votes, int Later)>();
        for (var ordinal = 0; ordinal < votes.Length; ordinal++)
        {
            var worth = (votes[ordinal], -ordinal);
            if (votes[ordinal] < LeastVotes
                || queue.Count == most && queue.TryPeek(out _, out var least) && worth.CompareTo(least) <= 0
                || !segment.IsLive(ordinal))
                continue;
            if (queue.Count == most)
                queue.DequeueEnqueue(ordinal, worth);
            else
                queue.Enqueue(ordinal, worth);
        }

        var best = new List<int>(queue.Count);
        while (queue.TryDequeue(out var ordinal, out _))
            best.Add(ordinal);
        best.Reverse();
        return best;
    }
}
