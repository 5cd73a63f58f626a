using Countersign.Credentials.Cbor;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>A <c>merkle</c> box: which leaf of which tree stands here, and the hashes on its way up (<c>bmff-merkle-map</c>, C2PA 2.2 §A.5.4.2).</summary>
/// <param name="Offset">The first byte of the box.</param>
/// <param name="Tree">The identifiers of the tree.</param>
/// <param name="Location">The leaf's number, from 0.</param>
/// <param name="Proof">The siblings on the way, leaf-most first.</param>
internal sealed record MerkleBox(long Offset, (Int128 UniqueId, Int128 LocalId) Tree, long Location, IReadOnlyList<ReadOnlyMemory<byte>> Proof)
{
    // A proof of 64 hashes of 64 bytes is the longest there can be; what is longer is padding.
    private const int MaxItem = 16 * 1024;

    /// <summary>Reads all of them, in file order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tree">Its boxes.</param>
    /// <param name="limits">Bytes held together.</param>
    /// <param name="boxes">The boxes, when true is returned.</param>
    /// <param name="says">What is malformed, when false is returned.</param>
    public static bool TryReadAll(StreamWindow file, BmffTree tree, ParseLimits limits, out List<MerkleBox> boxes, out string says)
    {
        boxes = [];
        says = "";
        long held = 0;
        foreach (var root in tree.Roots)
        {
            if (C2paBox.DataOf(file, root, "merkle"u8) is not { } at) continue;
            var length = (int)Math.Clamp(root.End - at, 0, MaxItem);
            if (file.Copy(at, length, MaxItem) is not { } bytes || Read(root.Offset, bytes, limits) is not { } box)
            {
                says = $"The Merkle box at byte {root.Offset} cannot be read.";
                return false;
            }

            boxes.Add(box);
            // Only the proof is kept, but the box and the lists weigh something too.
            held += 160 + box.Proof.Sum(h => 48L + h.Length);
            if (held > limits.MaxMerkleBytes)
            {
                says = $"The Merkle boxes hold more than {limits.MaxMerkleBytes} bytes.";
                return false;
            }
        }

        return true;
    }

    private static MerkleBox? Read(long offset, byte[] bytes, ParseLimits limits)
    {
        if (!CborNode.TryReadFirst(bytes, limits, out var node, out _, out _)) return null;
        if (node["uniqueId"] is not { Kind: CborKind.Integer } unique || node["localId"] is not { Kind: CborKind.Integer } local) return null;
        if (node.IntegerAt("location") is not >= 0) return null;
        var proof = new List<ReadOnlyMemory<byte>>();
        if (node["hashes"] is { IsNull: false } hashes)
        {
            if (hashes.Kind != CborKind.Array) return null;
            foreach (var hash in hashes.Items)
            {
                if (hash.Kind != CborKind.Bytes) return null;
                // A copy, so that the padding around it can go.
                proof.Add(hash.Bytes.ToArray());
            }
        }

        return new(offset, (unique.Integer, local.Integer), node.IntegerAt("location")!.Value, proof);
    }
}
