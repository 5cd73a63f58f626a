using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Identity.Aggregation;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Identity;

/// <summary>
/// Validates an identity assertion (CAWG identity assertion 1.2 §7). What it finds speaks of this assertion alone: the manifest around it is as valid as it was.
/// <para>
/// <c>cawg.identity.well-formed</c> or <c>.trusted</c> is said only where nothing else failed. The reference implementation says well-formed beside
/// <c>cawg.identity.pad.invalid</c> too, which §7.2.1 does not allow.
/// </para>
/// </summary>
internal static class IdentityCheck
{
    /// <summary>Attack: a manifest of a hundred thousand identity assertions, each with a signature to verify and a claim to encode again.</summary>
    public const int MostAssertions = 16;

    // Failures that say no more than that the caller does not know somebody.
    private static readonly string[] s_ofTrust = ["cawg.x509.credential.untrusted", "cawg.ica.untrusted_issuer"];

    /// <summary>Validates. The findings are in the case's statuses.</summary>
    /// <returns>Who it names.</returns>
    public static IdentityReport Check(IdentityCase now)
    {
        if (now.Content is not { } content)
        {
            now.Fail("cawg.identity.cbor.invalid", "The identity assertion is not well-formed CBOR.");
            return new(now.Uri, "", null, Holds: false, Trusted: false);
        }

        if (!IdentityAssertion.TryRead(content, out var assertion, out var says))
        {
            now.Fail("cawg.identity.cbor.invalid", "The identity assertion is malformed. " + says);
            return new(now.Uri, "", null, Holds: false, Trusted: false);
        }

        References(now, assertion);
        if (!assertion.IsPaddedWithZeros) now.Fail("cawg.identity.pad.invalid", "The padding of the identity assertion holds something.");
        ExpectationRules.Check(now, assertion);
        var (name, trusted) = Signature(now, assertion);
        var holds = !now.Statuses.All.Any(s => s.Kind == StatusKind.Failure && !s_ofTrust.Contains(s.Code));
        if (holds && trusted) now.Success("cawg.identity.trusted", $"{name ?? "Somebody without a name"} stands for these assertions, and is vouched for by somebody trusted.");
        else if (holds) now.Success("cawg.identity.well-formed", $"{name ?? "Somebody without a name"} stands for these assertions; whether that is the right name nobody trusted vouches for.");
        return new(now.Uri, assertion.Type, name, holds, holds && trusted);
    }

    private static (string? Name, bool Trusted) Signature(IdentityCase now, IdentityAssertion assertion)
    {
        switch (assertion.Type)
        {
            case IdentityAssertion.X509: return X509Identity.Check(now, assertion);
            case IdentityAssertion.Aggregation: return AggregatedIdentity.Check(now, assertion);
            default:
                now.Fail("cawg.identity.sig_type.unknown", $"The kind of signature of the identity assertion ({assertion.Type}) is not known.");
                return (null, false);
        }
    }

    // §7.1: each reference is one of the claim's, none stands twice, and one is a hard binding.
    private static void References(IdentityCase now, IdentityAssertion assertion)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bound = false;
        foreach (var reference in assertion.References)
        {
            var url = now.Absolute(reference.Url);
            if (!seen.Add(url ?? reference.Url!)) now.Fail("cawg.identity.assertion.duplicate", "The identity assertion refers to the same assertion twice.");
            if (url is null || !now.Declared.TryGetValue(url, out var known) || !IsSame(reference, known))
            {
                now.Fail("cawg.identity.assertion.mismatch", "The identity assertion refers to an assertion that the claim does not have, or has with another hash.");
                continue;
            }

            bound |= HardBindings.IsHardBinding(url[(url.LastIndexOf('/') + 1)..]);
        }

        if (!bound) now.Fail("cawg.identity.hard_binding_missing", "The identity assertion refers to no assertion that binds the content.");
    }

    // An algorithm that is left out is the claim's; the hash itself tells them apart.
    private static bool IsSame(HashedUri reference, HashedUri known) =>
        known.Hash is { } hash && hash.Span.SequenceEqual(reference.Hash!.Value.Span)
        && (reference.Algorithm is null || known.Algorithm is null || reference.Algorithm == known.Algorithm);
}
