using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>The content of the assertions of the standard is readable, and what they refer to is there (C2PA 2.2 §15.10.3.1, §15.10.3.3).</summary>
internal static class ContentRules
{
    public static void Check(ManifestCase now)
    {
        foreach (var assertion in now.Declared)
        {
            if (!assertion.Label.Name.StartsWith("c2pa.", StringComparison.Ordinal)) continue;
            if (assertion.IsCbor && assertion.Node is null)
            {
                now.Statuses.Fail(StatusCodes.AssertionCborInvalid, assertion.Uri, "The assertion is no well-formed CBOR: " + assertion.Defect, assertion.Box.Offset);
            }
            else if (!assertion.IsCbor && assertion.IsJson)
            {
                using var json = assertion.ReadJson(out var defect);
                if (json is null) now.Statuses.Fail(StatusCodes.AssertionJsonInvalid, assertion.Uri, "The assertion is no JSON: " + defect, assertion.Box.Offset);
            }

            if (assertion.Node is { } node && now.Claim.Version >= now.Policy.ReferencesFrom) References(now, assertion, node, now.Claim.Algorithm);
        }

        if (now.Claim.Version >= now.Policy.ReferencesFrom)
        {
            foreach (var generator in now.Claim.Generators)
            {
                if (generator["icon"] is { } icon && HashedUri.Looks(icon)) Reference(now, now.ClaimUri, icon, now.Claim.Algorithm);
            }
        }
    }

    // The references to an ingredient's manifest and signature have rules and codes of their own (§15.11.3).
    private static bool IsIngredientLink(Assertion assertion, string key) => assertion.Label.Name == "c2pa.ingredient" && key is "activeManifest" or "c2pa_manifest" or "claimSignature";

    // The depth of the tree is bounded where it was read.
    private static void References(ManifestCase now, Assertion assertion, CborNode node, string? algorithm)
    {
        switch (node.Kind)
        {
            case CborKind.Map when HashedUri.Looks(node): Reference(now, assertion.Uri, node, algorithm); break;
            case CborKind.Map:
                algorithm = node.TextAt("alg") is { } own && HashNames.Of(own) is not null ? own : algorithm;
                foreach (var (key, value) in node.Entries)
                {
                    if (!IsIngredientLink(assertion, key.Text)) References(now, assertion, value, algorithm);
                }

                break;
            case CborKind.Array:
                foreach (var item in node.Items) References(now, assertion, item, algorithm);
                break;
            case CborKind.Tag: References(now, assertion, node.Tagged!, algorithm); break;
        }
    }

    private static void Reference(ManifestCase now, string uri, CborNode node, string? enclosing)
    {
        var reference = HashedUri.Read(node)!;
        var absolute = now.Absolute(reference.Url);
        // What a later claim redacted cannot be compared any more, and its absence is no fault.
        if (absolute is not null && now.Redacted.Contains(absolute)) return;
        var (manifest, target) = now.Target(reference.Url);
        if (manifest is null || target is null || manifest.Resolve(target.Path) is not { } box)
        {
            now.Statuses.Fail(StatusCodes.ReferenceMissing, uri, $"What the assertion refers to is not there: {reference.Url}");
            return;
        }

        if (HashNames.Of(reference.Algorithm ?? enclosing) is not { } algorithm)
        {
            now.Statuses.Fail(StatusCodes.AlgorithmUnsupported, uri, $"The hash algorithm '{reference.Algorithm ?? enclosing ?? "none"}' is not allowed.");
            return;
        }

        if (reference.Hash is not { } expected || !expected.Span.SequenceEqual(HashNames.Hash(algorithm, box.Content.Span)))
            now.Statuses.Fail(StatusCodes.ReferenceMismatch, uri, $"What the assertion refers to was changed: {reference.Url}", box.Offset);
    }
}
