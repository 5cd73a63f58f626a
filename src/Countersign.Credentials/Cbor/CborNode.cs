using System.Formats.Cbor;

namespace Countersign.Credentials.Cbor;

/// <summary>What kind of item a <see cref="CborNode"/> is (RFC 8949 §3).</summary>
internal enum CborKind
{
    Integer,
    Bytes,
    Text,
    Array,
    Map,
    Tag,
    Bool,
    Null,
    Simple,
    Float,
}

/// <summary>
/// One decoded CBOR item, its bytes as they stood, and where. Immutable. Nothing is ever encoded again from it: hashes are taken
/// over <see cref="Encoded"/>, so that an unusual but valid encoding keeps its hash.
/// </summary>
internal sealed class CborNode
{
    private CborNode(CborKind kind, int offset, ReadOnlyMemory<byte> encoded)
    {
        Kind = kind;
        Offset = offset;
        Encoded = encoded;
    }

    public CborKind Kind { get; }

    /// <summary>The first byte of the item, counted from the start of the document that was read.</summary>
    public int Offset { get; }

    /// <summary>The item's own bytes, head included.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The value of an integer; 0 for other kinds. CBOR's range, -2^64 to 2^64-1, fits.</summary>
    public Int128 Integer { get; private init; }

    /// <summary>The content of a byte string; empty for other kinds.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>The content of a text string; empty for other kinds.</summary>
    public string Text { get; private init; } = "";

    public IReadOnlyList<CborNode> Items { get; private init; } = [];

    /// <summary>The pairs of a map in the order they stood. Keys are distinct.</summary>
    public IReadOnlyList<KeyValuePair<CborNode, CborNode>> Entries { get; private init; } = [];

    public ulong TagNumber { get; private init; }

    /// <summary>What a tag is put on; null for other kinds.</summary>
    public CborNode? Tagged { get; private init; }

    public bool Bool { get; private init; }

    public double Float { get; private init; }

    public bool IsNull => Kind == CborKind.Null;

