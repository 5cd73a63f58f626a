using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Does what is on record let all of this?</summary>
internal static class AllowsVerb
{
    public static Command Command()
    {
        var command = new Command("allows", """
            Ask, without a use at hand, whether the consents on record let all of something, and what would be missing. Whatever is not
            limited here is asked for without limit: leave out --territory and the consent must hold everywhere.

            Example:
              countersign consent allows --about persona:ada-lindqvist/voice --act generate.voice --project the-long-take --territory EU --to 2027-12-31

            Exit code: 0 all of it is let, 1 not all, 2 it cannot be told.
            """);
        ScopeOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            if (!new RegistryStore(workspace).LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            var wish = ScopeOptions.Parts(parsed).Then(parts => StatementForm.FromTree(Tree.Of([("statement", "grant"), ("by", "party:whoever-holds-it"), ("made", Rfc3339.Write(workspace.Now)), .. parts])));
            if (!wish.Try(out var statement, out problems)) return desk.Fail(problems);
            var coverage = Coverage.Of((Grant)statement, facts, AsOf.Moment(workspace.Now));
            if (desk.IsJson) Write(coverage);
            else Say(coverage, facts.Register);
            return coverage.Holds switch { Truth.True => ExitCodes.Done, Truth.False => ExitCodes.No, _ => ExitCodes.Of(Verdict.Unknown) };
        });
        return command;
    }

    private static void Say(Coverage coverage, Register register)
    {
        Terminal.Desk.Answer(coverage.Holds switch
        {
            Truth.True => "Yes: all of it is let.",
            Truth.False => "No: not all of it is let.",
            _ => coverage.Holders.IsEmpty ? "It cannot be told: the register does not say whose consent it needs." : "It cannot be told: a limit cannot be compared.",
        });
        foreach (var reached in coverage.Holders)
        {
            var who = $"{register.Name(reached.Holder)}, for {register.Title(reached.Of)}";
            if (reached.Nearest is not { } nearest) Terminal.Desk.Answer($"  {who}: no consent is on record.");
            else if (reached.Reaches == Truth.True) Terminal.Desk.Answer($"  {who}: let by {nearest.Label ?? nearest.Id[..12]}. {Owed(nearest)}");
            else Terminal.Desk.Answer($"  {who}: the nearest consent is {nearest.Label ?? nearest.Id[..12]}, and it does not reach {string.Join("; nor ", reached.Missing.Select(missing => missing.Says))}.");
        }
        foreach (var refusal in coverage.Refusals) Terminal.Desk.Answer($"  refused in part or whole by {refusal.Label ?? refusal.Id[..12]}: {PlainWords.Of(refusal, register)}");
    }

    private static string Owed(Grant grant) => grant.Duties.IsEmpty ? "Nothing is owed for it." : $"Owed: {string.Join("; ", grant.Duties.Select(Desk.Clearance.Duties.InWords))}.";

    private static void Write(Coverage coverage) => Terminal.Desk.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/allows/1");
        json.WriteString("holds", coverage.Holds switch { Truth.True => "yes", Truth.False => "no", _ => "unknown" });
        json.WriteStartArray("holders");
        foreach (var reached in coverage.Holders)
        {
            json.WriteStartObject();
            json.WriteString("holder", reached.Holder.ToString());
            json.WriteString("of", reached.Of.ToString());
            if (reached.Nearest is { } nearest) json.WriteString("nearest", nearest.Id);
            else json.WriteNull("nearest");
            json.WriteString("reaches", reached.Reaches switch { Truth.True => "yes", Truth.False => "no", _ => "unknown" });
            Differences.Write(json, "missing", reached.Missing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("refusals");
        foreach (var refusal in coverage.Refusals) json.WriteStringValue(refusal.Id);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
