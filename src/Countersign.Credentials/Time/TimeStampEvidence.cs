using Countersign.Credentials.Cbor;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Time;

/// <summary>Whether a chain of certificates leads to a trusted time-stamp authority (C2PA 2.2 §14.4.2, §14.5.1.2).</summary>
/// <param name="chain">In DER: the certificate that signed the time-stamp, then others that came with it, in no order that may be relied on.</param>
/// <param name="at">The time at which the certificates are to be valid.</param>
internal delegate bool TimeStamperTrust(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset at);

/// <summary>All that is known of the time of one claim signature.</summary>
internal sealed record TimeStampEvidence
{
    /// <summary>The <c>sigTst</c> header (v1), or null.</summary>
    public CborNode? SigTst { get; init; }

    /// <summary>What <see cref="SigTst"/> stamps: <see cref="TimeStampPayload.OfClaim"/>.</summary>
    public ReadOnlyMemory<byte> ClaimPayload { get; init; }

    /// <summary>The <c>sigTst2</c> header (v2), or null.</summary>
    public CborNode? SigTst2 { get; init; }

    /// <summary>What <see cref="SigTst2"/> and <see cref="AssertionTokens"/> stamp: <see cref="TimeStampPayload.OfSignature"/>.</summary>
    public ReadOnlyMemory<byte> SignaturePayload { get; init; }

    /// <summary>The tokens that <c>c2pa.time-stamp</c> assertions of other manifests hold for this one (C2PA 2.2 §15.8.1.2).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> AssertionTokens { get; init; } = [];

    /// <summary>The JUMBF URI of the claim signature, for the statuses.</summary>
    public required string Uri { get; init; }
}

/// <summary>What the time-stamps of a signature came to.</summary>
/// <param name="Statuses">The two successes, and informational codes otherwise; a time-stamp never makes a claim fail (C2PA 2.2 §15.8.2).</param>
/// <param name="Trusted">The time attested by the first time-stamp that passed everything; null when none did, and then the current time counts.</param>
/// <param name="Shown">The time of a time-stamp whose signature and imprint held, trusted or not: for people to read, never to judge by.</param>
/// <param name="Authority">The name in the certificate behind <paramref name="Shown"/>.</param>
internal sealed record TimeStampResult(IReadOnlyList<ValidationStatus> Statuses, DateTimeOffset? Trusted, DateTimeOffset? Shown, string? Authority);
