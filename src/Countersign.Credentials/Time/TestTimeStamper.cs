using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time;

/// <summary>
/// A time-stamp authority of one's own, in this process: for tests, and where no network is to be used. Its tokens are sound, and nobody
/// trusts them who was not told to: its certificate is on no public list, and its clock is whatever this machine says.
/// </summary>
public sealed class TestTimeStamper : ITimeStamper
{
    private readonly IClaimSigner _authority;
    private readonly TimeProvider _clock;

    /// <summary>Makes an authority.</summary>
    /// <param name="authority">
    /// Its key and certificates. The first certificate must have the purpose time-stamping (1.3.6.1.5.5.7.3.8) and no other (C2PA 2.2 §14.5.1.1),
    /// or its time-stamps are trusted nowhere.
    /// </param>
    /// <param name="clock">Where the time comes from; null for the system's clock.</param>
    /// <exception cref="ArgumentException">The signer has no certificate, or its first is none.</exception>
    public TestTimeStamper(IClaimSigner authority, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (authority.Chain.Count == 0 || !CertificateView.TryRead(authority.Chain[0], out _)) throw new ArgumentException("The authority has no readable certificate.", nameof(authority));
        _authority = authority;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>The policy named in the tokens, an object identifier in dotted form.</summary>
    public string Policy { get; init; } = "1.3.6.1.4.1.99999.1";

    /// <summary>The hash of the imprint: SHA-256 unless set, SHA-384 or SHA-512.</summary>
    public HashAlgorithmName HashAlgorithm { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Whether the certificates go into the token. Without them no validator can trust it (C2PA 2.2 §15.8.2).</summary>
    public bool IncludeCertificates { get; init; } = true;

    /// <inheritdoc/>
    public int EstimatedSize => 1_200 + _authority.Chain.Sum(c => c.Length);

    /// <inheritdoc/>
    public ValueTask<byte[]> StampAsync(ReadOnlyMemory<byte> payload, CancellationToken cancel = default) =>
        IssueAsync(TimeStampRequest.For(payload.Span, HashAlgorithm, nonce: null), cancel);

    /// <summary>Answers a TimeStampReq as an authority does over HTTP: a TimeStampResp, which says so when the request is none (RFC 3161 §2.4.2).</summary>
    /// <param name="request">The request in DER.</param>
    /// <param name="cancel">Ends the wait for the key.</param>
    /// <returns>The response in DER.</returns>
    public async ValueTask<byte[]> AnswerAsync(ReadOnlyMemory<byte> request, CancellationToken cancel = default)
    {
        var token = TimeStampRequest.TryRead(request, out var read) && Oids.AllowedHash(read.HashOid) is not null ? await IssueAsync(read, cancel).ConfigureAwait(false) : null;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteInteger(token is null ? 2 : 0);
            if (token is not null) writer.WriteEncodedValue(token);
        }

        return writer.Encode();
    }

    internal async ValueTask<byte[]> IssueAsync(TimeStampRequest request, CancellationToken cancel)
    {
        var info = WriteInfo(request);
        CertificateView.TryRead(_authority.Chain[0], out var certificate);
        var (digest, algorithm) = Algorithms(_authority.Algorithm);
        var attributes = WriteAttributes(info, digest, certificate);
        var signature = await _authority.SignAsync(attributes, cancel).ConfigureAwait(false);
        if (_authority.Algorithm is SigningAlgorithm.Es256 or SigningAlgorithm.Es384 or SigningAlgorithm.Es512) signature = ToDer(signature);
        return WriteToken(info, certificate, digest, algorithm, attributes, signature, request.WantsCertificates && IncludeCertificates);
    }

    private byte[] WriteInfo(TimeStampRequest request)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Policy);
            using (writer.PushSequence())
            {
                WriteAlgorithm(writer, request.HashOid);
                writer.WriteOctetString(request.Imprint.Span);
            }

