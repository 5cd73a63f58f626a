using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>How ODRL is written down.</summary>
public enum OdrlSyntax
{
    /// <summary>JSON-LD.</summary>
    JsonLd,

    /// <summary>Turtle.</summary>
    Turtle,
}

/// <summary>
/// ODRL 2.2. A holder's own document becomes grants and prohibitions with their conditions; one that somebody found becomes wishes. Its mapping is no
/// table of terms, and is described on a page of its own.
/// </summary>
/// <param name="syntax">In which syntax it is written; either is read.</param>
public sealed class OdrlStandard(OdrlSyntax syntax) : IStandard
{
    /// <summary>What an import of a document with prohibitions of other works says.</summary>
    internal const string Unmatched = "odrl.target";

    /// <inheritdoc />
    public string Name => syntax == OdrlSyntax.JsonLd ? "odrl" : "odrl-turtle";

    /// <inheritdoc />
    public string Title => syntax == OdrlSyntax.JsonLd ? "ODRL 2.2" : "ODRL 2.2 in Turtle";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => [];

    /// <inheritdoc />
    public bool Reads(string fileName) => syntax == OdrlSyntax.JsonLd
        ? fileName.EndsWith(".odrl.json", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".odrl.jsonld", StringComparison.OrdinalIgnoreCase)
        : fileName.EndsWith(".odrl.ttl", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        if (Importing.NotWorks(request) is { } persons) return persons;
        if (!OdrlDocument.Graph(document).Try(out var graph, out var problems)) return Outcome.Fail<Imported>(problems);
        var policies = OdrlDocument.Policies(graph);
        var targets = new OdrlTargets(request.About, policies);
        var losses = new List<Loss>();
        var wrong = new List<Problem>();
        var elsewhere = policies.SelectMany(policy => policy.Rules).Where(rule => rule.Kind == OdrlRuleKind.Prohibition && targets.Of(rule).IsEmpty).ToList();
        foreach (var target in elsewhere.SelectMany(rule => rule.Targets).Select(target => Aipref.AiprefStandard.Shown(target.Value)).Distinct(StringComparer.Ordinal))
            wrong.Add(new(Unmatched, $"A prohibition is about '{target}', which is not known to be the work: it is not recorded, and no permission of the document that it may concern is.", null, "Import it again with --about for that work, or write the work's id as the target."));
        if (policies.IsEmpty) losses.Add(new("policy", "The document holds no policy with rules."));
        policies = [.. policies.Select(policy => policy with { Rules = [.. policy.Rules.Where(rule => Keeps(rule, targets, elsewhere, losses))] })];
        return request.IsOwnWord ? OwnWord(policies, targets, request, losses, wrong) : Importing.Preferences(OdrlWishes.Of(policies, losses, wrong), request);
    }

    private static bool Keeps(OdrlRule rule, OdrlTargets targets, List<OdrlRule> elsewhere, List<Loss> losses)
    {
        var isMatched = !targets.Of(rule).IsEmpty;
        if (rule.Kind == OdrlRuleKind.Prohibition) return isMatched;
        if (!isMatched)
        {
            losses.Add(new("target", rule.Targets.IsEmpty ? "A permission that names no target opens nothing." : $"{string.Join(", ", rule.Targets.Select(target => Aipref.AiprefStandard.Shown(target.Value)))} is not among the subjects of this import."));
            return false;
        }
        // Whether what is prohibited holds the work cannot be known, so the permission waits.
        if (!elsewhere.Exists(prohibition => OdrlImport.MayMeet(prohibition, rule))) return true;
        losses.Add(new("permission", "A prohibition of the same, of something that may hold the work, is in the document: nothing is opened."));
        return false;
    }

    private static Outcome<Imported> OwnWord(ImmutableArray<OdrlPolicy> policies, OdrlTargets targets, ImportRequest request, List<Loss> losses, List<Problem> wrong)
    {
        var import = new OdrlImport(request.By, request.Made, request.Source, named => targets.Of(named));
        var statements = policies.SelectMany(policy => import.Policy(policy)).DistinctBy(statement => statement.Id).ToImmutableArray();
        foreach (var statement in statements)
            if (!StatementForm.FromTree(statement.ToTree()).Try(out _, out var problems)) return Outcome.Fail<Imported>(problems);
        return new Imported(statements, [.. losses.Concat(import.Losses).Distinct()], [.. wrong]);
    }

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request) => OdrlExport.Write(request.Terms, syntax);
}
