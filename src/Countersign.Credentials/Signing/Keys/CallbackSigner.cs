using System.Formats.Asn1;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Signing.Keys;

/// <summary>
/// Signs with a key that is elsewhere: a PKCS#11 token, a key service, a person's phone. The private key is never seen here. What is given to the callback is the
/// whole text to be signed; who needs its hash alone hashes it.
/// </summary>
public sealed class CallbackSigner : IClaimSigner
{
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>> _sign;
    private readonly int? _field;

    /// <summary>Makes a signer. Nothing is signed for a trial, since a signature may cost money or somebody's approval.</summary>
    /// <param name="algorithm">What the callback signs with.</param>
    /// <param name="chain">The certificates in DER, the signer's own first.</param>
    /// <param name="sign">Gives the signature: of ECDSA, r and s side by side, or in DER as tokens and services mostly give it.</param>
    /// <exception cref="ArgumentException">The certificates are not fit.</exception>
    public CallbackSigner(SigningAlgorithm algorithm, IReadOnlyList<ReadOnlyMemory<byte>> chain, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>> sign)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(sign);
        Algorithm = algorithm;
        Chain = SignerChecks.WithoutRoot(chain);
        _sign = sign;
        if (SignerChecks.Wrong(algorithm, Chain, null) is { } why) throw new ArgumentException(why, nameof(chain));
        if (CertificateView.TryRead(Chain[0], out var leaf)) _field = CertificateKeys.FieldBytes(leaf.KeyAlgorithm);
    }

    /// <inheritdoc/>
    public SigningAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    /// <inheritdoc/>
    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default)
    {
        var signature = await _sign(toBeSigned, cancel).ConfigureAwait(false);
        return _field is { } width ? SideBySide(signature, width) : signature;
    }

    // The length tells them apart: a SEQUENCE of exactly this length would hold an r and s shorter by bytes than anybody will ever see.
    private static byte[] SideBySide(byte[] signature, int width)
    {
        if (signature.Length == 2 * width || !IsDer(signature, out var r, out var s) || r.Length > width || s.Length > width) return signature;
        var both = new byte[2 * width];
        r.CopyTo(both.AsSpan(width - r.Length));
        s.CopyTo(both.AsSpan((2 * width) - s.Length));
        return both;
    }

    private static bool IsDer(byte[] signature, out byte[] r, out byte[] s)
    {
        r = s = [];
        try
        {
            var outer = new AsnReader(signature, AsnEncodingRules.DER);
            var inner = outer.ReadSequence();
            if (outer.HasData) return false;
            r = inner.ReadIntegerBytes().Span.TrimStart((byte)0).ToArray();
            s = inner.ReadIntegerBytes().Span.TrimStart((byte)0).ToArray();
            return !inner.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
