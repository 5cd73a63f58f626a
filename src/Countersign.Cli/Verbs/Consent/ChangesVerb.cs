using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Shared;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>What becomes different on a day although nobody says anything.</summary>
internal static class ChangesVerb
{
    public static Command Command()
    {
        var on = new Option<string?>("--on") { Description = "On this day (UTC), or at this time.", HelpName = "DATE" };
        var from = new Option<string?>("--from") { Description = "From this day or time.", HelpName = "DATE" };
        var to = new Option<string?>("--to") { Description = "Up to this day, included, or this time. Default: a year after --from.", HelpName = "DATE" };
        var command = new Command("changes", """
            Say what changes on a day: consents that begin or end, revocations and suspensions that take effect, delegations, coming of age.
            Without a day: everything from now on for a year.

            Example:
              countersign consent changes --on 2027-01-01
              countersign consent changes --from 2027-01-01 --to 2027-03-31
            """)
        { on, from, to };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            if (parsed.GetValue(on) is not null && (parsed.GetValue(from) ?? parsed.GetValue(to)) is not null) return desk.Fail([new("form.on-and-from", "--on and --from or --to cannot both be said.", "--on")]);
            var start = parsed.GetValue(on) ?? parsed.GetValue(from);
            var end = parsed.GetValue(on) ?? parsed.GetValue(to);
            var (begin, until) = (workspace.Now, workspace.Now.AddYears(1));
            if (start is not null && !Rfc3339.TryParseStart(start, out begin)) return desk.Fail([Wrong(start)]);
            until = begin.AddYears(1);
            if (end is not null && !Rfc3339.TryParseEnd(end, out until)) return desk.Fail([Wrong(end)]);
            if (until <= begin) until = begin.AddTicks(1);
            if (!new RegistryStore(workspace).LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            var changes = Changes.Between(facts, begin, until, workspace.Now);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/changes/1");
                    json.WriteString("from", Rfc3339.Write(begin));
                    json.WriteString("until", Rfc3339.Write(until));
                    json.WriteStartArray("changes");
                    foreach (var change in changes)
                    {
                        json.WriteStartObject();
                        json.WriteString("at", Rfc3339.Write(change.At));
                        if (change.Statement is { } statement) json.WriteString("statement", statement);
                        json.WriteString("party", change.Party.ToString());
                        json.WriteString("says", change.Says);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                return ExitCodes.Done;
            }
            foreach (var change in changes) Terminal.Desk.Answer($"{Rfc3339.Day(change.At)}  {change.Says}");
            if (changes.IsEmpty) Terminal.Desk.Answer("Nothing on record changes.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Problem Wrong(string spelt) => new("form.time", $"'{spelt}' is not a day or a time with its offset.", null, "Write 2027-01-01, or 2027-01-01T09:00:00Z.");
}
