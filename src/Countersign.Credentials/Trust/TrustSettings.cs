namespace Countersign.Credentials.Trust;

/// <summary>What a <see cref="TrustStore"/> is made from. Certificates are PEM texts; text between them is passed over.</summary>
public sealed record TrustSettings
{
    /// <summary>
    /// Anchors of claim signers of the C2PA trust list. They count for certificates with the purpose c2pa-kp-claimSigning only (C2PA 2.2 §14.4.1): the issuers on the
    /// list also issue certificates for mail and documents, and those were not vetted for this.
    /// </summary>
    public IReadOnlyList<string> SignerAnchors { get; init; } = [];

    /// <summary>Anchors of time-stamping authorities (§14.4.2).</summary>
    public IReadOnlyList<string> TimeStampAnchors { get; init; } = [];

    /// <summary>Anchors that the user adds: for claim signers of every accepted purpose, and for time-stamps.</summary>
    public IReadOnlyList<string> UserAnchors { get; init; } = [];

    /// <summary>
    /// Single certificates that are trusted as they are: the private credential store (§14.4.3). They vouch for nobody else. In PEM, or the SHA-256 of the DER in
    /// base64, one a line.
    /// </summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>
    /// The purposes that claim signers may have, as OIDs, one a line; lines that begin with // or # are comments. Null for c2pa-kp-claimSigning, emailProtection and documentSigning.
    /// </summary>
    public string? KeyUsages { get; init; }
}
