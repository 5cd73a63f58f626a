using Countersign.Credentials.Claims;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>The rules for actions (C2PA 2.2 §15.10.3.2.2, §18.14 and, for update manifests, §11.2.3).</summary>
internal static class ActionChecks
{
    public static IEnumerable<CredentialProblem> Of(ManifestBuilder builder) =>
        [.. First(builder), .. builder.Actions.SelectMany(a => Each(builder, a)), .. EveryIngredient(builder)];

    private static IEnumerable<CredentialProblem> First(ManifestBuilder builder)
    {
        var inceptions = builder.Actions.Where(a => a.Name is ActionNames.Created or ActionNames.Opened).ToList();
        if (builder.Kind == ManifestKind.Standard && inceptions.Count == 0)
            yield return new("action.first", "The first action is c2pa.created or c2pa.opened (C2PA 2.2 §18.14.2).", Next: "Say how the asset began.");
        else if (inceptions.Count > 1)
            yield return new("action.first", "There is one c2pa.created or c2pa.opened and no more (C2PA 2.2 §18.14.2).");
        else if (inceptions.Count == 1 && !ReferenceEquals(builder.Actions[0], inceptions[0]))
            yield return new("action.first", "c2pa.created and c2pa.opened stand first (C2PA 2.2 §15.10.3.2.2).", inceptions[0].Name, "Move it to the front.");
        if (inceptions.Any(a => a.Gathered))
            yield return new("action.first.gathered", "How the asset began is the claim generator's own statement (C2PA 2.2 §10.2.2).", inceptions[0].Name);
    }

    private static IEnumerable<CredentialProblem> Each(ManifestBuilder builder, ClaimAction action)
    {
        if (!Labels.IsWellFormed(action.Name)) yield return new("action.name", "The name of an action is of the form name.name.", action.Name);
        if (ActionNames.IsDeprecated(action.Name)) yield return new("action.deprecated", "The action is no longer written (C2PA 2.2 §18.14.11).", action.Name);
        if (builder.Kind == ManifestKind.Update && !ActionNames.AllowedInUpdate(action.Name))
            yield return new("update.action", "The action implies that the content changed (C2PA 2.2 §11.2.3).", action.Name, "Make a standard manifest.");
        if (action.DigitalSourceType is { } type && !DigitalSourceTypes.IsTerm(type))
            yield return new("action.source-type", "The digital source type is no term of IPTC or C2PA (C2PA 2.2 §18.14.4.5).", type, "Use one of DigitalSourceTypes; they begin with http:, not https:.");
        if (action.SoftwareAgent is { Name: "" }) yield return new("action.agent", "The software agent needs a name.", action.Name);
        if (action.Reason is { } reason && !Labels.IsWellFormed(reason)) yield return new("action.reason", "The reason is of the form name.name.", action.Name);
        if (action.Parameters.ContainsKey("ingredients")) yield return new("action.parameters", "The parameter ingredients is written from the action's Ingredients.", action.Name);
        if (action.Removed.Count > 0 && action.Name != ActionNames.Removed) yield return new("action.removed", "Only c2pa.removed refers to ingredients of earlier manifests.", action.Name);
        foreach (var key in action.Ingredients.Where(k => builder.Ingredients.All(i => i.Key != k)))
            yield return new("action.ingredient", "The action refers to an ingredient that is not there.", key);

        foreach (var problem in Rule(builder, action)) yield return problem;
    }

    private static IEnumerable<CredentialProblem> Rule(ManifestBuilder builder, ClaimAction action)
    {
        switch (action.Name)
        {
            case ActionNames.Created when action.DigitalSourceType is null:
                yield return new("action.created.source-type", "c2pa.created needs a digitalSourceType (C2PA 2.2 §18.14.2).", action.Name, "Use one of DigitalSourceTypes; Empty for a blank canvas.");
                break;
            case ActionNames.Opened:
                if (action.DigitalSourceType is not null)
                    yield return new("action.opened.source-type", "c2pa.opened has no digitalSourceType: the parent says how it began.", action.Name, "Leave it out.");
                if (action.Ingredients.Count != 1 || !All(IngredientRelationship.ParentOf))
                    yield return new("action.opened.ingredient", "c2pa.opened refers to exactly one ingredient, which is parentOf (C2PA 2.2 §15.10.3.2.2).", action.Name);
                break;
            case ActionNames.Placed when action.Ingredients.Count == 0 || !All(IngredientRelationship.ComponentOf):
                yield return new("action.placed.ingredient", "c2pa.placed refers to one or more ingredients, which are componentOf (C2PA 2.2 §15.10.3.2.2).", action.Name);
                break;
            case ActionNames.Removed when action.Removed.Count == 0 || action.Ingredients.Count > 0:
                yield return new("action.removed.ingredient", "c2pa.removed refers to one or more ingredients of earlier manifests (C2PA 2.2 §15.10.3.2.2).", action.Name, "Name them under Removed.");
                break;
            case ActionNames.Transcoded or ActionNames.Repackaged when !All(IngredientRelationship.ParentOf):
                yield return new("action.transcoded.ingredient", "The action refers to the parent or to nothing (C2PA 2.2 §15.10.3.2.2).", action.Name);
                break;
            case ActionNames.Redacted when action.Reason is null || !action.Parameters.TryGetValue("redacted", out var uri) || !IsRedacted(uri):
                yield return new("action.redacted", "c2pa.redacted needs a reason and names an assertion that the claim redacts (C2PA 2.2 §18.14.4.7).", action.Name, "Give a Redaction; the action is added for it.");
                break;
            case ActionNames.Translated when !action.Parameters.ContainsKey("sourceLanguage") || !action.Parameters.ContainsKey("targetLanguage"):
                yield return new("action.translated", "c2pa.translated has the parameters sourceLanguage and targetLanguage (C2PA 2.2 §18.14.4.7).", action.Name);
                break;
            case ActionNames.Watermarked when builder.Assertions.All(a => a.Label != Labels.SoftBinding):
                yield return new("action.watermarked", "c2pa.watermarked comes with a soft binding (C2PA 2.2 §18.14.5).", action.Name, "Add a SoftBinding that describes the watermark.");
                break;
        }

        bool IsRedacted(CborValue uri) => builder.Redactions.Any(r => CborValue.Of(BoxUri.Assertion(r.Place.Manifest, r.Place.Assertion)).Encoded.Span.SequenceEqual(uri.Encoded.Span));

        bool All(IngredientRelationship relationship) => action.Ingredients.All(k => builder.Ingredients.Any(i => i.Key == k && i.Relationship == relationship));
    }

    // §18.15.3: an ingredient comes with the action that says what became of it. Update manifests are exempt.
    private static IEnumerable<CredentialProblem> EveryIngredient(ManifestBuilder builder)
    {
        if (builder.Kind == ManifestKind.Update) yield break;
        foreach (var ingredient in builder.Ingredients)
        {
            var needed = ingredient.Relationship switch
            {
                IngredientRelationship.ParentOf => ActionNames.Opened,
                IngredientRelationship.ComponentOf => ActionNames.Placed,
                _ => null,
            };
            if (needed is not null && !builder.Actions.Any(a => a.Name == needed && a.Ingredients.Contains(ingredient.Key)))
                yield return new("ingredient.action", $"The ingredient needs a {needed} action that refers to it (C2PA 2.2 §18.15.3).", ingredient.Key);
        }
    }
}
