using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Tests.Time.Revocation;

/// <summary>Writes OCSP responses as a responder does, or as a bad one does.</summary>
internal sealed record TestResponder(TestKey Key, byte[] Certificate)
{
    public DateTimeOffset ProducedAt { get; init; } = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset ThisUpdate { get; init; } = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? NextUpdate { get; init; } = new(2025, 6, 8, 0, 0, 0, TimeSpan.Zero);

    public int Status { get; init; }

    public int? Reason { get; init; }

    public DateTimeOffset RevokedAt { get; init; } = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public bool ByName { get; init; }

    public bool IncludeCertificate { get; init; } = true;

    public HashAlgorithmName IdHash { get; init; } = HashAlgorithmName.SHA1;

    public int ResponseStatus { get; init; }

    public byte[] Answer(byte[] leafDer, byte[] issuerDer)
    {
        var data = Data(leafDer, issuerDer);
        var signature = Key.Sign(data);
        if (Key.Algorithm == SigningAlgorithm.Es256) signature = Der(signature);
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(data);
            using (basic.PushSequence()) basic.WriteObjectIdentifier(Key.Algorithm == SigningAlgorithm.Es256 ? Oids.EcdsaSha256 : Oids.Ed25519);
            basic.WriteBitString(signature);
            if (IncludeCertificate)
            {
                using (basic.PushSequence(Context(0)))
                using (basic.PushSequence()) basic.WriteEncodedValue(Certificate);
            }
        }

        var outer = new AsnWriter(AsnEncodingRules.DER);
        using (outer.PushSequence())
        {
            outer.WriteEncodedValue([0x0A, 0x01, (byte)ResponseStatus]);
            using (outer.PushSequence(Context(0)))
            using (outer.PushSequence())
            {
                outer.WriteObjectIdentifier(Oids.OcspBasic);
                outer.WriteOctetString(basic.Encode());
            }
        }

        return outer.Encode();
    }

    private byte[] Data(byte[] leafDer, byte[] issuerDer)
    {
        CertificateView.TryRead(leafDer, out var leaf);
        CertificateView.TryRead(issuerDer, out var issuer);
        CertificateView.TryRead(Certificate, out var self);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Context(ByName ? 1 : 2)))
            {
                if (ByName) writer.WriteEncodedValue(self.Subject.Span);
                else writer.WriteOctetString(Oids.Digest(HashAlgorithmName.SHA1, self.PublicKey.Span));
            }

            writer.WriteGeneralizedTime(ProducedAt);
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    using (writer.PushSequence()) writer.WriteObjectIdentifier(IdHash == HashAlgorithmName.SHA1 ? Oids.Sha1 : Oids.Of(IdHash));
                    writer.WriteOctetString(Oids.Digest(IdHash, leaf.Issuer.Span));
                    writer.WriteOctetString(Oids.Digest(IdHash, issuer.PublicKey.Span));
                    writer.WriteInteger(leaf.SerialNumber.Span);
                }

                WriteStatus(writer);
                writer.WriteGeneralizedTime(ThisUpdate);
                if (NextUpdate is { } next)
                {
                    using (writer.PushSequence(Context(0))) writer.WriteGeneralizedTime(next);
                }
            }
        }

        return writer.Encode();
    }

    private void WriteStatus(AsnWriter writer)
    {
        if (Status != 1)
        {
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, Status));
            return;
        }

        using (writer.PushSequence(Context(1)))
        {
            writer.WriteGeneralizedTime(RevokedAt);
            if (Reason is { } reason)
            {
                using (writer.PushSequence(Context(0))) writer.WriteEncodedValue([0x0A, 0x01, (byte)reason]);
            }
        }
    }

    private static byte[] Der(byte[] rs)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(rs.AsSpan(0, rs.Length / 2), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(rs.AsSpan(rs.Length / 2), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
}
