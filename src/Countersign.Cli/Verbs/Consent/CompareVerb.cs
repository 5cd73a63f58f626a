using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>How two statements stand to each other.</summary>
internal static class CompareVerb
{
    public static Command Command()
    {
        var first = new Argument<string>("STATEMENT") { Description = "Its id, the first six digits of it or more, or its label." };
        var second = new Argument<string>("OTHER") { Description = "The other one." };
        var command = new Command("compare", """
            Say whether one statement contains another, and where it goes beyond it. What is owed for them is not compared.

            Example:
              countersign consent compare ada-double-the-salt-ledger ada-no-advertising
            """)
        { first, second };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!Scoped(store, parsed.GetValue(first)!).Try(out var one, out problems)) return desk.Fail(problems);
            if (!Scoped(store, parsed.GetValue(second)!).Try(out var other, out problems)) return desk.Fail(problems);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            var algebra = new StatementAlgebra(facts.Register);
            var relation = algebra.Compare(one, other);
            var (over, under, meeting) = (algebra.Contains(one, other), algebra.Contains(other, one), algebra.Meets(one, other));
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/compare/1");
                    json.WriteString("first", one.Id);
                    json.WriteString("second", other.Id);
                    json.WriteString("relation", Words.Of(relation));
                    Differences.Write(json, "secondBeyondFirst", over.Beyond);
                    Differences.Write(json, "firstBeyondSecond", under.Beyond);
                    Differences.Write(json, "common", meeting.Common);
                    Differences.Write(json, "apart", meeting.Apart);
                    json.WriteEndObject();
                });
                return ExitCodes.Done;
            }
            Terminal.Desk.Answer("1. " + PlainWords.Of(one, facts.Register));
            Terminal.Desk.Answer("2. " + PlainWords.Of(other, facts.Register));
            Terminal.Desk.Answer(relation switch
            {
                Relation.Equivalent => "They cover the same uses.",
                Relation.Contains => "The first contains the second.",
                Relation.Within => "The second contains the first.",
                Relation.Overlaps => "They have some uses in common, and neither contains the other.",
                Relation.Disjoint => "They have no use in common.",
                _ => "A limit of one of them cannot be compared, so nobody can tell.",
            });
            if (relation == Relation.Disjoint) foreach (var apart in meeting.Apart) Terminal.Desk.Answer("  because: " + apart.Says);
            else
            {
                foreach (var beyond in over.Beyond) Terminal.Desk.Answer("  the second goes beyond the first: " + beyond.Says);
                foreach (var beyond in under.Beyond) Terminal.Desk.Answer("  the first goes beyond the second: " + beyond.Says);
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static Outcome<ScopedStatement> Scoped(RegistryStore store, string named) => store.FindStatement(named).Then(found => found.Statement is ScopedStatement scoped
        ? Outcome.Ok(scoped)
        : new Problem("statement.no-scope", $"A {found.Statement.Kind} has no scope to compare.", found.Statement.Id, "Compare consents, refusals and delegations."));
}
