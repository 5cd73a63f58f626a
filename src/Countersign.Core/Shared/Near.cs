namespace Countersign.Core.Shared;

/// <summary>Finds the word somebody probably meant.</summary>
public static class Near
{
    /// <summary>The candidate within two edits (one for short words) of <paramref name="word"/>; ties go to the first in ordinal order; null when none.</summary>
    public static string? Best(string word, IEnumerable<string> candidates)
    {
        // Distance is quadratic in length: no word of ours is longer than this.
        if (word.Length > 64) return null;
        var limit = word.Length <= 4 ? 1 : 2;
        return candidates
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= limit)
            .Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
