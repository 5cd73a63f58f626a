using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time;

/// <summary>A TimeStampReq (RFC 3161 §2.4.1), written by the client and read by <see cref="TestTimeStamper"/>.</summary>
/// <param name="HashOid">The hash algorithm of the imprint.</param>
/// <param name="Imprint">The hash of what is to be stamped.</param>
/// <param name="Nonce">A number that the answer must repeat; null without one.</param>
/// <param name="WantsCertificates">Whether the answer is to hold the authority's certificates. C2PA 2.2 §10.3.2.5.3 requires it.</param>
internal sealed record TimeStampRequest(string HashOid, ReadOnlyMemory<byte> Imprint, BigInteger? Nonce, bool WantsCertificates)
{
    public static TimeStampRequest For(ReadOnlySpan<byte> payload, HashAlgorithmName hash, BigInteger? nonce) =>
        new(Oids.Of(hash), Oids.Digest(hash, payload), nonce, WantsCertificates: true);

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(HashOid);
                    writer.WriteNull();
                }

                writer.WriteOctetString(Imprint.Span);
            }

            if (Nonce is { } nonce) writer.WriteInteger(nonce);
            if (WantsCertificates) writer.WriteBoolean(true);
        }

        return writer.Encode();
    }

    /// <summary>Reads a request; false when the bytes are none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, out TimeStampRequest request)
    {
        request = null!;
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var inside = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (!inside.TryReadInt32(out var version) || version != 1) return false;
            var imprint = inside.ReadSequence();
            var hash = AlgorithmId.Read(imprint).Oid;
            var digest = imprint.ReadOctetString();
            BigInteger? nonce = null;
            var wants = false;
            if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)) inside.ReadObjectIdentifier();
            if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) nonce = inside.ReadInteger();
            if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) wants = inside.ReadBoolean();
            request = new(hash, digest, nonce, wants);
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
