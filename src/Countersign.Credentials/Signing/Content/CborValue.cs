using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Signing.Content;

/// <summary>
/// A value of CBOR, encoded deterministically (RFC 8949 §4.2.1): shortest heads, definite lengths, keys in the order of their bytes.
/// The same content always has the same bytes. Immutable.
/// </summary>
public sealed class CborValue
{
    private CborValue(byte[] encoded) => Encoded = encoded;

    /// <summary>The encoding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Null.</summary>
    public static CborValue Null { get; } = new([0xF6]);

    /// <summary>A text.</summary>
    public static CborValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = Encoding.UTF8.GetBytes(value);
        return new([.. Head(3, (ulong)text.Length), .. text]);
    }

    /// <summary>An integer.</summary>
    public static CborValue Of(long value) => new(value >= 0 ? Head(0, (ulong)value) : Head(1, (ulong)(-1 - value)));

    /// <summary>True or false.</summary>
    public static CborValue Of(bool value) => new([value ? (byte)0xF5 : (byte)0xF4]);

    /// <summary>A number with a fraction, in the shortest form that loses nothing.</summary>
    public static CborValue Of(double value)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteDouble(value);
        return new(writer.Encode());
    }

    /// <summary>A byte string.</summary>
    public static CborValue Bytes(ReadOnlySpan<byte> value) => new([.. Head(2, (ulong)value.Length), .. value]);

    /// <summary>A time of the day in UTC to the second: tag 0 around RFC 3339 (C2PA 2.2 §6.9).</summary>
    public static CborValue Time(DateTimeOffset value) =>
        Tagged(0, Of(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

    /// <summary>A value with a tag.</summary>
    public static CborValue Tagged(ulong tag, CborValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new([.. Head(6, tag), .. value.Encoded.Span]);
    }

    /// <summary>An array.</summary>
    public static CborValue Array(params IEnumerable<CborValue> items)
    {
        var list = items.ToList();
        return new(Join(Head(4, (ulong)list.Count), list.Select(i => i.Encoded)));
    }

    /// <summary>A map with text keys.</summary>
    /// <exception cref="ArgumentException">A key stands twice.</exception>
    public static CborValue Map(params IEnumerable<KeyValuePair<string, CborValue>> entries) =>
        Map(entries.Select(e => KeyValuePair.Create(Of(e.Key), e.Value)));

    /// <summary>A map with keys of any kind.</summary>
    /// <exception cref="ArgumentException">A key stands twice.</exception>
    public static CborValue Map(IEnumerable<KeyValuePair<CborValue, CborValue>> entries)
    {
        var list = entries.ToList();
        list.Sort(static (a, b) => a.Key.Encoded.Span.SequenceCompareTo(b.Key.Encoded.Span));
        for (var i = 1; i < list.Count; i++)
        {
            if (list[i].Key.Encoded.Span.SequenceEqual(list[i - 1].Key.Encoded.Span)) throw new ArgumentException("A map has the same key twice.", nameof(entries));
        }

        return new(Join(Head(5, (ulong)list.Count), list.SelectMany(e => new[] { e.Key.Encoded, e.Value.Encoded })));
    }

    /// <summary>The same content as a JSON document: whole numbers become integers, others floats.</summary>
    /// <param name="json">The element; it may be disposed of afterwards.</param>
    /// <param name="value">The value, when true is returned.</param>
    /// <returns>False when an object names a key twice.</returns>
    public static bool TryFromJson(JsonElement json, out CborValue value)
    {
        value = Null;
        switch (json.ValueKind)
        {
            case JsonValueKind.String: value = Of(json.GetString()!); return true;
            case JsonValueKind.True: value = Of(true); return true;
            case JsonValueKind.False: value = Of(false); return true;
            case JsonValueKind.Number:
                value = json.TryGetInt64(out var whole) ? Of(whole) : json.TryGetUInt64(out var large) ? new(Head(0, large)) : Of(json.GetDouble());
                return true;
            case JsonValueKind.Array:
                var items = new List<CborValue>();
                foreach (var item in json.EnumerateArray())
                {
                    if (!TryFromJson(item, out var inner)) return false;
                    items.Add(inner);
                }

                value = Array(items);
                return true;
            case JsonValueKind.Object:
                var entries = new Dictionary<string, CborValue>(StringComparer.Ordinal);
                foreach (var property in json.EnumerateObject())
                {
                    if (!TryFromJson(property.Value, out var inner) || !entries.TryAdd(property.Name, inner)) return false;
                }

                value = Map(entries);
                return true;
            default: return true;
        }
    }

    /// <summary>Takes one item that is encoded already. Its bytes are kept as they are.</summary>
    /// <param name="encoded">Exactly one well-formed item. It is copied.</param>
    /// <param name="value">The value, when true is returned.</param>
    /// <param name="says">What was wrong, when false is returned.</param>
    public static bool TryFromEncoded(ReadOnlyMemory<byte> encoded, out CborValue value, out string says)
    {
        value = Null;
        var copy = encoded.ToArray();
        if (!CborNode.TryRead(copy, ParseLimits.Default, out _, out says)) return false;
        value = new(copy);
        return true;
    }

    /// <summary>Bytes that the head of an item takes for a length or a number.</summary>
    internal static int HeadLength(ulong value) => value switch { < 24 => 1, <= byte.MaxValue => 2, <= ushort.MaxValue => 3, <= uint.MaxValue => 5, _ => 9 };

    private static byte[] Head(int major, ulong value)
    {
        var head = new byte[HeadLength(value)];
        var type = (byte)(major << 5);
        switch (head.Length)
        {
            case 1: head[0] = (byte)(type | (byte)value); break;
            case 2: (head[0], head[1]) = ((byte)(type | 24), (byte)value); break;
            case 3: head[0] = (byte)(type | 25); BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(1), (ushort)value); break;
            case 5: head[0] = (byte)(type | 26); BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), (uint)value); break;
            default: head[0] = (byte)(type | 27); BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(1), value); break;
        }

        return head;
    }

    private static byte[] Join(byte[] head, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        var all = new MemoryStream();
        all.Write(head);
        foreach (var part in parts) all.Write(part.Span);
        return all.ToArray();
    }
}
