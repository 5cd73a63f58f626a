using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>The conditions of a statement, by dimension. A dimension that is absent is not limited.</summary>
/// <param name="Acts">What it is about; at least one.</param>
/// <param name="Terms">The limits by words.</param>
/// <param name="Period">When a use must take place; without a beginning, it begins when the statement was made.</param>
/// <param name="Quantity">How much.</param>
/// <param name="AgeBand">The age of the person as shown.</param>
/// <param name="Requires">Facts that must be so, in ordinal order.</param>
/// <param name="Unrecognised">Limits of a newer version or another system, kept as they were. Each fails to evaluate.</param>
public sealed record Scope(
    ImmutableArray<Act> Acts,
    ImmutableSortedDictionary<Dimension, TermSet> Terms,
    Period? Period,
    QuantityLimit? Quantity,
    AgeBand? AgeBand,
    ImmutableArray<string> Requires,
    Tree.Map? Unrecognised)
{
    /// <summary>The dimensions that are limits by words, with the word they are written as.</summary>
    public static readonly ImmutableArray<(Dimension Dimension, string Name, char Separator)> Worded =
    [
        (Dimension.Requester, "to", '/'),
        (Dimension.Project, "project", '/'),
        (Dimension.Medium, "medium", '/'),
        (Dimension.Territory, "territory", '-'),
        (Dimension.Language, "language", '-'),
        (Dimension.Audience, "audience", '/'),
        (Dimension.Purpose, "purpose", '/'),
        (Dimension.Tool, "tool", '/'),
        (Dimension.Operation, "operation", '/'),
    ];

    /// <summary>Those of them that a use states as words. Who asks is said by the use itself.</summary>
    public static readonly ImmutableArray<(Dimension Dimension, string Name, char Separator)> Stated = [.. Worded.Where(worded => worded.Dimension != Dimension.Requester)];

    /// <summary>A scope that limits nothing but the acts.</summary>
    public static Scope Over(params ImmutableArray<Act> acts) =>
        new([.. acts.Distinct().Order()], ImmutableSortedDictionary<Dimension, TermSet>.Empty, null, null, null, [], null);

    /// <summary>The same scope, limited to these words in one dimension.</summary>
    public Scope Only(Dimension dimension, params string[] terms) => this with { Terms = Terms.SetItem(dimension, new(false, Normal(dimension, terms))) };

    /// <summary>The same scope, limited to all but these words in one dimension.</summary>
    public Scope Except(Dimension dimension, params string[] terms) => this with { Terms = Terms.SetItem(dimension, new(true, Normal(dimension, terms))) };

    /// <summary>Words in their comparable form: lower case, territories as countries, distinct and in order. A territory nobody knows stays as it is.</summary>
    internal static ImmutableArray<string> Normal(Dimension dimension, IEnumerable<string> terms) => dimension switch
    {
        Dimension.Territory => [.. terms.SelectMany(term => Territories.Expand(term) ?? [term]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Dimension.Requester => [.. terms.Select(term => PartyId.Parse(term) is { IsOk: true, Value: var party } ? party.ToString() : term).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        _ => [.. terms.Select(term => term.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    internal static Scope FromTree(TreeReader statement, List<Problem> problems)
    {
        var acts = statement.ParsedList("acts", Act.Parse);
        if (acts.IsEmpty && statement.Part("acts") is null) statement.Report("form.missing", "'acts' is missing: what is this about?", null, "For example: acts: [generate.voice].");
        var scope = Over([.. acts]);
        if (statement.Nested("scope") is not { } form) return scope;
        foreach (var (dimension, name, _) in Worded)
            if (TermsFrom(form, dimension, name) is { } terms) scope = scope with { Terms = scope.Terms.SetItem(dimension, terms) };
        Tree.Map? unrecognised = null;
        scope = scope with
        {
            Period = Statements.Period.FromTree(form, "period"),
            Quantity = QuantityFrom(form, problems),
            AgeBand = form.OptionalParsed("age-band", Personas.AgeBand.Parse),
            Requires = [.. (form.OptionalTexts("requires") ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        // A limit that this version cannot read is still a limit: it is kept under 'other', and fails closed. A misspelt name is a problem.
        if (form.Part("other") is { } other)
        {
            if (other is Tree.Map map) unrecognised = new([.. map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)]);
            else form.Report("form.not-a-map", "'other' holds named limits.", "other");
        }
        form.Close();
        return scope with { Unrecognised = unrecognised };
    }

    private static TermSet? TermsFrom(TreeReader form, Dimension dimension, string name)
    {
        var tree = form.Part(name);
        if (tree is null) return null;
        var except = false;
        if (tree is Tree.Map map)
        {
            var chosen = map.Entries.Length == 1 ? map.Entries[0].Key : "";
            if (chosen is not ("only" or "except"))
            {
                form.Report("form.terms", $"'{name}' should be a list, or 'only' or 'except' with a list.", name);
                return null;
            }
            except = chosen == "except";
            tree = map.Entries[0].Value;
        }
        var terms = form.TextsOf(tree, name);
        if (terms.IsEmpty) form.Report("form.terms", $"'{name}' lists nothing.", name, "Leave it out where there is no limit.");
        foreach (var term in terms)
            if (dimension == Dimension.Territory && Territories.Expand(term) is null)
                form.Report("form.territory", $"'{term}' is not a territory.", name, "Use ISO 3166 codes such as FR or US-CA, or EU, EEA, world.");
            else if (dimension == Dimension.Requester && !PartyId.Parse(term).IsOk)
                form.Report("id.party", $"'{term}' is not a party id.", name, "Write party:… for whoever may use it.");
        return new(except, Normal(dimension, terms));
    }

    private static QuantityLimit? QuantityFrom(TreeReader form, List<Problem> problems)
    {
        if (form.Part("quantity") is not { } tree) return null;
        var reader = TreeReader.Over(tree, problems);
        var limit = Amount(reader, "limit");
        var unit = reader.Text("unit");
        var per = reader.OptionalParsed("per", Words.Parse<QuantitySpan>) ?? QuantitySpan.Use;
        reader.Close();
        return limit is { } most ? new(most, unit, per) : null;
    }

    internal static Rational? Amount(TreeReader form, string name)
    {
        var text = form.Text(name);
        if (Rational.TryParse(text, out var amount) && amount >= Rational.Zero) return amount;
        if (text.Length > 0) form.Report("form.amount", $"'{text}' is not an amount.", name, "Write 12 or 0.5.");
        return null;
    }

    internal Tree? ToTree()
    {
        var parts = new List<(string, Tree?)>();
        foreach (var (dimension, name, _) in Worded)
            if (Terms.TryGetValue(dimension, out var terms))
                parts.Add((name, Tree.Of((terms.IsExcept ? "except" : "only", Tree.Of(terms.Terms)))));
        parts.Add(("period", Period?.ToTree()));
        parts.Add(("quantity", Quantity is null ? null : Tree.Of(("limit", Quantity.Limit.ToString()), ("unit", Quantity.Unit), ("per", Words.Of(Quantity.Per)))));
        parts.Add(("age-band", AgeBand is { } band ? (Tree)band.ToString() : null));
        parts.Add(("requires", Requires.IsEmpty ? null : Tree.Of(Requires)));
        parts.Add(("other", Unrecognised));
        var map = Tree.Of([.. parts]);
        return map.Entries.IsEmpty ? null : map;
    }
}
