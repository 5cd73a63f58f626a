using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Time;

namespace Countersign.Credentials.Signing.Output;

/// <summary>What came of signing a claim.</summary>
/// <param name="Bytes">The COSE_Sign1_Tagged of the length asked for; null when it does not fit or there is no time-stamp.</param>
/// <param name="Needed">A length that it fits into.</param>
/// <param name="StampProblem">Why there is no time-stamp although one was wanted; null otherwise.</param>
internal sealed record CoseResult(byte[]? Bytes, int Needed, string? StampProblem);

/// <summary>
/// The content of the claim signature box (C2PA 2.2 §13.2, RFC 9052):
/// <code>18([protected {1: alg, 33: x5chain}, {? "sigTst2", ? "rVals", ? "pad", ? "pad2"}, nil, signature])</code>
/// </summary>
internal static class CoseBox
{
    private const int AlgorithmHeader = 1;
    private const int X5ChainHeader = 33;

    /// <summary>The length to reserve for a signature that does not exist yet.</summary>
    public static int Reserve(IClaimSigner signer, ITimeStamper? stamper, IReadOnlyList<ReadOnlyMemory<byte>> ocsp)
    {
        var unprotected = Unprotected(stamper is null ? null : new byte[Math.Max(0, stamper.EstimatedSize)], ocsp);
        return Encode(Protected(signer), unprotected, new byte[SignatureLength(signer)]).Length + Padding.Least;
    }

    /// <summary>Signs, has it stamped, and fills up to the length.</summary>
    /// <param name="claim">The claim as it is in its box.</param>
    /// <param name="signer">The key and its certificates.</param>
    /// <param name="stamper">The time-stamp authority, or null.</param>
    /// <param name="stampOptional">Whether to go on without a time-stamp when the authority fails.</param>
    /// <param name="ocsp">OCSP answers to be stapled.</param>
    /// <param name="length">The length of the result.</param>
    /// <param name="cancel">Ends the wait for a remote signer or authority.</param>
    public static async ValueTask<CoseResult> SignAsync(ReadOnlyMemory<byte> claim, IClaimSigner signer, ITimeStamper? stamper, bool stampOptional,
        IReadOnlyList<ReadOnlyMemory<byte>> ocsp, int length, CancellationToken cancel)
    {
        var header = Protected(signer);
        var signature = await signer.SignAsync(ToBeSigned(header, claim.Span), cancel).ConfigureAwait(false);
        byte[]? token = null;
        string? stampProblem = null;
        if (stamper is not null)
        {
            try
            {
                token = await stamper.StampAsync(TimeStampPayload.OfSignature(header, CborValue.Bytes(signature).Encoded), cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever a service beyond this library throws, the file is not signed half.
                stampProblem = e.Message;
                if (!stampOptional) return new(null, 0, stampProblem);
            }
        }

        var unprotected = Unprotected(token, ocsp);
        var needed = Encode(header, unprotected, signature).Length;
        if (needed > length || !Padding.TryFill(unprotected, length - needed)) return new(null, needed + Padding.Least, stampProblem);
        return new(Encode(header, unprotected, signature), needed, stampProblem);
    }

    /// <summary>The bytes that are signed (RFC 9052 §4.4).</summary>
    public static byte[] ToBeSigned(ReadOnlySpan<byte> header, ReadOnlySpan<byte> claim) =>
        CborValue.Array(CborValue.Of("Signature1"), CborValue.Bytes(header), CborValue.Bytes([]), CborValue.Bytes(claim)).Encoded.ToArray();

    private static byte[] Protected(IClaimSigner signer)
    {
        var chain = signer.Chain.Select(c => CborValue.Bytes(c.Span)).ToList();
        return CborValue.Map([
            KeyValuePair.Create(CborValue.Of(AlgorithmHeader), CborValue.Of((int)signer.Algorithm)),
            // RFC 9360: one certificate stands alone, several in an array.
            KeyValuePair.Create(CborValue.Of(X5ChainHeader), chain.Count == 1 ? chain[0] : CborValue.Array(chain)),
        ]).Encoded.ToArray();
    }

    private static CborFields Unprotected(byte[]? token, IReadOnlyList<ReadOnlyMemory<byte>> ocsp)
    {
        var fields = new CborFields();
        if (token is not null)
        {
            var container = new CborFields().Add("tstTokens", CborValue.Array(new CborFields().Add("val", CborValue.Bytes(token)).ToMap())).ToMap();
            fields.Add("sigTst2", container);
        }

        if (ocsp.Count > 0) fields.Add("rVals", new CborFields().Add("ocspVals", CborValue.Array(ocsp.Select(o => CborValue.Bytes(o.Span)))).ToMap());
        return fields;
    }

    private static byte[] Encode(ReadOnlySpan<byte> header, CborFields unprotected, ReadOnlySpan<byte> signature) =>
        CborValue.Tagged(18, CborValue.Array(CborValue.Bytes(header), unprotected.ToMap(), CborValue.Null, CborValue.Bytes(signature))).Encoded.ToArray();

    // The curve need not be that of the algorithm's hash (§13.2.1), so the largest is assumed; RSA says its own size.
    private static int SignatureLength(IClaimSigner signer) => signer.Algorithm switch
    {
        SigningAlgorithm.Ed25519 => 64,
        SigningAlgorithm.Es256 or SigningAlgorithm.Es384 or SigningAlgorithm.Es512 => 132,
        _ => RsaLength(signer.Chain) ?? 512,
    };

    private static int? RsaLength(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        if (chain.Count == 0) return null;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(chain[0].Span);
            using var key = certificate.GetRSAPublicKey();
            return key?.KeySize / 8;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
