using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Robots;

namespace Countersign.Desk.Standards.Rsl;

/// <summary>
/// Really Simple Licensing 1.0 (rslstandard.org, 2025). A holder's own document becomes grants and prohibitions with their conditions; one that
/// somebody found becomes wishes, and a use that is open only under conditions is then reserved, as it would be without a licence.
/// </summary>
public sealed class RslStandard : IStandard
{
    internal const string Id = "rsl";

    /// <summary>The media type of RSL documents.</summary>
    internal const string MediaType = "application/rsl+xml";

    private const string NoSearch = "Search is opened with links and excerpts, and an AI system's index apart from it; indexing is opened only where both are.";
    private const string OneIndex = "Indexing is one act here: a refusal of one kind reserves all.";

    /// <summary>The names of documents that are for a whole site.</summary>
    internal static readonly string[] FileNames = ["rsl.xml", ".rsl.xml"];

    private static readonly Term s_train = new("ai-train", "training or fine-tuning of models") { Opens = Term.Acts("train"), Reserves = Term.Acts("train"), Written = Term.Acts("train"), Unsaid = "One kind of training cannot be told from another: a refusal of one is written for all." };
    private static readonly Term s_input = new("ai-input", "input to models: retrieval, grounding, summaries") { Opens = Term.Acts("prompt"), Reserves = Term.Acts("prompt"), Written = Term.Acts("prompt", "generate"), Unopened = "It also allows what is generated from the input, so a consent to the input alone is not written." };
    private static readonly Term s_index = new("ai-index", "an AI system's own index") { Reserves = Term.Acts("analyse.index"), Written = Term.Acts("analyse.index"), Unknown = NoSearch, Unsaid = OneIndex };
    private static readonly Term s_search = new("search", "a search that answers with links and short excerpts")
    {
        Reserves = Term.Acts("analyse.index"), Written = Term.Acts("analyse.index", "distribute.publish"), Unknown = NoSearch, Unopened = "A consent to indexing alone is not written as search, which also shows excerpts.",
    };

    private static readonly Term s_aiAll = new("ai-all", "every use by AI systems")
    {
        Opens = Term.Acts("prompt", "train"), Reserves = Term.Acts("analyse.index", "analyse.mine", "generate", "prompt", "train"),
        Unknown = "It permits generation as well, which stays unknown here: what is generated may show a person.",
    };

    private static readonly Term s_all = new("all", "every automated processing")
    {
        Opens = Term.Acts("analyse.index", "analyse.mine", "prompt", "train"), Reserves = Term.Acts("analyse.index", "analyse.mine", "generate", "prompt", "train"), Written = Term.Acts("use"),
        Unknown = "It permits generation as well, which stays unknown here: what is generated may show a person.",
        Unsaid = "A licence permits what it does not prohibit. So where nothing is open, all is written as prohibited, also what nobody has spoken about.",
    };

    private static readonly Term s_user = new("type=\"user\"", "for which users a licence is") { Unknown = "Kept with the grant as a condition that this version cannot evaluate: the grant does not count until it can." };
    private static readonly Term s_geo = new("type=\"geo\"", "in which countries a licence holds") { Unsaid = "\"All but these\" and parts of countries cannot be said." };
    private static readonly Term s_payment = new("payment", "what a licence asks for")
    {
        Unknown = "An amount once, or for each crawl, training or use, becomes a duty to pay. Without an amount, by subscription, by contribution, or with terms of its own it is kept as a condition that this version cannot evaluate.",
        Unsaid = "Of duties only one payment can be said: once, or for each crawl, training or use. What owes anything else is not written as open.",
    };

    private static readonly Term s_report = new("reporting", "reports a licence asks for") { Unknown = "It becomes a duty to notify." };
    private static readonly Term s_server = new("server, encrypted", "a licence is had from a server") { Unknown = "The server is not asked. It is kept as a condition that this version cannot evaluate." };
    private static readonly Term s_terms = new("terms, legal, copyright", "terms for people to read") { Unknown = "They are not read." };
    private static readonly Term s_sites = new("content of several sites", "addresses on more than one site") { Unknown = "On which of them the work stands is not known: such a document reserves, and opens nothing." };
    private static readonly Term s_link = new("License:, Link:, <link rel=\"license\">", "its terms are in an RSL document elsewhere") { Unknown = "The document is not fetched. Bring it as NAME.rsl.xml." };
    private static readonly Term s_draft = new("train-ai, train-genai, ai-use, ai-summarize", "words of drafts before 1.0") { Unknown = "They are heard where they prohibit, and open nothing." };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "RSL 1.0 (Really Simple Licensing)";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => [s_train, s_input, s_index, s_search, s_aiAll, s_all, s_user, s_geo, s_payment, s_report, s_server, s_terms, s_sites, s_link, s_draft];

    /// <summary>The terms that are words of use.</summary>
    internal static ImmutableArray<Term> Uses => [s_train, s_input, s_index, s_search, s_aiAll, s_all];