    /// <summary>The value under a text key of a map, or null.</summary>
    public CborNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Kind == CborKind.Text && entry.Key.Text == key) return entry.Value;
            }

            return null;
        }
    }

    /// <summary>The value under an integer key of a map, or null.</summary>
    public CborNode? this[int key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Kind == CborKind.Integer && entry.Key.Integer == key) return entry.Value;
            }

            return null;
        }
    }

    /// <summary>The text under a key, or null when it is absent or no text.</summary>
    public string? TextAt(string key) => this[key] is { Kind: CborKind.Text } node ? node.Text : null;

    /// <summary>The bytes under a key, or null when they are absent or no byte string.</summary>
    public ReadOnlyMemory<byte>? BytesAt(string key) => this[key] is { Kind: CborKind.Bytes } node ? node.Bytes : default(ReadOnlyMemory<byte>?);

    /// <summary>The integer under a key, or null when it is absent, no integer or outside the range of <see cref="long"/>.</summary>
    public long? IntegerAt(string key) => this[key] is { Kind: CborKind.Integer } node ? node.AsLong() : null;

    /// <summary>The integer, or null when this is none or it leaves the range of <see cref="long"/>.</summary>
    public long? AsLong() => Kind == CborKind.Integer && Integer >= long.MinValue && Integer <= long.MaxValue ? (long)Integer : null;

    /// <summary>This item without the tags around it.</summary>
    public CborNode Untagged
    {
        get
        {
            var at = this;
            while (at.Tagged is { } inner) at = inner;
            return at;
        }
    }

    /// <summary>
    /// Reads exactly one item that fills <paramref name="document"/>. Indefinite lengths are accepted; maps with the same key twice are
    /// not, since two readers could then see two claims in the same signed bytes.
    /// </summary>
    /// <param name="document">The bytes. They are kept, not copied.</param>
    /// <param name="limits">Depth and number of items.</param>
    /// <param name="node">The item, when true is returned.</param>
    /// <param name="says">What was wrong, when false is returned.</param>
    public static bool TryRead(ReadOnlyMemory<byte> document, ParseLimits limits, out CborNode node, out string says) =>
        TryRead(document, limits, allowTail: false, out node, out _, out says);

    /// <summary>The same, for an item that other bytes may follow; <paramref name="length"/> is the item's own length.</summary>
    public static bool TryReadFirst(ReadOnlyMemory<byte> document, ParseLimits limits, out CborNode node, out int length, out string says) =>
        TryRead(document, limits, allowTail: true, out node, out length, out says);

    private static bool TryRead(ReadOnlyMemory<byte> document, ParseLimits limits, bool allowTail, out CborNode node, out int length, out string says)
    {
        node = s_null;
        length = 0;
        try
        {
            var reader = new CborReader(document, CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
            var budget = limits.MaxCborItems;
            node = Read(reader, document, 0, limits.MaxCborDepth, ref budget);
            length = document.Length - reader.BytesRemaining;
            says = length == document.Length || allowTail ? "" : $"{reader.BytesRemaining} bytes follow the item.";
            return says.Length == 0;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or FormatException or OverflowException or System.Text.DecoderFallbackException)
        {
            says = e.Message;
            return false;
        }
    }

    private static readonly CborNode s_null = new(CborKind.Null, 0, default);

    private static CborNode Read(CborReader reader, ReadOnlyMemory<byte> document, int depth, int maxDepth, ref int budget)
    {
        if (depth > maxDepth) throw new CborContentException($"Nested deeper than {maxDepth}.");
        if (--budget < 0) throw new CborContentException("More items than are read.");
        var from = document.Length - reader.BytesRemaining;
        var state = reader.PeekState();
        switch (state)
        {
            case CborReaderState.UnsignedInteger: { var value = reader.ReadUInt64(); return new(CborKind.Integer, from, Since(reader, document, from)) { Integer = value }; }
            case CborReaderState.NegativeInteger: { var value = reader.ReadCborNegativeIntegerRepresentation(); return new(CborKind.Integer, from, Since(reader, document, from)) { Integer = -1 - (Int128)value }; }
            case CborReaderState.ByteString: { var value = reader.ReadDefiniteLengthByteString(); return new(CborKind.Bytes, from, Since(reader, document, from)) { Bytes = value }; }
            case CborReaderState.StartIndefiniteLengthByteString: { var value = reader.ReadByteString(); return new(CborKind.Bytes, from, Since(reader, document, from)) { Bytes = value }; }
            case CborReaderState.TextString: { var value = s_utf8.GetString(reader.ReadDefiniteLengthTextStringBytes().Span); return new(CborKind.Text, from, Since(reader, document, from)) { Text = value }; }
            case CborReaderState.StartIndefiniteLengthTextString: { var value = Whole(reader.ReadTextString()); return new(CborKind.Text, from, Since(reader, document, from)) { Text = value }; }
            case CborReaderState.Boolean: { var value = reader.ReadBoolean(); return new(CborKind.Bool, from, Since(reader, document, from)) { Bool = value }; }
            case CborReaderState.Null: reader.ReadNull(); return new(CborKind.Null, from, Since(reader, document, from));
            case CborReaderState.SimpleValue: { var value = reader.ReadSimpleValue(); return new(CborKind.Simple, from, Since(reader, document, from)) { Integer = (int)value }; }
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                { var value = reader.ReadDouble(); return new(CborKind.Float, from, Since(reader, document, from)) { Float = value }; }
            case CborReaderState.Tag:
                {
                    var tag = (ulong)reader.ReadTag();
                    var inner = Read(reader, document, depth + 1, maxDepth, ref budget);
                    return new(CborKind.Tag, from, Since(reader, document, from)) { TagNumber = tag, Tagged = inner };
                }
            case CborReaderState.StartArray:
                {
                    reader.ReadStartArray();
                    var items = new List<CborNode>();
                    while (reader.PeekState() != CborReaderState.EndArray) items.Add(Read(reader, document, depth + 1, maxDepth, ref budget));
                    reader.ReadEndArray();
                    return new(CborKind.Array, from, Since(reader, document, from)) { Items = items };
                }
            case CborReaderState.StartMap:
                {
                    reader.ReadStartMap();
                    var entries = new List<KeyValuePair<CborNode, CborNode>>();
                    while (reader.PeekState() != CborReaderState.EndMap)
                    {
                        var key = Read(reader, document, depth + 1, maxDepth, ref budget);
                        entries.Add(new(key, Read(reader, document, depth + 1, maxDepth, ref budget)));
                    }

                    reader.ReadEndMap();
                    ThrowOnSameKeys(entries);
                    return new(CborKind.Map, from, Since(reader, document, from)) { Entries = entries };
                }
            default: throw new CborContentException($"No item can start here ({state}).");
        }
    }

    // Bytes that are no UTF-8 would be read as other text than was signed (RFC 8949 §3.1).
    private static readonly System.Text.UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private static string Whole(string text) => text.Contains('\uFFFD', StringComparison.Ordinal) ? throw new CborContentException("A text is no UTF-8.") : text;

    private static void ThrowOnSameKeys(List<KeyValuePair<CborNode, CborNode>> entries)
    {
        if (entries.Count < 2) return;
        var seen = new HashSet<(CborKind, Int128, string)>();
        foreach (var (key, _) in entries)
        {
            var form = key.Kind switch
            {
                CborKind.Integer => (key.Kind, key.Integer, ""),
                CborKind.Text => (key.Kind, 0, key.Text),
                _ => (key.Kind, 0, Convert.ToHexString(key.Encoded.Span)),
            };
            if (!seen.Add(form)) throw new CborContentException("A map has the same key twice.");
        }
    }

    private static ReadOnlyMemory<byte> Since(CborReader reader, ReadOnlyMemory<byte> document, int from) => document[from..(document.Length - reader.BytesRemaining)];
}
