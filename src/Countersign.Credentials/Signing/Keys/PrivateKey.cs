using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Time.Der;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Countersign.Credentials.Signing.Keys;

/// <summary>A private key in this process, of any kind that C2PA allows.</summary>
internal sealed class PrivateKey : IDisposable
{
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;
    private readonly byte[]? _edwards;

    private PrivateKey(ECDsa? ec, RSA? rsa, byte[]? edwards)
    {
        _ec = ec;
        _rsa = rsa;
        _edwards = edwards;
    }

    public static PrivateKey Of(ECDsa key) => new(key, null, null);

    public static PrivateKey Of(RSA key) => new(null, key, null);

    /// <summary>The algorithm that goes with the key where none is asked for: by the size of a curve; SHA-256 for RSA.</summary>
    public SigningAlgorithm Usual => _edwards is not null ? SigningAlgorithm.Ed25519 : _rsa is not null ? SigningAlgorithm.Ps256
        : _ec!.KeySize switch { 256 => SigningAlgorithm.Es256, 384 => SigningAlgorithm.Es384, _ => SigningAlgorithm.Es512 };

    /// <summary>True when the key can make signatures of an algorithm.</summary>
    public bool Fits(SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.Es256 or SigningAlgorithm.Es384 or SigningAlgorithm.Es512 => _ec is not null,
        SigningAlgorithm.Ps256 or SigningAlgorithm.Ps384 or SigningAlgorithm.Ps512 => _rsa is not null,
        SigningAlgorithm.Ed25519 => _edwards is not null,
        _ => false,
    };

    /// <summary>Signs.</summary>
    public byte[] Sign(SigningAlgorithm algorithm, ReadOnlyMemory<byte> data) => algorithm switch
    {
        SigningAlgorithm.Es256 => Ec(data, HashAlgorithmName.SHA256),
        SigningAlgorithm.Es384 => Ec(data, HashAlgorithmName.SHA384),
        SigningAlgorithm.Es512 => Ec(data, HashAlgorithmName.SHA512),
        SigningAlgorithm.Ps256 => Rsa(data, HashAlgorithmName.SHA256),
        SigningAlgorithm.Ps384 => Rsa(data, HashAlgorithmName.SHA384),
        SigningAlgorithm.Ps512 => Rsa(data, HashAlgorithmName.SHA512),
        _ => Edwards(data),
    };

    /// <summary>Reads a key in PEM: PKCS#8, or the older forms of EC and RSA keys. Encrypted ones need a password.</summary>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static PrivateKey FromPem(string pem, string? password = null)
    {
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label].ToString();
            var bytes = new byte[fields.DecodedDataLength];
            Convert.TryFromBase64Chars(rest[fields.Base64Data], bytes, out var written);
            switch (label)
            {
                case "PRIVATE KEY": return FromPkcs8(bytes.AsMemory(0, written));
                case "ENCRYPTED PRIVATE KEY":
                    var info = Pkcs8PrivateKeyInfo.DecryptAndDecode(password ?? throw new CryptographicException("The key is encrypted, and no password was given."), bytes.AsMemory(0, written), out _);
                    return FromPkcs8(info.Encode());
                case "EC PRIVATE KEY":
                    var ec = ECDsa.Create();
                    Import(() => ec.ImportECPrivateKey(bytes.AsSpan(0, written), out _), ec);
                    return Of(ec);
                case "RSA PRIVATE KEY":
                    var rsa = RSA.Create();
                    Import(() => rsa.ImportRSAPrivateKey(bytes.AsSpan(0, written), out _), rsa);
                    return Of(rsa);
            }

            rest = rest[fields.Location.End..];
        }

        throw new CryptographicException("There is no private key in the text.");
    }

    /// <summary>Reads a PKCS#8 key in DER (RFC 5208).</summary>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static PrivateKey FromPkcs8(ReadOnlyMemory<byte> der)
    {
        var info = Pkcs8PrivateKeyInfo.Decode(der, out _);
        switch (info.AlgorithmId.Value)
        {
            case Oids.EcPublicKey:
                var ec = ECDsa.Create();
                Import(() => ec.ImportPkcs8PrivateKey(der.Span, out _), ec);
                return Of(ec);
            // The platform does not take keys marked for PSS alone; what is inside is the same.
            case Oids.Rsa or Oids.RsaPss:
                var rsa = RSA.Create();
                Import(() => rsa.ImportRSAPrivateKey(info.PrivateKeyBytes.Span, out _), rsa);
                return Of(rsa);
            case Oids.Ed25519:
                try
                {
                    var seed = new AsnReader(info.PrivateKeyBytes, AsnEncodingRules.DER).ReadOctetString();
                    return seed.Length == Ed25519.SecretKeySize ? new(null, null, seed) : throw new CryptographicException("The Ed25519 key has the wrong length.");
                }
                catch (AsnContentException e)
                {
                    throw new CryptographicException("The Ed25519 key cannot be read.", e);
                }

            default: throw new CryptographicException($"Keys of the kind {info.AlgorithmId.Value} are not used in C2PA.");
        }
    }

    private static void Import(Action import, AsymmetricAlgorithm key)
    {
        try
        {
            import();
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
        if (_edwards is not null) CryptographicOperations.ZeroMemory(_edwards);
    }

    // The platform's keys are not said to be safe for several threads at once.
    private byte[] Ec(ReadOnlyMemory<byte> data, HashAlgorithmName hash)
    {
        lock (_ec!) return _ec.SignData(data.Span, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private byte[] Rsa(ReadOnlyMemory<byte> data, HashAlgorithmName hash)
    {
        lock (_rsa!) return _rsa.SignData(data.Span, hash, RSASignaturePadding.Pss);
    }

    private byte[] Edwards(ReadOnlyMemory<byte> data)
    {
        var signature = new byte[Ed25519.SignatureSize];
        var message = data.ToArray();
        Ed25519.Sign(_edwards!, 0, message, 0, message.Length, signature, 0);
        return signature;
    }
}
