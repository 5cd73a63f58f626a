using Countersign.Credentials.Claims;
using Countersign.Credentials.Identity;
using Countersign.Credentials.Validation.Rules;

namespace Countersign.Credentials.Validation;

/// <summary>The identity assertions of a manifest (CAWG identity assertion 1.2).</summary>
internal static class IdentityStage
{
    private const string Label = "cawg.identity";

    /// <summary>Checks them. An assertion that is not as the claim hashed it speaks for nobody and is left aside.</summary>
    /// <param name="now">The manifest.</param>
    /// <param name="options">Whom to trust.</param>
    /// <param name="signer">The signer of the claim, or null.</param>
    public static IReadOnlyList<IdentityReport> Check(ManifestCase now, CredentialReaderOptions options, SignerReport? signer = null)
    {
        var assertions = now.Named(Label).Where(now.IsIntact).Take(IdentityCheck.MostAssertions).ToList();
        if (assertions.Count == 0) return [];
        var siblings = assertions.Where(a => a.Node is not null).Select(a => new SiblingIdentity(a.Uri, a.Node!)).ToList();
        var declared = new Dictionary<string, HashedUri>(StringComparer.Ordinal);
        foreach (var reference in (IEnumerable<HashedUri>)[.. now.Claim.Created, .. now.Claim.Gathered])
        {
            if (now.Absolute(reference.Url) is { } url) declared.TryAdd(url, reference);
        }

        var trust = new IdentityTrust
        {
            Actors = options.IdentityTrust ?? options.Trust,
            Stampers = options.Trust,
            Issuers = options.IdentityIssuers,
            DidDocument = options.DidDocument,
        };
        var reports = new List<IdentityReport>();
        foreach (var assertion in assertions)
        {
            var one = new IdentityCase
            {
                Uri = assertion.Uri,
                Content = assertion.Node,
                Claim = now.Claim.Node,
                Declared = declared,
                Siblings = siblings,
                ClaimSigner = signer?.Chain is [var certificate, ..] ? certificate : null,
                ClaimTime = signer?.StampedAt,
                Absolute = now.Absolute,
                Trust = trust,
                Now = options.Clock.GetUtcNow(),
                Limits = options.Limits,
            };
            reports.Add(IdentityCheck.Check(one));
            now.Statuses.AddRange(one.Statuses.All);
        }

        return reports;
    }
}