            writer.WriteInteger(new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true));
            writer.WriteGeneralizedTime(_clock.GetUtcNow(), omitFractionalSeconds: false);
            if (request.Nonce is { } nonce) writer.WriteInteger(nonce);
        }

        return writer.Encode();
    }

    private static byte[] WriteAttributes(byte[] info, HashAlgorithmName digest, CertificateView certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.ContentType);
                using (writer.PushSetOf()) writer.WriteObjectIdentifier(Oids.TstInfo);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.MessageDigest);
                using (writer.PushSetOf()) writer.WriteOctetString(Oids.Digest(digest, info));
            }

            using (writer.PushSequence())
            {
                // SigningCertificateV2: SHA-256 is the default and so is not written (RFC 5035 §3).
                writer.WriteObjectIdentifier(Oids.SigningCertificateV2);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                using (writer.PushSequence())
                using (writer.PushSequence()) writer.WriteOctetString(Oids.Digest(HashAlgorithmName.SHA256, certificate.Encoded.Span));
            }
        }

        return writer.Encode();
    }

    private byte[] WriteToken(byte[] info, CertificateView certificate, HashAlgorithmName digest, AlgorithmId algorithm, byte[] attributes, byte[] signature, bool withCertificates)
    {
        var context0 = new Asn1Tag(TagClass.ContextSpecific, 0);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(3);
                using (writer.PushSetOf()) WriteAlgorithm(writer, Oids.Of(digest));
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.TstInfo);
                    using (writer.PushSequence(context0)) writer.WriteOctetString(info);
                }

                if (withCertificates)
                {
                    using (writer.PushSetOf(context0))
                    {
                        foreach (var member in _authority.Chain) writer.WriteEncodedValue(member.Span);
                    }
                }

                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteInteger(1);
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(certificate.Issuer.Span);
                        writer.WriteInteger(certificate.SerialNumber.Span);
                    }

                    WriteAlgorithm(writer, Oids.Of(digest));
                    byte[] tagged = [.. attributes];
                    tagged[0] = 0xA0;
                    writer.WriteEncodedValue(tagged);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(algorithm.Oid);
                        if (!algorithm.Parameters.IsEmpty) writer.WriteEncodedValue(algorithm.Parameters.Span);
                    }

                    writer.WriteOctetString(signature);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier(oid);
    }

    private static (HashAlgorithmName Digest, AlgorithmId Algorithm) Algorithms(SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.Es256 => (HashAlgorithmName.SHA256, new(Oids.EcdsaSha256, default)),
        SigningAlgorithm.Es384 => (HashAlgorithmName.SHA384, new(Oids.EcdsaSha384, default)),
        SigningAlgorithm.Es512 => (HashAlgorithmName.SHA512, new(Oids.EcdsaSha512, default)),
        SigningAlgorithm.Ps256 => (HashAlgorithmName.SHA256, new(Oids.RsaPss, PssParameters(HashAlgorithmName.SHA256, 32))),
        SigningAlgorithm.Ps384 => (HashAlgorithmName.SHA384, new(Oids.RsaPss, PssParameters(HashAlgorithmName.SHA384, 48))),
        SigningAlgorithm.Ps512 => (HashAlgorithmName.SHA512, new(Oids.RsaPss, PssParameters(HashAlgorithmName.SHA512, 64))),

        // RFC 8419 §3.1: the digest beside Ed25519 is SHA-512.
        SigningAlgorithm.Ed25519 => (HashAlgorithmName.SHA512, new(Oids.Ed25519, default)),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    private static byte[] PssParameters(HashAlgorithmName hash, int salt)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) WriteAlgorithm(writer, Oids.Of(hash));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Mgf1);
                WriteAlgorithm(writer, Oids.Of(hash));
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2))) writer.WriteInteger(salt);
        }

        return writer.Encode();
    }

    /// <summary>CMS wants SEQUENCE { r, s } where COSE has the two side by side (RFC 5753 §2.1.1).</summary>
    private static byte[] ToDer(byte[] rs)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(rs.AsSpan(0, rs.Length / 2), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(rs.AsSpan(rs.Length / 2), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
