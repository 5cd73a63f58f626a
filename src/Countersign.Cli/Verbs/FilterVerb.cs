using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Filtering;
using Spectre.Console;
using Tree = Countersign.Core.Shared.Tree;

namespace Countersign.Cli.Verbs;

/// <summary>Keeps of a data set what may be used.</summary>
internal static class FilterVerb
{
    private static readonly Argument<string> s_input = new("PATH") { Description = "A folder, a .tar of WebDataset or a folder of them, or a .jsonl or .parquet manifest." };
    private static readonly Option<string?> s_use = new("--use") { Description = "The act asked for: train.generative.foundation, train, analyse.index …", HelpName = "ACT", Required = true };
    private static readonly Option<string?> s_out = new("--out") { Description = "Where what is kept goes: .jsonl, .parquet, or a folder.", HelpName = "OUT", Required = true };
    private static readonly Option<string?> s_by = new("--by") { Description = "The party that asks. Without one, no consent given to somebody in particular counts.", HelpName = "PARTY" };
    private static readonly Option<string[]> s_territory = new("--territory") { Description = "Where: ISO 3166 codes, EU, EEA or world.", HelpName = "CC", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_unknown = new("--unknown") { Description = "keep: what is unknown is kept as well, and the summary says so. Default: leave-out.", HelpName = "keep|leave-out" };
    private static readonly Option<string[]> s_columns = new("--columns") { Description = "Columns under other names: my_url=url; a column that is no preference: my_column=ignore.", HelpName = "NAME=COLUMN", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_asOf = new("--as-of") { Description = "Decide as of this day or time. Default: now.", HelpName = "DATE" };
    private static readonly Option<bool> s_overwrite = new("--overwrite") { Description = "Write over an output that is there." };

    public static Command Command()
    {
        var command = new Command("filter", """
            Keep of a data set what may be used, with a reason for everything that is left out, and a signed summary. A run that was killed goes
            on where it was when it is started again.

            Example:
              countersign filter samples/the-long-take/dataset --use train.generative.foundation --out kept.jsonl
              countersign filter verify kept.jsonl.summary.json

            Exit code: 0 done, whatever was left out; 3 and 4 as everywhere.
            """)
        { s_input, s_use, s_out, s_by, s_territory, s_unknown, s_columns, s_asOf, s_overwrite, Verify() };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var desk = new Terminal.Desk(parsed);
        var clock = Stopwatch.StartNew();
        var input = parsed.GetValue(s_input)!;
        if (parsed.GetValue(s_unknown) is not (null or "keep" or "leave-out")) return desk.Fail([new("filter.unknown", "--unknown is keep or leave-out.", "--unknown")]);
        DateTimeOffset? asOf = null;
        if (parsed.GetValue(s_asOf) is { } spelt)
        {
            if (!Rfc3339.TryParseStart(spelt, out var time)) return desk.Fail([new("form.time", $"'{spelt}' is not a day or a time with its offset.", "--as-of", "Write 2026-03-01, or 2026-03-01T09:00:00Z.")]);
            asOf = time;
        }
        if (!desk.Open(input).Try(out var workspace, out var problems)) return desk.Fail(problems);
        var request = new FilterRequest(input, parsed.GetValue(s_out)!, declared => Over(declared, parsed), parsed.GetValue(s_unknown) == "keep", parsed.GetValue(s_overwrite), parsed.GetValue(s_columns), asOf);
        var outcome = await WhileAsync(desk, progress => new Filtering(workspace).FilterAsync(request, progress, cancel)).ConfigureAwait(false);
        if (!outcome.Try(out var filtered, out problems)) return desk.Fail(problems);
        if (filtered.Resumed > 0) desk.Say($"Went on with an earlier run: {Count(filtered.Resumed)} items were decided already.");
        if (filtered.StartedOver is { } why) desk.Say($"An earlier run was not gone on with, because {why}.");
        if (desk.IsJson) Terminal.Desk.WriteJson(filtered.Summary.Write);
        else Show(desk, filtered, clock.Elapsed);
        return ExitCodes.Done;
    }

    private static void Show(Terminal.Desk desk, Filtered filtered, TimeSpan took)
    {
        var summary = filtered.Summary;
        Terminal.Desk.Answer($"{Count(summary.Kept)} of {Count(summary.Items)} items are kept for {summary.Use.Act}: {summary.Use.Act.Says}.");
        Terminal.Desk.Answer($"Allowed {Count(summary.Allow)}, denied {Count(summary.Deny)}, unknown {Count(summary.Unknown)}{(summary.KeepsUnknown ? ", which is kept because --unknown keep was given" : ", which is left out")}.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "items", "because", "for example");
        foreach (var reason in summary.Reasons.Take(12))
            table.AddRow(new[] { Words.Of(reason.Verdict), Count(reason.Items), reason.Says, reason.Example }.Select(cell => Markup.Escape(SafeText.Of(cell))).ToArray());
        desk.Out.Write(table);
        if (summary.Reasons.Length > 12) Terminal.Desk.Answer($"and {summary.Reasons.Length - 12} more reasons, in the summary.");
        Terminal.Desk.Answer($"Kept:     {Terminal.Desk.Shown(filtered.Names.Output)}");
        Terminal.Desk.Answer($"Left out: {Terminal.Desk.Shown(filtered.Names.LeftOut)}");
        Terminal.Desk.Answer($"Summary:  {Terminal.Desk.Shown(filtered.Names.Summary)}, signed with this desk's key {summary.KeyId[..12]}");
        desk.Say($"{took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
    }

    private static Command Verify()
    {
        var summary = new Argument<string>("SUMMARY.json") { Description = "The summary of a filter run; its signature, its key and its outputs lie beside it." };
        var key = new Option<string?>("--key") { Description = "The public key (PEM) to check with, from whoever ran the filter. Default: the one beside the summary.", HelpName = "FILE.pem" };
        var command = new Command("verify", """
            Check, without a workspace, that a summary is unchanged since it was signed, and that the outputs beside it are those it names.

            Example:
              countersign filter verify kept.jsonl.summary.json
            """)
        { summary, key };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!SummaryCheck.Check(parsed.GetValue(summary)!, parsed.GetValue(key)).Try(out var check, out var problems)) return desk.Fail(problems);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/filter-verify/1");
                    json.WriteBoolean("ok", check.Wrong.IsEmpty);
                    json.WriteString("keyId", check.KeyId);
                    json.WriteBoolean("keyGiven", check.KeyGiven);
                    json.WriteStartArray("problems");
                    foreach (var wrong in check.Wrong) json.WriteStringValue(wrong);
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
            }
            else if (check.Wrong.IsEmpty)
                Terminal.Desk.Answer($"The summary and its outputs are as they were signed with the key {check.KeyId[..12]}.{(check.KeyGiven ? "" : " The key was taken from beside the summary: whoever could change the one could change the other. Compare the key's id with the desk's, or give it with --key.")}");
            foreach (var wrong in desk.IsJson ? [] : check.Wrong) Terminal.Desk.Answer(wrong);
            return check.Wrong.IsEmpty ? ExitCodes.Done : ExitCodes.No;
        });
        return command;
    }

