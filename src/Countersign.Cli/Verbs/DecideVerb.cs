using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Documents;
using Countersign.Desk.Packs;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs;

/// <summary>One decision from facts alone.</summary>
internal static class DecideVerb
{
    public static Command Command()
    {
        var file = new Argument<string>("USE.json") { Description = "The use, in JSON or YAML. It may bring its own register and statements; otherwise the workspace's are used." };
        var command = new Command("decide", """
            Decide one use, and say why. Nothing is recorded.

            Example:
              countersign decide samples/decide/voice-line.yaml

            Exit code: 0 allow, 1 deny, 2 unknown.
            """)
        { file };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!SourceFiles.ReadOne(parsed.GetValue(file)!).Then(AskedUse.FromTree).Try(out var asked, out var problems)) return desk.Fail(problems);
            var facts = asked.Facts is { } own ? Outcome.Ok(own) : desk.Open(null, create: false).Then(workspace => new RegistryStore(workspace).LoadFacts());
            if (!facts.Try(out var known, out problems)) return desk.Fail(problems);
            if (!PackFiles.Shipped.Then(shipped => shipped.Choose(asked.Packs)).Try(out var packs, out problems)) return desk.Fail(problems);
            var decision = asked.Decide(new PlainEngine(known), asked.AsOf ?? AsOf.Moment(TimeProvider.System.GetUtcNow()), packs);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json => TreeWriting.WriteJson(json, new Tree.Map([new("schema", "countersign/decision/1"), .. decision.ToTree().Entries])));
                return ExitCodes.Of(decision.Verdict);
            }
            Terminal.Desk.Answer(Words.Of(decision.Verdict));
            foreach (var reason in decision.Reasons) Terminal.Desk.Answer("  because: " + SafeText.Of(reason.Says) + (reason.Source is null ? "" : $" ({SafeText.Of(reason.Source)})"));
            foreach (var duty in decision.Duties) Terminal.Desk.Answer("  owed: " + SafeText.Of(Duties.InWords(duty.Duty)));
            foreach (var missing in decision.Missing) Terminal.Desk.Answer("  next: " + SafeText.Of($"{missing.What} {missing.How}"));
            foreach (var change in decision.Nearest) Terminal.Desk.Answer("  nearest: " + SafeText.Of(change.Says));
            foreach (var told in decision.Informs) Terminal.Desk.Answer("  to know: " + SafeText.Of(told.Says) + (told.Source is null ? "" : $" ({SafeText.Of(told.Source)})"));
            if (!decision.Packs.IsEmpty) Terminal.Desk.Answer($"  checked against: {string.Join(", ", decision.Packs.Select(pack => $"{pack.Id} {pack.Version}"))}");
            foreach (var aside in decision.SetAside) Terminal.Desk.Answer($"  set aside {aside.Statement[..12]}: {SafeText.Of(aside.Says)}");
            return ExitCodes.Of(decision.Verdict);
        });
        return command;
    }
}
