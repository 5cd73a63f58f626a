using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;
using Spectre.Console;

namespace Countersign.Cli.Verbs;

/// <summary>What is in the register.</summary>
internal static class RegistryVerb
{
    public static Command Command() => new("registry", """
        Show, search, load and remove what is registered.

        Example:
          countersign registry import samples/registry
          countersign registry list
        """)
    {
        List(), Show(), Search(), Remove(), Import(),
    };

    private static Command List()
    {
        var kind = new Argument<string?>("KIND") { Description = "party, work, persona or model.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", """
            List the register.

            Example:
              countersign registry list persona
            """)
        { kind };
        command.SetAction(parsed => Listed(parsed, parsed.GetValue(kind) is { } wanted ? wanted.TrimEnd('s') switch { "partie" => "party", var known => known } : null, null));
        return command;
    }

    private static Command Search()
    {
        var words = new Argument<string>("WORDS") { Description = "Looked for in ids, names and notes; case does not matter." };
        var command = new Command("search", """
            Find entries that contain some words.

            Example:
              countersign registry search lindqvist
            """)
        { words };
        command.SetAction(parsed => Listed(parsed, null, parsed.GetValue(words)));
        return command;
    }

    private static int Listed(ParseResult parsed, string? kind, string? search)
    {
        var desk = new Terminal.Desk(parsed);
        if (!desk.Open(null, create: false).Then(workspace => new RegistryStore(workspace).List(kind, search)).Try(out var entries, out var problems)) return desk.Fail(problems);
        if (desk.IsJson)
        {
            Terminal.Desk.WriteJson(json => EntryJson.Write(json, entries));
            return ExitCodes.Done;
        }
        if (entries.IsEmpty) desk.Say(search is null ? "The register is empty." : "Nothing fits.");
        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("name");
        foreach (var entry in entries) table.AddRow(Markup.Escape(entry.Id), Markup.Escape(SafeText.Of(entry.Title)));
        if (!entries.IsEmpty) desk.Out.Write(table);
        return ExitCodes.Done;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID") { Description = "party:…, work:…, persona:… or model:…." };
        var command = new Command("show", """
            Show one entry as a document.

            Example:
              countersign registry show persona:ada-lindqvist
            """)
        { id };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Then(workspace => new RegistryStore(workspace).Find(parsed.GetValue(id)!)).Try(out var entry, out var problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => EntryJson.Write(json, [entry]));
            else Console.Out.Write(TreeWriting.Yaml(entry.Document));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        var id = new Argument<string>("ID") { Description = "The entry." };
        var command = new Command("remove", """
            Take an entry out of the register. It stays on record, and so does what was said about it.

            Example:
              countersign registry remove work:the-tide-table
            """)
        { id };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Then(workspace => new RegistryStore(workspace).Remove(parsed.GetValue(id)!)).Try(out var removed, out var problems)) return desk.Fail(problems);
            if (desk.IsJson) Terminal.Desk.WriteJson(json => { json.WriteStartObject(); json.WriteString("schema", "countersign/registry/1"); json.WriteString("removed", removed); json.WriteEndObject(); });
            else Terminal.Desk.Answer($"Removed {removed}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Import()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, or folders of .yaml and .json files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("import", """
            Load entries and statements from readable files: all of them, or none when anything is wrong.

            Example:
              countersign registry import samples/registry
            """)
        { paths };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            var outcome = desk.Open(null).Then(workspace => new RegistryImport(new RegistryStore(workspace)).Import(parsed.GetValue(paths)!));
            if (!outcome.Try(out var imported, out var problems)) return desk.Fail(problems);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/import/1");
                    json.WriteNumber("documents", imported.Read);
                    json.WriteNumber("entries", imported.Entries);
                    json.WriteNumber("statements", imported.Statements);
                    json.WriteEndObject();
                });
            }
            else Terminal.Desk.Answer($"Read {imported.Read} documents: {imported.Entries} entries and {imported.Statements} statements were new or changed.");
            return ExitCodes.Done;
        });
        return command;
    }
}
