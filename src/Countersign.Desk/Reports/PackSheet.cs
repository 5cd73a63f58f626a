using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Packs;

namespace Countersign.Desk.Reports;

/// <summary>Packs as one page in HTML, to read and to print: the worked examples of a rule are a table, a column for each question.</summary>
public static class PackSheet
{
    /// <summary>The page, in UTF-8. It loads nothing from anywhere.</summary>
    public static byte[] Render(IReadOnlyList<Pack> packs)
    {
        var title = packs.Count == 1 ? packs[0].Title : "Rule packs";
        var page = new Html();
        page.Add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"generator\" content=\"Countersign rule packs\">")
            .Add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Add($"<title>{title}</title><style>").Add(ReportStyle.Css).Add(Css).Add("</style></head><body><main>")
            .Add($"<p class=\"kind\">Rule packs</p><h1>{title}</h1>")
            .Add("<p>Each rule in our own words, with where it stands and how that was read. Only what is law, contract or standard can deny or leave unknown; a bill, a draft and what is unverified inform. None of it is legal advice.</p>");
        if (packs.Count > 1)
        {
            page.Add("<ul>");
            foreach (var pack in packs) page.Add($"<li><a href=\"#{pack.Id}\">{pack.Title}</a> ({Words.Of(pack.Status)})</li>");
            page.Add("</ul>");
        }
        foreach (var pack in packs) Show(page, pack);
        return page.Add("</main></body></html>\n").ToBytes();
    }

    private static void Show(Html page, Pack pack)
    {
        page.Add($"<section id=\"{pack.Id}\"><h2>{pack.Title}</h2><p>{PackPage.Applies(pack)}</p>")
            .Add($"<p><code>{pack.Id}, version {pack.Version}; {pack.Instrument}; status: {Words.Of(pack.Status)}</code>");
        if (pack.Sha256 is { } sha256) page.Add($"<br><code>sha256 {sha256}</code>");
        page.Add("</p><h4>Read from</h4><ul>");
        foreach (var source in pack.Sources)
        {
            page.Add($"<li>{source.Title}; {PackPage.Reading(source.Read)}");
            // Only an ordinary address becomes a link.
            if (source.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http") page.Add($" (<a href=\"{url}\" rel=\"noreferrer\">{url}</a>)");
            page.Add("</li>");
        }
        page.Add("</ul>");
        if (!pack.Inputs.IsEmpty)
        {
            page.Add("<h4>What it asks</h4><ul>");
            foreach (var input in pack.Inputs.Values) page.Add($"<li>{input.Ask} <code>{input.Name}</code>{(input.IsJudgement ? " (a named person judges it)" : "")}</li>");
            page.Add("</ul>");
        }
        foreach (var rule in pack.Rules) Show(page, pack, rule);
        page.Add("</section>");
    }

    private static void Show(Html page, Pack pack, PackRule rule)
    {
        page.Add($"<article class=\"rule\"><h3>{rule.Id}</h3><p>{rule.Clause}</p><p><cite>{rule.Citation}</cite> · {PackPage.Standing(pack, rule)}");
        if (rule.InForce is { } own) page.Add($" · for uses {own}");
        page.Add("</p><dl>");
        if (rule.When is { } when) page.Add($"<dt>When</dt><dd><code>{when}</code></dd>");
        if (rule.Require is { } require) page.Add($"<dt>Requires</dt><dd><code>{require}</code></dd><dt>When it fails ({(rule.Decides ? Words.Of(rule.Effect) : "only informs")})</dt><dd>{rule.Says}</dd>");
        if (rule.Duty is { } duty) page.Add($"<dt>Owed</dt><dd>{Duties.InWords(duty)}</dd>");
        page.Add("</dl>");
        if (!rule.Cases.IsEmpty) Cases(page, pack, rule);
        page.Add("</article>");
    }

    private static void Cases(Html page, Pack pack, PackRule rule)
    {
        var names = rule.Cases.SelectMany(one => one.Given.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var asked = names.Where(pack.Inputs.ContainsKey).ToList();
        // What every use states is mostly the same; where it is not, the example says so.
        var usual = names.Except(asked).ToDictionary(name => name, name => rule.Cases.Select(one => Value(one, name)).GroupBy(value => value).MaxBy(group => group.Count())!.Key);
        if (usual.Any(pair => pair.Value != Unsaid)) page.Add($"<p class=\"use\">Unless an example says otherwise: {string.Join(", ", usual.Where(pair => pair.Value != Unsaid).Select(pair => $"{pair.Key}: {pair.Value}"))}.</p>");
        page.Add("<div class=\"cases\"><table><thead><tr>");
        foreach (var name in asked) page.Add($"<th>{name}</th>");
        page.Add("<th>outcome</th><th>example</th></tr></thead><tbody>");
        foreach (var one in rule.Cases)
        {
            page.Add($"<tr class=\"{Words.Of(one.Expect)}\">");
            foreach (var name in asked) page.Add($"<td>{Value(one, name)}</td>");
            // A line of a truth table is named by its values, which the columns show.
            var called = one.Name.Split(", ").All(part => asked.Any(name => part == $"{name.Replace('-', ' ')} {Value(one, name)}")) ? "" : one.Name;
            var other = string.Join(", ", usual.Where(pair => Value(one, pair.Key) != pair.Value).Select(pair => $"{pair.Key}: {Value(one, pair.Key)}"));
            page.Add($"<td><b>{Words.Of(one.Expect)}</b></td><td class=\"wide\">{called}{(other.Length > 0 ? $" ({other})" : "")}</td></tr>");
        }
        page.Add("</tbody></table></div>");
    }

    // What is not given is not known to the rule.
    private static string Value(PackCase one, string name) => !one.Given.TryGetValue(name, out var value) ? Unsaid : PackPage.Shown(name, value).Replace("T00:00:00Z", "", StringComparison.Ordinal);

    private const string Unsaid = "–";

    private const string Css = """
        .cases{overflow-x:auto;margin:.6rem 0}
        table{border-collapse:collapse;font-size:.82rem;line-height:1.35}
        th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
        th{color:var(--soft);font-weight:600}
        tr.failed b{color:var(--deny)}tr.unknown b{color:var(--unknown)}tr.satisfied b{color:var(--allow)}
        td.wide{min-width:14rem}
        .cases+*,article.rule{margin-top:1rem}
        dd{margin:0 0 .4rem}
        @media print{.cases{overflow:visible}article.rule{break-inside:auto}tr{break-inside:avoid}}
        """;
}
