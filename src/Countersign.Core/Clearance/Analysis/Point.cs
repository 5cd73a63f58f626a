using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>Single words that tell two limits of one dimension apart: a use that states one of them is inside or outside, and nothing between.</summary>
internal static class Point
{
    private static readonly string[] s_audiences = ["general", "personalised"];

    /// <summary>
    /// Enough words to tell any two of these limits apart: every word they name (or, where a longer one is named below it, some other word
    /// below it), and one that is below none of them. A territory is one of the known countries, an audience one of two; other words have no end.
    /// </summary>
    public static IEnumerable<string> Of(Dimension dimension, char separator, params IEnumerable<TermSet> limits)
    {
        var named = limits.SelectMany(limit => limit.Terms).Distinct(StringComparer.Ordinal).ToList();
        var all = dimension switch
        {
            Dimension.Territory => named.Concat(Territories.Expand("world")!),
            Dimension.Audience => named.Concat(s_audiences),
            _ => named.Append(Fresh("other", named)),
        };
        var above = named.SelectMany(word => Above(word, separator)).ToHashSet(StringComparer.Ordinal);
        foreach (var word in all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            yield return above.Contains(word) ? Fresh($"{word}{separator}{(dimension == Dimension.Territory ? "ZZZ" : "other")}", named) : word;
    }

    private static IEnumerable<string> Above(string word, char separator)
    {
        for (var end = word.LastIndexOf(separator); end > 0; end = word.LastIndexOf(separator, end - 1)) yield return word[..end];
    }

    private static string Fresh(string word, List<string> named)
    {
        while (named.Contains(word)) word += "z";
        return word;
    }
}
