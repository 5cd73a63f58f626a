using System.Formats.Asn1;
using System.Security.Cryptography;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time;

/// <summary>The SignerInfo of a time-stamp (RFC 5652 §5.3).</summary>
internal sealed class CmsSigner
{
    private ReadOnlyMemory<byte> _issuer, _serial, _keyId;
    private ReadOnlyMemory<byte> _attributes;
    private List<ReadOnlyMemory<byte>> _attributeList = [];
    private string _digest = "";
    private AlgorithmId _algorithm;
    private ReadOnlyMemory<byte> _signature;
    private string? _contentType;
    private ReadOnlyMemory<byte>? _messageDigest;
    private ReadOnlyMemory<byte>? _certificateSha1;
    private (string Algorithm, ReadOnlyMemory<byte> Hash)? _certificateHash;

    private CmsSigner() { }

    /// <summary>Reads the inside of a SignerInfo.</summary>
    /// <exception cref="AsnContentException">It is malformed, or lacks an attribute that RFC 3161 §2.4.2 requires.</exception>
    public static CmsSigner Read(AsnReader inside)
    {
        var signer = new CmsSigner();
        inside.ReadIntegerBytes();
        signer.ReadIdentifier(inside);
        signer._digest = AlgorithmId.Read(inside).Oid;
        var signedAttributes = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!inside.PeekTag().HasSameClassAndValue(signedAttributes)) throw new AsnContentException("The time-stamp has no signed attributes.");
        signer._attributes = inside.PeekEncodedValue();
        signer.ReadAttributes(inside.ReadSetOf(skipSortOrderValidation: true, signedAttributes));
        signer._algorithm = AlgorithmId.Read(inside);
        signer._signature = inside.ReadOctetString();

        // Unsigned attributes [1] prove nothing.
        if (inside.HasData) inside.ReadEncodedValue();
        inside.ThrowIfNotEmpty();
        if (signer._contentType is null || signer._messageDigest is null || (signer._certificateSha1 is null && signer._certificateHash is null))
            throw new AsnContentException("The time-stamp lacks a signed attribute: content type, message digest and signing certificate are required.");
        return signer;
    }

    public CertificateView? FindIn(IReadOnlyList<CertificateView> certificates)
    {
        foreach (var certificate in certificates)
        {
            var same = _keyId.IsEmpty
                ? certificate.SerialNumber.Span.SequenceEqual(_serial.Span) && certificate.Issuer.Span.SequenceEqual(_issuer.Span)
                : certificate.SubjectKeyId.Span.SequenceEqual(_keyId.Span);
            if (same) return certificate;
        }

        return null;
    }

    /// <summary>True when each signing-certificate attribute there is gives the hash of this certificate.</summary>
    public bool Names(CertificateView certificate)
    {
        if (_certificateSha1 is { } old && !old.Span.SequenceEqual(CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate.Encoded.Span))) return false;
        if (_certificateHash is not { } named) return _certificateSha1 is not null;
        return Oids.AllowedHash(named.Algorithm) is { } hash && named.Hash.Span.SequenceEqual(Oids.Digest(hash, certificate.Encoded.Span));
    }

    public SignatureOutcome Verify(CertificateView certificate, ReadOnlySpan<byte> content)
    {
        if (Oids.AllowedHash(_digest) is not { } hash) return SignatureOutcome.Unsupported;
        if (_contentType != Oids.TstInfo || !_messageDigest!.Value.Span.SequenceEqual(Oids.Digest(hash, content))) return SignatureOutcome.Invalid;

        // RFC 5652 §5.4: signed is the SET OF in DER, with its own tag instead of the implicit one. Most writers had it in DER already.
        var asSet = _attributes.ToArray();
        asSet[0] = 0x31;
        var outcome = SignatureCheck.Verify(_algorithm, _digest, certificate, asSet, _signature.Span);
        if (outcome != SignatureOutcome.Invalid) return outcome;
        var sorted = Sorted();
        return sorted.AsSpan().SequenceEqual(asSet) ? outcome : SignatureCheck.Verify(_algorithm, _digest, certificate, sorted, _signature.Span);
    }

    private byte[] Sorted()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            foreach (var attribute in _attributeList) writer.WriteEncodedValue(attribute.Span);
        }

        return writer.Encode();
    }

    private void ReadIdentifier(AsnReader inside)
    {
        var keyId = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (inside.PeekTag().HasSameClassAndValue(keyId))
        {
            _keyId = inside.ReadOctetString(keyId);
            if (_keyId.IsEmpty) throw new AsnContentException("The key identifier of the signer is empty.");
            return;
        }

        var issuerAndSerial = inside.ReadSequence();
        _issuer = issuerAndSerial.ReadEncodedValue();
        _serial = issuerAndSerial.ReadIntegerBytes();
    }

    private void ReadAttributes(AsnReader attributes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (attributes.HasData)
        {
            _attributeList.Add(attributes.PeekEncodedValue());
            var attribute = attributes.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            if (!seen.Add(oid)) throw new AsnContentException("A signed attribute stands twice.");
            var values = attribute.ReadSetOf(skipSortOrderValidation: true);
            switch (oid)
            {
                case Oids.ContentType: _contentType = values.ReadObjectIdentifier(); break;
                case Oids.MessageDigest: _messageDigest = values.ReadOctetString(); break;
                case Oids.SigningCertificate: _certificateSha1 = FirstId(values).ReadOctetString(); break;
                case Oids.SigningCertificateV2: _certificateHash = ReadIdV2(FirstId(values)); break;
                default: continue;
            }

            values.ThrowIfNotEmpty();
        }
    }

    // SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID, … }; the first is the signer's.
    private static AsnReader FirstId(AsnReader values) => values.ReadSequence().ReadSequence().ReadSequence();

    private static (string, ReadOnlyMemory<byte>) ReadIdV2(AsnReader id)
    {
        var algorithm = id.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? AlgorithmId.Read(id).Oid : Oids.Sha256;
        return (algorithm, id.ReadOctetString());
    }
}
