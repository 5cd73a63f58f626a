using System.Formats.Asn1;
using System.Security.Cryptography;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time.Revocation;

/// <summary>What a responder says of a certificate (RFC 6960 §4.2.1).</summary>
internal enum OcspStatus
{
    Good,
    Revoked,
    Unknown,
}

/// <summary>One SingleResponse (RFC 6960 §4.2.1).</summary>
/// <param name="HashOid">The hash of the two that follow.</param>
/// <param name="IssuerNameHash">The hash of the issuer's Name.</param>
/// <param name="IssuerKeyHash">The hash of the issuer's public key, without head and count of unused bits.</param>
/// <param name="SerialNumber">The content of the INTEGER.</param>
/// <param name="Status">Good, revoked or unknown.</param>
/// <param name="RevokedAt">Of a revoked one: since when.</param>
/// <param name="Reason">Of a revoked one: the CRLReason (RFC 5280 §5.3.1), or null.</param>
/// <param name="ThisUpdate">When this was known to be right.</param>
/// <param name="NextUpdate">Until when newer information will be there; null when the responder always has it.</param>
internal sealed record OcspSingle(
    string HashOid,
    ReadOnlyMemory<byte> IssuerNameHash,
    ReadOnlyMemory<byte> IssuerKeyHash,
    ReadOnlyMemory<byte> SerialNumber,
    OcspStatus Status,
    DateTimeOffset? RevokedAt,
    int? Reason,
    DateTimeOffset ThisUpdate,
    DateTimeOffset? NextUpdate)
{
    private const int RemoveFromCrl = 8;

    /// <summary>
    /// Good, or revoked for the reason removeFromCRL, which says that a hold was lifted and means good (C2PA 2.2 §15.9.1).
    /// </summary>
    public bool SaysGood => Status == OcspStatus.Good || (Status == OcspStatus.Revoked && Reason == RemoveFromCrl);

    /// <summary>True when this speaks of a certificate of this issuer.</summary>
    public bool IsAbout(CertificateView leaf, CertificateView issuer)
    {
        if (!SerialNumber.Span.SequenceEqual(leaf.SerialNumber.Span)) return false;

        // SHA-1 names a certificate here and protects nothing; most responders know no other.
        var hash = HashOid == Oids.Sha1 ? HashAlgorithmName.SHA1 : Oids.AllowedHash(HashOid);
        return hash is { } known
            && IssuerNameHash.Span.SequenceEqual(Oids.Digest(known, leaf.Issuer.Span))
            && IssuerKeyHash.Span.SequenceEqual(Oids.Digest(known, issuer.PublicKey.Span));
    }
}

/// <summary>An OCSPResponse that was successful and holds a BasicOCSPResponse (RFC 6960 §4.2.1).</summary>
internal sealed class OcspResponse
{
    private ReadOnlyMemory<byte> _signed, _signature, _responderName, _responderKey;
    private AlgorithmId _algorithm;
    private IReadOnlyList<CertificateView> _certificates = [];

    private OcspResponse() { }

    public DateTimeOffset ProducedAt { get; private set; }

    public IReadOnlyList<OcspSingle> Singles { get; private set; } = [];

    /// <summary>Reads a response; false when the bytes are none, or when the responder answered that it could not say.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, ParseLimits limits, out OcspResponse response, out string says)
    {
        response = null!;
        says = "";
        if (der.Length > limits.MaxTimeStampBytes)
        {
            says = $"An OCSP response of {der.Length} bytes is not read.";
            return false;
        }

        try
        {
            response = Read(der, limits);
            return true;
        }
        catch (AsnContentException e)
        {
            says = e.Message;
            return false;
        }
    }

    /// <summary>
    /// True when the response was signed by the issuer's own key, or by one whose certificate the issuer gave for this purpose and no other
    /// (RFC 6960 §4.2.2.2; C2PA 2.2 §14.5.1.1), and which was valid when it did.
    /// </summary>
    public bool IsAuthorised(CertificateView issuer)
    {
        if (IsResponder(issuer) && IsSignedBy(issuer)) return true;
        foreach (var delegated in _certificates)
        {
            if (IsResponder(delegated)
                && !delegated.IsAuthority && delegated.MaySign && delegated.Purposes is { Count: 1 } purposes && purposes[0] == Oids.OcspSigning
                && delegated.CoversTime(ProducedAt) && delegated.IsIssuedBy(issuer) && IsSignedBy(delegated)) return true;
        }

        return false;
    }

    private bool IsSignedBy(CertificateView certificate) =>
        SignatureCheck.Verify(_algorithm, null, certificate, _signed.Span, _signature.Span) == SignatureOutcome.Valid;

