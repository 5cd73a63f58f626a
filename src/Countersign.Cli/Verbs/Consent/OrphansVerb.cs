using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Analysis;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Consents;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>What would be, or is, left without ground when a statement is taken back.</summary>
internal static class OrphansVerb
{
    public static Command Command()
    {
        var of = new Argument<string>("STATEMENT") { Description = "Its id, the first six digits of it or more, or its label." };
        var command = new Command("orphans", """
            List what rests on a statement: the files cleared under it, the models trained under it, and what was made from those. Taking the
            statement back leaves them without ground; whether earlier uses may stay is said by the consent itself.

            Example:
              countersign consent orphans tobias-speaking-clock
            """)
        { of };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var store = new RegistryStore(workspace);
            if (!store.FindStatement(parsed.GetValue(of)!).Try(out var found, out problems)) return desk.Fail(problems);
            if (!store.LoadFacts().Try(out var facts, out problems)) return desk.Fail(problems);
            if (!new RestingFiles(workspace).On(found.Statement.Id).Try(out var files, out problems)) return desk.Fail(problems);
            var models = Orphans.Models(found.Statement, facts.Register);
            var said = found.Statement is Delegation delegation ? Orphans.SaidUnder(delegation, facts, AsOf.Moment(workspace.Now)) : [];
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/orphans/1");
                    json.WriteString("statement", found.Statement.Id);
                    json.WriteStartArray("uses");
                    foreach (var file in files)
                    {
                        json.WriteStartObject();
                        json.WriteString("file", file.File);
                        json.WriteString("sha256", file.Sha256);
                        json.WriteString("clearance", file.Clearance);
                        json.WriteString("decidedAt", Rfc3339.Write(file.DecidedAt));
                        json.WriteString("requester", file.Requester);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                    json.WriteStartArray("models");
                    foreach (var model in models)
                    {
                        json.WriteStartObject();
                        json.WriteString("model", model.Model.Id.ToString());
                        if (model.From is { } from) json.WriteString("from", from.ToString());
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                    json.WriteStartArray("saidUnder");
                    foreach (var statement in said) json.WriteStringValue(statement.Id);
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                return ExitCodes.Done;
            }
            Terminal.Desk.Answer(PlainWords.Of(found.Statement, facts.Register));
            if (found.Statement is Grant grant) Terminal.Desk.Answer(grant.Retroactive ? "Taken back, it also ends uses that began before." : "Taken back, it covers no use after that; uses made before stay as they were.");
            foreach (var file in files) Terminal.Desk.Answer($"  file: {file.File}, cleared {Rfc3339.Day(file.DecidedAt)} for {facts.Register.Name(file.RequesterId)}");
            foreach (var model in models)
                Terminal.Desk.Answer($"  model: {model.Model.Title} ({model.Model.Id}), {(model.From is { } from ? $"made from {facts.Register.Title(from)}" : "trained under it")}");
            foreach (var statement in said) Terminal.Desk.Answer($"  said under it, and stays said: {PlainWords.Of(statement, facts.Register)}");
            if (files.IsEmpty && models.IsEmpty && said.IsEmpty) Terminal.Desk.Answer("Nothing on record rests on it.");
            return ExitCodes.Done;
        });
        return command;
    }
}
