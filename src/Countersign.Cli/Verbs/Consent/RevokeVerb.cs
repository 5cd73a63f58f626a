using System.CommandLine;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Takes an earlier statement back.</summary>
internal static class RevokeVerb
{
    public static Command Command()
    {
        var of = new Argument<string>("STATEMENT") { Description = "Its id, the first six digits of it or more, or its label." };
        var effective = new Option<string?>("--effective") { Description = "From when. Default: now.", HelpName = "DATE" };
        var grace = new Option<int>("--grace-days") { Description = "Days after that during which it still holds.", HelpName = "DAYS" };
        var until = new Option<string?>("--until") { Description = "Suspend only: up to this day, included, or this time.", HelpName = "DATE" };
        var command = new Command("revoke", """
            Take a statement back, or suspend it. Earlier uses stay as they were, unless the grant said otherwise.

            Example:
              countersign consent revoke tobias-speaking-clock --effective 2027-01-01 --grace-days 30
              countersign consent revoke tobias-speaking-clock --effective 2027-03-01 --until 2027-04-15 --says "While the strike lasts"
              countersign consent orphans tobias-speaking-clock
            """)
        { of, Frame.By, effective, until, grace, Frame.Says, Frame.Source, Frame.Label };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.FindStatement(parsed.GetValue(of)!).Try(out var target, out problems)) return desk.Fail(problems);
            if (target.Statement is Revocation) return desk.Fail([new("statement.not-revocable", "A revocation stands: what it took back is given again by a new statement.", target.Statement.Id)]);
            var when = parsed.GetValue(effective);
            // Without a name it is whoever said it. A holder may take back what was said for them, and a delegate what they may.
            var document = Tree.Of(
                ("statement", "revocation"),
                ("label", parsed.GetValue(Frame.Label) is { } label ? (Tree)label : null),
                ("by", parsed.GetValue(Frame.By) ?? target.Statement.Speaker.ToString()),
                ("made", Rfc3339.Write(workspace.Now)),
                ("of", target.Statement.Id),
                ("effective", when is null ? null : (Tree)when),
                ("until", parsed.GetValue(until) is { } again ? (Tree)again : null),
                ("grace-days", parsed.GetValue(grace) == 0 ? null : (Tree)(long)parsed.GetValue(grace)),
                ("says", parsed.GetValue(Frame.Says) is { } says ? (Tree)says : null),
                ("source", parsed.GetValue(Frame.Source) is { } source ? (Tree)source : null));
            return Recorder.Record(desk, store, StatementForm.FromTree(document), confirm: false);
        });
        return command;
    }
}
