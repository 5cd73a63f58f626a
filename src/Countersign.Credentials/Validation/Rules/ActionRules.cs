using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>What an actions assertion must satisfy (C2PA 2.2 §15.10.3.2.2).</summary>
internal static class ActionRules
{
    /// <summary>The actions of an assertion; none when its content is not as it should be.</summary>
    public static IEnumerable<CborNode> Items(CborNode? node) =>
        node?["actions"] is { Kind: CborKind.Array } list ? list.Items.Where(i => i.Kind == CborKind.Map) : [];

    public static bool IsInception(CborNode action) => action.TextAt("action") is "c2pa.created" or "c2pa.opened";

    public static void Check(ManifestCase now)
    {
        var first = true;
        foreach (var assertion in now.Named("c2pa.actions"))
        {
            if (assertion.Node is { } node) Check(now, assertion, node, first);
            first = false;
        }
    }

    private static void Check(ManifestCase now, Assertion assertion, CborNode node, bool first)
    {
        if (node["actions"] is not { Kind: CborKind.Array, Items: { Count: > 0 } items })
        {
            Malformed(now, assertion, "The assertion has no list of actions.");
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            var action = items[i];
            if (action.Kind != CborKind.Map || action.TextAt("action") is not { } name)
            {
                Malformed(now, assertion, "An action has no name.");
                continue;
            }

            if (now.Claim.Version >= now.Policy.InceptionRequiredFrom && IsInception(action) && (!first || i > 0))
                Malformed(now, assertion, $"{name} is not the first action of the manifest.");
            if (now.Claim.Version >= now.Policy.ActionIngredientsFrom) Ingredients(now, assertion, action, name);
            if (name == "c2pa.redacted") Redaction(now, assertion, action);
            if (name == "c2pa.watermarked.bound" && now.Policy.SoftBindingForBoundWatermarks && !now.Named("c2pa.soft-binding").Any())
                now.Statuses.Fail(StatusCodes.ActionSoftBindingMissing, assertion.Uri, "A bound watermark needs a soft binding beside it.", assertion.Box.Offset);
        }
    }

    private static void Ingredients(ManifestCase now, Assertion assertion, CborNode action, string name)
    {
        var needed = name is "c2pa.opened" or "c2pa.placed" or "c2pa.removed";
        if (!needed && name is not ("c2pa.transcoded" or "c2pa.repackaged")) return;
        var references = References(action["parameters"]);
        if (references is null)
        {
            if (needed) Mismatch(now, assertion, $"{name} does not say of which ingredient.");
            return;
        }

        if (references.Count == 0) Mismatch(now, assertion, $"{name} has an empty list of ingredients.");
        else if (name == "c2pa.opened" && references.Count > 1) Mismatch(now, assertion, "c2pa.opened names more than one ingredient.");
        var relationship = name is "c2pa.placed" or "c2pa.removed" ? "componentOf" : "parentOf";
        foreach (var reference in references)
        {
            if (!Resolves(now, HashedUri.Read(reference), relationship, elsewhere: name == "c2pa.removed"))
                Mismatch(now, assertion, $"{name} names an ingredient that is not there as {relationship}.");
        }
    }

    // Version 2 has a list; version 1 one reference. Null when neither is given.
    private static IReadOnlyList<CborNode>? References(CborNode? parameters)
    {
        if (parameters?["ingredients"] is { } list) return list.Kind == CborKind.Array ? list.Items : [];
        return parameters?["ingredient"] is { } one ? [one] : null;
    }

    private static bool Resolves(ManifestCase now, HashedUri? reference, string relationship, bool elsewhere)
    {
        if (reference?.Hash is not { } expected) return false;
        var (manifest, uri) = now.Target(reference.Url);
        if (manifest is null || uri?.Path is not ["c2pa.assertions", var label] || manifest.Find(label) is not { } ingredient) return false;
        if (ReferenceEquals(manifest, now.Manifest) == elsewhere) return false;
        if (ingredient.Label.Name != "c2pa.ingredient" || ingredient.Node?.TextAt("relationship") != relationship) return false;
        return HashNames.Of(reference.Algorithm ?? now.Claim.Algorithm) is { } algorithm
            && expected.Span.SequenceEqual(HashNames.Hash(algorithm, ingredient.Box.Content.Span));
    }

    private static void Redaction(ManifestCase now, Assertion assertion, CborNode action)
    {
        var url = action["parameters"]?.TextAt("redacted");
        var (manifest, uri) = now.Target(url);
        // The assertion itself is gone or blank; that some claim declared it redacted, or that its box is still there, shows that it was one.
        var known = manifest is not null && uri is { Path: ["c2pa.assertions", var label] } && (now.Redacted.Contains(now.Absolute(url)!) || manifest.Find(label) is not null);
        if (!known) now.Statuses.Fail(StatusCodes.ActionRedactionMismatch, assertion.Uri, "c2pa.redacted does not say which assertion, or names one that never was.", assertion.Box.Offset);
    }

    private static void Malformed(ManifestCase now, Assertion assertion, string says) => now.Statuses.Fail(StatusCodes.ActionMalformed, assertion.Uri, says, assertion.Box.Offset);

    private static void Mismatch(ManifestCase now, Assertion assertion, string says) => now.Statuses.Fail(StatusCodes.ActionIngredientMismatch, assertion.Uri, says, assertion.Box.Offset);
}
