using System.CommandLine;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Lets somebody else speak.</summary>
internal static class DelegateVerb
{
    public static Command Command()
    {
        var to = new Option<string?>("--delegate") { Description = "Who may speak.", HelpName = "PARTY", Required = true };
        var role = new Option<string>("--role") { Description = "As what: agent, guild, estate, successor, guardian.", HelpName = "ROLE", DefaultValueFactory = _ => "agent" };
        var from = new Option<string?>("--term-from") { Description = "They may speak from this day or time. Default: from now.", HelpName = "DATE" };
        var until = new Option<string?>("--term-to") { Description = "Up to this day, included, or this time.", HelpName = "DATE" };
        var atDeath = new Option<bool>("--at-death") { Description = "Only after the death of whoever delegates." };
        var mayDelegate = new Option<bool>("--may-delegate") { Description = "They may let others speak in turn." };
        var mayRevoke = new Option<bool>("--may-revoke") { Description = "They may take back and suspend consents." };
        var command = new Command("delegate", """
            Let somebody else speak: an agent, a guild, an estate. They can never let more than you could, nor more than is said here.

            Example:
              countersign consent delegate --by party:ada-lindqvist --delegate party:fennimore-road --about persona:ada-lindqvist --act generate --term-to 2027-12-31
            """)
        { Frame.By, to, role };
        ScopeOptions.AddTo(command);
        foreach (var option in new Option[] { from, until, atDeath, mayDelegate, mayRevoke, Frame.Says, Frame.Source, Frame.Label }) command.Add(option);
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var term = Tree.Of(("from", Text(parsed.GetValue(from))), ("to", Text(parsed.GetValue(until))));
            return Recorder.Record(desk, new RegistryStore(workspace), ScopeOptions.Parts(parsed).Then(parts => Frame.Of("delegation", parsed, workspace.Now,
            [
                ("to", Text(parsed.GetValue(to))), ("role", parsed.GetValue(role)!), .. parts, ("term", term.Entries.IsEmpty ? null : term),
                ("at-death", Flag(parsed.GetValue(atDeath))), ("may-delegate", Flag(parsed.GetValue(mayDelegate))), ("may-revoke", Flag(parsed.GetValue(mayRevoke))),
            ])).Then(StatementForm.FromTree), confirm: false);
        });
        return command;
    }

    private static Tree? Text(string? text) => text is null ? null : (Tree)text;

    private static Tree? Flag(bool set) => set ? (Tree)true : null;
}
