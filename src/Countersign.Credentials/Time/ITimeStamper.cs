namespace Countersign.Credentials.Time;

/// <summary>Obtains time-stamps from an authority (RFC 3161; C2PA 2.2 §10.3.2.5).</summary>
public interface ITimeStamper
{
    /// <summary>
    /// A number of bytes that a token of this authority will not exceed, so that room can be kept for it before it exists.
    /// </summary>
    int EstimatedSize { get; }

    /// <summary>Has the authority attest that these bytes exist now.</summary>
    /// <param name="payload">What to stamp, not hashed yet. Only its hash leaves this machine.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The TimeStampToken in DER: a CMS SignedData with the authority's certificates in it.</returns>
    /// <exception cref="TimeStampException">No usable time-stamp was obtained.</exception>
    ValueTask<byte[]> StampAsync(ReadOnlyMemory<byte> payload, CancellationToken cancel = default);
}
