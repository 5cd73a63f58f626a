using System.CommandLine;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Answers a request: no, not yet, or yes under conditions.</summary>
internal static class AnswerVerb
{
    public static Command Command()
    {
        var of = new Argument<string>("REQUEST") { Description = "Its id, the first six digits of it or more, or its label." };
        var gives = new Option<string?>("--gives") { Description = "no, not-yet or yes.", HelpName = "ANSWER", Required = true };
        var with = new Option<string?>("--with") { Description = "The consent or refusal that says how, by id or label. Without it a yes records a consent to exactly what was asked, and a no a refusal of it.", HelpName = "STATEMENT" };
        var again = new Option<string?>("--again") { Description = "With not-yet: it may be asked again from this day or time.", HelpName = "DATE" };
        var command = new Command("answer", """
            Answer a request. A yes records a consent to what was asked and no more, with what it obliges to; a no records a refusal of it,
            which stands over every consent.

            Example:
              countersign consent answer scene-5-request --by party:ada-lindqvist --gives yes --duty "pay 900 EUR" --duty "approve Every shot before it is locked"
              countersign consent answer scene-5-request --by party:ada-lindqvist --gives not-yet --again 2027-01-15
            """)
        { of, Frame.By, gives, with, again, SayVerb.Duty, Frame.Says, Frame.Source, Frame.Label };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.FindStatement(parsed.GetValue(of)!).Try(out var found, out problems)) return desk.Fail(problems);
            if (found.Statement is not Request request) return desk.Fail([new("answer.not-a-request", $"This is a {found.Statement.Kind}, not a request.", found.Statement.Id, "'countersign consent list' names the requests.")]);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            string? beside = null;
            Statement? said = null;
            if (parsed.GetValue(with) is { } named)
            {
                if (!store.FindStatement(named).Try(out var other, out problems)) return desk.Fail(problems);
                beside = other.Statement.Id;
            }
            else if (Spoken(parsed.GetValue(gives)) is { } kind)
            {
                var exactly = ExactlyAsked.As(kind, request, parsed.GetValue(Frame.By), parsed.GetValue(Frame.Says), workspace.Now, facts.Register, [.. (parsed.GetValue(SayVerb.Duty) ?? []).Select(Spelling.Duty)]);
                if (!exactly.Try(out said, out problems)) return desk.Fail(problems);
                beside = said.Id;
            }
            var answer = Frame.Of("answer", parsed, workspace.Now,
            [
                ("of", request.Id), ("gives", parsed.GetValue(gives)!), ("with", beside is null ? null : (Tree)beside), ("again", parsed.GetValue(again) is { } day ? (Tree)day : null),
            ]).Then(StatementForm.FromTree);
            return answer.Try(out var statement, out problems) ? Recorder.Record(desk, store, said is null ? [statement] : [said, statement]) : desk.Fail(problems);
        });
        return command;
    }

    private static string? Spoken(string? gives) => gives switch
    {
        "yes" => "grant",
        "no" => "prohibition",
        _ => null,
    };
}
