using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;

namespace Countersign.Core.Packs;

/// <summary>
/// What the texts of a pack may be. A misspelt text is never equal to anything, so a condition with one would hold, or fail, for everybody:
/// where an input lists its values, a text beside it is one of them or the pack does not load.
/// </summary>
internal sealed class ListedTexts
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> s_builtIn = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["preference"] = ["allow", "disallow", "unknown"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, ImmutableArray<string>> _values = new(s_builtIn, StringComparer.Ordinal);

    /// <param name="inputs">The inputs that the pack declares.</param>
    public ListedTexts(IEnumerable<PackInput> inputs)
    {
        foreach (var input in inputs)
            if (!input.Values.IsEmpty) _values.TryAdd(input.Name, input.Values);
    }

    /// <summary>The problem with a text as the value of an input; null when it may be that, or when the input takes any.</summary>
    public Problem? Wrong(string input, string text, string? where)
    {
        if (!_values.TryGetValue(input, out var values) || values.Contains(text, StringComparer.Ordinal)) return null;
        return new("pack.values", $"'{input}' is never '{text}'.", where, Near.Best(text, values) is { } near ? $"Did you mean '{near}'?" : "One of: " + string.Join(", ", values) + ".");
    }

    /// <summary>The problems with the texts of a condition.</summary>
    public IEnumerable<Problem> Wrong(Expression condition, string? where) =>
        Beside(condition).Select(pair => Wrong(pair.Input, pair.Text, where)).OfType<Problem>().Distinct();

    // Each text with the input that it is compared with.
    private static IEnumerable<(string Input, string Text)> Beside(Expression condition) => condition switch
    {
        Expression.Not not => Beside(not.Of),
        Expression.Join join => Beside(join.Left).Concat(Beside(join.Right)),
        Expression.Compare { Left: Expression.Input input, Right: Expression.Literal { Value: PackValue.Text text } } => [(input.Name, text.Value)],
        Expression.Compare { Left: Expression.Literal { Value: PackValue.Text text }, Right: Expression.Input input } => [(input.Name, text.Value)],
        Expression.Compare compare => Beside(compare.Left).Concat(Beside(compare.Right)),
        Expression.In { Of: Expression.Input input } list => list.Texts.Select(text => (input.Name, text)),
        _ => [],
    };
}
