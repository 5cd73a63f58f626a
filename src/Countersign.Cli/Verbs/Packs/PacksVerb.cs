using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Terminal;
using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Desk.Packs;
using Countersign.Desk.Reports;
using Countersign.Desk.Storage;
using Spectre.Console;

namespace Countersign.Cli.Verbs.Packs;

/// <summary>Rules of laws, agreements and standards: what there is, what each says, and whether it does what it says.</summary>
internal static class PacksVerb
{
    private static readonly Argument<string[]> s_named = new("PACK") { Description = "Ids of packs, or files. Without any: all that come with the program.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> s_html = new("--html") { Description = "Write them as one page that can be opened and printed.", HelpName = "FILE.html" };

    public static Command Command() => new("packs", """
        Read the rule packs: laws, guild agreements and standards as dated, cited rules.

        Example:
          countersign packs list
          countersign packs test
        """)
    {
        List(), Show(), Test(),
    };

    private static Command List()
    {
        var command = new Command("list", """
            List the packs that come with the program.

            Example:
              countersign packs list
            """);
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!PackFiles.Shipped.Try(out var packs, out var problems)) return desk.Fail(problems);
            if (desk.IsJson)
            {
                Write(packs.Packs, (json, pack) =>
                {
                    json.WriteNumber("rules", pack.Rules.Length);
                    json.WriteNumber("cases", pack.Rules.Sum(rule => rule.Cases.Length));
                });
                return ExitCodes.Done;
            }
            var table = new Table().Border(TableBorder.Simple).AddColumns("id", "version", "status", "title", "rules", "cases", "applies");
            foreach (var pack in packs.Packs)
                table.AddRow(new[]
                {
                    pack.Id, pack.Version, Words.Of(pack.Status), pack.Title, pack.Rules.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    pack.Rules.Sum(rule => rule.Cases.Length).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    pack.Applies == PackApplies.WhenChosen ? "when chosen" : pack.Jurisdiction.Length > 4 ? $"{pack.Jurisdiction.Length} countries" : string.Join(", ", pack.Jurisdiction),
                }.Select(cell => Markup.Escape(SafeText.Of(cell))).ToArray());
            desk.Out.Write(table);
            desk.Say("Only law, contract and standard can deny or leave unknown; bill, draft and unverified inform. None of it is legal advice.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", """
            Show packs as pages: each rule with its source, status and worked examples.

            Example:
              countersign packs show ny-gol-5-302
              countersign packs show --html packs.html
            """)
        { s_named, s_html };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!Named(parsed).Try(out var packs, out var problems)) return desk.Fail(problems);
            if (parsed.GetValue(s_html) is { } path)
            {
                try
                {
                    AtomicFile.Write(path, PackSheet.Render(packs));
                }
                catch (Exception e) when (StorageProblems.IsExpected(e))
                {
                    return desk.Fail([StorageProblems.From(e, path)]);
                }
                if (!desk.IsJson)
                {
                    desk.Say($"Wrote {path}");
                    return ExitCodes.Done;
                }
            }
            if (desk.IsJson)
            {
                Write(packs, WriteRules);
                return ExitCodes.Done;
            }
            for (var i = 0; i < packs.Count; i++)
            {
                if (i > 0) Terminal.Desk.Answer();
                foreach (var line in PackPage.Of(packs[i])) Terminal.Desk.Answer(line);
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Test()
    {
        var command = new Command("test", """
            Run every worked example of the packs.

            Example:
              countersign packs test

            Exit code: 0 all came out as written, 1 some did not.
            """)
        { s_named };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!Named(parsed).Try(out var packs, out var problems)) return desk.Fail(problems);
            var failed = packs.SelectMany(pack => PackTest.Run(pack)).ToList();
            if (desk.IsJson)
            {
                Write(packs, (json, pack) =>
                {
                    json.WriteNumber("cases", pack.Rules.Sum(rule => rule.Cases.Length));
                    json.WriteStartArray("failed");
                    foreach (var one in failed.Where(one => one.Pack == pack)) json.WriteStringValue(one.Says);
                    json.WriteEndArray();
                });
            }
            else
            {
                foreach (var one in failed) Terminal.Desk.Answer(one.Says);
                Terminal.Desk.Answer($"{packs.Count} packs, {packs.Sum(pack => pack.Rules.Length)} rules, {packs.Sum(pack => pack.Rules.Sum(rule => rule.Cases.Length))} cases: {(failed.Count == 0 ? "all came out as written" : $"{failed.Count} did not come out as written")}.");
            }
            return failed.Count == 0 ? ExitCodes.Done : ExitCodes.No;
        });
        return command;
    }

    /// <summary>The packs that are named: by id among the shipped, or by file.</summary>
    private static Outcome<IReadOnlyList<Pack>> Named(ParseResult parsed)
    {
        if (!PackFiles.Shipped.Try(out var shipped, out var problems)) return Outcome.Fail<IReadOnlyList<Pack>>(problems);
        var named = parsed.GetValue(s_named) ?? [];
        if (named.Length == 0) return Outcome.Ok<IReadOnlyList<Pack>>(shipped.Packs);
        var packs = new List<Pack>();
        var wrong = new List<Problem>();
        foreach (var name in named)
        {
            if (shipped.Packs.FirstOrDefault(pack => pack.Id == name) is { } known) packs.Add(known);
            else if (name.EndsWith(".yaml", StringComparison.Ordinal) || File.Exists(name))
            {
                if (PackFiles.Read(name).Try(out var read, out var found)) packs.Add(read);
                else wrong.AddRange(found);
            }
            else wrong.AddRange(shipped.Choose([name]).Problems);
        }
        return wrong.Count > 0 ? Outcome.Fail<IReadOnlyList<Pack>>(wrong) : Outcome.Ok<IReadOnlyList<Pack>>(packs);
    }

    private static void Write(IReadOnlyList<Pack> packs, Action<Utf8JsonWriter, Pack> more) => Terminal.Desk.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/packs/1");
        json.WriteStartArray("packs");
        foreach (var pack in packs)
        {
            json.WriteStartObject();
            json.WriteString("id", pack.Id);
            json.WriteString("version", pack.Version);
            json.WriteString("sha256", pack.Sha256);
            json.WriteString("title", pack.Title);
            json.WriteString("instrument", pack.Instrument);
            json.WriteString("status", Words.Of(pack.Status));
            json.WriteString("applies", Words.Of(pack.Applies));
            more(json, pack);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteRules(Utf8JsonWriter json, Pack pack)
    {
        json.WriteStartArray("inputs");
        foreach (var input in pack.Inputs.Values)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("type", Words.Of(input.Type));
            json.WriteString("ask", input.Ask);
            json.WriteBoolean("judgement", input.IsJudgement);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var rule in pack.Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("clause", rule.Clause);
            json.WriteString("citation", rule.Citation);
            json.WriteString("source", rule.Source.Title);
            if (rule.Source.Url is { } url) json.WriteString("url", url);
            json.WriteString("read", Words.Of(rule.Source.Read));
            json.WriteString("status", Words.Of(rule.Status));
            if (rule.InForce is { } period) json.WriteString("inForce", period.ToString());
            if (rule.When is { } when) json.WriteString("when", when.ToString());
            if (rule.Require is { } require) json.WriteString("require", require.ToString());
            json.WriteString("fails", Words.Of(rule.Effect));
            json.WriteString("says", rule.Says);
            json.WriteNumber("cases", rule.Cases.Length);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
