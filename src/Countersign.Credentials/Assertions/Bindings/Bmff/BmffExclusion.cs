using System.Buffers.Binary;
using System.Text;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>One step of an exclusion's path: a box type and, where the path says so, which of its kind.</summary>
internal readonly record struct PathStep(uint Type, int? Index);

/// <summary>
/// One entry of <c>exclusions</c> in a BMFF hash assertion (C2PA 2.2 §18.6.2): which boxes it is about, and which bytes of them are not hashed.
/// </summary>
internal sealed class BmffExclusion
{
    /// <summary>The path from the root, one step a box.</summary>
    public required IReadOnlyList<PathStep> Path { get; init; }

    public long? BoxLength { get; private init; }

    public int? Version { get; private init; }

    public uint? Flags { get; private init; }

    /// <summary>Whether the flags must be equal; else those given must be set.</summary>
    public bool Exact { get; private init; } = true;

    /// <summary>Bytes that the box must have, at offsets from its start.</summary>
    public IReadOnlyList<(long Offset, ReadOnlyMemory<byte> Value)> Data { get; private init; } = [];

    /// <summary>
    /// The bytes left out, from the start of the box, in order and apart; null when the whole box is left out. A length of 0 runs to the end.
    /// </summary>
    public IReadOnlyList<ByteRange>? Subset { get; private init; }

    public uint LeafType => Path[^1].Type;

    /// <summary>Reads an entry. A key whose value is null counts as absent: that is how a widely used writer writes.</summary>
    /// <param name="node">The entry.</param>
    /// <param name="exclusion">The exclusion, when true is returned.</param>
    /// <param name="says">What is malformed, when false is returned.</param>
    public static bool TryRead(CborNode node, out BmffExclusion? exclusion, out string says)
    {
        exclusion = null;
        if (node.TextAt("xpath") is not { } xpath || ParsePath(xpath) is not { } path)
        {
            says = "An exclusion has no path, or one that is not written as /type/type[n].";
            return false;
        }

        if (!TryOptional(node, "length", out var length) || !TryOptional(node, "version", out var version) || !TryFlags(node, out var flags)
            || !TryExact(node, out var exact) || !TryData(node, out var data))
        {
            says = $"The exclusion of {xpath} has a field of the wrong kind.";
            return false;
        }

        if (!TrySubset(node, out var subset))
        {
            says = $"The parts that the exclusion of {xpath} names overlap, are out of order or are negative.";
            return false;
        }

        says = "";
        exclusion = new BmffExclusion
        {
            Path = path,
            BoxLength = length,
            // A version outside the range of a byte is one that no box has; it must not come round again.
            Version = version is { } v ? v is >= 0 and <= 255 ? (int)v : -1 : null,
            Flags = flags,
            Exact = exact,
            Data = data,
            Subset = subset,
        };
        return true;
    }

    /// <summary>True when all that the entry asks of a box holds for this one.</summary>
    public bool Matches(StreamWindow file, BmffTree tree, in BmffBox box)
    {
        if (box.Depth != Path.Count || (BoxLength is { } length && length != box.Length)) return false;
        var at = box;
        for (var i = Path.Count - 1; ; i--)
        {
            if (at.Type != Path[i].Type || (Path[i].Index is { } index && index != at.Index)) return false;
            if (i == 0) break;
            at = tree.Boxes[at.Parent];
        }

        return FieldsMatch(file, box) && DataMatches(file, box);
    }

    private bool FieldsMatch(StreamWindow file, in BmffBox box)
    {
        if (Version is null && Flags is null) return true;
        var c2pa = C2paBox.Is(file, box);
        if (!c2pa && !BoxKinds.IsFullBox(box.Type)) return false;
        var skip = c2pa ? 16 : 0;
        if (box.DataLength < skip + 4) return false;
        var fields = file.Peek(box.DataOffset + skip, 4);
        if (fields.Length < 4) return false;
        var word = BinaryPrimitives.ReadUInt32BigEndian(fields);
        if (Version is { } version && version != word >> 24) return false;
        if (Flags is not { } flags) return true;
        var own = word & 0xFFFFFF;
        return Exact ? own == flags : (own & flags) == flags;
    }

