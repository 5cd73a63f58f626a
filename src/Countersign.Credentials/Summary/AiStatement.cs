namespace Countersign.Credentials.Summary;

/// <summary>What was made by a machine, by the signers' own account. Nothing here is detected; it is reported.</summary>
/// <param name="Share">The strongest thing that is said.</param>
/// <param name="Source">The digital source type that says it, as a URI; null when nothing is said.</param>
/// <param name="Statement">One or two sentences.</param>
/// <param name="Holds">False when the manifest that says it does not validate; the statement is then only what somebody wrote.</param>
public sealed record AiStatement(AiShare Share, string? Source, string Statement, bool Holds)
{
    internal static AiStatement Nothing { get; } = new(AiShare.NotSaid, null, "Nothing is said of how the content was made.", true);

    /// <summary>
    /// Reads the actions of the active manifest, and of those it rests on: an asset whose component was generated is said to contain generated parts, and one that was
    /// opened from a generated parent and edited by hand is still generated in part.
    /// </summary>
    internal static AiStatement Of(IReadOnlyList<ManifestReport> manifests, IReadOnlyList<IngredientReport> ingredients, bool holds)
    {
        if (manifests.Count == 0) return Nothing;
        var active = manifests[0];
        var parents = ParentsOf(active, manifests, ingredients);
        AiStatement? best = null;
        foreach (var manifest in manifests)
        {
            var inLine = ReferenceEquals(manifest, active) || parents.Contains(manifest.Label);
            foreach (var action in manifest.Actions)
            {
                var share = SourceTypeMeanings.ShareOf(action.DigitalSourceType);
                if (share == AiShare.NotSaid) continue;
                var inception = action.Name is "c2pa.created" or "c2pa.opened";
                // Something generated inside a component, or added in an edit, is a part of the whole.
                var part = share == AiShare.Whole && (!inLine || !inception);
                if (part) share = AiShare.Part;
                if (best is not null && share <= best.Share) continue;
                best = new(share, SourceTypeMeanings.Normalise(action.DigitalSourceType!), Sentence(manifest, action, inLine, inception), holds);
            }
        }

        return best ?? Nothing with { Holds = holds };
    }

    private static string Sentence(ManifestReport manifest, ActionReport action, bool inLine, bool inception)
    {
        var who = manifest.Signer?.Name ?? "An unreadable signer";
        var what = SourceTypeMeanings.InWords(action.DigitalSourceType);
        if (!inLine) return $"{who} says of something it contains: {what}.";
        return inception ? $"{who} says that it was {what}." : $"{who} says that an edit ({action.Name}) was {what}.";
    }

    private static HashSet<string> ParentsOf(ManifestReport active, IReadOnlyList<ManifestReport> manifests, IReadOnlyList<IngredientReport> ingredients)
    {
        var parents = new HashSet<string>(StringComparer.Ordinal);
        var at = active.Label;
        for (var i = 0; i < manifests.Count; i++)
        {
            var parent = ingredients.FirstOrDefault(g => g.Owner == at && g.Relationship == "parentOf" && g.Manifest is not null)?.Manifest;
            if (parent is null || !parents.Add(parent)) break;
            at = parent;
        }

        return parents;
    }
}
