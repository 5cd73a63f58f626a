using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation.Rules;

namespace Countersign.Credentials.Validation.Ingredients;

/// <summary>
/// Everything that the active manifest rests on: the manifests reached through ingredients, each once, whatever the number of ways to it; what any of them
/// redacts; and the time-stamps and certificate states that later manifests brought for earlier ones (C2PA 2.2 §15.11.3.3).
/// </summary>
internal sealed class Lineage
{
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _timeStamps = new(StringComparer.Ordinal);

    /// <summary>The manifests in the order they were reached, the active one first, with the claim of each or null where it has none that can be read.</summary>
    public List<(Manifest Manifest, Claim? Claim)> Reached { get; } = [];

    /// <summary>What reading each claim had to say, by manifest label.</summary>
    public Dictionary<string, StatusList> ClaimStatuses { get; } = new(StringComparer.Ordinal);

    public List<IngredientLink> Links { get; } = [];

    /// <summary>The URIs, from the store, of all redacted assertions.</summary>
    public HashSet<string> Redacted { get; } = new(StringComparer.Ordinal);

    /// <summary>The labels of manifests of which something was redacted.</summary>
    public HashSet<string> RedactedManifests { get; } = new(StringComparer.Ordinal);

    /// <summary>OCSP responses of <c>c2pa.certificate-status</c> assertions.</summary>
    public List<ReadOnlyMemory<byte>> CertificateStates { get; } = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> TimeStampsOf(string label) => _timeStamps.TryGetValue(label, out var list) ? list : [];

    /// <summary>Walks from the active manifest. Without recursion, and each manifest is read once, so that chains, diamonds and circles cost what the store is long.</summary>
    public static Lineage Walk(ManifestStore store, Manifest active, ParseLimits limits)
    {
        var lineage = new Lineage();
        var seen = new HashSet<string>(StringComparer.Ordinal) { active.Label };
        var next = new Queue<Manifest>();
        next.Enqueue(active);
        while (next.TryDequeue(out var manifest))
        {
            var statuses = new StatusList();
            var claim = ClaimRules.Read(manifest, limits, statuses);
            lineage.ClaimStatuses[manifest.Label] = statuses;
            lineage.Reached.Add((manifest, claim));
            if (claim is null) continue;
            lineage.AddRedactions(manifest, claim, statuses);
            foreach (var assertion in Standing(manifest, claim))
            {
                lineage.AddEvidence(assertion);
                if (assertion.Label.Name != "c2pa.ingredient" || IngredientLink.Read(manifest, claim, assertion) is not { } link) continue;
                lineage.Links.Add(link);
                if (link.TargetLabel is { } label && store.Find(label) is { } target && seen.Add(label)) next.Enqueue(target);
            }
        }

        return lineage;
    }

    private void AddRedactions(Manifest manifest, Claim claim, StatusList statuses)
    {
        foreach (var redacted in claim.Redacted)
        {
            if (JumbfUri.Read(redacted) is not { } uri) continue;
            if (uri.Manifest is null || uri.Manifest == manifest.Label)
            {
                statuses.Fail(StatusCodes.SelfRedacted, JumbfUri.Of(manifest.Label, [.. uri.Path]), "A claim redacts an assertion of its own.", claim.Offset);
                continue;
            }

            Redacted.Add(JumbfUri.Of(uri.Manifest, [.. uri.Path]));
            RedactedManifests.Add(uri.Manifest);
        }
    }

    // An ingredient assertion that was changed, is not listed, or was blanked leads nowhere.
    private static IEnumerable<Assertion> Standing(Manifest manifest, Claim claim)
    {
        foreach (var reference in claim.Created.Concat(claim.Gathered))
        {
            if (JumbfUri.Read(reference.Url) is not { Path: ["c2pa.assertions", var label] } uri || (uri.Manifest is not null && uri.Manifest != manifest.Label)) continue;
            if (AssertionLabel.Read(label).Name is not ("c2pa.ingredient" or "c2pa.time-stamp" or "c2pa.certificate-status")) continue;
            if (manifest.Find(label) is not { } assertion || assertion.IsBlank) continue;
            if (HashNames.Of(reference.Algorithm ?? claim.Algorithm) is not { } algorithm) continue;
            if (reference.Hash is { } hash && hash.Span.SequenceEqual(HashNames.Hash(algorithm, assertion.Box.Content.Span))) yield return assertion;
        }
    }

    private void AddEvidence(Assertion assertion)
    {
        if (assertion.Label.Name == "c2pa.time-stamp" && assertion.Node is { } stamps)
        {
            foreach (var (key, value) in stamps.Entries)
            {
                if (key.Kind != CborKind.Text || value.Kind != CborKind.Bytes) continue;
                if (!_timeStamps.TryGetValue(key.Text, out var list)) _timeStamps[key.Text] = list = [];
                list.Add(value.Bytes);
            }
        }
        else if (assertion.Label.Name == "c2pa.certificate-status" && assertion.Node?["ocspVals"] is { Kind: CborKind.Array } values)
        {
            CertificateStates.AddRange(values.Items.Where(v => v.Kind == CborKind.Bytes).Select(v => v.Bytes));
        }
    }
}