    private bool IsResponder(CertificateView certificate) => _responderKey.IsEmpty
        ? certificate.Subject.Span.SequenceEqual(_responderName.Span)
        : _responderKey.Span.SequenceEqual(CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate.PublicKey.Span));

    private static OcspResponse Read(ReadOnlyMemory<byte> der, ParseLimits limits)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var whole = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var status = whole.ReadEnumeratedBytes().Span;
        if (status is not [0]) throw new AsnContentException("The responder could not answer.");
        var typed = whole.ReadSequence(Context(0)).ReadSequence();
        if (typed.ReadObjectIdentifier() != Oids.OcspBasic) throw new AsnContentException("The response is of a type that is not known.");
        var content = new AsnReader(typed.ReadOctetString(), AsnEncodingRules.DER);
        var basic = content.ReadSequence();
        content.ThrowIfNotEmpty();

        var response = new OcspResponse { _signed = basic.PeekEncodedValue() };
        response.ReadData(basic.ReadSequence());
        response._algorithm = AlgorithmId.Read(basic);
        if (!basic.TryReadPrimitiveBitString(out var unused, out response._signature) || unused != 0) throw new AsnContentException("The signature has no whole number of bytes.");
        if (basic.HasData) response._certificates = ReadCertificates(basic.ReadSequence(Context(0)).ReadSequence(), limits);
        basic.ThrowIfNotEmpty();
        return response;
    }

    private void ReadData(AsnReader data)
    {
        if (data.PeekTag().HasSameClassAndValue(Context(0))) data.ReadEncodedValue();
        if (data.PeekTag().HasSameClassAndValue(Context(1)))
            _responderName = data.ReadSequence(Context(1)).ReadEncodedValue();
        else
            _responderKey = data.ReadSequence(Context(2)).ReadOctetString();
        if (_responderName.IsEmpty && _responderKey.IsEmpty) throw new AsnContentException("The responder is not named.");
        ProducedAt = data.ReadGeneralizedTime();
        var singles = new List<OcspSingle>();
        for (var list = data.ReadSequence(); list.HasData;) singles.Add(ReadSingle(list.ReadSequence()));
        Singles = singles;

        // Extensions, a nonce among them, say nothing that a stapled response is judged by.
        if (data.HasData) data.ReadEncodedValue();
        data.ThrowIfNotEmpty();
    }

    private static OcspSingle ReadSingle(AsnReader single)
    {
        var id = single.ReadSequence();
        var hash = AlgorithmId.Read(id).Oid;
        var name = id.ReadOctetString();
        var key = id.ReadOctetString();
        var serial = id.ReadIntegerBytes();
        id.ThrowIfNotEmpty();

        // CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, each with its tag in place of its own.
        var tag = single.PeekTag();
        DateTimeOffset? revokedAt = null;
        int? reason = null;
        OcspStatus status;
        switch (tag)
        {
            case { TagClass: TagClass.ContextSpecific, TagValue: 0 }:
                single.ReadNull(tag);
                status = OcspStatus.Good;
                break;
            case { TagClass: TagClass.ContextSpecific, TagValue: 1 }:
                var revoked = single.ReadSequence(Context(1));
                revokedAt = revoked.ReadGeneralizedTime();
                if (revoked.HasData) reason = ReadReason(revoked.ReadSequence(Context(0)));
                revoked.ThrowIfNotEmpty();
                status = OcspStatus.Revoked;
                break;
            case { TagClass: TagClass.ContextSpecific, TagValue: 2 }:
                single.ReadNull(tag);
                status = OcspStatus.Unknown;
                break;
            default: throw new AsnContentException("The status of a certificate is none that is known.");
        }

        var thisUpdate = single.ReadGeneralizedTime();
        DateTimeOffset? nextUpdate = single.HasData && single.PeekTag().HasSameClassAndValue(Context(0)) ? single.ReadSequence(Context(0)).ReadGeneralizedTime() : null;
        if (single.HasData && single.PeekTag().HasSameClassAndValue(Context(1))) single.ReadEncodedValue();
        single.ThrowIfNotEmpty();
        return new(hash, name, key, serial, status, revokedAt, reason, thisUpdate, nextUpdate);
    }

    private static int ReadReason(AsnReader wrapper)
    {
        var bytes = wrapper.ReadEnumeratedBytes().Span;
        return bytes.Length == 1 ? bytes[0] : -1;
    }

    private static List<CertificateView> ReadCertificates(AsnReader list, ParseLimits limits)
    {
        var certificates = new List<CertificateView>();
        while (list.HasData)
        {
            if (certificates.Count >= limits.MaxTimeStampCertificates) throw new AsnContentException($"The response has more than {limits.MaxTimeStampCertificates} certificates.");
            if (CertificateView.TryRead(list.ReadEncodedValue(), out var certificate)) certificates.Add(certificate);
        }

        return certificates;
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
