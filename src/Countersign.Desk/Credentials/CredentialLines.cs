using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Validation;

namespace Countersign.Desk.Credentials;

/// <summary>What a file's credentials say, in lines for a person. Texts come from the file as they are; whoever shows them makes them safe.</summary>
public static class CredentialLines
{
    // A title of a megabyte is an attack on whoever reads it; the JSON has it whole.
    private const int Longest = 400;

    /// <summary>Everything, the plain words first.</summary>
    public static IEnumerable<string> Of(CredentialResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        yield return $"{result.File}: {result.Word}";
        if (result.Problem is { } problem) yield return "  " + problem.What + (problem.Try is null ? "" : " " + problem.Try);
        if (result.Report is not { } report) yield break;
        foreach (var line in report.PlainWords) yield return "  " + Short(line);
        if (Source(result, report) is { } source) yield return "  " + source;
        foreach (var defect in report.Defects) yield return $"  Around the store: {defect.Says} ({defect.Code}, byte {Number(defect.Offset)})";
        if (report.Active is not { } active) yield break;
        foreach (var line in Manifest(active)) yield return "  " + line;
        foreach (var line in Ingredients(report)) yield return "  " + line;
        foreach (var line in Wishes(active)) yield return "  " + line;
        foreach (var line in Statuses(active)) yield return "  " + line;
        if (report.Manifests.Count < 2) yield break;
        yield return "  Manifests below it";
        foreach (var manifest in report.Manifests.Skip(1))
        {
            yield return $"    {Short(manifest.Label)}: {Short(manifest.Title ?? "untitled")}, signed by {Short(manifest.Signer?.Name ?? "nobody that can be read")}";
            foreach (var status in manifest.Statuses.Where(s => s.Kind == StatusKind.Failure)) yield return "      " + Status(status);
        }
    }

    /// <summary>The verdict in one line: the state, the file, and the failure codes or the signer.</summary>
    /// <param name="result">The file.</param>
    /// <param name="answer">Whether it passes.</param>
    public static string Verdict(CredentialResult result, CredentialAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(result);
        var mark = answer switch { CredentialAnswer.Yes => "✔", CredentialAnswer.No => "✘", _ => "?" };
        var beside = result.Sidecar is null ? "" : $" (store in {Path.GetFileName(result.Sidecar)})";
        return $"{mark} {result.Word,-8} {result.File}{beside}: {Short(Why(result))}";
    }

    private static string Why(CredentialResult result)
    {
        if (result.Report is not { } report) return $"{result.Problem!.What} [{result.Problem.Code}]";
        var signer = report.Active?.Signer is { } who ? who.Name + (who.StampedAt is { } at ? ", " + Rfc3339.Date(at) : "") : "an unreadable signer";
        switch (report.State)
        {
            case CredentialState.Trusted: return $"signed by {signer}";
            case CredentialState.Valid when report.Trust == SignerTrust.Trusted: return $"signed by {signer}; what it says of people's identity does not hold: {string.Join(", ", CredentialResult.Failures(report))}";
            case CredentialState.Valid: return $"unchanged since it was signed by {signer}, who is on no trust list in use";
            case CredentialState.None: return report.RemoteManifest is { } address ? $"no Content Credentials in the file; it names {address}, which was not fetched" : "no Content Credentials";
            case CredentialState.Error: return report.Problem is { } problem ? $"{problem.Code}: {problem.Says}" : "unreadable";
            default:
                var codes = CredentialResult.Failures(report).ToList();
                var within = CredentialResult.IngredientFailures(report).ToList();
                if (codes.Count == 0 && within.Count == 0) return report.Problem is { } broken ? $"{broken.Code}: {broken.Says}" : report.PlainWords[0];
                return string.Join(", ", codes) + (within.Count == 0 ? "" : $"{(codes.Count > 0 ? "; " : "")}in its ingredients: {string.Join(", ", within)}");
        }
    }

    private static string? Source(CredentialResult result, CredentialReport report)
    {
        if (result.Sidecar is { } sidecar) return $"The manifest store was taken from {sidecar}; {(report.Stores.Count == 0 ? "in the file itself there is none." : "the one in the file itself was left aside.")}";
        if (report.Stores.Count == 0) return null;
        var store = report.Stores[^1];
        return $"The manifest store: {Number(store.Length)} bytes at byte {Number(store.Offset)} of the file ({Words.Of(report.Container)}).";
    }

