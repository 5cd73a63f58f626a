using System.Runtime.InteropServices;

namespace Countersign.Matching.Text;

/// <summary>
/// Registered texts in memory, and which passages of them another text repeats. Shared fingerprints are seeds; each is
/// checked word by word and grown over small edits. Searches may run in parallel; adding may not run beside anything.
/// </summary>
public sealed class PassageIndex
{
    // A phrase repeated through one text (a refrain, or a hostile "la la la") seeds from its first occurrences only:
    // growing from any of them reaches the rest of a copied stretch.
    private const int SeedsPerWork = 16;

    private sealed record Work(string Key, ulong[] Words, TextSpan[] Places);

    private readonly record struct Posting(int Work, int Position, int Next);

    private readonly record struct Seed(int Query, int Reference, bool IsCommon);

    private readonly List<Work> _works = [];
    private readonly List<Posting> _postings = [];
    private readonly Dictionary<ulong, int> _heads = [];

    /// <summary>How many texts are registered.</summary>
    public int Count => _works.Count;

    /// <summary>Registers a text. A key registered twice is two works, reported apart.</summary>
    /// <param name="key">The caller's name for the work.</param>
    /// <param name="text">The whole text.</param>
    public void Add(string key, string text)
    {
        var tokens = Tokeniser.Tokenise(text);
        var words = TextFingerprinter.WordHashes(tokens);
        var seen = new Dictionary<ulong, int>();
        foreach (var fingerprint in TextFingerprinter.Winnow(words))
        {
            ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, fingerprint.Hash, out _);
            if (times++ >= SeedsPerWork)
                continue;
            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, fingerprint.Hash, out var known);
            _postings.Add(new Posting(_works.Count, fingerprint.Position, known ? head : -1));
            head = _postings.Count - 1;
        }

        _works.Add(new Work(key, words, [.. tokens.Select(t => new TextSpan(t.Start, t.End, t.Utf16Start, t.Utf16End))]));
    }

    /// <summary>Which registered texts share passages with this one.</summary>
    /// <param name="text">The text to look at.</param>
    /// <returns>Strongest first, then by matching words, then by key (ordinal); nothing below the weak threshold.</returns>
    public IReadOnlyList<PassageMatch> Find(string text)
    {
        var tokens = Tokeniser.Tokenise(text);
        var words = TextFingerprinter.WordHashes(tokens);
        var matches = new List<PassageMatch>();
        foreach (var (work, seeds) in Seeds(TextFingerprinter.Winnow(words)))
            if (MatchOf(_works[work], tokens, words, seeds) is { } match)
                matches.Add(match);
        matches.Sort(static (left, right) =>
        {
            var order = right.Strength.CompareTo(left.Strength);
            if (order == 0)
                order = right.Passages.Sum(p => p.ExactWords).CompareTo(left.Passages.Sum(p => p.ExactWords));
            return order != 0 ? order : string.CompareOrdinal(left.Key, right.Key);
        });
        return matches;
    }

    private Dictionary<int, List<Seed>> Seeds(List<TextFingerprint> fingerprints)
    {
        var seeds = new Dictionary<int, List<Seed>>();
        foreach (var (hash, position) in fingerprints)
        {
            if (!_heads.TryGetValue(hash, out var head))
                continue;
            var common = IsCommon(head);
            for (var at = head; at >= 0; at = _postings[at].Next)
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(seeds, _postings[at].Work, out _);
                (list ??= []).Add(new Seed(position, _postings[at].Position, common));
            }
        }

        return seeds;
    }

    private bool IsCommon(int head)
    {
        int works = 0, last = -1;
        for (var at = head; at >= 0 && works <= PassageThresholds.CommonWorks; at = _postings[at].Next)
            if (_postings[at].Work != last)
                (works, last) = (works + 1, _postings[at].Work);
        return works > PassageThresholds.CommonWorks;
    }

    private static PassageMatch? MatchOf(Work work, IReadOnlyList<Token> tokens, ulong[] words, List<Seed> seeds)
    {
        var found = Align(work, words, Supported(seeds));
        if (found.Count == 0)
            return null;
        var passages = found.ConvertAll(aligned => PassageOf(aligned, work, tokens));
        passages.RemoveAll(p => p.Strength * 2 * PassageThresholds.StrongWords < PassageThresholds.WeakWords);
        if (passages.Count == 0)
            return null;
        return new PassageMatch(
            work.Key, passages,
            Covered(found.Select(a => (a.QueryFrom, a.QueryTo))) / (double)tokens.Count,
            Covered(found.Select(a => (a.ReferenceFrom, a.ReferenceTo))) / (double)work.Words.Length,
            passages.Max(p => p.Strength));
    }

    /// <summary>Without the common phrases that stand alone on their diagonal; in the query's order.</summary>
    private static List<Seed> Supported(List<Seed> seeds)
    {
        if (seeds.Exists(s => s.IsCommon))
        {
            seeds.Sort(static (a, b) => (a.Reference - a.Query, a.Query).CompareTo((b.Reference - b.Query, b.Query)));
            var all = seeds;
            bool Near(int i, int j) =>
                j >= 0 && j < all.Count && all[i].Reference - all[i].Query == all[j].Reference - all[j].Query
                && Math.Abs(all[i].Query - all[j].Query) <= PassageThresholds.StrongWords;
            seeds = [.. all.Where((s, i) => !s.IsCommon || Near(i, i - 1) || Near(i, i + 1))];
        }

        seeds.Sort(static (a, b) => (a.Query, a.Reference).CompareTo((b.Query, b.Reference)));
        return seeds;
    }

    private static List<AlignedWords> Align(Work work, ulong[] words, List<Seed> seeds)
    {
        var found = new List<AlignedWords>();
        var open = new List<AlignedWords>();
        foreach (var seed in seeds)
        {
            // Seeds come in the query's order, so a passage that ended before this one explains nothing further on.
            open.RemoveAll(a => a.QueryTo <= seed.Query);
            if (open.Exists(a => a.Contains(seed.Query, seed.Reference))
                || Alignment.Grow(words, work.Words, seed.Query, seed.Reference) is not { } grown
                || grown.Exact < PassageThresholds.WeakWords)
                continue;
            open.Add(grown);
            found.Add(grown);
        }

        // Growing back from a later seed may reach into what an earlier one covered: keep the better account of the two.
        found.Sort(static (a, b) => b.Exact != a.Exact ? b.Exact.CompareTo(a.Exact) : a.QueryFrom.CompareTo(b.QueryFrom));
        var kept = new List<AlignedWords>();
        foreach (var aligned in found)
            if (!kept.Exists(k => k.Contains(aligned.QueryFrom, aligned.ReferenceFrom)
                    || k.Contains(aligned.QueryTo - 1, aligned.ReferenceTo - 1)))
                kept.Add(aligned);
        kept.Sort(static (a, b) => (a.QueryFrom, a.ReferenceFrom).CompareTo((b.QueryFrom, b.ReferenceFrom)));
        return kept;
    }

    private static Passage PassageOf(AlignedWords aligned, Work work, IReadOnlyList<Token> tokens)
    {
        var count = aligned.QueryTo - aligned.QueryFrom;
        var syllables = 0;
        for (var i = aligned.QueryFrom; i < aligned.QueryTo; i++)
            syllables += tokens[i].IsSyllable ? 1 : 0;
        var evidence = aligned.Exact * (1 - syllables / (2.0 * count));
        var (first, last) = (tokens[aligned.QueryFrom], tokens[aligned.QueryTo - 1]);
        var (from, to) = (work.Places[aligned.ReferenceFrom], work.Places[aligned.ReferenceTo - 1]);
        return new Passage(
            new TextSpan(first.Start, last.End, first.Utf16Start, last.Utf16End),
            new TextSpan(from.From, to.To, from.Utf16From, to.Utf16To),
            count, aligned.Exact, aligned.LongestRun, Math.Min(1, evidence / (2 * PassageThresholds.StrongWords)));
    }

    private static int Covered(IEnumerable<(int From, int To)> stretches)
    {
        int covered = 0, reached = 0;
        foreach (var (from, to) in stretches.OrderBy(s => s.From))
        {
            covered += Math.Max(0, to - Math.Max(from, reached));
            reached = Math.Max(reached, to);
        }

        return covered;
    }
}
