using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Turns what a builder says into boxes.</summary>
internal static class ManifestComposer
{
    public static bool TryCompose(ManifestBuilder builder, IIdentifierSource identifiers, ParseLimits limits, out ManifestDraft? draft, out IReadOnlyList<CredentialProblem> problems)
    {
        draft = null;
        problems = builder.Check();
        if (problems.Count > 0) return false;

        var kept = new KeptManifests(limits);
        if (!KeptSources.TryGather(builder, kept, out var sources, out problems)) return false;
        problems = Redactions.Apply(builder.Redactions, kept, sources.Select(s => s.Value.Active).ToHashSet(StringComparer.Ordinal), limits);
        if (problems.Count > 0) return false;

        var label = ManifestLabels.New(identifiers.NextId());
        if (kept.Find(label) is not null)
        {
            problems = [new("claim.label", "The identifier source gave the label of a manifest that is there already.", label)];
            return false;
        }

        var instance = builder.InstanceId ?? $"xmp:iid:{identifiers.NextId():D}";
        var maker = new AssertionMaker(identifiers, builder.Salted);
        if (builder.Thumbnail is { } picture) maker.File(Labels.ClaimThumbnail, picture, gathered: false);
        var ingredients = new Dictionary<string, AssertionBox>(StringComparer.Ordinal);
        foreach (var ingredient in builder.Ingredients)
            ingredients.Add(ingredient.Key, IngredientWriter.Write(ingredient, sources.GetValueOrDefault(ingredient.Key), kept, maker, builder));
        problems = ActionWriter.Write(builder, ingredients, kept, maker);
        if (problems.Count > 0) return false;
        foreach (var assertion in builder.Assertions) Write(assertion, maker);

        draft = new()
        {
            Label = label,
            Kind = builder.Kind,
            HashAlgorithm = builder.HashAlgorithm,
            Assertions = maker.Made,
            Kept = kept.Manifests,
            Others = kept.Others,
            Notes = kept.Notes,
            Generator = builder.Generator.Encode(builder.SpecVersion),
            InstanceId = instance,
            Title = builder.Title,
            Redacted = [.. builder.Redactions.Select(r => BoxUri.Assertion(r.Place.Manifest, r.Place.Assertion)).Distinct()],
        };
        return true;
    }

    private static void Write(ClaimAssertion assertion, AssertionMaker maker)
    {
        if (assertion.Cbor is { } cbor) maker.Cbor(assertion.Label, cbor, assertion.Gathered);
        else if (assertion.Json is { } json) maker.Json(assertion.Label, json, assertion.Gathered);
        else if (assertion.File is { } file) maker.File(assertion.Label, file, assertion.Gathered);
    }
}
