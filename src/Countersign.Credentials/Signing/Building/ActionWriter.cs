using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Writes <c>c2pa.actions.v2</c> (C2PA 2.2 §18.14.12): one assertion for what the claim generator did, and one for what it was told of.</summary>
internal static class ActionWriter
{
    public static IReadOnlyList<CredentialProblem> Write(ManifestBuilder builder, IReadOnlyDictionary<string, AssertionBox> ingredients, KeptManifests kept, AssertionMaker maker)
    {
        var problems = new List<CredentialProblem>();
        var actions = builder.Actions.Concat(MissingRedactions(builder)).ToList();
        foreach (var gathered in (ReadOnlySpan<bool>)[false, true])
        {
            var some = actions.Where(a => a.Gathered == gathered).Select(a => Encode(a, builder, ingredients, kept, problems)).ToList();
            if (some.Count == 0) continue;
            // What was gathered never claims to be all.
            var all = !gathered && builder.AllActionsIncluded;
            maker.Cbor(Labels.Actions, new CborFields().Add("actions", CborValue.Array(some)).Add("allActionsIncluded", CborValue.Of(all)).ToMap(), gathered);
        }

        return problems;
    }

    // §6.8 strongly recommends an action for each redaction.
    private static IEnumerable<ClaimAction> MissingRedactions(ManifestBuilder builder)
    {
        var told = builder.Actions.Where(a => a.Name == ActionNames.Redacted).Select(a => Convert.ToHexString(a.Parameters["redacted"].Encoded.Span)).ToHashSet(StringComparer.Ordinal);
        foreach (var redaction in builder.Redactions.DistinctBy(r => r.Place))
        {
            var uri = CborValue.Of(BoxUri.Assertion(redaction.Place.Manifest, redaction.Place.Assertion));
            if (told.Contains(Convert.ToHexString(uri.Encoded.Span))) continue;
            yield return new(ActionNames.Redacted) { Reason = redaction.Reason, Parameters = new Dictionary<string, CborValue> { ["redacted"] = uri } };
        }
    }

    private static CborValue Encode(ClaimAction action, ManifestBuilder builder, IReadOnlyDictionary<string, AssertionBox> ingredients, KeptManifests kept, List<CredentialProblem> problems)
    {
        var references = action.Ingredients.Select(k => ingredients[k].Reference(builder.HashAlgorithm)).ToList();
        foreach (var place in action.Removed)
        {
            if (Removed(place, kept, builder.HashAlgorithm) is { } reference) references.Add(reference);
            else problems.Add(new("action.removed.ingredient", "There is no such componentOf ingredient in an earlier manifest.", BoxUri.Assertion(place.Manifest, place.Assertion)));
        }

        var parameters = new CborFields();
        foreach (var (name, value) in action.Parameters) parameters.Add(name, value);
        parameters.AddList("ingredients", references);
        return new CborFields()
            .Add("action", action.Name)
            .Add("when", action.When is { } when ? CborValue.Time(when) : null)
            .Add("softwareAgent", action.SoftwareAgent?.Encode())
            .Add("description", action.Description)
            .Add("digitalSourceType", action.DigitalSourceType)
            .Add("reason", action.Reason)
            .AddList("changes", action.Changes)
            .Add("parameters", parameters.IsEmpty ? null : parameters.ToMap())
            .ToMap();
    }

    private static CborValue? Removed(AssertionPlace place, KeptManifests kept, string algorithm)
    {
        var found = kept.Find(place.Manifest)?.Assertions.Where(a => a.Label == place.Assertion).ToList();
        return found is [var box] && Labels.IsIngredient(box.Label) && KeptManifest.Read(box)?.TextAt("relationship") == "componentOf"
            ? BoxHash.Reference(BoxUri.Assertion(place.Manifest, place.Assertion), box, algorithm)
            : null;
    }
}
