using System.Formats.Cbor;

namespace Countersign.Credentials.Tests.Forging;

/// <summary>Writes CBOR out of dictionaries, lists, texts, numbers, bytes and truth values, by another encoder than the library's own use of it.</summary>
internal static class CborText
{
    public static byte[] Encode(object? value)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, value);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNull(); break;
            case bool truth: writer.WriteBoolean(truth); break;
            case int number: writer.WriteInt32(number); break;
            case long number: writer.WriteInt64(number); break;
            case ulong number: writer.WriteUInt64(number); break;
            case string text: writer.WriteTextString(text); break;
            case byte[] bytes: writer.WriteByteString(bytes); break;
            case RawCbor raw: writer.WriteEncodedValue(raw.Bytes); break;
            case Dictionary<string, object?> map:
                writer.WriteStartMap(map.Count);
                foreach (var (key, item) in map)
                {
                    writer.WriteTextString(key);
                    Write(writer, item);
                }

                writer.WriteEndMap();
                break;
            case Dictionary<int, object?> map:
                writer.WriteStartMap(map.Count);
                foreach (var (key, item) in map)
                {
                    writer.WriteInt32(key);
                    Write(writer, item);
                }

                writer.WriteEndMap();
                break;
            case System.Collections.IEnumerable list:
                var items = list.Cast<object?>().ToList();
                writer.WriteStartArray(items.Count);
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            default: throw new ArgumentException($"No CBOR for {value.GetType()}.", nameof(value));
        }
    }
}

/// <summary>CBOR that is written already.</summary>
internal sealed record RawCbor(byte[] Bytes);
