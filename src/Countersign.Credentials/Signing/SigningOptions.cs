using Countersign.Credentials.Time;

namespace Countersign.Credentials.Signing;

/// <summary>How to sign.</summary>
public sealed record SigningOptions
{
    /// <summary>No time-stamp, random identifiers, and nothing overwritten.</summary>
    public static SigningOptions Default { get; } = new();

    /// <summary>A time-stamp authority; null for none. Without a time-stamp a credential ends with its certificate (C2PA 2.2 §10.3.2.5).</summary>
    public ITimeStamper? TimeStamper { get; init; }

    /// <summary>True to sign without a time-stamp when the authority does not answer; the result then has a note. False to fail.</summary>
    public bool TimeStampOptional { get; init; }

    /// <summary>
    /// OCSP answers for the signing certificate and those above it, in DER, to be stapled (C2PA 2.2 §14.5.2). They need a time-stamp beside them (§10.3.2.6).
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses { get; init; } = [];

    /// <summary>
    /// True to sign a file that carries credentials which the new manifest does not keep. They are lost then. False, the default, to refuse.
    /// </summary>
    public bool DiscardExisting { get; init; }

    /// <summary>Of signing into a file: true to replace a file that is there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Where identifiers and salts come from.</summary>
    public IIdentifierSource Identifiers { get; init; } = RandomIdentifiers.Instance;

    /// <summary>How far a hostile file or store may lead.</summary>
    public ParseLimits Limits { get; init; } = ParseLimits.Default;
}
