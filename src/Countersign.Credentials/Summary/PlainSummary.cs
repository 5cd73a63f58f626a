using System.Globalization;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Summary;

/// <summary>A report in sentences, for somebody who has never heard of a manifest. What is proved and what is only said are kept apart.</summary>
internal static class PlainSummary
{
    public static IReadOnlyList<string> Of(CredentialReport report)
    {
        var lines = new List<string> { Verdict(report) };
        if (report.Active is not { } active) return lines;
        if (report.State == CredentialState.Invalid) lines.AddRange(Reasons(report));
        lines.Add(Signature(active));
        if (active.Generator is { } generator) lines.Add($"The credentials were made with {generator}.");
        if (active.Actions.Count > 0) lines.Add("Recorded actions: " + string.Join(", ", active.Actions.Select(Action).Distinct().Take(12)) + ".");
        lines.Add(report.Ai.Statement + (report.Ai.Holds ? "" : " Since the credentials do not hold, this proves nothing."));
        lines.AddRange(Ingredients(report));
        if (active.TrainingMining.Count > 0) lines.Add("Training and mining: " + string.Join("; ", active.TrainingMining.OrderBy(e => e.Key, StringComparer.Ordinal).Select(Entry)) + ".");
        lines.AddRange(active.Identities.Select(Identity));
        return lines;
    }

    private static string Verdict(CredentialReport report) => report.State switch
    {
        CredentialState.None when report.RemoteManifest is { } address => $"The file carries no Content Credentials. It names an address where they may be ({address}); nothing was fetched.",
        CredentialState.None when report.Defects.Any(d => d.Code == "store.multiple") => "The file carries several manifest stores where one is allowed; they count as none.",
        CredentialState.None => "The file carries no Content Credentials.",
        CredentialState.Error => $"The place for Content Credentials holds something that cannot be read: {report.Problem!.Says}",
        CredentialState.Trusted => "The content is as it was signed, and the signer is on a trust list.",
        CredentialState.Valid when report.Trust == SignerTrust.Trusted => "The content is as it was signed, and the signer is on a trust list; what is said of people's identity does not hold.",
        CredentialState.Valid => "The content is as it was signed. Who signed is not on any trust list in use: that is no sign of tampering, and no proof of who it was.",
        _ when report.Problem is { } problem => problem.Says,
        _ when report.Integrity == IntegrityState.WellFormed => "The credentials do not match the file or the signature.",
        _ when report.Integrity == IntegrityState.Valid => "The content is as it was signed; what is said of people's identity does not hold.",
        _ => "The credentials break the rules of the specification.",
    };

    private static IEnumerable<string> Reasons(CredentialReport report) =>
        report.Active!.Statuses.Where(s => s.Kind == StatusKind.Failure)
            .Concat(report.Ingredients.SelectMany(i => i.New).Where(s => s.Kind == StatusKind.Failure))
            .Select(s => $"{s.Says} ({s.Code})").Distinct().Take(6);

    private static string Signature(ManifestReport active)
    {
        if (active.Signer is not { } signer) return "No signature could be read.";
        var verified = active.Statuses.Any(s => s.Code == StatusCodes.SignatureValidated);
        var who = verified ? $"Signed with a certificate of {signer.Name}" : $"The signature does not hold. Its certificate names {signer.Name}";
        if (signer.Issuer is { } issuer) who += $", issued by {issuer}";
        if (signer.StampedAt is { } stamped) return $"{who}, on {Day(stamped)}, as {signer.StampedBy ?? "a time-stamping authority"} attests.";
        return signer.ClaimedAt is { } claimed ? $"{who}. It says it was signed on {Day(claimed)}; no trusted time-stamp proves that." : $"{who}. No trusted time-stamp says when.";
    }

    private static string Action(ActionReport action) =>
        SourceTypeMeanings.InWords(action.DigitalSourceType) is { } words ? $"{Name(action.Name)} ({words})" : Name(action.Name);

    private static string Name(string action) => action.StartsWith("c2pa.", StringComparison.Ordinal) ? action[5..].Replace('_', ' ') : action;

    private static IEnumerable<string> Ingredients(CredentialReport report)
    {
        var own = report.Ingredients.Where(i => i.Owner == report.Active!.Label).ToList();
        if (own.Count == 0) yield break;
        var names = own.Select(i => (i.Title ?? "an untitled one") + (i.Relationship switch { "parentOf" => " (opened from it)", "inputTo" => " (given to a model)", "componentOf" => " (placed)", _ => "" })
            + (i.Manifest is null ? ", without credentials" : ""));
        yield return "Ingredients: " + string.Join("; ", names.Take(12)) + (own.Count > 12 ? $"; and {own.Count - 12} more" : "") + ".";
    }

    private static string Entry(KeyValuePair<string, TrainingMiningEntry> entry)
    {
        var use = entry.Value.Use switch { TrainingMiningUse.Allowed => "allowed", TrainingMiningUse.Constrained => "constrained", _ => "not allowed" };
        return entry.Value.Constraint is { Length: > 0 } constraint ? $"{entry.Key} {use} ({constraint})" : $"{entry.Key} {use}";
    }

    private static string Identity(IdentityReport identity) => identity switch
    {
        { Holds: true, Trusted: true } => $"Named beside the signer: {identity.Name ?? "somebody"}, whose identity is vouched for by a trusted issuer.",
        { Holds: true } => $"Named beside the signer: {identity.Name ?? "somebody"}; who vouches for it is on no trust list in use.",
        _ => "Somebody is named beside the signer, and that does not hold.",
    };

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