    /// <inheritdoc />
    public bool Reads(string fileName) => fileName.EndsWith(".rsl.xml", StringComparison.OrdinalIgnoreCase) || Array.Exists(FileNames, name => name.Equals(fileName, StringComparison.OrdinalIgnoreCase))
        || HeaderDump.IsName(fileName) || HtmlPage.IsName(fileName);

    /// <summary>The addresses of RSL documents that a response names: <c>Link: &lt;…&gt;; rel="license"; type="application/rsl+xml"</c>.</summary>
    internal static IEnumerable<(string Url, int Line)> Links(HeaderDump dump)
    {
        foreach (var field in dump.All("Link"))
        {
            // Only links to RSL are looked for, so an address or a title with a comma in it costs no more than a link that is passed over.
            foreach (var link in field.Value.Split(','))
            {
                var parts = link.Split(';');
                var target = parts[0].Trim();
                string? Parameter(string name) => parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => pair[1].Trim().Trim('"')).FirstOrDefault();
                if (target is ['<', .., '>'] && Parameter("rel")?.Split(' ').Contains("license", StringComparer.OrdinalIgnoreCase) == true && Parameter("type")?.Equals(MediaType, StringComparison.OrdinalIgnoreCase) == true)
                    yield return (target[1..^1], field.Line);
            }
        }
    }

    /// <summary>The addresses of RSL documents that a page names.</summary>
    internal static IEnumerable<(string Url, int Line)> Links(HtmlPage page) => page.Links("license", MediaType).Select(link => (link.Content, link.Line));

    /// <summary>The acts that lie within uses, as a whole.</summary>
    internal static ImmutableArray<Act> Within(RslUses uses) => Acts(
        ("train", uses.HasFlag(RslUses.AiTrain)), ("prompt", uses.HasFlag(RslUses.AiInput)),
        ("analyse.index", uses.HasFlag(RslUses.AiIndex | RslUses.Search)), ("analyse.mine", uses.HasFlag(RslUses.AiOther | RslUses.Other)));

    /// <summary>The acts of which uses are at least a part.</summary>
    internal static ImmutableArray<Act> Touched(RslUses uses) => Acts(
        ("train", (uses & RslUses.AiTrain) != 0), ("prompt", (uses & RslUses.AiInput) != 0),
        ("analyse.index", (uses & (RslUses.AiIndex | RslUses.Search)) != 0), ("analyse.mine", (uses & (RslUses.AiOther | RslUses.Other)) != 0),
        // Only the words that hold everything AI systems do speak of what they generate.
        ("generate", uses.HasFlag(RslUses.AiAll)));

    private static ImmutableArray<Act> Acts(params ReadOnlySpan<(string Name, bool Is)> acts)
    {
        var found = ImmutableArray.CreateBuilder<Act>();
        foreach (var (name, isIn) in acts)
            if (isIn) found.Add(Act.Parse(name).Value);
        return found.ToImmutable();
    }

    /// <summary>What a document says of a path, as wishes; without a path, what all of it says.</summary>
    internal static Reading Read(RslDocument document, string? path, string mechanism = "file")
    {
        var licences = document.Governing(path).SelectMany(content => content.Licences).ToList();
        if (licences.Count == 0) return Reading.Nothing;
        var prohibited = licences.Aggregate(RslUses.None, (uses, licence) => uses | licence.Prohibited);
        var open = licences.Where(licence => licence.IsUnconditional).Aggregate(RslUses.None, (uses, licence) => uses | licence.Permitted) & ~prohibited;
        // A licence that nobody can read to its end may take back what another opens.
        if (!document.HasNamespace || document.IsOfSeveralSites || licences.Exists(licence => licence.Prohibits.Any(word => !RslLicence.Words.ContainsKey(word) && !RslLicence.DraftWords.ContainsKey(word)))) open = RslUses.None;
        var offered = licences.Aggregate(RslUses.None, (uses, licence) => uses | licence.Permitted) & ~prohibited;
        var line = licences[0].Line;
        var opened = Within(open);
        var wishes = ImmutableArray.CreateBuilder<Wish>();
        foreach (var act in opened) wishes.Add(new(act, true, Id, mechanism, "permits", "permitted to anybody, free of charge", line));
        foreach (var act in Touched(RslUses.All & ~open).Except(opened))
        {
            // Generation is reserved where it is prohibited; that no licence offers it is not said in so many words.
            if (act.Name == "generate" && !prohibited.HasFlag(RslUses.AiAll)) continue;
            var (term, says) = Touched(prohibited).Contains(act) ? ("prohibits", "prohibited")
                : Touched(offered).Contains(act) ? ("permits", "permitted only under the conditions of a licence")
                : ("permits", "not among what the licences permit");
            wishes.Add(new(act, false, Id, mechanism, term, says, line));
        }
        return new(wishes.ToImmutable(), [.. Losses(licences)], []);
    }

    private static IEnumerable<Loss> Losses(IReadOnlyList<RslLicence> licences)
    {
        var words = licences.SelectMany(licence => (licence.Permits ?? []).Concat(licence.Prohibits)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var word in words)
        {
            if (Uses.FirstOrDefault(term => term.Name == word) is { Unknown: { } unknown }) yield return new(word, unknown);
            else if (RslLicence.DraftWords.ContainsKey(word)) yield return new(word, s_draft.Unknown!);
            else if (!RslLicence.Words.ContainsKey(word)) yield return new(Aipref.AiprefStandard.Shown(word), "RSL 1.0 does not define this word. Where it prohibits, the licence is taken to permit nothing.");
        }
        if (licences.Any(licence => licence.Permits is null)) yield return new("no permits", s_all.Unknown!);
        foreach (var (name, value) in licences.SelectMany(licence => licence.Others).Distinct()) yield return new(name, $"'{Aipref.AiprefStandard.Shown(value)}': a condition that this version cannot evaluate.");
        if (licences.Any(licence => licence.Payments.Any(payment => !payment.IsFree))) yield return new("payment", s_payment.Unknown!);
        if (licences.Any(licence => !licence.Reports.IsEmpty)) yield return new("reporting", s_report.Unknown!);
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        if (Importing.NotWorks(request) is { } persons) return persons;
        if (HeaderDump.IsName(request.Source)) return Importing.Preferences(Named(HeaderDump.Read(Importing.Text(document)) is { } dump ? Links(dump) : []), request);
        if (HtmlPage.IsName(request.Source)) return ImportPage(HtmlPage.Read(document), request);
        if (!RslDocument.Read(document).Try(out var rsl, out var problems)) return Outcome.Fail<Imported>(problems);
        if (request.Location is null && rsl.Contents.Any(content => content.Pattern is not (null or { Text: "/" or "/*" }))) return Importing.NoLocation("This RSL document");
        var path = PathPattern.Path(request.Location ?? "/");
        var reading = Read(rsl, path);
        return request.IsOwnWord && rsl is { HasNamespace: true, IsOfSeveralSites: false } ? OwnWord(rsl, path, reading, request) : Importing.Preferences(reading, request);
    }

    private static Outcome<Imported> ImportPage(HtmlPage page, ImportRequest request)
    {
        var all = Named(Links(page));
        foreach (var script in page.Scripts(MediaType))
        {
            if (!RslDocument.Read(System.Text.Encoding.UTF8.GetBytes(script.Content.Trim())).Try(out var inline, out var problems)) return Outcome.Fail<Imported>([.. problems.Select(problem => problem.In($"line {script.Line}"))]);
            var reading = Read(inline, null, "html");
            if (request.IsOwnWord && inline is { HasNamespace: true, IsOfSeveralSites: false }) return OwnWord(inline, null, reading.And(all), request);
            all = all.And(reading);
        }
        return Importing.Preferences(page.IsCut ? all.OnlyReserving(new("page", "The page is longer than is read, so nothing is opened.")) : all, request);
    }

    private static Reading Named(IEnumerable<(string Url, int Line)> links) => Reading.Nothing with { Losses = [.. links.Select(link => new Loss("license: " + Aipref.AiprefStandard.Shown(link.Url), "The document is not fetched. Bring it as NAME.rsl.xml."))] };

    private static Outcome<Imported> OwnWord(RslDocument rsl, string? path, Reading reading, ImportRequest request)
    {
        var licences = rsl.Governing(path).SelectMany(content => content.Licences).ToList();
        var prohibited = licences.Aggregate(RslUses.None, (uses, licence) => uses | licence.Prohibited);
        var about = request.About.Distinct().Order().ToImmutableArray();
        var statements = ImmutableArray.CreateBuilder<Statement>();
        if (Touched(prohibited) is { IsEmpty: false } refused)
            statements.Add(new Prohibition(request.By, request.Made, null, "RSL: prohibited.", request.Source, about, Scope.Over([.. refused])));
        foreach (var licence in licences)
        {
            var acts = Within(licence.Permitted & ~prohibited);
            if (acts.IsEmpty || RslConditions.Of(licence, acts) is not { } conditions) continue;
            statements.Add(new Grant(request.By, request.Made, null, "RSL: permitted.", licence.Line > 0 ? $"{request.Source}, line {licence.Line}" : request.Source, about, conditions.Scope, conditions.Duties));
        }
        foreach (var statement in statements)
            if (!StatementForm.FromTree(statement.ToTree()).Try(out _, out var problems)) return Outcome.Fail<Imported>(problems);
        return new Imported([.. statements.DistinctBy(statement => statement.Id)], reading.Losses, reading.Problems);
    }

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request) => Location.Pattern(request, "An RSL document").Then(pattern => Outcome.Ok(RslWriter.Write(request.Terms, pattern, Terms)));
}
