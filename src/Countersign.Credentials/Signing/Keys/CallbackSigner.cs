using System.Formats.Asn1;

namespace Countersign.Credentials.Signing.Keys;

/// <summary>
/// Signs with a key that is elsewhere: a PKCS#11 token, a key service, a person's phone. The private key is never seen here. What is given to the callback is the
/// whole text to be signed; who needs its hash alone hashes it.
/// </summary>
public sealed class CallbackSigner : IClaimSigner
{
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>> _sign;

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
    }

    /// <inheritdoc/>
    public SigningAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    /// <inheritdoc/>
    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default)
    {
        var signature = await _sign(toBeSigned, cancel).ConfigureAwait(false);
        return Algorithm is SigningAlgorithm.Es256 or SigningAlgorithm.Es384 or SigningAlgorithm.Es512 ? SideBySide(signature) : signature;
    }

    // r and s side by side have an even length of twice the field of a curve; a SEQUENCE of two numbers begins with 0x30 and says its own length.
    private static byte[] SideBySide(byte[] signature)
    {
        if (signature.Length is 64 or 96 or 132 && (signature[0] != 0x30 || !IsDer(signature, out _, out _))) return signature;
        if (!IsDer(signature, out var r, out var s)) return signature;
        var longest = Math.Max(r.Length, s.Length);
        var width = longest <= 32 ? 32 : longest <= 48 ? 48 : 66;
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
            return !inner.HasData && r.Length <= 66 && s.Length <= 66;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
