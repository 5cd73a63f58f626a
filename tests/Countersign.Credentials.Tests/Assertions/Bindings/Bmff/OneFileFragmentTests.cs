using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings.Bmff;
using Countersign.Credentials.Containers.Bmff;
using Countersign.Credentials.Tests.Forging;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

/// <summary>A fragmented film in one file: one moov, and before each moof a Merkle box (C2PA 2.2 §A.5.4.1.2).</summary>
public class OneFileFragmentTests
{
    private const string Hashed = "moov moof mdat";

    // Two tracks, whose fragments alternate: (track, number within it).
    private static readonly (int Track, int Number)[] s_order = [(1, 0), (2, 0), (1, 1), (1, 2), (2, 1)];

    private static byte[] Film((int Track, int Number)[] order, Func<int, int, byte[]> merkle)
    {
        byte[] film = [.. Store.Box("ftyp", new byte[8]), .. Store.C2paBox("manifest", Store.Make()), .. Store.Box("moov", new byte[20])];
        foreach (var (track, number) in order)
            film = [.. film, .. merkle(track, number), .. Store.Box("moof", [(byte)track, (byte)number]), .. Store.Box("mdat", [.. Enumerable.Repeat((byte)((16 * track) + number), 30)])];
        return film;
    }

    private static byte[] MerkleBox(int track, int number, IEnumerable<byte[]>? proof) => C2paBox.Merkle(
        CborText.Encode(ForgedManifest.Map(("uniqueId", 9), ("localId", track), ("location", number), ("hashes", proof?.ToArray()))), 260);

    private static (byte[] Film, Dictionary<string, object?> Assertion) Make(int row, bool offsets = true)
    {
        var blank = Film(s_order, (track, number) => MerkleBox(track, number, null));
        var starts = Enumerable.Range(1, s_order.Length).Select(n => Fixture.Find(blank, "moof", n)).Append(blank.Length).ToArray();
        var trees = new List<object>();
        var proofs = new Dictionary<(int, int), IReadOnlyList<byte[]>>();
        foreach (var track in new[] { 1, 2 })
        {
            var leaves = Enumerable.Range(0, s_order.Length).Where(i => s_order[i].Track == track).Select(i => Fixture.Hash(blank, Hashed, offsets, starts[i], starts[i + 1])).ToList();
            var rows = MerkleTree.Build(leaves, HashAlgorithmName.SHA256);
            for (var i = 0; i < leaves.Count; i++) proofs[(track, i)] = MerkleTree.Proof(rows, i, Math.Min(row, rows.Count - 1));
            trees.Add(ForgedManifest.Map(("uniqueId", 9), ("localId", track), ("count", leaves.Count), ("initHash", Fixture.Hash(blank, Hashed, offsets, 0, starts[0])), ("hashes", rows[Math.Min(row, rows.Count - 1)])));
        }

        var assertion = Fixture.Assertion(null);
        assertion["merkle"] = trees;
        return (Film(s_order, (track, number) => MerkleBox(track, number, proofs[(track, number)])), assertion);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Tracks_match_by_their_own_trees(int row)
    {
        var (film, assertion) = Make(row);
        Assert.Equal("match", Fixture.Check(film, assertion));
    }

    [Fact]
    public void In_the_first_edition_places_are_not_hashed()
    {
        var (film, assertion) = Make(1, offsets: false);
        Assert.Equal("match", Fixture.Check(film, assertion, "c2pa.hash.bmff"));
        Assert.Equal("mismatch", Fixture.Check(film, assertion));
    }

    [Fact]
    public void A_change_of_any_hashed_byte_is_noticed()
    {
        var (film, assertion) = Make(1);
        foreach (var type in new[] { "moov", "moof", "mdat" })
        {
            for (var n = 1; n <= (type == "moov" ? 1 : s_order.Length); n++)
            {
                var changed = film.ToArray();
                changed[Fixture.Find(film, type, n) + 9] ^= 1;
                Assert.Equal("mismatch", Fixture.Check(changed, assertion));
            }
        }
    }

    [Fact]
    public void Fragments_cut_off_are_missed()
    {
        var (film, assertion) = Make(1);
        Assert.Equal("mismatch", Fixture.Check(film[..(Fixture.Find(film, "moof", 5) - 260)], assertion));
    }

    [Fact]
    public void A_fragment_without_a_merkle_box_is_malformed()
    {
        var (film, assertion) = Make(1);
        var at = Fixture.Find(film, "moof", 3);
        Assert.Equal("malformed", Fixture.Check([.. film[..(at - 260)], .. film[at..]], assertion));
    }

    [Fact]
    public void A_tree_without_the_hash_of_the_initialisation_is_malformed()
    {
        var (film, assertion) = Make(0);
        foreach (Dictionary<string, object?> tree in (System.Collections.IEnumerable)assertion["merkle"]!) tree["initHash"] = null;
        Assert.Equal("malformed", Fixture.Check(film, assertion));
    }

    [Fact]
    public void Merkle_boxes_beyond_the_limit_are_not_read()
    {
        var (film, assertion) = Make(1);
        var limits = ParseLimits.Default with { MaxMerkleBytes = 300 };
        Assert.Equal("assertion.bmffHash.malformed", SignedFilm.Check(film, "c2pa.hash.bmff.v3", SignedFilm.Node(CborText.Encode(assertion)), null, limits)[0].Code);
    }
}
