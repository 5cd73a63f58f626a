using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Desk.Filtering.Rows;

/// <summary>
/// Which columns of a manifest are read, and as what. Names are compared without regard to case, and '_' is '-'. A column that looks like a
/// preference and is not known counts: what it says could be a no.
/// </summary>
internal sealed class RowColumns
{
    /// <summary>The columns that are added to every row.</summary>
    public static readonly ImmutableArray<string> Added = ["countersign_verdict", "countersign_reason", "countersign_source", "countersign_captured_at", "countersign_statement"];

    private static readonly Dictionary<string, ColumnRole> s_known = new(StringComparer.Ordinal)
    {
        ["path"] = ColumnRole.Path, ["file"] = ColumnRole.Path, ["file-name"] = ColumnRole.Path, ["filename"] = ColumnRole.Path,
        ["url"] = ColumnRole.Url, ["uri"] = ColumnRole.Url,
        ["sha256"] = ColumnRole.Sha256,
        ["captured-at"] = ColumnRole.CapturedAt,
        ["content-usage"] = ColumnRole.ContentUsage,
        ["x-robots-tag"] = ColumnRole.XRobotsTag,
        ["tdm-reservation"] = ColumnRole.TdmReservation,
        ["plus-data-mining"] = ColumnRole.PlusDataMining, ["plus:datamining"] = ColumnRole.PlusDataMining,
        ["noai"] = ColumnRole.NoAi,
        ["headers"] = ColumnRole.Headers,
        // They belong to a reservation or say nothing of one, and are read with it or not at all.
        ["tdm-policy"] = ColumnRole.None, ["permissions-policy"] = ColumnRole.None,
    };

    // The words of the standards and of the lists in use. A column that holds one of them was written to be obeyed.
    private static readonly string[] s_words =
        ["robots", "tdm", "tdmrep", "noai", "noimageai", "optout", "optin", "aipref", "rsl", "usage", "mining", "datamining", "consent", "consented", "preference", "preferences", "permission", "permissions", "permitted", "reservation", "reserved", "spawning"];

    private static readonly string[] s_phrases = ["opt-out", "opt-in", "no-ai", "no-train", "not-train", "train-ai", "train-genai", "ai-train", "ai-use", "ai-input", "genai"];

    private readonly ImmutableSortedDictionary<string, ColumnRole> _named;

    private RowColumns(ImmutableSortedDictionary<string, ColumnRole> named) => _named = named;

    /// <summary>The usual names only.</summary>
    public static RowColumns Usual { get; } = new(ImmutableSortedDictionary<string, ColumnRole>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>Reads <c>name=column</c> pairs: the first is the name a manifest uses, the second one of the known ones, or <c>ignore</c> for a column that is no preference.</summary>
    public static Outcome<RowColumns> Parse(IEnumerable<string> pairs)
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, ColumnRole>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.LastIndexOf('=');
            if (at <= 0) return new Problem("filter.columns", $"'{pair}' is not name=column.", null, "For example: --columns my_url=url");
            var known = Normal(pair[(at + 1)..]);
            if (known == "ignore") named[Normal(pair[..at])] = ColumnRole.None;
            else if (s_known.TryGetValue(known, out var role) && role != ColumnRole.None) named[Normal(pair[..at])] = role;
            else return new Problem("filter.columns", $"'{pair[(at + 1)..]}' is not a column that is read.", null, "One of: " + string.Join(", ", s_known.Where(entry => entry.Value != ColumnRole.None).Select(entry => entry.Key)) + ", ignore.");
        }
        return new RowColumns(named.ToImmutable());
    }

    /// <summary>What a column is taken for.</summary>
    public ColumnRole RoleOf(string column)
    {
        var normal = Normal(column);
        // Our own answers of an earlier run are no wishes; they are replaced.
        if (Added.Contains(column)) return ColumnRole.None;
        if (_named.TryGetValue(normal, out var named)) return named;
        if (s_known.TryGetValue(normal, out var known)) return known;
        return LooksLikePreference(normal) ? ColumnRole.NotUnderstood : ColumnRole.None;
    }

    /// <summary>The mapping as text, for the digest of what a run rests on.</summary>
    public override string ToString() => string.Join(',', _named.Select(entry => $"{entry.Key}={Words.Of(entry.Value)}"));

    private static bool LooksLikePreference(string normal) =>
        s_phrases.Any(phrase => normal.Contains(phrase, StringComparison.Ordinal)) || normal.Split('-', '.', ':', ' ').Any(word => s_words.Contains(word));

    private static string Normal(string name) => name.Trim().ToLowerInvariant().Replace('_', '-');
}
