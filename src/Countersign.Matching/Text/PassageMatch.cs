namespace Countersign.Matching.Text;

/// <summary>A stretch of a text. Both measures are half-open, from 0.</summary>
/// <param name="From">First Unicode code point.</param>
/// <param name="To">One past the last code point.</param>
/// <param name="Utf16From">The same start in UTF-16 units, for slicing a <see cref="string"/>.</param>
/// <param name="Utf16To">The same end in UTF-16 units.</param>
public readonly record struct TextSpan(int From, int To, int Utf16From, int Utf16To);

/// <summary>One aligned stretch that the query and a registered text have in common.</summary>
/// <param name="Query">Where it is in the query.</param>
/// <param name="Reference">Where it is in the registered text.</param>
/// <param name="WordCount">Words of the query in the stretch, edited ones included.</param>
/// <param name="ExactWords">Words that match one by one, in order.</param>
/// <param name="LongestRun">The most of them in a row, without an edit.</param>
/// <param name="Strength">
/// In [0,1]: matching words ÷ (2 · <see cref="PassageThresholds.StrongWords"/>), at most 1, so 0.5 and more is strong.
/// A character of an unspaced script counts half a word.
/// </param>
public sealed record Passage(
    TextSpan Query, TextSpan Reference, int WordCount, int ExactWords, int LongestRun, double Strength)
{
    /// <summary>Whether the matching words reach <see cref="PassageThresholds.StrongWords"/>.</summary>
    public bool IsStrong => Strength >= 0.5;
}

/// <summary>All that a query shares with one registered text.</summary>
/// <param name="Key">The key that text was registered under.</param>
/// <param name="Passages">In the query's order; none shorter than <see cref="PassageThresholds.WeakWords"/>.</param>
/// <param name="QueryCoverage">Share of the query's words inside a passage, 0 to 1.</param>
/// <param name="ReferenceCoverage">Share of the registered text's words inside a passage, 0 to 1.</param>
/// <param name="Strength">That of the strongest passage.</param>
public sealed record PassageMatch(
    string Key, IReadOnlyList<Passage> Passages, double QueryCoverage, double ReferenceCoverage, double Strength);
