using System.Formats.Cbor;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Signing.Keys;

namespace Countersign.Credentials.Cose;

/// <summary>
/// A COSE_Sign1 (RFC 9052 §4.2; C2PA 2.2 §13.2, §14.5), read and not yet verified:
/// <code>18([ protected: bstr, unprotected: map, payload: bstr / nil, signature: bstr ])</code>
/// </summary>
internal sealed class CoseSign1
{
    /// <summary>The content of the protected header's byte string, as it stood.</summary>
    public required ReadOnlyMemory<byte> ProtectedBytes { get; init; }

    public required CborNode Protected { get; init; }

    public required CborNode Unprotected { get; init; }

    /// <summary>The payload when it is carried inside; null when it is detached.</summary>
    public required ReadOnlyMemory<byte>? Payload { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The signature field as it stood, head of the byte string included: what <c>sigTst2</c> stamps (C2PA 2.2 §10.3.2.5.2).</summary>
    public required ReadOnlyMemory<byte> SignatureItem { get; init; }

    /// <summary>The algorithm's number in the protected header; null when there is none.</summary>
    public long? AlgorithmNumber => Protected[1]?.AsLong();

    /// <summary>The algorithm, or null when it is none of those allowed.</summary>
    public SigningAlgorithm? Algorithm => AlgorithmNumber is >= int.MinValue and <= int.MaxValue and var number && Enum.IsDefined((SigningAlgorithm)number) ? (SigningAlgorithm)number : null;

    /// <summary>The certificates in DER, the signer's own first.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; init; }

    /// <summary>The claimed time of signing (the protected header <c>iat</c>, §13.2.4): seconds since 1970, or null.</summary>
    public DateTimeOffset? IssuedAt => Protected["iat"]?.Untagged is { } node && Seconds(node) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public CborNode? SigTst => Header("sigTst");

    public CborNode? SigTst2 => Header("sigTst2");

    /// <summary>The stapled OCSP responses (<c>rVals</c>).</summary>
    public IEnumerable<ReadOnlyMemory<byte>> OcspResponses =>
        Header("rVals")?["ocspVals"] is { Kind: CborKind.Array } list ? list.Items.Where(i => i.Kind == CborKind.Bytes).Select(i => i.Bytes) : [];

    /// <summary>Reads one.</summary>
    /// <param name="bytes">The content of the signature box.</param>
    /// <param name="limits">Depth and number of items.</param>
    /// <param name="cose">The structure, when true is returned.</param>
    /// <param name="says">What is wrong, when false is returned.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, ParseLimits limits, out CoseSign1 cose, out string says)
    {
        cose = null!;
        if (!CborNode.TryRead(bytes, limits, out var node, out says)) return false;
        // §13.2.3: COSE_Sign1_Tagged. A structure without its tag, or in further tags, is none; tags are not signed, so that anybody could add them.
        if (node.Kind != CborKind.Tag || node.TagNumber != 18) { says = node.Kind == CborKind.Tag ? $"It has the tag {node.TagNumber}; a COSE_Sign1 has 18." : "It has no tag; a COSE_Sign1 has 18."; return false; }
        if (node.Tagged is not { Kind: CborKind.Array, Items: [{ Kind: CborKind.Bytes } head, { Kind: CborKind.Map } open, var payload, { Kind: CborKind.Bytes } signature] })
        {
            says = "It is not the four parts of a COSE_Sign1.";
            return false;
        }

        if (!CborNode.TryRead(head.Bytes, limits, out var closed, out says)) return false;
        if (closed.Kind != CborKind.Map) { says = "Its protected header is no map."; return false; }
        if (payload.Kind != CborKind.Bytes && !payload.IsNull) { says = "Its payload is neither bytes nor nil."; return false; }
        // Parameters that must be understood, and are not, end the reading (RFC 9052 §3.1).
        if (closed[2] is not null) { says = "It has critical parameters, which none of C2PA's are."; return false; }
        if (!TryChain(closed, open, out var chain, out says)) return false;
        cose = new CoseSign1
        {
            ProtectedBytes = head.Bytes, Protected = closed, Unprotected = open, Payload = payload.IsNull ? default(ReadOnlyMemory<byte>?) : payload.Bytes,
            Signature = signature.Bytes, SignatureItem = signature.Encoded, Chain = chain,
        };
        return true;
    }

    /// <summary>The bytes that are signed (RFC 9052 §4.4): context <c>Signature1</c>, no external data.</summary>
    public static byte[] SigStructure(ReadOnlyMemory<byte> protectedBytes, ReadOnlyMemory<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Strict, initialCapacity: 32 + protectedBytes.Length + payload.Length);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedBytes.Span);
        writer.WriteByteString([]);
        writer.WriteByteString(payload.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }

    // RFC 9052 §3: what is protected comes first, or anybody could put something else in its place.
    private CborNode? Header(string name) => Protected[name] ?? Unprotected[name];

    private static long? Seconds(CborNode node) => node.Kind switch
    {
        CborKind.Integer when node.AsLong() is >= 0 and < 253402300800 and var seconds => seconds,
        CborKind.Float when node.Float is >= 0 and < 253402300800 => (long)node.Float,
        _ => null,
    };

    // §14.5: label 33 goes before the text label; the same label in both buckets makes it unclear who signed.
    private static bool TryChain(CborNode closed, CborNode open, out IReadOnlyList<ReadOnlyMemory<byte>> chain, out string says)
    {
        chain = [];
        says = "";
        if ((closed[33] is not null && open[33] is not null) || (closed["x5chain"] is not null && open["x5chain"] is not null))
        {
            says = "It names its certificates twice.";
            return false;
        }

        var node = closed[33] ?? open[33] ?? closed["x5chain"] ?? open["x5chain"];
        chain = node switch
        {
            { Kind: CborKind.Bytes } => [node.Bytes],
            { Kind: CborKind.Array } when node.Items.Count <= 32 && node.Items.All(i => i.Kind == CborKind.Bytes) => [.. node.Items.Select(i => i.Bytes)],
            _ => [],
        };
        if (chain.Count == 0) says = "It carries no certificate.";
        return chain.Count > 0;
    }
}
