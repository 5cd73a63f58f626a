using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation.Rules;

namespace Countersign.Credentials.Validation;

/// <summary>One manifest after validation.</summary>
internal sealed class ManifestVerdict(Manifest manifest, Claim? claim, StatusList statuses)
{
    public Manifest Manifest { get; } = manifest;

    public Claim? Claim { get; } = claim;

    public StatusList Statuses { get; } = statuses;

    /// <summary>What the rules looked at; null when there was no claim to look at.</summary>
    public ManifestCase? Case { get; set; }

    public SignerReport? Signer { get; set; }

    public IReadOnlyList<IdentityReport> Identities { get; set; } = [];
}
