using System.Security.Cryptography;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Signing.Keys;

/// <summary>Signs with a key in this process.</summary>
public sealed class LocalSigner : IClaimSigner, IDisposable
{
    private readonly PrivateKey _key;

    private LocalSigner(PrivateKey key, SigningAlgorithm algorithm, IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        _key = key;
        Algorithm = algorithm;
        Chain = chain;
    }

    /// <inheritdoc/>
    public SigningAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default) => ValueTask.FromResult(_key.Sign(Algorithm, toBeSigned));

    /// <summary>Makes a signer, or throws where <see cref="TryFromPem"/> would say why not.</summary>
    /// <param name="key">The private key in PEM: PKCS#8, EC or RSA.</param>
    /// <param name="chain">The certificates in PEM, the signer's own first.</param>
    /// <param name="algorithm">The algorithm; null for the one that goes with the key.</param>
    /// <param name="password">Of an encrypted key.</param>
    /// <exception cref="ArgumentException">Key, certificate or algorithm are not fit.</exception>
    public static LocalSigner FromPem(string key, string chain, SigningAlgorithm? algorithm = null, string? password = null) =>
        TryFromPem(key, chain, algorithm, password, out var signer, out var why) ? signer! : throw new ArgumentException(why, nameof(chain));

    /// <summary>Makes a signer, and checks that key and certificate belong together and that the certificate passes the profile (C2PA 2.2 §14.5.1).</summary>
    /// <param name="key">The private key in PEM: PKCS#8, EC or RSA.</param>
    /// <param name="chain">The certificates in PEM, the signer's own first.</param>
    /// <param name="algorithm">The algorithm; null for the one that goes with the key.</param>
    /// <param name="password">Of an encrypted key.</param>
    /// <param name="signer">The signer, when true is returned.</param>
    /// <param name="why">What is not fit, when false is returned.</param>
    public static bool TryFromPem(string key, string chain, SigningAlgorithm? algorithm, string? password, out LocalSigner? signer, out string? why)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(chain);
        signer = null;
        if (!PemReader.TryCertificates(chain, out var certificates, out var says))
        {
            why = says;
            return false;
        }

        try
        {
            var own = PrivateKey.FromPem(key, password);
            if (TryMake(own, certificates.Select(c => (ReadOnlyMemory<byte>)c), algorithm, out signer, out why)) return true;
            own.Dispose();
            return false;
        }
        catch (CryptographicException e)
        {
            why = "The private key cannot be used: " + e.Message;
            return false;
        }
    }

    /// <summary>Makes a signer from keys of the platform. The signer takes the key over, unless this throws.</summary>
    /// <param name="key">An <see cref="ECDsa"/> or <see cref="RSA"/> with its private part.</param>
    /// <param name="chain">The certificates in DER, the signer's own first.</param>
    /// <param name="algorithm">The algorithm; null for the one that goes with the key.</param>
    /// <exception cref="ArgumentException">Key, certificate or algorithm are not fit.</exception>
    public static LocalSigner FromKey(AsymmetricAlgorithm key, IReadOnlyList<ReadOnlyMemory<byte>> chain, SigningAlgorithm? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var own = key switch
        {
            ECDsa ec => PrivateKey.Of(ec),
            RSA rsa => PrivateKey.Of(rsa),
            _ => throw new ArgumentException("The key is neither an ECDSA nor an RSA key.", nameof(key)),
        };
        return TryMake(own, chain, algorithm, out var signer, out var why) ? signer! : throw new ArgumentException(why, nameof(chain));
    }

    internal static bool TryMake(PrivateKey key, IEnumerable<ReadOnlyMemory<byte>> certificates, SigningAlgorithm? algorithm, out LocalSigner? signer, out string? why)
    {
        signer = null;
        var chosen = algorithm ?? key.Usual;
        var chain = SignerChecks.WithoutRoot(certificates);
        why = key.Fits(chosen) ? SignerChecks.Wrong(chosen, chain, data => key.Sign(chosen, data)) : $"The key cannot make signatures of {chosen}.";
        if (why is null) signer = new LocalSigner(key, chosen, chain);
        return why is null;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();
}
