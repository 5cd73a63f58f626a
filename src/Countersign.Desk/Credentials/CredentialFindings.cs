using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Validation;
using Countersign.Desk.Intake;
using Countersign.Desk.Standards;
using Countersign.Desk.Standards.Cawg;

namespace Countersign.Desk.Credentials;

/// <summary>
/// From a file's Content Credentials to findings, wishes, and the statement that a model made it. A credential is somebody's word about a file; how much it is worth
/// stands beside it. It never allows a use by itself.
/// </summary>
internal static class CredentialFindings
{
    // A report of a thousand ingredients helps nobody; the credentials verb shows them all.
    private const int MostIngredients = 20;

    public static FileAnalysis Added(FileAnalysis analysis, CredentialReport report)
    {
        var findings = new List<Finding>();
        if (report.State != CredentialState.None) findings.Add(Verdict(report));
        if (report.RemoteManifest is { } address)
        {
            findings.Add(Found("credential.remote", "It names a Content Credential kept elsewhere, which was not fetched.", null, ("url", address)));
        }

        findings.AddRange(report.Defects.Select(d => new Finding { Kind = FindingKinds.Defect, Code = d.Code, Says = d.Says, At = new() { Offset = d.Offset } }));
        if (report.Active is not { } active) return analysis with { Findings = [.. analysis.Findings, .. findings] };

        var offset = report.Stores.Count > 0 ? report.Stores[^1].Offset : (long?)null;
        if (report.Ai.Share != AiShare.NotSaid) findings.Add(Found("credential.ai", report.Ai.Statement + Worth(report), offset, ("term", report.Ai.Source!)));
        foreach (var ingredient in report.Ingredients.Where(i => i.Owner == active.Label).Take(MostIngredients))
        {
            var says = $"Its credential names an ingredient: {ingredient.Title ?? "untitled"}{Relationship(ingredient)}{(ingredient.Manifest is null ? ", which came without credentials" : "")}.";
            findings.Add(Found("credential.ingredient", says, offset, ("relationship", ingredient.Relationship ?? ""), ("manifest", ingredient.Manifest ?? "")));
        }

        foreach (var identity in active.Identities)
        {
            findings.Add(Found("credential.identity", identity.Holds
                ? $"Its credential names {identity.Name ?? "somebody"} beside the signer{(identity.Trusted ? "" : "; who vouches for that is on no trust list in use")}."
                : "Its credential names somebody beside the signer, and that does not hold.", offset, ("kind", identity.Kind)));
        }

        var wishes = Wishes(report, active);
        if (active.TrainingMining.Count > 0)
        {
            var entries = string.Join(", ", active.TrainingMining.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {Word(e.Value.Use)}"));
            findings.Add(Found("credential.training-mining", $"Its credential says of training and mining: {entries}.{Worth(report)}", offset, ("entries", entries)));
        }

        return analysis with
        {
            Findings = [.. analysis.Findings, .. findings],
            Preferences = [.. analysis.Preferences, .. wishes],
            MadeByModel = analysis.MadeByModel ?? (report.Ai.Share is AiShare.Whole or AiShare.Part ? "Content Credential: " + report.Ai.Source : null),
        };
    }

    private static Finding Verdict(CredentialReport report)
    {
        var code = report.State switch
        {
            CredentialState.Trusted => "credential.trusted",
            CredentialState.Valid => "credential.valid",
            CredentialState.Invalid => "credential.invalid",
            _ => "credential.unreadable",
        };
        var failures = string.Join(", ", (report.Active?.Statuses ?? []).Where(s => s.Kind == StatusKind.Failure).Select(s => s.Code).Distinct().Order(StringComparer.Ordinal));
        var signer = report.Active?.Signer;
        var says = "Content Credential (C2PA): " + report.PlainWords[0] + (signer is null ? "" : $" Signer: {signer.Name}{(signer.StampedAt is { } at ? ", " + Rfc3339.Date(at) : "")}.");
        return Found(code, says, report.Stores.Count > 0 ? report.Stores[^1].Offset : null,
            ("state", report.State.ToString()),
            ("container", Words.Of(report.Container)),
            ("bytes", report.Stores.Sum(s => s.Length).ToString(CultureInfo.InvariantCulture)),
            ("signer", signer?.Name ?? ""),
            ("signedAt", signer?.StampedAt is { } stamped ? Rfc3339.Write(stamped) : ""),
            ("generator", report.Active?.Generator ?? ""),
            ("title", report.Active?.Title ?? ""),
            ("failure", failures),
            ("problem", report.Problem?.Code ?? ""));
    }

    /// <summary>
    /// A refusal counts whoever wrote it and however the file was changed since: taking it for a wish costs nobody a right. A permission counts only from a signer on a
    /// trust list, on an unchanged file, and as that signer's own word: anybody can sign a file with a certificate of their own, and an assertion that was only passed on
    /// (<c>gathered_assertions</c>) is nobody's word.
    /// </summary>
    private static IEnumerable<FoundPreference> Wishes(CredentialReport report, ManifestReport active)
    {
        var refusals = Read(active.TrainingMining).Where(wish => !wish.Allows);
        var permissions = report.State == CredentialState.Trusted ? Read(active.TrainingMining.Where(e => e.Value.Created)).Where(wish => wish.Allows) : [];
        return refusals.Concat(permissions).Select(wish => new FoundPreference(wish.Act.Name, wish.Allows, wish.Says, $"Content Credential of {active.Signer?.Name ?? "an unreadable signer"}: {wish.Term}"));

        static ImmutableArray<Wish> Read(IEnumerable<KeyValuePair<string, TrainingMiningEntry>> entries) => CawgStandard.Read(entries.Select(e => KeyValuePair.Create(e.Key, Word(e.Value.Use)))).Wishes;
    }

    private static string Worth(CredentialReport report) => report.State switch
    {
        CredentialState.Trusted => "",
        CredentialState.Valid => " The signer is on no trust list in use.",
        _ => " The credential does not hold, so that this is only what somebody wrote.",
    };

    private static string Relationship(IngredientReport ingredient) => ingredient.Relationship switch
    {
        "parentOf" => ", from which it was made",
        "componentOf" => ", placed in it",
        "inputTo" => ", given to a model as input",
        _ => "",
    };

    private static string Word(TrainingMiningUse use) => use switch { TrainingMiningUse.Allowed => "allowed", TrainingMiningUse.Constrained => "constrained", _ => "notAllowed" };

    private static Finding Found(string code, string says, long? offset, params ReadOnlySpan<(string Name, string Value)> detail)
    {
        var particulars = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in detail)
        {
            if (value.Length > 0) particulars[name] = value.Length > 500 ? value[..500] : value;
        }

        return new() { Kind = FindingKinds.Credential, Code = code, Says = says, At = offset is null ? null : new() { Offset = offset }, Detail = particulars.ToImmutable() };
    }
}
