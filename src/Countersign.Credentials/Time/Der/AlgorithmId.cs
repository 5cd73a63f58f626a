using System.Formats.Asn1;

namespace Countersign.Credentials.Time.Der;

/// <summary>An AlgorithmIdentifier (RFC 5280 §4.1.1.2).</summary>
/// <param name="Oid">The algorithm, in dotted form.</param>
/// <param name="Parameters">The parameters as they stood, head included; empty when absent.</param>
internal readonly record struct AlgorithmId(string Oid, ReadOnlyMemory<byte> Parameters)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="AsnContentException">The bytes are something else.</exception>
    public static AlgorithmId Read(AsnReader from)
    {
        var inside = from.ReadSequence();
        var oid = inside.ReadObjectIdentifier();
        var parameters = inside.HasData ? inside.ReadEncodedValue() : default;
        inside.ThrowIfNotEmpty();
        return new(oid, parameters);
    }
}
