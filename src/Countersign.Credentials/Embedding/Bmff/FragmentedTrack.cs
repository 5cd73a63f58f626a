using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings.Bmff;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// One track of a film in fragments, each a file of its own, to be signed (C2PA 2.2 §18.6, §A.5.4.1.2). The order of work:
/// <list type="number">
/// <item>the length of the assertion is known at once (<see cref="Placeholder"/>), and so that of the store;</item>
/// <item>the initialisation segment is planned by <see cref="BmffEmbedder"/> and each fragment by <see cref="TryPlanFragment"/>, and
/// <see cref="PlanWriter.WriteAndHash"/> gives the hash of each;</item>
/// <item><see cref="Finish"/> makes the tree and gives what the assertion holds of it;</item>
/// <item><see cref="PlanWriter.Patch"/> puts <see cref="MerkleItem"/> into each fragment, and the store into the initialisation segment.</item>
/// </list>
/// </summary>
internal sealed class FragmentedTrack
{
    private readonly HashAlgorithmName _algorithm;
    private readonly int _hashLength;
    private readonly int _row;
    private readonly int _rowCount;
    private IReadOnlyList<IReadOnlyList<byte[]>>? _rows;

    /// <param name="uniqueId">An identifier that tells this track from all others of the asset; 0 or more.</param>
    /// <param name="trackId">The track's own identifier, see <see cref="TryTrackId"/>.</param>
    /// <param name="count">Number of fragments; 1 or more.</param>
    /// <param name="algorithm"><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
    /// <param name="proofLength">
    /// The most hashes that a fragment carries: with 0 the manifest holds a hash for each fragment, and each step halves what it holds.
    /// </param>
    public FragmentedTrack(long uniqueId, long trackId, int count, string algorithm, int proofLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(proofLength);
        (UniqueId, TrackId, Count) = (uniqueId, trackId, count);
        _algorithm = BmffHashMap.AlgorithmOf(algorithm) ?? throw new ArgumentOutOfRangeException(nameof(algorithm));
        _hashLength = algorithm switch { "sha256" => 32, "sha384" => 48, _ => 64 };
        _rowCount = count;
        for (; _row < proofLength && _rowCount > 1; _row++) _rowCount = (_rowCount + 1) / 2;
        BoxLength = C2paBox.MerkleOverhead + Item(count - 1, Enumerable.Repeat(new byte[_hashLength], _row)).Length;
    }

    public long UniqueId { get; }

    public long TrackId { get; }

    public int Count { get; }

    /// <summary>Bytes of each <c>merkle</c> box of the track, all alike.</summary>
    public int BoxLength { get; }

    /// <summary>What <see cref="Finish"/> will give, with zeros for hashes: an assertion written from it has its final length.</summary>
    public MerkleRow Placeholder => new(UniqueId, TrackId, Count, new byte[_hashLength], [.. Enumerable.Repeat(new byte[_hashLength], _rowCount)]);

    /// <summary>
    /// Plans a fragment: the <c>merkle</c> box goes before its <c>moof</c>. The hash of the hashed pieces is the leaf.
    /// </summary>
    public bool TryPlanFragment(StreamWindow fragment, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        var tree = BmffTree.Read(fragment, limits);
        var roots = tree.Roots.ToList();
        defect = tree.Defect ?? tree.InnerDefect ?? BmffEmbedder.Refusal(fragment, roots, limits);
        if (defect is not null) return false;
        var moofs = roots.Where(r => r.Is("moof"u8)).ToList();
        if (moofs.Count != 1)
        {
            defect = new("container.unsupported", $"A fragment in a file of its own has one moof box, and this one has {moofs.Count}.", 0);
            return false;
        }

        var carrier = new CarrierPiece(BoxLength, item => C2paBox.Merkle(item.Span, BoxLength));
        return BmffEmbedder.TryCompose(fragment, tree, roots, moofs[0].Offset, carrier, limits, out plan, out defect);
    }

    /// <summary>Makes the tree.</summary>
    /// <param name="initHash">The hash of the initialisation segment's plan.</param>
    /// <param name="leaves">The hashes of the fragments' plans, in order, as many as <see cref="Count"/>.</param>
    /// <returns>What the assertion holds of the track.</returns>
    public MerkleRow Finish(byte[] initHash, IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count != Count) throw new ArgumentException("There are not as many leaves as fragments.", nameof(leaves));
        _rows = MerkleTree.Build(leaves, _algorithm);
        return new(UniqueId, TrackId, Count, initHash, _rows[_row]);
    }

    /// <summary>The content of a fragment's <c>merkle</c> box, for <see cref="PlanWriter.Patch"/>. Only after <see cref="Finish"/>.</summary>
    /// <param name="location">The fragment's number, from 0.</param>
    public byte[] MerkleItem(int location) =>
        Item(location, MerkleTree.Proof(_rows ?? throw new InvalidOperationException("The tree is not made yet."), location, _row));

    /// <summary>The content of a <c>c2pa.hash.bmff.v3</c> assertion for several tracks of one algorithm.</summary>
    public static byte[] HashAssertion(string alg, IReadOnlyList<MerkleRow> tracks) => BmffHashAssertion.Write(alg, tracks);

    /// <summary>The identifier of the first track of an initialisation segment (<c>moov/trak/tkhd</c>).</summary>
    public static bool TryTrackId(StreamWindow init, ParseLimits limits, out long trackId)
    {
        trackId = 0;
        foreach (var box in BmffTree.Read(init, limits).Boxes)
        {
            if (!box.Is("tkhd"u8)) continue;
            var head = init.Peek(box.DataOffset, (int)Math.Min(box.DataLength, 24));
            var at = head.Length > 0 && head[0] == 1 ? 20 : 12;
            if (head.Length < at + 4) return false;
            trackId = BinaryPrimitives.ReadUInt32BigEndian(head[at..]);
            return true;
        }

        return false;
    }

    private byte[] Item(int location, IEnumerable<byte[]> proof)
    {
        var hashes = proof.ToList();
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartMap(hashes.Count == 0 ? 3 : 4);
        if (hashes.Count > 0)
        {
            cbor.WriteTextString("hashes");
            cbor.WriteStartArray(hashes.Count);
            foreach (var hash in hashes) cbor.WriteByteString(hash);
            cbor.WriteEndArray();
        }

        cbor.WriteTextString("localId");
        cbor.WriteInt64(TrackId);
        cbor.WriteTextString("location");
        cbor.WriteInt32(location);
        cbor.WriteTextString("uniqueId");
        cbor.WriteInt64(UniqueId);
        cbor.WriteEndMap();
        return cbor.Encode();
    }
}
