using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>One row of one hash tree, and how the leaves are cut (<c>merkle-map</c>, C2PA 2.2 §18.6.3).</summary>
internal sealed class BmffMerkleMap
{
    public required Int128 UniqueId { get; init; }

    public required Int128 LocalId { get; init; }

    /// <summary>Number of leaves; 1 or more. It is a claim until that many were found, so nothing may be allocated by it.</summary>
    public required long Count { get; init; }

    public required string? Algorithm { get; init; }

    /// <summary>The hash of the initialisation segment, or of all before the first <c>moof</c>; null where the film is in no fragments.</summary>
    public required ReadOnlyMemory<byte>? InitHash { get; init; }

    /// <summary>The row of the tree that the manifest holds.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Row { get; init; }

    /// <summary>Bytes of a leaf, the last one perhaps shorter; 1 or more. Null when not given.</summary>
    public required long? FixedBlockSize { get; init; }

    /// <summary>Bytes of each leaf; null when not given.</summary>
    public required IReadOnlyList<long>? VariableBlockSizes { get; init; }

    public bool RowIsLeaves => Row.Count == Count;

    /// <summary>Reads an entry of <c>merkle</c>.</summary>
    /// <param name="node">The entry.</param>
    /// <param name="algorithm">The algorithm of what encloses it, used where the entry names none.</param>
    /// <param name="map">What was read, when true is returned.</param>
    /// <param name="says">What is malformed, when false is returned.</param>
    public static bool TryRead(CborNode node, string? algorithm, out BmffMerkleMap? map, out string says)
    {
        map = null;
        says = "A hash tree has a field of the wrong kind, or lacks one.";
        if (node["uniqueId"] is not { Kind: CborKind.Integer } unique || node["localId"] is not { Kind: CborKind.Integer } local) return false;
        if (node.IntegerAt("count") is not > 0 || node["hashes"] is not { Kind: CborKind.Array, Items.Count: > 0 } hashes) return false;
        var own = Given(node, "alg");
        var init = Given(node, "initHash");
        if ((own is not null && own.Kind != CborKind.Text) || (init is not null && init.Kind != CborKind.Bytes)) return false;
        if (!TryFixed(node, out var size) || !TryVariable(node, out var sizes)) return false;
        var row = new List<ReadOnlyMemory<byte>>(hashes.Items.Count);
        foreach (var hash in hashes.Items)
        {
            if (hash.Kind != CborKind.Bytes) return false;
            row.Add(hash.Bytes);
        }

        if (size is not null && sizes is not null)
        {
            says = "A hash tree has blocks both of one size and of several (C2PA 2.2 §15.12.2.1).";
            return false;
        }

        var count = node.IntegerAt("count")!.Value;
        if (MerkleTree.RowOf(count, row.Count) is null)
        {
            says = $"A hash tree of {count} leaves has no row of {row.Count} hashes.";
            return false;
        }

        says = "";
        map = new BmffMerkleMap
        {
            UniqueId = unique.Integer,
            LocalId = local.Integer,
            Count = count,
            Algorithm = own?.Text ?? algorithm,
            // An older writer put an empty string where there was nothing to say.
            InitHash = init is { Bytes.IsEmpty: false } ? init.Bytes : default(ReadOnlyMemory<byte>?),
            Row = row,
            FixedBlockSize = size,
            VariableBlockSizes = sizes,
        };
        return true;
    }

    private static CborNode? Given(CborNode map, string key) => map[key] is { IsNull: false } node ? node : null;

    private static bool TryFixed(CborNode map, out long? size)
    {
        size = null;
        if (Given(map, "fixedBlockSize") is not { } node) return true;
        if (node.Kind != CborKind.Integer || node.Integer <= 0) return false;
        size = node.AsLong() ?? long.MaxValue;
        return true;
    }

    private static bool TryVariable(CborNode map, out List<long>? sizes)
    {
        sizes = null;
        if (Given(map, "variableBlockSizes") is not { } node) return true;
        if (node.Kind != CborKind.Array || node.Items.Count == 0) return false;
        sizes = new(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (item.Kind != CborKind.Integer || item.Integer < 0 || item.AsLong() is not { } size) return false;
            sizes.Add(size);
        }

        return true;
    }
}
