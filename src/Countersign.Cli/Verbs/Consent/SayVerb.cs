using System.CommandLine;
using System.Collections.Immutable;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Grants and prohibitions: from a readable file, from options, or, when a person sits at a terminal and gives neither, from questions.</summary>
internal static class SayVerb
{
    private static readonly Argument<string[]> s_files = new("FILE") { Description = "Readable files with statements. Without any, the options below say it, or questions are asked.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> s_about = Many("--about", "SUBJECT", "work:…, model:…, persona:… or persona:…/voice.");
    private static readonly Option<string[]> s_act = Many("--act", "ACT", "What may, or may not, be done: " + string.Join(", ", Act.All.Where(act => !act.Name.Contains('.', StringComparison.Ordinal)).Select(act => act.Name)) + " and the acts below them.");
    private static readonly (string Name, Option<string[]> Only, Option<string[]> Except)[] s_worded =
    [
        Worded("project", "NAME", "Only in these productions."),
        Worded("medium", "M", "Only in these media."),
        Worded("territory", "CC", "Only in these territories: ISO 3166 codes, EU, EEA, world."),
        Worded("language", "TAG", "Only in these languages."),
        Worded("audience", "WHO", "Only for: general, personalised."),
        Worded("purpose", "WHAT", "Only for these purposes."),
        Worded("tool", "TOOL", "Only with these tools or models."),
    ];
    private static readonly Option<string?> s_from = new("--from") { Description = "From this day or time. Default: from when it is said.", HelpName = "DATE" };
    private static readonly Option<string?> s_to = new("--to") { Description = "Up to this day, included, or this time.", HelpName = "DATE" };
    private static readonly Option<string?> s_ages = new("--age-band") { Description = "Only showing the person at these ages: 25-34.", HelpName = "AGES" };
    private static readonly Option<string?> s_quantity = new("--quantity") { Description = "At most so much: \"12 shot per project\".", HelpName = "LIMIT" };
    private static readonly Option<string[]> s_requires = Many("--requires", "FACT", "A fact that must be so: separately-signed, specific-description …");
    private static readonly Option<string[]> s_duty = Many("--duty", "DUTY", "What it obliges to: \"pay 350 EUR per line\", \"credit Voice: Ada Lindqvist\", \"label …\", \"notify …\", \"approve …\", \"delete …\".");

    public static Command Grant()
    {
        var command = Base("grant", """
            Record that somebody agrees to a use, within limits.

            Example:
              countersign consent grant --by party:ada-lindqvist --about persona:ada-lindqvist/voice --act generate.voice --project the-long-take --to 2027-12-31 --duty "pay 350 EUR per line"
              countersign consent grant my-consent.yaml
            """);
        command.Add(s_duty);
        command.SetAction(parsed => Run("grant", parsed));
        return command;
    }

    public static Command Prohibit()
    {
        var command = Base("prohibit", """
            Record that somebody refuses a use. A refusal stands over every consent.

            Example:
              countersign consent prohibit --by party:ada-lindqvist --about persona:ada-lindqvist --act train
            """);
        command.SetAction(parsed => Run("prohibition", parsed));
        return command;
    }

    private static Command Base(string name, string help)
    {
        var command = new Command(name, help) { s_files, Frame.By, s_about, s_act };
        foreach (var (_, only, except) in s_worded)
        {
            command.Add(only);
            command.Add(except);
        }
        foreach (var option in new Option[] { s_from, s_to, s_ages, s_quantity, s_requires, Frame.Says, Frame.Source, Frame.Label }) command.Add(option);
        return command;
    }

    private static int Run(string kind, ParseResult parsed)
    {
        var desk = new Terminal.Desk(parsed);
        if (!desk.Open(null).Try(out var workspace, out var problems)) return desk.Fail(problems);
        var store = new RegistryStore(workspace);
        if (parsed.GetValue(s_files) is { Length: > 0 } files) return FromFiles(kind, files, desk, store);
        var given = parsed.GetValue(Frame.By) is not null || parsed.GetValue(s_about) is { Length: > 0 } || parsed.GetValue(s_act) is { Length: > 0 };
        if (!given && Terminal.Desk.CanAsk) return Recorder.Record(desk, store, Questions.Ask(kind, desk, store, workspace.Now), confirm: true);
        return Recorder.Record(desk, store, FromOptions(kind, parsed, workspace.Now).Then(StatementForm.FromTree), confirm: false);
    }

    private static int FromFiles(string kind, string[] files, Terminal.Desk desk, RegistryStore store)
    {
        var statements = new List<Statement>();
        var problems = new List<Problem>();
        foreach (var file in files)
        {
            var outcome = SourceFiles.Read(file);
            problems.AddRange(outcome.Problems);
            foreach (var document in outcome.IsOk ? outcome.Value : [])
            {
                var read = StatementForm.FromTree(document);
                problems.AddRange(read.Problems.Select(problem => problem.In(file)));
                if (!read.IsOk) continue;
                if (read.Value.Kind != kind) problems.Add(new("statement.other-kind", $"This is a {read.Value.Kind}, not a {kind}.", file, "'countersign registry import' takes files with statements of every kind."));
                statements.Add(read.Value);
            }
        }
        return problems.Count > 0 ? desk.Fail(problems) : Recorder.Record(desk, store, statements);
    }

    private static Outcome<Tree> FromOptions(string kind, ParseResult parsed, DateTimeOffset now)
    {
        var scope = new List<(string, Tree?)>();
        var problems = new List<Problem>();
        foreach (var (name, only, except) in s_worded)
        {
            var (onlyThese, allBut) = (Spread(parsed.GetValue(only)), Spread(parsed.GetValue(except)));
            if (onlyThese.Length > 0 && allBut.Length > 0) problems.Add(new("statement.only-and-except", $"--{name} and --except-{name} cannot both be said.", null, "Say one of them."));
            scope.Add((name, onlyThese.Length > 0 ? Tree.Of(("only", Tree.Of(onlyThese))) : allBut.Length > 0 ? Tree.Of(("except", Tree.Of(allBut))) : null));
        }
        var period = Tree.Of(("from", Text(parsed.GetValue(s_from))), ("to", Text(parsed.GetValue(s_to))));
        scope.Add(("period", period.Entries.IsEmpty ? null : period));
        scope.Add(("age-band", Text(parsed.GetValue(s_ages))));
        scope.Add(("quantity", parsed.GetValue(s_quantity) is { } quantity ? Spelling.Quantity(quantity) : null));
        scope.Add(("requires", List(Spread(parsed.GetValue(s_requires)))));
        var map = Tree.Of([.. scope]);
        var duties = (kind == "grant" ? parsed.GetValue(s_duty) : null) ?? [];
        if (problems.Count > 0) return Outcome.Fail<Tree>(problems);
        return Frame.Of(kind, parsed, now,
            ("about", List(Spread(parsed.GetValue(s_about)))),
            ("acts", List(Spread(parsed.GetValue(s_act)))),
            ("scope", map.Entries.IsEmpty ? null : map),
            ("duties", duties.Length == 0 ? null : Tree.Of(duties.Select(Spelling.Duty))));
    }

    private static Option<string[]> Many(string name, string shown, string says) => new(name) { Description = says, HelpName = shown };

    private static (string, Option<string[]>, Option<string[]>) Worded(string name, string shown, string says) =>
        (name, Many("--" + name, shown, says), Many("--except-" + name, shown, "All but these."));

    private static ImmutableArray<string> Spread(string[]? values) => [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Tree? List(ImmutableArray<string> values) => values.IsEmpty ? null : Tree.Of(values);

    private static Tree? Text(string? text) => text is null ? null : (Tree)text;
}
