using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>What somebody wants to do, or did, with a value for every dimension they know. What is left out is unknown, not unlimited.</summary>
/// <param name="Act">What is done.</param>
/// <param name="Subjects">To which subjects, distinct and in order.</param>
/// <param name="Requester">Who asks.</param>
/// <param name="Person">The natural person who asked and answers for it; null when not stated.</param>
/// <param name="Terms">The values in the dimensions limited by words; territories as countries.</param>
/// <param name="On">When; null means at the as-of time.</param>
/// <param name="Quantity">How much.</param>
/// <param name="AgeBand">The age of the person as shown.</param>
/// <param name="Facts">Named facts: so or not so, such as <c>separately-signed</c>; a number, a time or a word, where a pack asks for one.</param>
public sealed record Use(
    Act Act,
    ImmutableArray<SubjectId> Subjects,
    PartyId Requester,
    PartyId? Person,
    ImmutableSortedDictionary<Dimension, ImmutableArray<string>> Terms,
    Period? On,
    QuantityUsed? Quantity,
    AgeBand? AgeBand,
    ImmutableSortedDictionary<string, Tree> Facts)
{
    /// <summary>A use that states only the act, the subjects and who asks.</summary>
    public static Use Of(Act act, PartyId requester, params ImmutableArray<SubjectId> subjects) => new(
        act, [.. subjects.Distinct().Order()], requester, null,
        ImmutableSortedDictionary<Dimension, ImmutableArray<string>>.Empty, null, null, null,
        ImmutableSortedDictionary<string, Tree>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>The same use, with these values in one dimension.</summary>
    public Use With(Dimension dimension, params string[] values) => this with { Terms = Terms.SetItem(dimension, Scope.Normal(dimension, values)) };

    /// <summary>Reads a use from a document: <c>act</c>, <c>subjects</c>, <c>by</c>, and any of <c>person</c>, the worded dimensions, <c>on</c>, <c>quantity</c>, <c>age-band</c>, <c>facts</c>.</summary>
    public static Outcome<Use> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var act = form.Parsed("act", Act.Parse) ?? default;
        var subjects = form.ParsedList("subjects", SubjectId.Parse);
        var by = form.Parsed("by", PartyId.Parse) ?? default;
        var use = Of(act, by, [.. subjects]) with { Person = form.OptionalParsed("person", PartyId.Parse) };
        use = use.ReadDimensions(form, problems);
        form.Close();
        return problems.Count > 0 ? Outcome.Fail<Use>(problems) : use;
    }

    /// <summary>Reads the dimensions of a use from a larger form, over those this use already has.</summary>
    public Use ReadDimensions(TreeReader form, List<Problem> problems)
    {
        var use = this;
        foreach (var (dimension, name, _) in Scope.Stated)
        {
            if (form.OptionalTexts(name) is not { } values) continue;
            foreach (var value in values)
                if (dimension == Dimension.Territory && Territories.Expand(value) is null)
                    form.Report("form.territory", $"'{value}' is not a territory.", name, "Use ISO 3166 codes such as FR or US-CA, or EU, EEA, world.");
            if (!values.IsEmpty) use = use.With(dimension, [.. values]);
        }
        if (Period.FromTree(form, "on") is { } on) use = use with { On = on };
        if (form.Part("quantity") is { } quantity)
        {
            var reader = TreeReader.Over(quantity, problems);
            var amount = Scope.Amount(reader, "amount");
            var unit = reader.Text("unit");
            var before = reader.Part("before") is null ? null : Scope.Amount(reader, "before");
            reader.Close();
            if (amount is { } used) use = use with { Quantity = new(used, unit, before) };
        }
        if (form.OptionalParsed("age-band", Personas.AgeBand.Parse) is { } band) use = use with { AgeBand = band };
        if (form.Nested("facts") is { } facts)
        {
            facts.Close((name, value) =>
            {
                if (value is Tree.Flag or Tree.Whole or Tree.Text || (value is Tree.List list && list.Items.All(item => item is Tree.Text)))
                    use = use with { Facts = use.Facts.SetItem(name, WithoutPlaces(value)) };
                else facts.Report("form.not-a-fact", $"'{name}' should be true or false, a number, a time, or words.", name, "Leave it out while nobody knows.");
            });
        }
        return use;
    }

    private static Tree WithoutPlaces(Tree value) => value switch
    {
        Tree.List list => new Tree.List([.. list.Items.Select(item => item with { At = null })]),
        _ => value with { At = null },
    };

    /// <summary>The use as a document.</summary>
    public Tree.Map ToTree()
    {
        var parts = new List<(string, Tree?)>
        {
            ("act", Act.Name),
            ("subjects", Subjects.IsEmpty ? null : Tree.Of(Subjects.Select(subject => subject.ToString()))),
            ("by", Requester.ToString()),
            ("person", Person is { } person ? (Tree)person.ToString() : null),
        };
        foreach (var (dimension, name, _) in Scope.Stated)
            if (Terms.TryGetValue(dimension, out var values))
                parts.Add((name, dimension == Dimension.Territory && Territories.IsWorld(values) ? Tree.Of(["world"]) : Tree.Of(values)));
        parts.Add(("on", On?.ToTree()));
        parts.Add(("quantity", Quantity is null ? null : Tree.Of(
            ("amount", Quantity.Amount.ToString()), ("unit", Quantity.Unit), ("before", Quantity.Before is { } before ? (Tree)before.ToString() : null))));
        parts.Add(("age-band", AgeBand is { } band ? (Tree)band.ToString() : null));
        parts.Add(("facts", Facts.IsEmpty ? null : new Tree.Map([.. Facts])));
        return Tree.Of([.. parts]);
    }
}