    private static Outcome<Use> Over(Use? declared, ParseResult parsed)
    {
        var problems = new List<Problem>();
        if (!Act.Parse(parsed.GetValue(s_use)!).Try(out var act, out var found)) problems.AddRange(found);
        var by = declared?.Requester ?? PartyId.Parse("whoever-asks").Value;
        if (parsed.GetValue(s_by) is { } party)
        {
            if (PartyId.Parse(party).Try(out var asking, out found)) by = asking;
            else problems.AddRange(found);
        }
        var use = (declared ?? Use.Of(act, by)) with { Act = act, Requester = by };
        if (declared is not null && declared.Requester != by) use = use with { Person = null };
        var territories = (parsed.GetValue(s_territory) ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        use = use.ReadDimensions(TreeReader.Over(Tree.Of(("territory", territories.Count == 0 ? null : Tree.Of(territories))), problems), problems);
        return problems.Count > 0 ? Outcome.Fail<Use>(problems) : use;
    }

    private static async Task<T> WhileAsync<T>(Terminal.Desk desk, Func<Action<FilterProgress>?, Task<T>> work)
    {
        if (!desk.ShowsProgress) return await work(null).ConfigureAwait(false);
        return await desk.Talk.Status().StartAsync("Reading the input", async status =>
            await work(progress => status.Status(progress.Items == 0 ? progress.Doing : $"{progress.Doing}: {Count(progress.Items)}")).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
