namespace Countersign.Matching.Text;

/// <summary>A stretch of the query's words [QueryFrom, QueryTo) aligned with one of the reference's.</summary>
internal readonly record struct AlignedWords(
    int QueryFrom, int QueryTo, int ReferenceFrom, int ReferenceTo, int Exact, int LongestRun)
{
    public bool Contains(int query, int reference) =>
        query >= QueryFrom && query < QueryTo && reference >= ReferenceFrom && reference < ReferenceTo;
}

/// <summary>
/// Grows a shared gram, word by word, both ways, over small edits: at a difference it looks for the nearest place, a few
/// words on in either text, from which words match again.
/// </summary>
internal static class Alignment
{
    // Ways past a difference, cheapest first: a word changed before two words put in.
    private static readonly (int Query, int Reference)[] Edits =
        [.. from q in Enumerable.Range(0, PassageThresholds.LongestEdit + 1)
            from r in Enumerable.Range(0, PassageThresholds.LongestEdit + 1)
            where q + r > 0
            orderby Math.Max(q, r), q + r
            select (q, r)];

    /// <summary>Null when the words at the seed do not match after all (two grams with one hash).</summary>
    public static AlignedWords? Grow(ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> reference, int q, int r)
    {
        if (!query.Slice(q, TextFingerprinter.GramWords).SequenceEqual(reference.Slice(r, TextFingerprinter.GramWords)))
            return null;
        var right = Walk(query, reference, q, r, 1);
        var left = Walk(query, reference, q - 1, r - 1, -1);
        return new AlignedWords(
            q - left.Query, q + right.Query, r - left.Reference, r + right.Reference, left.Exact + right.Exact,
            Math.Max(left.FirstRun + right.FirstRun, Math.Max(left.LongestRun, right.LongestRun)));
    }

    // How far the two go together: steps taken in each text up to the last matching word.
    private readonly record struct Reach(int Query, int Reference, int Exact, int FirstRun, int LongestRun);

    private static Reach Walk(ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> reference, int q, int r, int step)
    {
        int dq = 0, dr = 0, exact = 0, first = -1, longest = 0;
        while (true)
        {
            var run = Run(query, reference, q + dq * step, r + dr * step, step, int.MaxValue);
            (dq, dr, exact) = (dq + run, dr + run, exact + run);
            longest = Math.Max(longest, run);
            if (first < 0)
                first = run;
            if (!PastEdit(query, reference, q + dq * step, r + dr * step, step, out var edit))
                return new Reach(dq, dr, exact, first, longest);
            (dq, dr) = (dq + edit.Query, dr + edit.Reference);
        }
    }

    private static bool PastEdit(
        ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> reference, int q, int r, int step, out (int Query, int Reference) edit)
    {
        foreach (var candidate in Edits)
        {
            edit = candidate;
            if (Run(query, reference, q + edit.Query * step, r + edit.Reference * step, step, PassageThresholds.AnchorWords)
                == PassageThresholds.AnchorWords)
                return true;
        }

        edit = default;
        return false;
    }

    private static int Run(ReadOnlySpan<ulong> query, ReadOnlySpan<ulong> reference, int q, int r, int step, int most)
    {
        var run = 0;
        while (run < most && (uint)q < (uint)query.Length && (uint)r < (uint)reference.Length && query[q] == reference[r])
            (run, q, r) = (run + 1, q + step, r + step);
        return run;
    }
}
