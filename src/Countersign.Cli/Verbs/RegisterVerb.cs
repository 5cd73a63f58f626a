using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Registry;

namespace Countersign.Cli.Verbs;

/// <summary>Who and what is protected: one entry at a time, from options.</summary>
internal static class RegisterVerb
{
    private static readonly Option<string?> s_id = new("--id") { Description = "The id. Default: made from the name.", HelpName = "ID" };
    private static readonly Option<string[]> s_holder = new("--holder") { Description = "A right holder, party:… or party:…=1/2 with a share. Give it again for each.", HelpName = "PARTY", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> s_file = new("--file") { Description = "A file that shows it. Give it again for each.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> s_externalId = new("--external-id") { Description = "An id in another register: isni=…, ipi=…, orcid=…, imdb=…, iswc=…, isrc=…, eidr=…, isbn=….", HelpName = "SCHEME=ID", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_note = new("--note") { Description = "Anything a reader should know.", HelpName = "TEXT" };

    public static Command Command() => new("register", """
        Put a party, a work, a voice, a face or a model into the register.

        Example:
          countersign register party "Ada Lindqvist" --kind person
          countersign register voice "Ada Lindqvist" --holder party:ada-lindqvist --file ada-reading.wav
          countersign register work "The Tide Table" --kind text --holder party:ada-lindqvist --file tide-table.txt
        """)
    {
        Party(), Work(), Facet("voice"), Facet("face"), Model(),
    };

    private static Command Party()
    {
        var name = new Argument<string>("NAME") { Description = "As it should be shown." };
        var kind = new Option<string>("--kind") { Description = "person, estate, organisation or guild.", HelpName = "KIND", Required = true };
        var contact = new Option<string?>("--contact") { Description = "How to ask: an address or an agent.", HelpName = "TEXT" };
        var command = new Command("party", """
            Register a person, an estate, an organisation or a guild.

            Example:
              countersign register party "Ada Lindqvist" --kind person --contact "her agent, agency@example.org"
            """)
        { name, kind, s_id, contact, s_externalId };
        command.SetAction(parsed => Record(parsed, Tree.Of(
            ("party", Id("party", parsed.GetValue(name)!, parsed)),
            ("kind", parsed.GetValue(kind)!),
            ("name", parsed.GetValue(name)!),
            ("ids", ExternalIds(parsed)),
            ("contact", Text(parsed.GetValue(contact))))));
        return command;
    }

    private static Command Work()
    {
        var title = new Argument<string>("TITLE") { Description = "As it should be shown." };
        var kind = new Option<string>("--kind") { Description = "text, picture, recording, film, song or other.", HelpName = "KIND", Required = true };
        var command = new Command("work", """
            Register a creation, with the files that show it.

            Example:
              countersign register work "The Tide Table" --kind text --holder party:ada-lindqvist --file tide-table.txt
            """)
        { title, kind, s_id, s_holder, s_file, s_externalId, s_note };
        command.SetAction(parsed => Record(parsed, Tree.Of(
            ("work", Id("work", parsed.GetValue(title)!, parsed)),
            ("kind", parsed.GetValue(kind)!),
            ("title", parsed.GetValue(title)!),
            ("files", Files(parsed)),
            ("holders", Holders(parsed)),
            ("ids", ExternalIds(parsed)),
            ("note", Text(parsed.GetValue(s_note))))));
        return command;
    }

    private static Command Facet(string facet)
    {
        var name = new Argument<string>("NAME") { Description = "The person's name, or the name they are known by." };
        var band = new Option<string?>("--age-band") { Description = "The age it shows, such as 25-34.", HelpName = "AGES" };
        var command = new Command(facet, $"""
            Register a person's {facet}. Facets registered before stay.

            Example:
              countersign register {facet} "Ada Lindqvist" --holder party:ada-lindqvist
            """)
        { name, s_id, s_holder, s_file, band, s_note };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null).Try(out var workspace, out var problems)) return desk.Fail(problems);
            var id = Id("persona", parsed.GetValue(name)!, parsed);
            var registry = new RegistryStore(workspace);
            var known = registry.Find(((Tree.Text)id).Value);
            var own = Tree.Of(("facet", facet), ("age-band", Text(parsed.GetValue(band))), ("files", Files(parsed)));
            var before = known.IsOk && known.Value.Document["facets"] is Tree.List list ? list.Items : [];
            var holders = Holders(parsed) ?? (known.IsOk ? known.Value.Document["holders"] : null);
            return Recorded(desk, new RegistryImport(registry).Record(Tree.Of(
                ("persona", id),
                ("name", known.IsOk ? known.Value.Title : parsed.GetValue(name)!),
                ("holders", holders),
                ("facets", Tree.Of([.. before, (Tree)own])),
                ("note", Text(parsed.GetValue(s_note)) ?? (known.IsOk ? known.Value.Document["note"] : null))), Directory.GetCurrentDirectory()));
        });
        return command;
    }

    private static Command Model()
    {
        var title = new Argument<string>("TITLE") { Description = "As it should be shown." };
        var of = new Option<string[]>("--of") { Description = "What it imitates or was trained on: persona:…/voice, work:…. Give it again for each.", HelpName = "SUBJECT", AllowMultipleArgumentsPerToken = true };
        var command = new Command("model", """
            Register a trained model: a voice model, a double, a style model.

            Example:
              countersign register model "Ada, double 2026" --of persona:ada-lindqvist/face --holder party:north-light-vfx --file double.png
            """)
        { title, s_id, of, s_holder, s_file, s_note };
        command.SetAction(parsed => Record(parsed, Tree.Of(
            ("model", Id("model", parsed.GetValue(title)!, parsed)),
            ("title", parsed.GetValue(title)!),
            ("of", parsed.GetValue(of) is { Length: > 0 } subjects ? Tree.Of(subjects) : null),
            ("holders", Holders(parsed)),
            ("files", Files(parsed)),
            ("note", Text(parsed.GetValue(s_note))))));
        return command;
    }

    private static int Record(ParseResult parsed, Tree.Map document)
    {
        var desk = new Terminal.Desk(parsed);
        return desk.Open(null).Try(out var workspace, out var problems)
            ? Recorded(desk, new RegistryImport(new RegistryStore(workspace)).Record(document, Directory.GetCurrentDirectory()))
            : desk.Fail(problems);
    }

    private static int Recorded(Terminal.Desk desk, Outcome<RegistryEntry> outcome)
    {
        if (!outcome.Try(out var entry, out var problems)) return desk.Fail(problems);
        if (desk.IsJson) Terminal.Desk.WriteJson(json => EntryJson.Write(json, [entry]));
        else Terminal.Desk.Answer($"Registered {entry.Id}: {SafeText.Of(entry.Title)}");
        return ExitCodes.Done;
    }

    private static Tree Id(string kind, string name, ParseResult parsed)
    {
        var id = parsed.GetValue(s_id);
        return id is null ? $"{kind}:{Slug.From(name)}" : id.StartsWith(kind + ":", StringComparison.Ordinal) ? id : $"{kind}:{id}";
    }

    private static Tree? Text(string? text) => text is null ? null : (Tree)text;

    private static Tree? Files(ParseResult parsed) => parsed.GetValue(s_file) is { Length: > 0 } files ? Tree.Of(files) : null;

    private static Tree? Holders(ParseResult parsed) => parsed.GetValue(s_holder) is { Length: > 0 } holders
        ? Tree.Of(holders.Select(holder => holder.Split('=', 2)).Select(parts => (Tree)Tree.Of(("party", parts[0]), ("share", parts.Length == 2 ? (Tree)parts[1] : null))))
        : null;

    private static Tree.Map? ExternalIds(ParseResult parsed) => parsed.GetValue(s_externalId) is { Length: > 0 } ids
        ? new Tree.Map([.. ids.Select(id => id.Split('=', 2)).Select(parts => new KeyValuePair<string, Tree>(parts[0], parts.Length == 2 ? parts[1] : ""))])
        : null;
}
