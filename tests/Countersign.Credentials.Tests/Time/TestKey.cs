using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Signing.Keys;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Countersign.Credentials.Tests.Time;

/// <summary>A key made for a test, and what signs with it.</summary>
internal sealed class TestKey : IDisposable
{
    private readonly AsymmetricAlgorithm? _key;
    private readonly byte[] _ed25519 = [];

    public TestKey(SigningAlgorithm algorithm)
    {
        Algorithm = algorithm;
        switch (algorithm)
        {
            case SigningAlgorithm.Es256: _key = ECDsa.Create(ECCurve.NamedCurves.nistP256); break;
            case SigningAlgorithm.Es384: _key = ECDsa.Create(ECCurve.NamedCurves.nistP384); break;
            case SigningAlgorithm.Es512: _key = ECDsa.Create(ECCurve.NamedCurves.nistP521); break;
            case SigningAlgorithm.Ed25519: _ed25519 = RandomNumberGenerator.GetBytes(32); break;
            default: _key = RSA.Create(2048); break;
        }

        PublicKey = _key is null ? new PublicKey(new Oid("1.3.101.112"), null!, new AsnEncodedData(PublicEd25519())) : _key is ECDsa e ? new PublicKey(e) : new PublicKey((RSA)_key);
    }

    public SigningAlgorithm Algorithm { get; }

    public PublicKey PublicKey { get; }

    public AsymmetricAlgorithm Native => _key ?? throw new InvalidOperationException("The platform has no Ed25519.");

    public HashAlgorithmName Hash => Algorithm switch
    {
        SigningAlgorithm.Es384 or SigningAlgorithm.Ps384 => HashAlgorithmName.SHA384,
        SigningAlgorithm.Es512 or SigningAlgorithm.Ps512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    public byte[] PublicEd25519()
    {
        var key = new byte[32];
        Ed25519.GeneratePublicKey(_ed25519, 0, key, 0);
        return key;
    }

    /// <summary>As COSE has it.</summary>
    public byte[] Sign(byte[] data)
    {
        if (_key is ECDsa ecdsa) return ecdsa.SignData(data, Hash);
        if (_key is RSA rsa) return rsa.SignData(data, Hash, RSASignaturePadding.Pss);
        var signature = new byte[64];
        Ed25519.Sign(_ed25519, 0, data, 0, data.Length, signature, 0);
        return signature;
    }

    public void Dispose() => _key?.Dispose();
}

/// <summary>A key with certificates.</summary>
internal sealed class TestSigner(TestKey key, params byte[][] chain) : IClaimSigner
{
    public SigningAlgorithm Algorithm => key.Algorithm;

    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; } = [.. chain.Select(c => new ReadOnlyMemory<byte>(c))];

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> toBeSigned, CancellationToken cancel = default) => new(key.Sign(toBeSigned.ToArray()));
}
