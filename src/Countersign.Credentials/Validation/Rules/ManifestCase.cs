using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>One manifest under validation: what was read of it, and what the rules may look up.</summary>
/// <param name="Store">The store it lies in.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Claim">Its claim.</param>
/// <param name="Redacted">The URIs, from the store, of every assertion that some claim in the lineage redacts.</param>
/// <param name="Policy">The edition.</param>
/// <param name="Statuses">Where findings go.</param>
internal sealed record ManifestCase(ManifestStore Store, Manifest Manifest, Claim Claim, IReadOnlySet<string> Redacted, EditionPolicy Policy, StatusList Statuses)
{
    /// <summary>The URI of the claim box, for statuses.</summary>
    public string ClaimUri => JumbfUri.Of(Manifest.Label, Claim.Version == 1 ? "c2pa.claim" : "c2pa.claim.v2");

    /// <summary>The assertions that the claim refers to, in its order, those it has created first. Redacted and missing ones are left out.</summary>
    public required IReadOnlyList<Assertion> Declared { get; init; }

    /// <summary>The declared assertions of one base name, whatever their version and instance.</summary>
    public IEnumerable<Assertion> Named(string name) => Declared.Where(a => a.Label.Name == name);

    /// <summary>True when the assertion has the hash that the claim gives it.</summary>
    public bool IsIntact(Assertion assertion) => Statuses.All.Any(s => s.Code == StatusCodes.HashedUriMatch && s.Uri == assertion.Uri);

    /// <summary>What a reference in this manifest refers to: the manifest, and the label of the assertion when it is one.</summary>
    public (Manifest? Manifest, JumbfUri? Uri) Target(string? url)
    {
        if (JumbfUri.Read(url) is not { } uri) return (null, null);
        return (uri.Manifest is null || uri.Manifest == Manifest.Label ? Manifest : Store.Find(uri.Manifest), uri);
    }

    /// <summary>The reference from the store, or null where it is no reference.</summary>
    public string? Absolute(string? url) => JumbfUri.Read(url) is { } uri ? JumbfUri.Of(uri.Manifest ?? Manifest.Label, [.. uri.Path]) : null;
}
