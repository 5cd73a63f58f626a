using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>
/// Every assertion that a claim lists is there and has its hash; every assertion that is there is listed; what was redacted is gone
/// (C2PA 2.2 §15.10.3.1, §15.11.3.3.1).
/// </summary>
internal static class DeclarationRules
{
    /// <summary>Checks the lists and gives the assertions that stand, in the order of the claim.</summary>
    public static IReadOnlyList<Assertion> Check(ManifestCase now)
    {
        var (manifest, claim, statuses) = (now.Manifest, now.Claim, now.Statuses);
        var standing = new List<Assertion>();
        var referred = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in claim.Created.Concat(claim.Gathered))
        {
            if (JumbfUri.Read(reference.Url) is not { } uri)
            {
                statuses.Fail(StatusCodes.AssertionMissing, now.ClaimUri, "The claim lists an assertion without saying where it is.", claim.Offset);
                continue;
            }

            var absolute = JumbfUri.Of(uri.Manifest ?? manifest.Label, [.. uri.Path]);
            if (uri.Manifest is not null && uri.Manifest != manifest.Label)
            {
                statuses.Fail(StatusCodes.OutsideManifest, absolute, "An assertion that the claim lists lies in another manifest.");
                continue;
            }

            if (!referred.Add(uri.Path[^1])) continue;
            if (now.Redacted.Contains(absolute))
            {
                CheckRedacted(now, uri, absolute);
                continue;
            }

            if (uri.Path is not ["c2pa.assertions", var label] || manifest.Find(label) is not { } assertion)
            {
                statuses.Fail(StatusCodes.AssertionMissing, absolute, "An assertion that the claim lists is not there, or is there twice.");
                continue;
            }

            standing.Add(assertion);
            CheckHash(now, reference, assertion);
        }

        foreach (var assertion in manifest.Assertions)
        {
            if (!referred.Contains(assertion.Box.Label))
                statuses.Fail(StatusCodes.Undeclared, assertion.Uri, "An assertion is in the manifest, and the claim does not list it.", assertion.Box.Offset);
        }

        return standing;
    }

    private static void CheckHash(ManifestCase now, HashedUri reference, Assertion assertion)
    {
        if (HashNames.Of(reference.Algorithm ?? now.Claim.Algorithm) is not { } algorithm)
        {
            now.Statuses.Fail(StatusCodes.AlgorithmUnsupported, assertion.Uri, $"The hash algorithm '{reference.Algorithm ?? now.Claim.Algorithm ?? "none"}' is not allowed.", assertion.Box.Offset);
            return;
        }

        var hash = HashNames.Hash(algorithm, assertion.Box.Content.Span);
        if (reference.Hash is { } expected && expected.Span.SequenceEqual(hash))
            now.Statuses.Success(StatusCodes.HashedUriMatch, assertion.Uri, "The assertion is as it was when it was signed.", assertion.Box.Offset);
        else
            now.Statuses.Fail(StatusCodes.HashedUriMismatch, assertion.Uri, "The assertion was changed after it was signed.", assertion.Box.Offset);
    }

    private static void CheckRedacted(ManifestCase now, JumbfUri uri, string absolute)
    {
        var label = AssertionLabel.Read(uri.Path[^1]);
        if (label.Name == "c2pa.actions")
            now.Statuses.Fail(StatusCodes.ActionRedacted, absolute, "Actions were redacted; they may not be.");
        else if (HardBindings.IsHardBinding(uri.Path[^1]))
            now.Statuses.Fail(now.Policy.OneCodeForRedactedBindings ? StatusCodes.HardBindingRedacted24 : StatusCodes.HardBindingRedacted, absolute, "The binding to the content was redacted; it may not be.");

        // Whatever its type says: a box left in a redacted place that still carries something was not redacted, or was forged there.
        foreach (var assertion in now.Manifest.Assertions)
        {
            if (assertion.Uri == absolute && !assertion.IsBlank)
                now.Statuses.Fail(StatusCodes.NotRedacted, absolute, "The assertion is declared redacted, and is still there.", assertion.Box.Offset);
        }
    }
}
