using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;
using Countersign.Credentials.Validation.Rules;

namespace Countersign.Credentials.Summary;

/// <summary>From a validated manifest to what a reader is shown.</summary>
internal static class ManifestReports
{
    public static ManifestReport Of(ManifestVerdict verdict)
    {
        var report = new ManifestReport
        {
            Label = verdict.Manifest.Label,
            Kind = verdict.Manifest.Kind,
            WasCompressed = verdict.Manifest.WasCompressed,
            Signer = verdict.Signer,
            Statuses = verdict.Statuses.All,
            Identities = verdict.Identities,
        };
        if (verdict.Claim is not { } claim || verdict.Case is not { } now) return report;
        var gathered = claim.Gathered.Select(g => JumbfUri.Read(g.Url)?.Path[^1]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var mining = new Dictionary<string, TrainingMiningEntry>(StringComparer.Ordinal);
        foreach (var entry in now.Declared.SelectMany(a => TrainingMiningReader.Read(a, !gathered.Contains(a.Box.Label))))
        {
            // Said twice: the stricter word counts, and an allowance never undoes a refusal.
            if (!mining.TryGetValue(entry.Key, out var known) || Strictness(entry.Value.Use) > Strictness(known.Use)) mining[entry.Key] = entry.Value;
        }

        return report with
        {
            ClaimVersion = claim.Version,
            Title = claim.Title,
            Format = claim.Format,
            InstanceId = claim.InstanceId,
            Generator = claim.GeneratorName,
            Redactions = claim.Redacted,
            Assertions = [.. now.Declared.Select(a => new AssertionReport(a.Box.Label, !gathered.Contains(a.Box.Label), a.Box.Bytes.Length))],
            Actions = [.. now.Named("c2pa.actions").SelectMany(a => Actions(a, !gathered.Contains(a.Box.Label)))],
            TrainingMining = mining,
        };
    }

    private static int Strictness(TrainingMiningUse use) => use switch { TrainingMiningUse.Allowed => 0, TrainingMiningUse.Constrained => 1, _ => 2 };

    private static IEnumerable<ActionReport> Actions(Assertion assertion, bool created)
    {
        foreach (var action in ActionRules.Items(assertion.Node))
        {
            var agent = action["softwareAgent"] ?? Agent(assertion.Node!, action.IntegerAt("softwareAgentIndex"));
            yield return new(
                action.TextAt("action") ?? "",
                action.TextAt("digitalSourceType") ?? Template(assertion.Node!, action.TextAt("action")),
                action["when"]?.Untagged is { Kind: CborKind.Text } when ? when.Text : null,
                agent is { Kind: CborKind.Text } ? agent.Text : agent?.TextAt("name") is { } name ? agent.TextAt("version") is { Length: > 0 } version ? $"{name} {version}" : name : null,
                action.TextAt("description") ?? action["parameters"]?.TextAt("description"),
                created);
        }
    }

    private static CborNode? Agent(CborNode assertion, long? index) =>
        index is { } at && assertion["softwareAgents"] is { Kind: CborKind.Array } agents && at >= 0 && at < agents.Items.Count ? agents.Items[(int)at] : null;

    // An action without a source type takes that of the template with its name, or with '*' (§18.14.6).
    private static string? Template(CborNode assertion, string? action) =>
        assertion["templates"] is { Kind: CborKind.Array } templates
            ? templates.Items.FirstOrDefault(t => t.TextAt("action") == action || t.TextAt("action") == "*")?.TextAt("digitalSourceType")
            : null;
}
