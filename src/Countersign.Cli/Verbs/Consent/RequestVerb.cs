using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Clearance;
using Countersign.Desk.Consents;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Asks holders to agree, on record, and drafts the letter.</summary>
internal static class RequestVerb
{
    public static Command Command()
    {
        var file = new Argument<string>("USE.yaml") { Description = "The use asked for, in the form 'countersign decide' reads." };
        var to = new Option<string[]>("--ask") { Description = "Who is asked. Default: everybody whose consent is missing.", HelpName = "PARTY" };
        var command = new Command("request", """
            Ask for a consent: recorded, so that an answer can be given to it and silence can be seen. It prints the letter; it sends nothing.

            Example:
              countersign consent request samples/decide/scene-5.yaml --label scene-5-request --says "Four shots in one scene, and no other use"
            """)
        { file, to, Frame.Says, Frame.Source, Frame.Label };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            if (!SourceFiles.ReadOne(parsed.GetValue(file)!).Then(AskedUse.FromTree).Try(out var asked, out problems)) return desk.Fail(problems);
            if (asked.Facts is not null) return desk.Fail([new("request.own-facts", "A request is about this workspace; the file brings a register of its own.", parsed.GetValue(file), "Leave out 'register' and 'statements'.")]);
            var store = new RegistryStore(workspace);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            var named = ScopeOptions.Spread(parsed.GetValue(to));
            var holders = named.Length > 0 ? named : Missing(asked, facts, workspace.Now);
            if (holders.Length == 0) return desk.Fail([new("request.nobody", "Nobody's consent is missing for this use, as far as the register goes.", null, "Name somebody with --ask, or see 'countersign decide'.")]);
            var document = Frame.Of("request", parsed, workspace.Now,
            [
                ("by", asked.Use.Requester.ToString()), ("to", Tree.Of(holders)), ("use", new Tree.Map([.. asked.Use.ToTree().Entries.Where(entry => entry.Key != "by")])),
            ]).Then(StatementForm.FromTree);
            if (!document.Try(out var statement, out problems)) return desk.Fail(problems);
            var recorded = Recorder.Record(desk, store, [statement]);
            if (recorded == ExitCodes.Done && !desk.IsJson)
                foreach (var holder in ((Request)statement).To)
                {
                    Terminal.Desk.Answer();
                    foreach (var line in RequestLetter.To(holder, (Request)statement, facts.Register)) Terminal.Desk.Answer(line);
                }
            return recorded;
        });
        return command;
    }

    private static System.Collections.Immutable.ImmutableArray<string> Missing(AskedUse asked, Facts facts, DateTimeOffset now) =>
        [.. asked.Decide(facts, asked.AsOf ?? AsOf.Moment(now)).Missing.Select(missing => missing.Ask).OfType<PartyId>().Distinct().Order().Select(party => party.ToString())];
}
