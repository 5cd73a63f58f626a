using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Spectre.Console;

namespace Countersign.Cli.Terminal;

/// <summary>A clearance as a table for people: the noes first, then what is open, then what is clear.</summary>
internal static class ClearTable
{
    public static void Write(IAnsiConsole console, Cleared cleared)
    {
        var register = cleared.Register;
        var who = register.Name(cleared.Use.Requester) + (cleared.Use.Person is { } person ? $", {register.Name(person)} answering" : "");
        console.MarkupLineInterpolated($"[bold]{SafeText.Of(cleared.Production?.Title ?? "Clearance")}[/]: {cleared.Use.Act.Name} ({cleared.Use.Act.Says}), asked by {SafeText.Of(who)}");
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("").NoWrap()).AddColumn("file").AddColumn("why, and what next");
        // Files with one answer share a row: a hundred files without an origin are one thing to settle.
        foreach (var same in cleared.Assets.GroupBy(asset => (asset.Verdict, Why: Why(asset))).OrderBy(same => same.Key.Verdict))
            table.AddRow(Mark(same.Key.Verdict), new Markup(Names([.. same.Select(asset => asset.File.File.Name)])), new Markup(same.Key.Why));
        console.Write(table);
        var problems = cleared.Assets.Count(asset => asset.File.Problem is not null);
        console.MarkupLine(
            $"{cleared.Assets.Length} files: [green]{cleared.Count(Verdict.Allow)} allowed[/], [red]{cleared.Count(Verdict.Deny)} denied[/], [yellow]{cleared.Count(Verdict.Unknown)} unknown[/]"
            + (problems > 0 ? $" ({problems} could not be looked into)" : "") + ".");
        var packs = cleared.Assets.SelectMany(asset => asset.Decision.Decision.Packs).Distinct().OrderBy(pack => pack.Id, StringComparer.Ordinal).ToList();
        if (packs.Count > 0) console.MarkupLine($"Checked against {Safe(string.Join(", ", packs.Select(pack => $"{pack.Id} {pack.Version}")))}; what they say is not legal advice ('countersign packs show').");
        var unsigned = cleared.Assets.SelectMany(asset => asset.Decision.Decision.Cited).Any();
        if (unsigned) console.MarkupLine("[grey]The statements cited are recorded as imported or typed; this version does not sign or verify them.[/]");
    }

    private static Markup Mark(Verdict verdict) => verdict switch
    {
        Verdict.Allow => new("[green]✔ allow[/]"),
        Verdict.Deny => new("[red]✘ deny[/]"),
        _ => new("[yellow]? unknown[/]"),
    };

    private static string Names(IReadOnlyList<string> names)
    {
        const int Most = 6;
        var shown = names.Take(names.Count <= Most + 1 ? names.Count : Most).Select(Safe);
        return string.Join('\n', names.Count <= Most + 1 ? shown : shown.Append($"[grey]and {names.Count - Most} more[/]"));
    }

    private static string Why(ClearedAsset asset)
    {
        var decision = asset.Decision.Decision;
        var lines = decision.Reasons.Select(reason => Safe(reason.Says + (reason.Clause is null ? "" : $" “{reason.Clause}”"))).ToList();
        if (asset.File.Problem is { } problem)
        {
            // It is the reason as well; once is enough.
            lines.Remove(Safe(problem.What));
            lines.Insert(0, $"[yellow]{Safe(problem.What)}[/]{(problem.Try is null ? "" : " " + Safe(problem.Try))}");
        }
        lines.AddRange(decision.Duties.Select(duty => "[blue]owed:[/] " + Safe(Duties.InWords(duty.Duty))));
        if (asset.Verdict != Verdict.Allow) lines.AddRange(decision.Missing.Where(_ => asset.File.Problem is null).Take(2).Select(missing => "[blue]next:[/] " + Safe($"{missing.What} {missing.How}")));
        return string.Join('\n', lines.Distinct());
    }

    private static string Safe(string text) => Markup.Escape(SafeText.Of(text));
}
