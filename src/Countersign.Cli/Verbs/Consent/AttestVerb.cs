using System.CommandLine;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>A named person answers a question of judgement.</summary>
internal static class AttestVerb
{
    public static Command Command()
    {
        var question = new Option<string?>("--question") { Description = "match, public-domain, own-work or judgement.", HelpName = "WHAT", Required = true };
        var about = new Option<string?>("--about") { Description = "The registered subject asked about.", HelpName = "SUBJECT" };
        var asset = new Option<string?>("--asset") { Description = "The file asked about, by its SHA-256.", HelpName = "SHA256" };
        var holder = new Option<string?>("--holder") { Description = "For own-work: whose.", HelpName = "PARTY" };
        var input = new Option<string?>("--input") { Description = "For judgement: the fact that is judged, as a consent or a pack names it.", HelpName = "FACT" };
        var project = new Option<string?>("--project") { Description = "For judgement: only in this production.", HelpName = "NAME" };
        var answer = new Option<string>("--answer") { Description = "yes or no.", HelpName = "yes|no", DefaultValueFactory = _ => "yes" };
        var command = new Command("attest", """
            Answer, by name, what only a person can judge: is this subject really in that file; is it in the public domain; was a description specific enough.

            Example:
              countersign consent attest --by party:wren-achterberg --question public-domain --about work:the-black-marble-clock --says "Cézanne died in 1906"
            """)
        { Frame.By, question, about, asset, holder, input, project, answer, Frame.Says, Frame.Source, Frame.Label };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (parsed.GetValue(answer) is not ("yes" or "no")) return desk.Fail([new("form.not-yes-or-no", "The answer is yes or no.", "--answer")]);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            return Recorder.Record(desk, new RegistryStore(workspace), Frame.Of("attestation", parsed, workspace.Now,
                ("question", parsed.GetValue(question)!),
                ("answer", parsed.GetValue(answer) == "yes"),
                ("about", parsed.GetValue(about) is { } subject ? (Tree)subject : null),
                ("asset", parsed.GetValue(asset) is { } sha256 ? (Tree)sha256 : null),
                ("input", parsed.GetValue(input) is { } fact ? (Tree)fact : null),
                ("project", parsed.GetValue(project) is { } production ? (Tree)production : null),
                ("holder", parsed.GetValue(holder) is { } party ? (Tree)party : null)).Then(StatementForm.FromTree), confirm: false);
        });
        return command;
    }
}
