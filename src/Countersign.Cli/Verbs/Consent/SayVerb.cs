using System.CommandLine;
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
    private static readonly Option<bool> s_ends = new("--ends-at-death") { Description = "It ends with the life of whoever it is about. Without this it goes on, and who speaks for them then can take it back." };
    public static readonly Option<string[]> Duty = new("--duty") { HelpName = "DUTY", Description = "What it obliges to: \"pay 350 EUR per line\", \"credit Voice: Ada Lindqvist\", \"label …\", \"notify …\", \"approve …\", \"delete …\"." };

    public static Command Grant()
    {
        var command = Base("grant", """
            Record that somebody agrees to a use, within limits.

            Example:
              countersign consent grant --by party:ada-lindqvist --about persona:ada-lindqvist/voice --act generate.voice --project the-long-take --to 2027-12-31 --duty "pay 350 EUR per line"
              countersign consent grant my-consent.yaml
            """);
        command.Add(Duty);
        command.Add(s_ends);
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
        var command = new Command(name, help) { s_files, Frame.By };
        ScopeOptions.AddTo(command);
        foreach (var option in new Option[] { Frame.Says, Frame.Source, Frame.Label }) command.Add(option);
        return command;
    }

    private static int Run(string kind, ParseResult parsed)
    {
        var desk = new Terminal.Desk(parsed);
        if (!desk.Open(null).Try(out var workspace, out var problems)) return desk.Fail(problems);
        var store = new RegistryStore(workspace);
        if (parsed.GetValue(s_files) is { Length: > 0 } files) return FromFiles(kind, files, desk, store);
        var given = parsed.GetValue(Frame.By) is not null || ScopeOptions.AreGiven(parsed);
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

    private static Outcome<Tree> FromOptions(string kind, ParseResult parsed, DateTimeOffset now) => ScopeOptions.Parts(parsed).Then(parts => Frame.Of(
        kind, parsed, now,
        [
            .. parts,
            ("duties", kind == "grant" && parsed.GetValue(Duty) is { Length: > 0 } duties ? Tree.Of(duties.Select(Spelling.Duty)) : null),
            ("survives-death", kind == "grant" && parsed.GetValue(s_ends) ? (Tree)false : null),
        ]));
}
