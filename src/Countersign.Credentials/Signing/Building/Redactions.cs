using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Carries out the redactions of a builder on the manifests that are kept (C2PA 2.2 §6.8).</summary>
internal static class Redactions
{
    public static IReadOnlyList<CredentialProblem> Apply(IReadOnlyList<Redaction> redactions, KeptManifests kept, IReadOnlySet<string> roots, ParseLimits limits)
    {
        var problems = redactions.Select(r => Refusal(r, kept)).OfType<CredentialProblem>().ToList();
        if (problems.Count > 0) return problems;

        var unreferenced = new List<string>();
        foreach (var group in redactions.GroupBy(r => r.Place.Manifest))
        {
            var manifest = kept.Find(group.Key)!;
            var forms = new Dictionary<string, RedactionForm>(StringComparer.Ordinal);
            foreach (var redaction in group) forms[redaction.Place.Assertion] = redaction.Form;
            unreferenced.AddRange(manifest.Assertions.Where(a => forms.ContainsKey(a.Label) && Labels.IsIngredient(a.Label)).Select(KeptManifest.IngredientTarget).OfType<string>());
            kept.Replace(KeptManifest.Of(ManifestRewriter.Redact(manifest.Open!, forms), limits));
        }

        kept.RemoveUnreferenced(unreferenced, roots);
        return [];
    }

    private static CredentialProblem? Refusal(Redaction redaction, KeptManifests kept)
    {
        var (label, assertion) = redaction.Place;
        var uri = BoxUri.Assertion(label, assertion);
        if (kept.Find(label) is not { Open: not null } manifest)
            return new("redaction.manifest", "There is no such manifest among those of the ingredients.", uri, "Give the label of a manifest of an ingredient.");
        var found = manifest.Assertions.Where(a => a.Label == assertion).ToList();
        if (found.Count != 1) return new("redaction.assertion", "The manifest has no such assertion, or more than one.", uri);
        if (ManifestRewriter.IsRedacted(found[0])) return new("redaction.twice", "The assertion is redacted already.", uri);

        // Ingredient assertions of versions 1 and 2 hash the whole manifest and nothing else, so they fail after a redaction (§6.8).
        var old = kept.Manifests.FirstOrDefault(m => m.Assertions.Any(a =>
            Labels.IsIngredient(a.Label) && Labels.Base(a.Label) != Labels.Ingredient && KeptManifest.IngredientTarget(a) == label));
        return old is null ? null
            : new("redaction.old-ingredient", $"The manifest {old.Label} refers to this one by an ingredient assertion of version 1 or 2, which a redaction would break (C2PA 2.2 §6.8).", uri);
    }
}