    private bool DataMatches(StreamWindow file, in BmffBox box)
    {
        foreach (var (offset, value) in Data)
        {
            if (value.Length > box.Length || offset > box.Length - value.Length) return false;
            if (!Same(file, box.Offset + offset, value.Span)) return false;
        }

        return true;
    }

    private static bool Same(StreamWindow file, long at, ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            var there = file.Peek(at, Math.Min(value.Length, StreamWindow.MaxPeek));
            if (there.IsEmpty || !there.SequenceEqual(value[..there.Length])) return false;
            value = value[there.Length..];
            at += there.Length;
        }

        return true;
    }

    private static List<PathStep>? ParsePath(string xpath)
    {
        var bytes = new byte[4];
        var path = new List<PathStep>();
        var at = 0;
        while (at < xpath.Length)
        {
            if (xpath[at] != '/' || xpath.Length - at < 5 || path.Count >= byte.MaxValue) return null;
            var code = xpath.AsSpan(at + 1, 4);
            foreach (var c in code)
            {
                if (c > 0xFF) return null;
            }

            Encoding.Latin1.GetBytes(code, bytes);
            at += 5;
            int? index = null;
            if (at < xpath.Length && xpath[at] == '[')
            {
                var close = xpath.IndexOf(']', at);
                if (close < 0) return null;
                var digits = xpath.AsSpan(at + 1, close - at - 1);
                if (digits.IsEmpty || digits[0] is < '1' or > '9'
                    || !int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n)) return null;
                index = n;
                at = close + 1;
            }

            path.Add(new(BoxHeader.Code(bytes), index));
        }

        return path.Count == 0 ? null : path;
    }

    // Numbers beyond 2^63 name places that no file has; they are kept as the greatest there is, so that no sum can overflow later.
    private static bool TryUnsigned(CborNode? node, out long value)
    {
        value = 0;
        if (node is not { Kind: CborKind.Integer } || node.Integer < 0) return false;
        value = node.AsLong() ?? long.MaxValue;
        return true;
    }

    private static bool TryOptional(CborNode map, string key, out long? value)
    {
        value = null;
        if (map[key] is not { IsNull: false } node) return true;
        if (node.Kind != CborKind.Integer) return false;
        value = node.AsLong() ?? long.MaxValue;
        return true;
    }

    private static bool TryFlags(CborNode map, out uint? flags)
    {
        flags = null;
        if (map["flags"] is not { IsNull: false } node) return true;
        if (node.Kind != CborKind.Bytes || node.Bytes.Length != 3) return false;
        var bytes = node.Bytes.Span;
        flags = (uint)((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]);
        return true;
    }

    private static bool TryExact(CborNode map, out bool exact)
    {
        exact = true;
        if (map["exact"] is not { IsNull: false } node) return true;
        exact = node.Bool;
        return node.Kind == CborKind.Bool;
    }

    private static bool TryData(CborNode map, out IReadOnlyList<(long Offset, ReadOnlyMemory<byte> Value)> data)
    {
        data = [];
        if (map["data"] is not { IsNull: false } node) return true;
        if (node.Kind != CborKind.Array) return false;
        var list = new List<(long, ReadOnlyMemory<byte>)>(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (!TryUnsigned(item["offset"], out var offset) || item.BytesAt("value") is not { } value) return false;
            list.Add((offset, value));
        }

        data = list;
        return true;
    }

    private static bool TrySubset(CborNode map, out IReadOnlyList<ByteRange>? subset)
    {
        subset = null;
        if (map["subset"] is not { IsNull: false } node) return true;
        if (node.Kind != CborKind.Array) return false;
        var list = new List<ByteRange>(node.Items.Count);
        long next = 0;
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (!TryUnsigned(node.Items[i]["offset"], out var offset) || !TryUnsigned(node.Items[i]["length"], out var length)) return false;
            if (offset < next || (length == 0 && i < node.Items.Count - 1)) return false;
            next = length > long.MaxValue - offset ? long.MaxValue : offset + length;
            list.Add(new(offset, length));
        }

        subset = list;
        return true;
    }
}
