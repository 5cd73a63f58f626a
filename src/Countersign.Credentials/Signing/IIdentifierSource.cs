using System.Security.Cryptography;

namespace Countersign.Credentials.Signing;

/// <summary>Where identifiers and salts come from. The same source with the same numbers makes the same manifest.</summary>
public interface IIdentifierSource
{
    /// <summary>A new UUID of version 4 (RFC 9562).</summary>
    Guid NextId();

    /// <summary>Fills a salt. The bytes must not be guessable: a salt keeps the content of a redacted assertion from being tried out against its hash.</summary>
    /// <param name="salt">16 bytes to fill.</param>
    void FillSalt(Span<byte> salt);
}

/// <summary>Random identifiers and salts, from the operating system.</summary>
public sealed class RandomIdentifiers : IIdentifierSource
{
    private RandomIdentifiers() { }

    /// <summary>The one instance; it keeps no state.</summary>
    public static RandomIdentifiers Instance { get; } = new();

    /// <inheritdoc/>
    public Guid NextId() => Guid.NewGuid();

    /// <inheritdoc/>
    public void FillSalt(Span<byte> salt) => RandomNumberGenerator.Fill(salt);
}
