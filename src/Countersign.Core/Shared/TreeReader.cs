using System.Collections.Immutable;

namespace Countersign.Core.Shared;

/// <summary>
/// Reads a map part by part and gathers every problem, so that a person who wrote the file sees all of them at once. A name that nobody
/// asked for is a problem too: a misspelt limit must not become no limit.
/// </summary>
public sealed class TreeReader
{
    private readonly Tree.Map _map;
    private readonly HashSet<string> _asked = [];
    private readonly List<Problem> _problems;

    private TreeReader(Tree.Map map, List<Problem> problems) => (_map, _problems) = (map, problems);

    /// <summary>A reader over <paramref name="tree"/>, which must be a map.</summary>
    public static TreeReader Over(Tree tree, List<Problem> problems)
    {
        if (tree is Tree.Map map) return new(map, problems);
        problems.Add(new("form.not-a-map", "Named parts are expected here, such as 'by: party:…'.", tree.At?.ToString()));
        return new(new([]) { At = tree.At }, problems);
    }

    /// <summary>Every problem so far.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Adds a problem at the part of that name.</summary>
    public void Report(string code, string what, string? name = null, string? @try = null) =>
        _problems.Add(new(code, what, ((name is null ? null : _map[name]?.At) ?? _map.At)?.ToString(), @try));

    /// <summary>Adds problems found elsewhere in the same document.</summary>
    public void Report(IEnumerable<Problem> problems) => _problems.AddRange(problems);

    /// <summary>The raw part, or null.</summary>
    public Tree? Part(string name)
    {
        _asked.Add(name);
        return _map[name];
    }

    /// <summary>Text (a number or yes/no is taken as it is spelt), or null when absent.</summary>
    public string? OptionalText(string name)
    {
        switch (Part(name))
        {
            case null: return null;
            case Tree.Text text: return text.Value;
            case Tree.Whole whole: return whole.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
            default:
                Report("form.not-text", $"'{name}' should be a single text.", name);
                return null;
        }
    }

    /// <summary>Text that must be there and not blank; the empty string stands in after a problem.</summary>
    public string Text(string name)
    {
        var text = OptionalText(name);
        if (!string.IsNullOrWhiteSpace(text)) return text;
        if (_map[name] is null or Tree.Text) Report("form.missing", $"'{name}' is missing.", name);
        return "";
    }

    /// <summary>A whole number within bounds, or null when absent.</summary>
    public long? OptionalWhole(string name, long least, long most)
    {
        switch (Part(name))
        {
            case null: return null;
            case Tree.Whole whole when whole.Value >= least && whole.Value <= most: return whole.Value;
            default:
                Report("form.not-a-number", $"'{name}' should be a whole number from {least} to {most}.", name);
                return null;
        }
    }

    /// <summary>Yes or no, or null when absent.</summary>
    public bool? OptionalFlag(string name)
    {
        switch (Part(name))
        {
            case null: return null;
            case Tree.Flag flag: return flag.Value;
            default:
                Report("form.not-yes-or-no", $"'{name}' should be true or false.", name);
                return null;
        }
    }

    /// <summary>A list of texts; a single text counts as a list of one. Null when absent.</summary>
    public ImmutableArray<string>? OptionalTexts(string name) => Part(name) is { } tree ? TextsOf(tree, name) : null;

    /// <summary>The items of a list; a single item counts as a list of one. Empty when absent.</summary>
    public ImmutableArray<Tree> Items(string name) => Part(name) switch
    {
        null => [],
        Tree.List list => list.Items,
        var one => [one],
    };

    /// <summary>A nested map, or null when absent.</summary>
    public TreeReader? Nested(string name) => Part(name) is { } tree ? Over(tree, _problems) : null;

    /// <summary>A value parsed from a text that must be there.</summary>
    public T? Parsed<T>(string name, Func<string, Outcome<T>> parse) where T : struct => Parse(name, Text(name), parse);

    /// <summary>A value parsed from a text, or null when absent.</summary>
    public T? OptionalParsed<T>(string name, Func<string, Outcome<T>> parse) where T : struct =>
        Part(name) is null ? null : Parse(name, Text(name), parse);

    /// <summary>Values parsed from a list of texts; empty when absent.</summary>
    public ImmutableArray<T> ParsedList<T>(string name, Func<string, Outcome<T>> parse) where T : struct =>
        [.. (OptionalTexts(name) ?? []).Select(text => Parse(name, text, parse)).OfType<T>()];

    /// <summary>Texts of any tree that holds them.</summary>
    public ImmutableArray<string> TextsOf(Tree tree, string name)
    {
        var items = tree is Tree.List list ? list.Items : [tree];
        var texts = ImmutableArray.CreateBuilder<string>(items.Length);
        foreach (var item in items)
        {
            if (item is Tree.Text text && text.Value.Length > 0) texts.Add(text.Value);
            else Report("form.not-text", $"'{name}' should be a list of texts.", name);
        }
        return texts.ToImmutable();
    }

    /// <summary>Closes the map: names that nobody asked for are problems, unless <paramref name="keep"/> takes them.</summary>
    public void Close(Action<string, Tree>? keep = null)
    {
        foreach (var (name, value) in _map.Entries)
        {
            if (_asked.Contains(name)) continue;
            if (keep is not null) keep(name, value);
            else
            {
                var near = Near.Best(name, _asked);
                Report("form.unknown-name", $"'{name}' means nothing here.", name, near is null ? null : $"Did you mean '{near}'?");
            }
        }
    }

    private T? Parse<T>(string name, string text, Func<string, Outcome<T>> parse) where T : struct
    {
        if (text.Length == 0) return null;
        var outcome = parse(text);
        if (outcome.IsOk) return outcome.Value;
        var place = (_map[name]?.At ?? _map.At)?.ToString();
        foreach (var problem in outcome.Problems) _problems.Add(problem with { Where = place });
        return null;
    }
}
