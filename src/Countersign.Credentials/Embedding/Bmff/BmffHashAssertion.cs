using System.Formats.Cbor;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// Writes the content of a <c>c2pa.hash.bmff.v3</c> assertion (C2PA 2.2 §18.6.3) with the mandatory exclusions of §A.5.6 and no others,
/// the basic profile of §18.6.4. Keys stand in the order of deterministic CBOR.
/// </summary>
internal static class BmffHashAssertion
{
    public static byte[] Write(string alg, ReadOnlySpan<byte> hash)
    {
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("alg");
        cbor.WriteTextString(alg);
        cbor.WriteTextString("hash");
        cbor.WriteByteString(hash);
        WriteExclusions(cbor);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    /// <summary>The content for a fragmented film: rows of hash trees instead of one hash.</summary>
    /// <param name="alg"><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
    /// <param name="trees">For each track: what the manifest holds of its tree.</param>
    public static byte[] Write(string alg, IReadOnlyList<MerkleRow> trees)
    {
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("alg");
        cbor.WriteTextString(alg);
        cbor.WriteTextString("merkle");
        cbor.WriteStartArray(trees.Count);
        foreach (var tree in trees)
        {
            cbor.WriteStartMap(5);
            cbor.WriteTextString("count");
            cbor.WriteInt64(tree.Count);
            cbor.WriteTextString("hashes");
            cbor.WriteStartArray(tree.Hashes.Count);
            foreach (var hash in tree.Hashes) cbor.WriteByteString(hash);
            cbor.WriteEndArray();
            cbor.WriteTextString("localId");
            cbor.WriteInt64(tree.LocalId);
            cbor.WriteTextString("initHash");
            cbor.WriteByteString(tree.InitHash);
            cbor.WriteTextString("uniqueId");
            cbor.WriteInt64(tree.UniqueId);
            cbor.WriteEndMap();
        }

        cbor.WriteEndArray();
        WriteExclusions(cbor);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private static void WriteExclusions(CborWriter cbor)
    {
        cbor.WriteTextString("exclusions");
        cbor.WriteStartArray(3);
        cbor.WriteStartMap(2);
        cbor.WriteTextString("data");
        cbor.WriteStartArray(1);
        cbor.WriteStartMap(2);
        cbor.WriteTextString("value");
        cbor.WriteByteString(C2paBox.Id);
        cbor.WriteTextString("offset");
        cbor.WriteInt32(8);
        cbor.WriteEndMap();
        cbor.WriteEndArray();
        cbor.WriteTextString("xpath");
        cbor.WriteTextString("/uuid");
        cbor.WriteEndMap();
        foreach (var path in (ReadOnlySpan<string>)["/ftyp", "/mfra"])
        {
            cbor.WriteStartMap(1);
            cbor.WriteTextString("xpath");
            cbor.WriteTextString(path);
            cbor.WriteEndMap();
        }

        cbor.WriteEndArray();
    }
}

/// <summary>What the manifest holds of one hash tree (<c>merkle-map</c>, C2PA 2.2 §18.6.3).</summary>
/// <param name="UniqueId">An identifier that no other tree of the asset has together with <paramref name="LocalId"/>.</param>
/// <param name="LocalId">The track's own identifier.</param>
/// <param name="Count">Number of leaves.</param>
/// <param name="InitHash">The hash of the initialisation segment.</param>
/// <param name="Hashes">One row of the tree.</param>
internal sealed record MerkleRow(long UniqueId, long LocalId, long Count, byte[] InitHash, IReadOnlyList<byte[]> Hashes);