    private static IEnumerable<string> Manifest(ManifestReport active)
    {
        if (active.Signer is { } signer)
        {
            yield return "Signer";
            yield return $"  {Short(signer.Name)}{(signer.CommonName is { } common && common != signer.Name ? $" ({Short(common)})" : "")}{(signer.Issuer is { } issuer ? ", certified by " + Short(issuer) : "")}";
            yield return $"  certificate {signer.SerialNumber ?? "without a number"}, valid from {Rfc3339.Day(signer.NotBefore)} to {Rfc3339.Day(signer.NotAfter)}; signature {signer.Algorithm ?? "of an unknown kind"}";
            if (signer.StampedAt is { } stamped) yield return $"  time-stamp {Rfc3339.Write(stamped)}, by {Short(signer.StampedBy ?? "an authority without a name")}";
            else if (signer.ClaimedAt is { } claimed) yield return $"  says it signed at {Rfc3339.Write(claimed)}; nothing proves that";
        }

        yield return "Manifest";
        yield return $"  {Short(active.Label)}, {Words.Of(active.Kind)}{(active.WasCompressed ? ", compressed" : "")}, claim version {(active.ClaimVersion == 0 ? "unreadable" : Number(active.ClaimVersion))}";
        foreach (var (name, value) in new[] { ("title", active.Title), ("made with", active.Generator), ("instance", active.InstanceId) })
        {
            if (value is not null) yield return $"  {name}: {Short(value)}";
        }

        if (active.Assertions.Count > 0) yield return "Assertions";
        foreach (var assertion in active.Assertions) yield return $"  {Short(assertion.Label)}, {Number(assertion.Bytes)} bytes{Said(assertion.Created)}";
        foreach (var uri in active.Redactions) yield return $"  redacts {Short(uri)}";
        if (active.Actions.Count > 0) yield return "Actions";
        foreach (var action in active.Actions)
        {
            var particulars = new[] { Term(action.DigitalSourceType), action.When, action.SoftwareAgent, action.Description }.Where(text => !string.IsNullOrEmpty(text));
            yield return $"  {Short(action.Name)}{string.Concat(particulars.Select(text => ", " + Short(text!)))}{Said(action.Created)}";
        }

        foreach (var identity in active.Identities)
        {
            yield return "Named beside the signer";
            yield return $"  {Short(identity.Name ?? "somebody")} ({Short(identity.Kind)}): {(identity.Holds ? identity.Trusted ? "holds, by a trusted issuer" : "holds; the issuer is on no trust list in use" : "does not hold")}";
        }
    }

    private static IEnumerable<string> Ingredients(CredentialReport report)
    {
        if (report.Ingredients.Count > 0) yield return "Ingredients";
        foreach (var ingredient in report.Ingredients)
        {
            var inner = ingredient.Owner == report.Active!.Label ? "" : $" of {Short(ingredient.Owner)}";
            yield return $"  {Short(ingredient.Title ?? "untitled")}{inner}: {Short(ingredient.Relationship ?? "no relationship said")}, {(ingredient.Manifest is { } label ? Short(label) : "without credentials")}";
            foreach (var status in ingredient.New) yield return "    new since it was recorded: " + Status(status);
            foreach (var status in ingredient.Gone) yield return "    recorded, and not found now: " + Status(status);
        }
    }

    private static IEnumerable<string> Wishes(ManifestReport active)
    {
        if (active.TrainingMining.Count > 0) yield return "Training and mining";
        foreach (var (name, entry) in active.TrainingMining.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            var use = entry.Use switch { TrainingMiningUse.Allowed => "allowed", TrainingMiningUse.Constrained => "constrained", _ => "not allowed" };
            yield return $"  {Short(name)}: {use}{(entry.Constraint is { Length: > 0 } constraint ? $" ({Short(constraint)})" : "")}{Said(entry.Created)}";
        }
    }

    private static IEnumerable<string> Statuses(ManifestReport active)
    {
        if (active.Statuses.Count > 0) yield return "Checks";
        foreach (var status in active.Statuses.Where(s => s.Kind != StatusKind.Success).OrderByDescending(s => s.Kind)) yield return "  " + Status(status);
        // What came out well is told once: a hundred assertions that are as they were signed are one thing to know.
        foreach (var same in active.Statuses.Where(s => s.Kind == StatusKind.Success).GroupBy(s => s.Code))
            yield return $"  ✔ {Short(same.Key)}: {Short(same.First().Says)}{(same.Skip(1).Any() ? $" ({same.Count()} times)" : "")}";
    }

    private static string Status(ValidationStatus status)
    {
        var mark = status.Kind switch { StatusKind.Success => "✔", StatusKind.Failure => "✘", _ => "·" };
        var where = string.Join(", ", new[] { status.Uri.Length > 0 ? Short(status.Uri) : null, status.Offset is { } offset ? "byte " + Number(offset) : null }.OfType<string>());
        return $"{mark} {Short(status.Code)}: {Short(status.Says)}{(where.Length > 0 ? $" [{where}]" : "")}";
    }

    // The vocabulary's own word; the plain words above say what it means.
    private static string? Term(string? sourceType) => sourceType?[(sourceType.TrimEnd('/').LastIndexOf('/') + 1)..];

    private static string Said(bool created) => created ? "" : " (passed on, not the signer's own word)";

    private static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + "…";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
