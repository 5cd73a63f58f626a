using System.Security.Cryptography;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>A BMFF hash assertion as it was read (<c>bmff-hash-map</c>, C2PA 2.2 §18.6.3).</summary>
internal sealed class BmffHashMap
{
    public required IReadOnlyList<BmffExclusion> Exclusions { get; init; }

    /// <summary>The hash of the file without what is excluded; null in a fragmented film.</summary>
    public required ReadOnlyMemory<byte>? Hash { get; init; }

    /// <summary>The name of the algorithm of <see cref="Hash"/>, from here or from the claim; null when neither has one.</summary>
    public required string? Algorithm { get; init; }

    /// <summary>Whether the place of each root box is hashed with it: all labels but the first.</summary>
    public required bool WithOffsets { get; init; }

    public required IReadOnlyList<BmffMerkleMap> Merkle { get; init; }

    /// <summary>How deep the paths of the exclusions go: no deeper need the boxes be looked at.</summary>
    public int Depth => Math.Max(1, Exclusions.Max(e => e.Path.Count));

    /// <summary>
    /// True when an exclusion leaves out more than the specification asks for; <c>free</c> and <c>skip</c> are not counted (C2PA 2.4 §15.12.2).
    /// </summary>
    public bool HasAdditionalExclusions => Exclusions.Any(e => !IsExpected(e));

    /// <summary>Reads the content of an assertion.</summary>
    /// <param name="check">The assertion with its label.</param>
    /// <param name="limits">Number of exclusions.</param>
    /// <param name="map">What was read, when true is returned.</param>
    /// <param name="says">What is malformed, when false is returned.</param>
    public static bool TryRead(BindingCheck check, ParseLimits limits, out BmffHashMap? map, out string says)
    {
        map = null;
        var node = check.Assertion;
        if (node["exclusions"] is not { Kind: CborKind.Array, Items.Count: > 0 } list)
        {
            says = "The assertion has no list of exclusions.";
            return false;
        }

        if (list.Items.Count > limits.MaxBmffExclusions)
        {
            says = $"The assertion has more than {limits.MaxBmffExclusions} exclusions.";
            return false;
        }

        var exclusions = new List<BmffExclusion>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (!BmffExclusion.TryRead(item, out var exclusion, out says)) return false;
            exclusions.Add(exclusion!);
        }

        if (!TryField(node, "hash", CborKind.Bytes, out var hash) || !TryField(node, "alg", CborKind.Text, out var algorithm) || !TryField(node, "merkle", CborKind.Array, out var trees))
        {
            says = "The assertion has a field of the wrong kind.";
            return false;
        }

        var merkle = new List<BmffMerkleMap>();
        var name = algorithm?.Text ?? check.ClaimAlgorithm;
        if (trees is not null)
        {
            var seen = new HashSet<(Int128, Int128)>();
            foreach (var item in trees.Items)
            {
                if (!BmffMerkleMap.TryRead(item, name, out var tree, out says)) return false;
                if (!seen.Add((tree!.UniqueId, tree.LocalId)))
                {
                    says = "Two hash trees have the same identifiers.";
                    return false;
                }

                merkle.Add(tree);
            }
        }

        if (hash is null && merkle.Count == 0)
        {
            says = "The assertion has neither a hash nor a hash tree, so it binds nothing.";
            return false;
        }

        says = "";
        map = new BmffHashMap
        {
            Exclusions = exclusions,
            Hash = hash?.Bytes,
            Algorithm = name,
            WithOffsets = !IsFirstEdition(check.Label),
            Merkle = merkle,
        };
        return true;
    }

    /// <summary>The hash algorithm of a name in the list of §13.1, or null.</summary>
    public static HashAlgorithmName? AlgorithmOf(string? name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    // A label may end with __n where there are several of a kind.
    private static bool IsFirstEdition(string label) => label == "c2pa.hash.bmff" || label.StartsWith("c2pa.hash.bmff__", StringComparison.Ordinal);

    private static bool TryField(CborNode map, string key, CborKind kind, out CborNode? field)
    {
        field = map[key] is { IsNull: false } node ? node : null;
        return field is null || field.Kind == kind;
    }

    private bool IsExpected(BmffExclusion exclusion)
    {
        if (exclusion.Path.Count != 1) return false;
        var type = exclusion.LeafType;
        if (type == BoxHeader.Code("uuid"u8)) return exclusion.Data.Any(d => d.Offset == 8 && d.Value.Span.SequenceEqual(C2paBox.Id));
        if (type == BoxHeader.Code("mdat"u8))
            return Hash is not null && Merkle.Count > 0 && exclusion.Subset is { Count: 1 } subset && subset[0] is { Offset: 16, Length: 0 };
        return type == BoxHeader.Code("ftyp"u8) || type == BoxHeader.Code("mfra"u8) || type == BoxHeader.Code("free"u8) || type == BoxHeader.Code("skip"u8);
    }
}
