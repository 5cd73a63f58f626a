using System.Collections.Immutable;
using System.CommandLine;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>The options by which a subject, an act and the limits of a statement are spelt.</summary>
internal static class ScopeOptions
{
    public static readonly Option<string[]> About = Many("--about", "SUBJECT", "work:…, model:…, persona:… or persona:…/voice.");
    public static readonly Option<string[]> Act = Many("--act", "ACT", "What may, or may not, be done: " + string.Join(", ", Core.Statements.Act.All.Where(act => !act.Name.Contains('.', StringComparison.Ordinal)).Select(act => act.Name)) + " and the acts below them.");
    private static readonly (string Name, Option<string[]> Only, Option<string[]> Except)[] s_worded =
    [
        Worded("project", "NAME", "Only in these productions."),
        Worded("medium", "M", "Only in these media."),
        Worded("territory", "CC", "Only in these territories: ISO 3166 codes, EU, EEA, world."),
        Worded("language", "TAG", "Only in these languages."),
        Worded("audience", "WHO", "Only for: general, personalised."),
        Worded("purpose", "WHAT", "Only for these purposes."),
        Worded("tool", "TOOL", "Only with these tools or models."),
        Worded("operation", "PATH", "Only these operations, in another vocabulary's words: odrl/use/play."),
        // In the document it is 'to'; '--to' has been the end of the period from the start.
        ("to", Many("--for", "PARTY", "Only when these ask, or members of these groups."), Many("--except-for", "PARTY", "Whoever asks but these.")),
    ];
    private static readonly Option<string?> s_from = new("--from") { Description = "From this day or time. Default: from when it is said.", HelpName = "DATE" };
    private static readonly Option<string?> s_to = new("--to") { Description = "Up to this day, included, or this time.", HelpName = "DATE" };
    private static readonly Option<string?> s_ages = new("--age-band") { Description = "Only showing the person at these ages: 25-34.", HelpName = "AGES" };
    private static readonly Option<string?> s_quantity = new("--quantity") { Description = "At most so much: \"12 shot per project\".", HelpName = "LIMIT" };
    private static readonly Option<string[]> s_requires = Many("--requires", "FACT", "A fact that must be so: separately-signed, specific-description …");

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Add(About);
        command.Add(Act);
        foreach (var (_, only, except) in s_worded)
        {
            command.Add(only);
            command.Add(except);
        }
        foreach (var option in new Option[] { s_from, s_to, s_ages, s_quantity, s_requires }) command.Add(option);
    }

    /// <summary>True when a subject or an act was given.</summary>
    public static bool AreGiven(ParseResult parsed) => parsed.GetValue(About) is { Length: > 0 } || parsed.GetValue(Act) is { Length: > 0 };

    /// <summary>What they say, as the parts of a statement's document: <c>about</c>, <c>acts</c> and <c>scope</c>.</summary>
    public static Outcome<ImmutableArray<(string, Tree?)>> Parts(ParseResult parsed)
    {
        var scope = new List<(string, Tree?)>();
        var problems = new List<Problem>();
        foreach (var (name, only, except) in s_worded)
        {
            var (onlyThese, allBut) = (Spread(parsed.GetValue(only)), Spread(parsed.GetValue(except)));
            if (onlyThese.Length > 0 && allBut.Length > 0) problems.Add(new("statement.only-and-except", $"{only.Name} and {except.Name} cannot both be said.", null, "Say one of them."));
            scope.Add((name, onlyThese.Length > 0 ? Tree.Of(("only", Tree.Of(onlyThese))) : allBut.Length > 0 ? Tree.Of(("except", Tree.Of(allBut))) : null));
        }
        var period = Tree.Of(("from", Text(parsed.GetValue(s_from))), ("to", Text(parsed.GetValue(s_to))));
        scope.Add(("period", period.Entries.IsEmpty ? null : period));
        scope.Add(("age-band", Text(parsed.GetValue(s_ages))));
        scope.Add(("quantity", parsed.GetValue(s_quantity) is { } quantity ? Spelling.Quantity(quantity) : null));
        scope.Add(("requires", List(Spread(parsed.GetValue(s_requires)))));
        var map = Tree.Of([.. scope]);
        if (problems.Count > 0) return Outcome.Fail<ImmutableArray<(string, Tree?)>>(problems);
        return Outcome.Ok<ImmutableArray<(string, Tree?)>>(
        [
            ("about", List(Spread(parsed.GetValue(About)))),
            ("acts", List(Spread(parsed.GetValue(Act)))),
            ("scope", map.Entries.IsEmpty ? null : map),
        ]);
    }

    private static Option<string[]> Many(string name, string shown, string says) => new(name) { Description = says, HelpName = shown };

    private static (string, Option<string[]>, Option<string[]>) Worded(string name, string shown, string says) =>
        (name, Many("--" + name, shown, says), Many("--except-" + name, shown, "All but these."));

    /// <summary>Values, each possibly several with commas.</summary>
    public static ImmutableArray<string> Spread(string[]? values) => [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Tree? List(ImmutableArray<string> values) => values.IsEmpty ? null : Tree.Of(values);

    private static Tree? Text(string? text) => text is null ? null : (Tree)text;
}
