using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>A public key as JSON has it (RFC 7517, RFC 8037): OKP with Ed25519, EC on the three NIST curves, and RSA.</summary>
internal sealed class JsonKey
{
    private readonly string _type, _curve;
    private readonly byte[] _x, _y;

    private JsonKey(string type, string curve, byte[] x, byte[] y) => (_type, _curve, _x, _y) = (type, curve, x, y);

    /// <summary>Reads a JWK; null when it is none of these.</summary>
    public static JsonKey? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "kty") is not { } type) return null;
        if (type == "RSA") return Bytes(element, "n") is { } n && Bytes(element, "e") is { Length: >= 1 and <= 8 } e ? new(type, "", n, e) : null;
        if (Text(element, "crv") is not { } curve || Bytes(element, "x") is not { } x) return null;
        return type switch
        {
            "OKP" when curve == "Ed25519" && x.Length == Ed25519.PublicKeySize => new(type, curve, x, []),
            "EC" when Curve(curve) is { } known && x.Length == known.Size && Bytes(element, "y") is { } y && y.Length == known.Size => new(type, curve, x, y),
            _ => null,
        };
    }

    /// <summary>Verifies a COSE signature. <see cref="SignatureOutcome.Unsupported"/> where key and algorithm do not go together.</summary>
    public SignatureOutcome Verify(SigningAlgorithm algorithm, byte[] data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return (_type, algorithm) switch
            {
                ("OKP", SigningAlgorithm.Ed25519) => Of(signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature.ToArray(), 0, _x, 0, data, 0, data.Length)),
                ("EC", SigningAlgorithm.Es256 or SigningAlgorithm.Es384 or SigningAlgorithm.Es512) => Ecdsa(algorithm, data, signature),
                ("RSA", SigningAlgorithm.Ps256 or SigningAlgorithm.Ps384 or SigningAlgorithm.Ps512) when _x.Length is >= 256 and <= 2048 => Rsa(algorithm, data, signature),
                _ => SignatureOutcome.Unsupported,
            };
        }
        catch (CryptographicException)
        {
            return SignatureOutcome.Invalid;
        }
    }

    private SignatureOutcome Ecdsa(SigningAlgorithm algorithm, byte[] data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = Curve(_curve)!.Value.Curve, Q = new ECPoint { X = _x, Y = _y } });
        return Of(key.VerifyData(data, signature, HashOf(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private SignatureOutcome Rsa(SigningAlgorithm algorithm, byte[] data, ReadOnlySpan<byte> signature)
    {
        using var key = RSA.Create(new RSAParameters { Modulus = _x, Exponent = _y });
        return Of(key.VerifyData(data, signature, HashOf(algorithm), RSASignaturePadding.Pss));
    }

    private static SignatureOutcome Of(bool holds) => holds ? SignatureOutcome.Valid : SignatureOutcome.Invalid;

    private static HashAlgorithmName HashOf(SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.Es384 or SigningAlgorithm.Ps384 => HashAlgorithmName.SHA384,
        SigningAlgorithm.Es512 or SigningAlgorithm.Ps512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private static (ECCurve Curve, int Size)? Curve(string name) => name switch
    {
        "P-256" => (ECCurve.NamedCurves.nistP256, 32),
        "P-384" => (ECCurve.NamedCurves.nistP384, 48),
        "P-521" => (ECCurve.NamedCurves.nistP521, 66),
        _ => null,
    };

    private static string? Text(JsonElement element, string name) => CredentialJson.Text(element, name);

    private static byte[]? Bytes(JsonElement element, string name) => Text(element, name) is { } text ? FromBase64Url(text) : null;

    /// <summary>The bytes of base64url with or without padding; null for other text.</summary>
    public static byte[]? FromBase64Url(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
