using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;
using Spectre.Console;
using Tree = Countersign.Core.Shared.Tree;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Records statements and says back, in plain words, what was recorded.</summary>
internal static class Recorder
{
    public static int Record(Terminal.Desk desk, RegistryStore store, Outcome<Statement> outcome, bool confirm)
    {
        if (!outcome.Try(out var statement, out var problems)) return desk.Fail(problems);
        if (!confirm) return Record(desk, store, [statement]);
        if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
        Terminal.Desk.Answer();
        Terminal.Desk.Answer(PlainWords.Of(statement, facts.Register));
        if (desk.Out.Prompt(new ConfirmationPrompt("Record this?"))) return Record(desk, store, [statement]);
        desk.Say("Nothing was recorded.");
        return ExitCodes.No;
    }

    public static int Record(Terminal.Desk desk, RegistryStore store, IReadOnlyList<Statement> statements)
    {
        if (!Keep(store, statements).Try(out var facts, out var problems)) return desk.Fail(problems);
        Show(desk, statements, facts.Register);
        var now = TimeProvider.System.GetUtcNow();
        var after = facts with { Statements = [.. facts.Statements, .. statements.Select(statement => new RecordedStatement(statement, now))] };
        foreach (var statement in statements)
            if (NotCounting.Why(new(statement, now), after) is { } why) desk.Say("Note: " + why);
        return ExitCodes.Done;
    }

    /// <summary>Records statements, all or none, and gives what was on record before.</summary>
    public static Outcome<Facts> Keep(RegistryStore store, IReadOnlyList<Statement> statements) => store.LoadFacts().Then(facts => Check(statements, facts) is { Count: > 0 } wrong
        ? Outcome.Fail<Facts>(wrong)
        : store.Record(statements).Then(_ => Outcome.Ok(facts)));

    /// <summary>Statements as an answer: documents in JSON, plain words otherwise.</summary>
    public static void Show(Terminal.Desk desk, IReadOnlyList<Statement> statements, Register register)
    {
        if (desk.IsJson)
        {
            Terminal.Desk.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("schema", "countersign/statements/1");
                json.WriteStartArray("statements");
                foreach (var statement in statements)
                    TreeWriting.WriteJson(json, new Tree.Map([new("id", statement.Id), .. statement.ToTree().Entries]));
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }
        foreach (var statement in statements)
        {
            Terminal.Desk.Answer($"{statement.Id}");
            Terminal.Desk.Answer("  " + SafeText.Of(PlainWords.Of(statement, register)));
        }
    }

    /// <summary>What would make a statement worth nothing from the start, or mean another than was meant.</summary>
    private static List<Problem> Check(IReadOnlyList<Statement> statements, Facts facts)
    {
        var problems = new List<Problem>();
        foreach (var statement in statements)
        {
            if (facts.Register.Party(statement.Speaker) is null)
                problems.Add(new("statement.unknown-speaker", $"{statement.Speaker} is not in the register.", null, $"countersign register party NAME --kind person --id {statement.Speaker.Slug}"));
            if (statement.Label is { } label && facts.Statements.Any(known => known.Statement.Label == label && known.Statement.Id != statement.Id))
                problems.Add(new("statement.label-twice", $"The label '{label}' is given to another statement.", null, "Choose another."));
            if (statement is Answer answer && !Known(answer.Of)) problems.Add(new("statement.missing", "The request that is answered is not on record.", answer.Of));
            if (statement is Answer { With: { } with } && !Known(with)) problems.Add(new("statement.missing", "The statement named beside the answer is not on record.", with));
            if (statement is Revocation revocation && facts.Statements.All(known => known.Statement.Id != revocation.Of))
                problems.Add(new("statement.missing", "The statement to take back is not on record.", revocation.Of));
        }
        return problems;

        bool Known(string id) => facts.Statements.Any(known => known.Statement.Id == id) || statements.Any(beside => beside.Id == id);
    }
}
