using System.Text;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Clearance;
using Countersign.Desk.Intake;
using Countersign.Desk.Registry;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Reports;

/// <summary>A clearance as one page that holds everything it shows: it asks no server for anything, and prints.</summary>
public sealed class ClearanceReport
{
    private const string Generator = "Countersign clearance report";

    private readonly Cleared _cleared;
    private readonly Evidence _evidence;
    private readonly Html _page = new();

    private ClearanceReport(Cleared cleared, Evidence evidence) => (_cleared, _evidence) = (cleared, evidence);

    /// <summary>The page, in UTF-8.</summary>
    public static Outcome<byte[]> Render(Cleared cleared, DeskWorkspace workspace) =>
        new RegistryStore(workspace).References().Then(references => Outcome.Ok(new ClearanceReport(cleared, new Evidence(workspace, references)).Page()));

    /// <summary>Whether a file is a report of ours, so that it may be written over.</summary>
    public static bool IsOurs(string path)
    {
        try
        {
            if (PathKinds.Of(path) != PathKind.File) return false;
            using var stream = File.OpenRead(path);
            var head = new byte[512];
            return Encoding.UTF8.GetString(head, 0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)).Contains($"content=\"{Generator}\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return false;
        }
    }

    private byte[] Page()
    {
        var title = _cleared.Production?.Title ?? "Clearance";
        _page.Add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Add($"<meta name=\"generator\" content=\"{Generator}\">")
            // The page may load nothing from anywhere, even if something hostile found its way into it.
            .Add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">")
            .Add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Add($"<title>{title}: clearance</title><style>").Add(ReportStyle.Css).Add("</style></head><body><main>");
        Header(title);
        foreach (var verdict in new[] { Verdict.Deny, Verdict.Unknown, Verdict.Allow }) Group(verdict);
        Footer();
        _page.Add("</main></body></html>\n");
        return _page.ToBytes();
    }

    private void Header(string title)
    {
        var use = _cleared.Use;
        var register = _cleared.Register;
        _page.Add($"<header><p class=\"kind\">Clearance</p><h1>{title}</h1><dl class=\"facts\">")
            .Add($"<div><dt>Use asked</dt><dd>{use.Act.Says} <code>{use.Act.Name}</code></dd></div>")
            .Add($"<div><dt>Asked by</dt><dd>{register.Name(use.Requester)}</dd></div>");
        if (use.Person is { } person) _page.Add($"<div><dt>Answered for by</dt><dd>{register.Name(person)}</dd></div>");
        foreach (var (name, value) in UseWords.Of(use)) _page.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        _page.Add($"<div><dt>Decided</dt><dd>{_cleared.DecidedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC</dd></div></dl>");
        _page.Add("<ul class=\"totals\">");
        foreach (var verdict in new[] { Verdict.Deny, Verdict.Unknown, Verdict.Allow })
            _page.Add($"<li class=\"{Words.Of(verdict)}\"><a href=\"#{Words.Of(verdict)}\"><b>{_cleared.Count(verdict)}</b> {Heading(verdict)}</a></li>");
        _page.Add("</ul>");
        var packs = _cleared.Assets.SelectMany(asset => asset.Decision.Decision.Packs).DistinctBy(pack => pack.Id).OrderBy(pack => pack.Id, StringComparer.Ordinal).ToList();
        // Which of them had a say in one file stands in the decision on record; here they are named once.
        if (packs.Count > 0) _page.Add($"<p class=\"packs\">Checked against the rule packs {string.Join(", ", packs.Select(pack => $"{pack.Id} ({pack.Version})"))}. What they say is not legal advice.</p>");
        else if (!_cleared.Use.Terms.ContainsKey(Dimension.Territory)) _page.Add("<p class=\"packs\">No law was looked at: the use does not say in which countries it takes place.</p>");
        _page.Add("</header>");
    }

    private static string Heading(Verdict verdict) => verdict switch { Verdict.Deny => "denied", Verdict.Unknown => "unknown", _ => "allowed" };

    private void Group(Verdict verdict)
    {
        var assets = _cleared.Assets.Where(asset => asset.Verdict == verdict).ToList();
        if (assets.Count == 0) return;
        _page.Add($"<section id=\"{Words.Of(verdict)}\"><h2>{char.ToUpperInvariant(Heading(verdict)[0]) + Heading(verdict)[1..]}</h2>");
        foreach (var asset in assets) Card(asset);
        _page.Add("</section>");
    }

    private void Card(ClearedAsset asset)
    {
        var decision = asset.Decision.Decision;
        _page.Add($"<article class=\"{Words.Of(asset.Verdict)}\"><h3><span class=\"verdict\">{Heading(asset.Verdict)}</span> <bdi>{asset.File.File.Name}</bdi></h3>");
        if (asset.File.Problem is { } problem) _page.Add($"<p class=\"problem\">{problem.What} {problem.Try ?? ""} <code>{problem.Code}</code></p>");
        _page.Add("<ul class=\"reasons\">");
        // The problem above is the same sentence as the reason that nothing could be looked into.
        foreach (var reason in decision.Reasons.Where(reason => reason.Says != asset.File.Problem?.What))
        {
            _page.Add($"<li>{reason.Says}");
            if (reason.Clause is not null) _page.Add($" <q>{reason.Clause}</q>");
            if (reason.Source is not null) _page.Add($" <cite>{reason.Source}</cite>");
            _page.Add($" <code class=\"id\">{(reason.Statement is { } id ? "statement " + id[..12] : reason.Rule)}</code></li>");
        }
        _page.Add("</ul>");
        if (asset.Use != _cleared.Use && asset.Use.Act != _cleared.Use.Act) _page.Add($"<p class=\"use\">Asked of this file: {asset.Use.Act.Says} <code>{asset.Use.Act.Name}</code></p>");
        _evidence.Write(_page, asset, _cleared.Register);
        Items("Owed", decision.Duties.Select(duty => $"{Duties.InWords(duty.Duty)}{((duty.Duty.To ?? duty.Owner) is { } to ? $", to {_cleared.Register.Name(to)}" : "")}{(duty.Rule is { } rule ? $" (rule {rule})" : "")}"));
        Items("To know", decision.Informs.Select(told => $"{told.Says}{(told.Source is { } source ? $" ({source})" : "")}"));
        if (asset.Verdict != Verdict.Allow)
        {
            Settling(decision);
            foreach (var ask in decision.Missing.Where(missing => missing.Ask is not null && missing.Subject is not null).DistinctBy(missing => missing.Ask)) Request(asset, ask);
        }
        Signals(asset.File);
        _page.Add("</article>");
    }

    private void Settling(Decision decision)
    {
        if (decision.Missing.IsEmpty) return;
        _page.Add("<h4>What would settle it</h4><ul>");
        foreach (var missing in decision.Missing)
        {
            _page.Add($"<li>{missing.What} ");
            if (missing.How.StartsWith("countersign ", StringComparison.Ordinal)) _page.Add($"<code class=\"command\">{missing.How}</code></li>");
            else _page.Add($"{missing.How}</li>");
        }
        _page.Add("</ul>");
    }

    private void Items(string title, IEnumerable<string> items)
    {
        var list = items.Distinct().ToList();
        if (list.Count == 0) return;
        _page.Add($"<h4>{title}</h4><ul>");
        foreach (var item in list) _page.Add($"<li>{item}</li>");
        _page.Add("</ul>");
    }

    private void Request(ClearedAsset asset, Missing missing)
    {
        var register = _cleared.Register;
        _page.Add($"<details><summary>A request to {register.Name(missing.Ask!.Value)}, drafted</summary><pre>{RequestDraft.Of(_cleared, asset, missing)}</pre></details>");
    }

    private void Signals(ExaminedFile file)
    {
        var findings = file.Analysis?.Findings ?? [];
        _page.Add("<details class=\"about\"><summary>About the file</summary><dl>");
        if (file.Analysis is { } analysis) _page.Add($"<dt>Kind</dt><dd>{analysis.Mime}{(analysis.Size is [var w, var h] ? $", {w} × {h}" : "")}{(analysis.Words is { } words ? $", {words} words" : "")}{(analysis.Container is { } container ? $", {container}" : "")}</dd>");
        if (file.Bytes is { } bytes) _page.Add($"<dt>Size</dt><dd>{bytes} bytes</dd>");
        if (file.Sha256 is not null) _page.Add($"<dt>SHA-256</dt><dd><code>{file.Sha256}</code></dd>");
        foreach (var finding in findings) _page.Add($"<dt>{finding.Kind}</dt><dd>{finding.Says}</dd>");
        _page.Add("</dl></details>");
    }

    private void Footer() => _page
        .Add("<footer><p>Checked against this desk's register and the statements recorded in it, as they were when it was decided. Nothing found is not a permission. ")
        .Add("Statements are recorded on the word of whoever runs the desk: this version does not sign or verify them. ")
        .Add("Faces and voices are not recognised by this version: only files, pictures and passages that are registered. This is not legal advice.</p>")
        .Add($"<p>Clearance <code>{_cleared.Id}</code></p></footer>");
}
