using Countersign.Core.Shared;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Short spellings of duties and quantities, as people type them. What does not fit is left for the form to refuse, with its own advice.</summary>
internal static class Spelling
{
    /// <summary><c>pay 350 EUR per line</c>, or a duty's word and what is to be done.</summary>
    public static Tree Duty(string spelt)
    {
        var (word, rest) = Split(spelt);
        if (word != "pay") return Tree.Of(("duty", word), ("says", rest));
        var parts = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var per = parts.Length > 3 && parts[2] == "per" ? string.Join(' ', parts[3..]) : null;
        var tail = parts.Length > 2 && per is null ? string.Join(' ', parts[2..]) : null;
        return Tree.Of(
            ("duty", "pay"), ("amount", parts.Length > 0 ? (Tree)parts[0] : null), ("currency", parts.Length > 1 ? (Tree)parts[1] : null),
            ("per", per is null ? null : (Tree)per), ("says", tail is null ? null : (Tree)tail));
    }

    /// <summary><c>12 shot per project</c>.</summary>
    public static Tree Quantity(string spelt)
    {
        var parts = spelt.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(parts, "per");
        var unit = string.Join(' ', parts.Skip(1).Take((at < 0 ? parts.Length : at) - 1));
        return Tree.Of(("limit", parts.Length > 0 ? parts[0] : ""), ("unit", unit), ("per", at > 0 && at + 1 < parts.Length ? (Tree)parts[at + 1] : null));
    }

    private static (string Word, string Tail) Split(string spelt)
    {
        var space = spelt.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (spelt, "") : (spelt[..space].TrimEnd(':'), spelt[(space + 1)..].Trim());
    }
}
