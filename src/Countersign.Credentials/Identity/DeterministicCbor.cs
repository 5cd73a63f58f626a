using System.Formats.Cbor;
using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Identity;

/// <summary>
/// Encodes an item again as the core deterministic encoding does (RFC 8949 §4.2.1): the shortest heads and floats, definite lengths, and the keys of each
/// map in the bytewise order of their encodings. CAWG identity assertions sign this form of a map, however it stands in the file.
/// </summary>
internal static class DeterministicCbor
{
    /// <summary>Encodes.</summary>
    /// <param name="node">The item. Its depth is bounded by its reader.</param>
    /// <param name="replace">Gives another content for a byte string, or null to leave it; null for none.</param>
    /// <param name="leaveOut">Of the outermost map: a text key that is left out; null for none.</param>
    public static byte[] Encode(CborNode node, Func<CborNode, byte[]?>? replace = null, string? leaveOut = null)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, node, replace, leaveOut);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, CborNode node, Func<CborNode, byte[]?>? replace, string? leaveOut)
    {
        switch (node.Kind)
        {
            case CborKind.Integer when node.Integer >= 0: writer.WriteUInt64((ulong)node.Integer); break;
            case CborKind.Integer: writer.WriteCborNegativeIntegerRepresentation((ulong)(-1 - node.Integer)); break;
            case CborKind.Bytes: writer.WriteByteString(replace?.Invoke(node) ?? node.Bytes.Span); break;
            case CborKind.Text: writer.WriteTextString(node.Text); break;
            case CborKind.Bool: writer.WriteBoolean(node.Bool); break;
            case CborKind.Null: writer.WriteNull(); break;
            case CborKind.Simple: writer.WriteSimpleValue((CborSimpleValue)(byte)node.Integer); break;
            case CborKind.Float: WriteFloat(writer, node.Float); break;
            case CborKind.Tag:
                writer.WriteTag((CborTag)node.TagNumber);
                Write(writer, node.Tagged!, replace, null);
                break;
            case CborKind.Array:
                writer.WriteStartArray(node.Items.Count);
                foreach (var item in node.Items) Write(writer, item, replace, null);
                writer.WriteEndArray();
                break;
            case CborKind.Map:
                var pairs = node.Entries.Where(e => leaveOut is null || e.Key.Kind != CborKind.Text || e.Key.Text != leaveOut).Select(e => (Key: Encode(e.Key), e.Value)).ToList();
                pairs.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
                writer.WriteStartMap(pairs.Count);
                foreach (var (key, value) in pairs)
                {
                    writer.WriteEncodedValue(key);
                    Write(writer, value, replace, null);
                }

                writer.WriteEndMap();
                break;
        }
    }

    private static void WriteFloat(CborWriter writer, double value)
    {
        if (double.IsNaN(value) || (double)(Half)value == value) writer.WriteHalf((Half)value);
        else if ((double)(float)value == value) writer.WriteSingle((float)value);
        else writer.WriteDouble(value);
    }
}
