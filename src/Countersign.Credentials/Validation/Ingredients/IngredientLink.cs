using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Ingredients;

/// <summary>One ingredient assertion that stands, and what it points to (C2PA 2.2 §18.15).</summary>
/// <param name="Owner">The manifest that has the assertion.</param>
/// <param name="OwnerClaim">Its claim.</param>
/// <param name="Assertion">The assertion.</param>
/// <param name="Relationship">parentOf, componentOf or inputTo; null when absent.</param>
/// <param name="Manifest">The reference to the ingredient's manifest, or null when the ingredient has none.</param>
/// <param name="Signature">The reference to its claim signature, or null.</param>
internal sealed record IngredientLink(Manifest Owner, Claim OwnerClaim, Assertion Assertion, string? Relationship, HashedUri? Manifest, HashedUri? Signature)
{
    /// <summary>
    /// The label of the ingredient's manifest, taken out of the reference (§15.11.3.3), which in some writers' files goes on to the claim; null when there is
    /// no reference, or it is none.
    /// </summary>
    public string? TargetLabel { get; } = JumbfUri.Read(Manifest?.Url)?.Manifest;

    public static IngredientLink? Read(Manifest owner, Claim claim, Assertion assertion)
    {
        if (assertion.Node is not { } node) return null;
        var manifest = HashedUri.Read(node["activeManifest"] ?? node["c2pa_manifest"]);
        return new(owner, claim, assertion, node.TextAt("relationship"), manifest, HashedUri.Read(node["claimSignature"]));
    }
}
