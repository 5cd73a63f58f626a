using System.Formats.Asn1;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time;

/// <summary>
/// An RFC 3161 time-stamp token: a CMS SignedData (RFC 5652) around a <see cref="TstInfo"/>, with the one signature of the authority.
/// Reading judges the form; <see cref="Verify"/> judges the signature; whom to trust is decided elsewhere.
/// </summary>
internal sealed class TimeStampToken
{
    private readonly CmsSigner _signer;
    private readonly ReadOnlyMemory<byte> _content;

    private TimeStampToken(ReadOnlyMemory<byte> encoded, bool wasResponse, TstInfo info, ReadOnlyMemory<byte> content, IReadOnlyList<CertificateView> certificates, CmsSigner signer)
    {
        Encoded = encoded;
        WasResponse = wasResponse;
        Info = info;
        _content = content;
        Certificates = certificates;
        _signer = signer;
        Signer = signer.FindIn(certificates);
    }

    /// <summary>The token by itself, as a <c>sigTst2</c> header or a <c>c2pa.time-stamp</c> assertion holds it.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>True when the token came inside a whole TimeStampResp, as <c>sigTst</c> asks for; false for the bare token, as <c>sigTst2</c> does.</summary>
    public bool WasResponse { get; }

    public TstInfo Info { get; }

    /// <summary>The certificates inside, in the order they stood; those that could not be read are left out.</summary>
    public IReadOnlyList<CertificateView> Certificates { get; }

    /// <summary>The certificate of the authority's key; null when it is not among <see cref="Certificates"/>.</summary>
    public CertificateView? Signer { get; }

    /// <summary>The signer's certificate, then the others in the order they stood. Empty without a signer.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain =>
        Signer is null ? [] : [Signer.Encoded, .. Certificates.Where(c => c != Signer).Select(c => c.Encoded)];

    /// <summary>
    /// Reads a token, or a TimeStampResp that was granted and holds one.
    /// </summary>
    /// <param name="der">The bytes. They are kept, not copied.</param>
    /// <param name="limits">Size, and number of certificates.</param>
    /// <param name="token">The token, when true is returned.</param>
    /// <param name="says">What was wrong, when false is returned.</param>
    public static bool TryRead(ReadOnlyMemory<byte> der, ParseLimits limits, out TimeStampToken token, out string says)
    {
        token = null!;
        says = "";
        if (der.Length > limits.MaxTimeStampBytes)
        {
            says = $"A time-stamp of {der.Length} bytes is not read.";
            return false;
        }

        try
        {
            token = Read(der, limits);
            return true;
        }
        catch (AsnContentException e)
        {
            says = e.Message;
            return false;
        }
    }

    /// <summary>Verifies the authority's signature with the key of <see cref="Signer"/>, and that the signed attributes speak of this content.</summary>
    public SignatureOutcome Verify() => Signer is null ? SignatureOutcome.Unsupported : _signer.Verify(Signer, _content.Span);

    /// <summary>
    /// True when the signed attributes name <see cref="Signer"/> by its hash (RFC 5035 §3, RFC 2634 §5.4). Without that, somebody could put
    /// another certificate of the same key in its place.
    /// </summary>
    public bool NamesItsSigner => Signer is not null && _signer.Names(Signer);

    private static TimeStampToken Read(ReadOnlyMemory<byte> der, ParseLimits limits)
    {
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var encoded = outer.PeekEncodedValue();
        var inside = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        // TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken ContentInfo OPTIONAL }; a ContentInfo begins with an identifier instead.
        var wasResponse = inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence);
        if (wasResponse)
        {
            var status = ReadStatus(inside);
            if (status is not (0 or 1)) throw new AsnContentException($"The authority did not grant the time-stamp (status {status}).");
            if (!inside.HasData) throw new AsnContentException("The response holds no time-stamp.");
            encoded = inside.PeekEncodedValue();
            var response = inside;
            inside = response.ReadSequence();
            response.ThrowIfNotEmpty();
        }

        var explicit0 = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (inside.ReadObjectIdentifier() != Oids.SignedData) throw new AsnContentException("The time-stamp is no CMS SignedData.");
        var wrapper = inside.ReadSequence(explicit0);
        inside.ThrowIfNotEmpty();
        var signed = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();

        signed.ReadIntegerBytes();
        signed.ReadSetOf(skipSortOrderValidation: true);
        var content = ReadContent(signed.ReadSequence(), explicit0);
        var certificates = signed.HasData && signed.PeekTag().HasSameClassAndValue(explicit0) ? ReadCertificates(signed.ReadSetOf(skipSortOrderValidation: true, explicit0), limits) : [];
        var revocations = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        if (signed.HasData && signed.PeekTag().HasSameClassAndValue(revocations)) signed.ReadEncodedValue();
        var signers = signed.ReadSetOf(skipSortOrderValidation: true);
        signed.ThrowIfNotEmpty();
        if (!signers.HasData) throw new AsnContentException("The time-stamp has no signature.");
        var signer = CmsSigner.Read(signers.ReadSequence());

        // RFC 3161 §2.4.2: no signature but the authority's.
        if (signers.HasData) throw new AsnContentException("The time-stamp has more than one signature.");
        return new TimeStampToken(encoded, wasResponse, TstInfo.Read(content), content, certificates, signer);
    }

    private static int ReadStatus(AsnReader response)
    {
        var status = response.ReadSequence();
        return status.TryReadInt32(out var number) ? number : -1;
    }

    private static ReadOnlyMemory<byte> ReadContent(AsnReader content, Asn1Tag explicit0)
    {
        if (content.ReadObjectIdentifier() != Oids.TstInfo) throw new AsnContentException("What was signed is no TSTInfo.");
        if (!content.HasData) throw new AsnContentException("The TSTInfo is missing.");
        var wrapper = content.ReadSequence(explicit0);
        var bytes = wrapper.ReadOctetString();
        wrapper.ThrowIfNotEmpty();
        content.ThrowIfNotEmpty();
        return bytes;
    }

    private static List<CertificateView> ReadCertificates(AsnReader set, ParseLimits limits)
    {
        var certificates = new List<CertificateView>();
        for (var seen = 0; set.HasData; seen++)
        {
            if (seen >= limits.MaxTimeStampCertificates) throw new AsnContentException($"The time-stamp has more than {limits.MaxTimeStampCertificates} certificates.");

            // Other forms of certificate (attribute certificates) have tags of their own.
            if (CertificateView.TryRead(set.ReadEncodedValue(), out var certificate)) certificates.Add(certificate);
        }

        return certificates;
    }
}
