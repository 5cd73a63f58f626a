using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>The assertions that a manifest of each kind must and must not have (C2PA 2.2 §15.10.1, §11.2).</summary>
internal static class KindRules
{
    public static void Check(ManifestCase now)
    {
        if (now.Manifest.Kind == ManifestKind.Update) Update(now);
        else Standard(now);
    }

    private static void Standard(ManifestCase now)
    {
        var bindings = now.Declared.Where(a => HardBindings.IsHardBinding(a.Box.Label)).ToList();
        // A binding that was changed after signing binds nothing: whoever changed it could have bound anything.
        if (!bindings.Exists(now.IsIntact)) now.Statuses.Fail(StatusCodes.HardBindingsMissing, now.ClaimUri, "Nothing that was signed binds the manifest to the content.");
        if (bindings.Count > 1) now.Statuses.Fail(StatusCodes.MultipleHardBindings, JumbfUri.Of(now.Manifest.Label, "c2pa.assertions"), $"The manifest has {bindings.Count} bindings to the content, where one is allowed.");

        var parents = now.Named("c2pa.ingredient").Count(i => i.Node?.TextAt("relationship") == "parentOf");
        if (parents > 1) now.Statuses.Fail(StatusCodes.MultipleParents, now.ClaimUri, $"The manifest names {parents} parents, where one is allowed.");

        if (now.Claim.Version < now.Policy.InceptionRequiredFrom) return;
        var with = now.Named("c2pa.actions").Count(a => ActionRules.Items(a.Node).Any(ActionRules.IsInception));
        if (with == 1) return;
        var actions = now.Named("c2pa.actions").FirstOrDefault();
        now.Statuses.Fail(StatusCodes.ActionMalformed, actions?.Uri ?? now.ClaimUri, with == 0
            ? "No action says how the content came to be: c2pa.created or c2pa.opened is required."
            : "More than one actions assertion says how the content came to be.", actions?.Box.Offset);
    }

    private static void Update(ManifestCase now)
    {
        var ingredients = now.Named("c2pa.ingredient").ToList();
        if (ingredients.Count != 1 || ingredients[0].Node?.TextAt("relationship") != "parentOf")
            now.Statuses.Fail(StatusCodes.UpdateWrongParents, now.ClaimUri, "An update manifest has exactly one ingredient, and that is its parent.");

        foreach (var assertion in now.Declared)
        {
            var name = assertion.Label.Name;
            if (HardBindings.IsHardBinding(assertion.Box.Label) || name == "c2pa.hash.multi-asset" || name.StartsWith("c2pa.thumbnail.", StringComparison.Ordinal))
                now.Statuses.Fail(StatusCodes.UpdateInvalid, now.ClaimUri, $"An update manifest may not have {assertion.Box.Label}: it would speak of changed content.", assertion.Box.Offset);
            else if (name == "c2pa.actions")
            {
                foreach (var action in ActionRules.Items(assertion.Node))
                {
                    if (action.TextAt("action") is not ("c2pa.edited.metadata" or "c2pa.opened" or "c2pa.published" or "c2pa.redacted") and var other)
                        now.Statuses.Fail(StatusCodes.UpdateInvalid, now.ClaimUri, $"An update manifest may not have the action {other ?? "without a name"}.", assertion.Box.Offset);
                }
            }
        }
    }
}
