using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Consents and refusals that stand against each other.</summary>
internal static class ConflictsVerb
{
    public static Command Command()
    {
        var about = new Option<string?>("--about") { Description = "Only about this subject.", HelpName = "SUBJECT" };
        var command = new Command("conflicts", """
            List the consents that a refusal takes something from. The refusal wins where the two meet; the list is for whoever meant otherwise.

            Example:
              countersign consent conflicts --about persona:tobias-renn-halloran

            Exit code: 0 none, 1 some.
            """)
        { about };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            if (!new RegistryStore(workspace).LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            SubjectId? subject = null;
            if (parsed.GetValue(about) is { } spelt)
            {
                if (!SubjectId.Parse(spelt).Try(out var named, out problems)) return desk.Fail(problems);
                subject = named;
            }
            var conflicts = Conflicts.Among(facts, AsOf.Moment(workspace.Now))
                .Where(conflict => subject is not { } wanted || conflict.Grant.About.Any(of => facts.Register.Behind(of).Append(of).Any(behind => behind.Entry == wanted.Entry))).ToList();
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/conflicts/1");
                    json.WriteStartArray("conflicts");
                    foreach (var conflict in conflicts)
                    {
                        json.WriteStartObject();
                        json.WriteString("grant", conflict.Grant.Id);
                        json.WriteString("prohibition", conflict.Prohibition.Id);
                        json.WriteBoolean("whole", conflict.IsWhole);
                        json.WriteBoolean("certain", conflict.IsCertain);
                        Differences.Write(json, "common", conflict.Common);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
            }
            else if (conflicts.Count == 0) Terminal.Desk.Answer("No consent that holds is touched by a refusal.");
            foreach (var conflict in desk.IsJson ? [] : conflicts)
            {
                Terminal.Desk.Answer($"{conflict.Grant.Label ?? conflict.Grant.Id[..12]} and {conflict.Prohibition.Label ?? conflict.Prohibition.Id[..12]}");
                Terminal.Desk.Answer("  " + PlainWords.Of(conflict.Grant, facts.Register));
                Terminal.Desk.Answer("  " + PlainWords.Of(conflict.Prohibition, facts.Register));
                Terminal.Desk.Answer(conflict.IsWhole ? "  The refusal leaves nothing of the consent." : !conflict.IsCertain ? "  They may meet: one has a limit that cannot be read." : $"  The refusal wins where they meet: {string.Join("; ", conflict.Common.Select(common => common.Says))}.");
            }
            return conflicts.Count == 0 ? ExitCodes.Done : ExitCodes.No;
        });
        return command;
    }
}
