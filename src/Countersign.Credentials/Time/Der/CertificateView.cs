using System.Formats.Asn1;
using System.Text;

namespace Countersign.Credentials.Time.Der;

/// <summary>
/// The parts of an X.509 certificate (RFC 5280 §4.1) that time-stamps and OCSP responses need, as they stood. It judges nothing, and it
/// offers the key of every algorithm, which the platform's own certificate class does not for Ed25519 and id-RSASSA-PSS.
/// </summary>
internal sealed class CertificateView
{
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    /// <summary>The TBSCertificate, which the issuer signed.</summary>
    public required ReadOnlyMemory<byte> Tbs { get; init; }

    /// <summary>The content of the INTEGER.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>The issuer's Name, head included.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>The subject's Name, head included.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    /// <summary>The SubjectPublicKeyInfo, head included.</summary>
    public required ReadOnlyMemory<byte> PublicKeyInfo { get; init; }

    /// <summary>The subjectPublicKey without its head and its count of unused bits: what key hashes of RFC 6960 hash.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    public required AlgorithmId KeyAlgorithm { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required AlgorithmId SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>True for version 3, the only one with extensions.</summary>
    public bool IsVersion3 { get; private init; }

    /// <summary>True when an issuerUniqueID or subjectUniqueID is there, which nobody should write (RFC 5280 §4.1.2.8).</summary>
    public bool HasUniqueIds { get; private set; }

    /// <summary>The algorithm that the part which is signed names; it must be the one outside it.</summary>
    public required AlgorithmId InnerSignatureAlgorithm { get; init; }

    public bool HasAuthorityKeyId { get; private set; }

    /// <summary>The first byte of the key usage: 0x80 digitalSignature, 0x04 keyCertSign; null when the extension is absent.</summary>
    public byte? KeyUsage { get; private set; }

    /// <summary>How many authorities may stand below this one; null for any number.</summary>
    public int? PathLength { get; private set; }

    /// <summary>A critical extension that is not understood here, which makes the certificate unusable (RFC 5280 §4.2); null when there is none.</summary>
    public string? UnknownCritical { get; private set; }

    /// <summary>True when an extension stands there twice (RFC 5280 §4.2 forbids it).</summary>
    public bool RepeatsAnExtension { get; private set; }

    public string? CommonName { get; private init; }

    public string? Organisation { get; private init; }

    /// <summary>The issuer's common name or, failing that, its organisation.</summary>
    public string? IssuerName { get; private init; }

    /// <summary>True when basic constraints say that this is a certification authority.</summary>
    public bool IsAuthority { get; private set; }

    /// <summary>The purposes of the extended key usage; null when the extension is absent.</summary>
    public IReadOnlyList<string>? Purposes { get; private set; }

    /// <summary>False when a key usage extension is there and has no digitalSignature.</summary>
    public bool MaySign { get; private set; } = true;

    public ReadOnlyMemory<byte> SubjectKeyId { get; private set; }

    /// <summary>The addresses of OCSP responders in the authority information access, as they stood (RFC 5280 §4.2.2.1).</summary>
    public IReadOnlyList<string> OcspAddresses { get; private set; } = [];

    /// <summary>The common name of the subject or, failing that, its organisation; null when there is neither.</summary>
    public string? DisplayName { get; private set; }

    public bool CoversTime(DateTimeOffset at) => at >= NotBefore && at <= NotAfter;

    /// <summary>True when the issuer's key signed this certificate and the names agree.</summary>
    public bool IsIssuedBy(CertificateView issuer) =>
        Issuer.Span.SequenceEqual(issuer.Subject.Span)
        && SignatureCheck.Verify(SignatureAlgorithm, null, issuer, Tbs.Span, Signature.Span) == SignatureOutcome.Valid;

    /// <summary>Reads a certificate that fills the bytes; false when they are no certificate.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, out CertificateView certificate)
    {
        try
        {
            certificate = Read(der);
            return true;
        }
        catch (AsnContentException)
        {
            certificate = null!;
            return false;
        }
    }

    private static CertificateView Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var tbs = parts.PeekEncodedValue();
        var inside = parts.ReadSequence();
        var signatureAlgorithm = AlgorithmId.Read(parts);
        var signature = ReadBits(parts);
        parts.ThrowIfNotEmpty();

