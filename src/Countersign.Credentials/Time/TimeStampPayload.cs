using System.Formats.Cbor;

namespace Countersign.Credentials.Time;

/// <summary>
/// The bytes a time-stamp is over (C2PA 2.2 §10.3.2.5.2 and .3): the ToBeSigned of RFC 8152 §4.4,
/// <code>["CounterSignature", protected, h'', payload]</code>
/// with the claim as the payload in the first form and, in the second, the signature as it is serialised, head of the byte string included.
/// That inner head makes the second form look encoded twice; it is what §10.3.2.5.3 says and what authorities' tokens in the field hold.
/// </summary>
internal static class TimeStampPayload
{
    /// <summary>What a <c>sigTst</c> header stamps (v1, deprecated).</summary>
    /// <param name="protectedHeader">The content of the protected header's byte string.</param>
    /// <param name="claim">The claim as it stood.</param>
    public static byte[] OfClaim(ReadOnlyMemory<byte> protectedHeader, ReadOnlyMemory<byte> claim) => Write(protectedHeader, claim);

    /// <summary>What a <c>sigTst2</c> header and a <c>c2pa.time-stamp</c> assertion stamp (v2).</summary>
    /// <param name="protectedHeader">The content of the protected header's byte string.</param>
    /// <param name="encodedSignature">The signature field as it stood, head included.</param>
    public static byte[] OfSignature(ReadOnlyMemory<byte> protectedHeader, ReadOnlyMemory<byte> encodedSignature) => Write(protectedHeader, encodedSignature);

    private static byte[] Write(ReadOnlyMemory<byte> protectedHeader, ReadOnlyMemory<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartArray(4);
        writer.WriteTextString("CounterSignature");
        writer.WriteByteString(protectedHeader.Span);
        writer.WriteByteString([]);
        writer.WriteByteString(payload.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
