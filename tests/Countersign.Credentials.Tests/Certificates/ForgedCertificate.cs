using System.Formats.Asn1;
using System.Security.Cryptography;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Tests.Certificates;

/// <summary>The parameters of an RSASSA-PSS signature, each of which may be left out (RFC 8017 A.2.3).</summary>
internal sealed record PssParameters(string? Hash = Oids.Sha256, string? MaskHash = Oids.Sha256, int? Salt = 32);

/// <summary>
/// A certificate written field by field, right by default and wrong wherever a test wants it: the platform's own writer refuses most of what is tested. Valid from
/// 2020 to 2040.
/// </summary>
internal sealed class ForgedCertificate
{
    public const string ClaimSigning = "1.3.6.1.4.1.62558.2.1", Email = "1.3.6.1.5.5.7.3.4", Document = "1.3.6.1.5.5.7.3.36", AnyPurpose = "2.5.29.37.0";

    public static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Subject { get; init; } = "Leaf";

    public string Issuer { get; init; } = "Root";

    public DateTimeOffset From { get; init; } = Start;

    public DateTimeOffset To { get; init; } = End;

    /// <summary>2 is version 3; null leaves the field out, which is version 1.</summary>
    public int? Version { get; init; } = 2;

    public bool UniqueIds { get; init; }

    public bool? Authority { get; init; } = false;

    public int? PathLength { get; init; }

    /// <summary>The first byte of the key usage: 0x80 digitalSignature, 0x04 keyCertSign.</summary>
    public byte? Usage { get; init; } = 0x80;

    public string[]? Purposes { get; init; } = [ClaimSigning, Email];

    public bool AuthorityKeyId { get; init; } = true;

    public bool SubjectKeyId { get; init; } = true;

    public List<(string Oid, bool Critical, byte[] Value)> More { get; init; } = [];

    /// <summary>The algorithm that stands outside, and with which it is signed; null for the one of the issuer's key.</summary>
    public string? SignedWith { get; init; }

    /// <summary>The algorithm inside; null for the same.</summary>
    public string? NamedInside { get; init; }

    public PssParameters Pss { get; init; } = new();

    /// <summary>The SubjectPublicKeyInfo; null for that of the key.</summary>
    public byte[]? KeyInfo { get; init; }

    public static ForgedCertificate Root(string name = "Root") => new() { Subject = name, Issuer = name, Authority = true, Usage = 0x04, Purposes = null };

    /// <summary>An authority under another one.</summary>
    public static ForgedCertificate Middle(string name = "Middle", string issuer = "Root", int? pathLength = null) =>
        new() { Subject = name, Issuer = issuer, Authority = true, Usage = 0x04, Purposes = null, PathLength = pathLength };

    public CertificateView View(TestKey key, TestKey issuer)
    {
        Assert.True(CertificateView.TryRead(Build(key, issuer), out var view));
        return view;
    }

    public byte[] Build(TestKey key, TestKey issuer)
    {
        var outside = SignedWith ?? Usual(issuer.Algorithm);
        var tbs = Tbs(key, NamedInside ?? outside);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            Algorithm(writer, outside);
            writer.WriteBitString(Sign(issuer, outside, tbs));
        }

        return writer.Encode();
    }

    private byte[] Tbs(TestKey key, string algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (Version is { } version)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteInteger(version);
            }

            writer.WriteInteger(0x1234);
            Algorithm(writer, algorithm);
            Name(writer, Issuer);
            using (writer.PushSequence())
            {
                writer.WriteUtcTime(From);
                writer.WriteUtcTime(To);
            }

            Name(writer, Subject);
            writer.WriteEncodedValue(KeyInfo ?? key.PublicKey.ExportSubjectPublicKeyInfo());
            if (UniqueIds) writer.WriteBitString([1, 2, 3], 0, new Asn1Tag(TagClass.ContextSpecific, 1));
            if (Version == 2)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
                using (writer.PushSequence())
                {
                    foreach (var (oid, critical, value) in Extensions())
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(oid);
                            if (critical) writer.WriteBoolean(true);
                            writer.WriteOctetString(value);
                        }
                    }
                }
            }
        }

        return writer.Encode();
    }

    private IEnumerable<(string Oid, bool Critical, byte[] Value)> Extensions()
    {
        if (Authority is { } authority)
        {
            yield return (Oids.BasicConstraints, true, Der(w =>
            {
                using (w.PushSequence())
                {
                    if (authority) w.WriteBoolean(true);
                    if (PathLength is { } below) w.WriteInteger(below);
                }
            }));
        }

        if (Usage is { } usage) yield return (Oids.KeyUsage, true, Der(w => w.WriteBitString([usage], System.Numerics.BitOperations.TrailingZeroCount(usage))));
        if (Purposes is { } purposes)
        {
            yield return (Oids.ExtendedKeyUsage, purposes is [Oids.TimeStamping], Der(w =>
            {
                using (w.PushSequence())
                {
                    foreach (var purpose in purposes) w.WriteObjectIdentifier(purpose);
                }
            }));
        }

        if (AuthorityKeyId)
        {
            yield return ("2.5.29.35", false, Der(w =>
            {
                using (w.PushSequence()) w.WriteOctetString([9, 9, 9, 9], new Asn1Tag(TagClass.ContextSpecific, 0));
            }));
        }

        if (SubjectKeyId) yield return (Oids.SubjectKeyId, false, Der(w => w.WriteOctetString([8, 8, 8, 8])));
        foreach (var more in More) yield return more;
    }

    private static byte[] Der(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    private static void Name(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, name);
        }
    }

    private void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (oid is Oids.RsaSha256 or Oids.RsaSha384 or Oids.RsaSha512) writer.WriteNull();
            if (oid != Oids.RsaPss) return;
            using (writer.PushSequence())
            {
                if (Pss.Hash is { } hash)
                {
                    using (writer.PushSequence(Context(0)))
                    using (writer.PushSequence()) writer.WriteObjectIdentifier(hash);
                }

                if (Pss.MaskHash is { } mask)
                {
                    using (writer.PushSequence(Context(1)))
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Oids.Mgf1);
                        using (writer.PushSequence()) writer.WriteObjectIdentifier(mask);
                    }
                }

                if (Pss.Salt is { } salt)
                {
                    using (writer.PushSequence(Context(2))) writer.WriteInteger(salt);
                }
            }
        }

        static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
    }

    private static string Usual(SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.Es256 => Oids.EcdsaSha256,
        SigningAlgorithm.Es384 => Oids.EcdsaSha384,
        SigningAlgorithm.Es512 => Oids.EcdsaSha512,
        SigningAlgorithm.Ed25519 => Oids.Ed25519,
        _ => Oids.RsaSha256,
    };

    // An algorithm that the key has no name for is signed with the key's usual one: the tests of such names look at the name alone.
    private static byte[] Sign(TestKey issuer, string oid, byte[] tbs)
    {
        if (issuer.Algorithm == SigningAlgorithm.Ed25519) return issuer.Sign(tbs);
        var hash = oid is Oids.EcdsaSha384 or Oids.RsaSha384 ? HashAlgorithmName.SHA384 : oid is Oids.EcdsaSha512 or Oids.RsaSha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        return issuer.Native is ECDsa ec
            ? ec.SignData(tbs, hash, DSASignatureFormat.Rfc3279DerSequence)
            : ((RSA)issuer.Native).SignData(tbs, hash, oid == Oids.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }
}