        var version = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var isVersion3 = inside.PeekTag().HasSameClassAndValue(version) && inside.ReadSequence(version).ReadInteger() == 2;
        var serial = inside.ReadIntegerBytes();
        var inner = AlgorithmId.Read(inside);
        var issuer = inside.PeekEncodedValue();
        var issuerNames = inside.ReadSequence();
        var validity = inside.ReadSequence();
        var notBefore = ReadTime(validity);
        var notAfter = ReadTime(validity);
        var subject = inside.PeekEncodedValue();
        var subjectNames = inside.ReadSequence();
        var keyInfo = inside.PeekEncodedValue();
        var keyParts = inside.ReadSequence();
        var keyAlgorithm = AlgorithmId.Read(keyParts);
        var (common, organisation) = NamesIn(subjectNames);
        var (issuerCommon, issuerOrganisation) = NamesIn(issuerNames);
        var certificate = new CertificateView
        {
            IsVersion3 = isVersion3,
            InnerSignatureAlgorithm = inner,
            CommonName = common,
            Organisation = organisation,
            IssuerName = issuerCommon ?? issuerOrganisation,
            Encoded = der,
            Tbs = tbs,
            SerialNumber = serial,
            Issuer = issuer,
            Subject = subject,
            PublicKeyInfo = keyInfo,
            PublicKey = ReadBits(keyParts),
            KeyAlgorithm = keyAlgorithm,
            NotBefore = notBefore,
            NotAfter = notAfter,
            SignatureAlgorithm = signatureAlgorithm,
            Signature = signature,
            DisplayName = common ?? organisation,
        };
        while (inside.HasData)
        {
            // issuerUniqueID [1] and subjectUniqueID [2] are of no use; extensions are [3].
            if (inside.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 3 })
                certificate.ReadExtensions(inside.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3)).ReadSequence());
            else
            {
                certificate.HasUniqueIds = true;
                inside.ReadEncodedValue();
            }
        }

        return certificate;
    }

    private void ReadExtensions(AsnReader extensions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (!seen.Add(oid)) RepeatsAnExtension = true;
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            var inside = new AsnReader(value, AsnEncodingRules.DER);
            switch (oid)
            {
                case Oids.BasicConstraints:
                    var constraints = inside.ReadSequence();
                    IsAuthority = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
                    if (constraints.HasData && constraints.TryReadInt32(out var below)) PathLength = Math.Max(0, below);
                    break;
                case Oids.ExtendedKeyUsage:
                    var purposes = new List<string>();
                    for (var list = inside.ReadSequence(); list.HasData;) purposes.Add(list.ReadObjectIdentifier());
                    Purposes = purposes;
                    break;
                case Oids.KeyUsage:
                    var bits = inside.ReadBitString(out _);
                    KeyUsage = bits.Length > 0 ? bits[0] : (byte)0;
                    MaySign = (KeyUsage & 0x80) != 0;
                    break;
                case AuthorityKeyId: HasAuthorityKeyId = true; break;
                case Oids.SubjectKeyId: SubjectKeyId = inside.ReadOctetString(); break;
                case Oids.AuthorityInfoAccess: OcspAddresses = ReadAddresses(inside.ReadSequence()); break;
                // Policies, alternative names and constraints on policies restrict nothing that is judged here.
                case "2.5.29.32" or "2.5.29.17" or "2.5.29.18" or "2.5.29.36" or "2.5.29.54": break;
                // Which names an authority may certify is not worked out here, so that one with such limits counts for nothing, critical or not (RFC 5280 §4.2.1.10).
                case "2.5.29.30": UnknownCritical ??= oid; break;
                default:
                    if (critical) UnknownCritical ??= oid;
                    break;
            }
        }
    }

    private static List<string> ReadAddresses(AsnReader accesses)
    {
        var addresses = new List<string>();
        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        while (accesses.HasData)
        {
            var access = accesses.ReadSequence();
            var isOcsp = access.ReadObjectIdentifier() == Oids.OcspAccess;
            if (isOcsp && access.TryReadPrimitiveCharacterStringBytes(uri, out var address)) addresses.Add(Encoding.Latin1.GetString(address.Span));
        }

        return addresses;
    }

    // RFC 5280 §4.2.1.1.
    private const string AuthorityKeyId = "2.5.29.35";

    private static (string? Common, string? Organisation) NamesIn(AsnReader names)
    {
        string? common = null, organisation = null;
        while (names.HasData)
        {
            for (var set = names.ReadSetOf(skipSortOrderValidation: true); set.HasData;)
            {
                var pair = set.ReadSequence();
                var oid = pair.ReadObjectIdentifier();
                if (oid is not ("2.5.4.3" or "2.5.4.10")) continue;
                if (TextIn(pair) is not { } text) continue;
                if (oid == "2.5.4.3") common = text;
                else organisation = text;
            }
        }

        return (common, organisation);
    }

    /// <summary>
    /// The characters of a name, for display. The platform refuses a PrintableString with an underscore, which authorities in use have; a name that
    /// is only shown must not cost a certificate.
    /// </summary>
    private static string? TextIn(AsnReader pair)
    {
        var tag = pair.PeekTag();
        if (tag.TagClass != TagClass.Universal || tag.IsConstructed) return null;
        var type = (UniversalTagNumber)tag.TagValue;
        if (type is not (UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.IA5String)) return null;
        if (!pair.TryReadPrimitiveCharacterStringBytes(tag, out var bytes)) return null;
        return type switch
        {
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(bytes.Span),
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(bytes.Span),
            _ => Encoding.Latin1.GetString(bytes.Span),
        };
    }

    private static ReadOnlyMemory<byte> ReadBits(AsnReader from)
    {
        if (from.TryReadPrimitiveBitString(out var unused, out var bits) && unused == 0) return bits;
        throw new AsnContentException("A bit string has no whole number of bytes.");
    }

    private static DateTimeOffset ReadTime(AsnReader from) =>
        from.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? from.ReadUtcTime() : from.ReadGeneralizedTime();
}
