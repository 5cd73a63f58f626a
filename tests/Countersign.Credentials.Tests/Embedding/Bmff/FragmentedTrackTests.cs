using System.Buffers.Binary;
using System.Security.Cryptography;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Embedding.Bmff;
using Countersign.Credentials.Tests.Assertions.Bindings.Bmff;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding.Bmff;

public class FragmentedTrackTests
{
    private static readonly byte[] s_init =
    [
        .. Store.Box("ftyp", "iso5\0\0\0\0"u8.ToArray()),
        .. Store.Box("moov", [.. Store.Box("trak", Fixture.Full("tkhd", 0, 7, [.. new byte[8], .. Store.Be32(5), .. new byte[68]])), .. Store.Box("mvex", [])]),
    ];

    // sidx counts from its own end: the fragment begins there, and is as long as moof and mdat.
    private static byte[] Fragment(int number)
    {
        var mdat = Store.Box("mdat", [.. Enumerable.Repeat((byte)number, 50 + number)]);
        var moof = Store.Box("moof", [.. Fixture.Full("mfhd", 0, 0, Store.Be32(number)), .. Store.Box("traf", Fixture.Full("tfhd", 0, 0x20000, Store.Be32(5)))]);
        var sidx = Fixture.Full("sidx", 0, 0, [.. Store.Be32(5), .. Store.Be32(1000), .. Store.Be32(0), .. Store.Be32(0), 0, 0, 0, 1, .. Store.Be32(moof.Length + mdat.Length), .. Store.Be32(1), .. Store.Be32(0)]);
        return [.. Store.Box("styp", "msdh\0\0\0\0"u8.ToArray()), .. sidx, .. moof, .. mdat];
    }

    private sealed record Signed(byte[] Init, List<byte[]> Fragments, byte[] Assertion, FragmentedTrack Track)
    {
        public string Check(byte[]? init = null, IEnumerable<byte[]>? fragments = null) =>
            SignedFilm.Check(init ?? Init, BmffEmbedder.HashLabel, SignedFilm.Node(Assertion), null, null, [.. fragments ?? Fragments])[0].Code["assertion.bmffHash.".Length..];
    }

    private static Signed Sign(int count, int proofLength, string alg = "sha256", long uniqueId = 1)
    {
        var hashName = new HashAlgorithmName(alg.ToUpperInvariant());
        Assert.True(FragmentedTrack.TryTrackId(new StreamWindow(new MemoryStream(s_init)), ParseLimits.Default, out var trackId));
        var track = new FragmentedTrack(uniqueId, trackId, count, alg, proofLength);
        var store = Store.Make();
        Assert.True(new BmffEmbedder().TryPlan(new StreamWindow(new MemoryStream(s_init)), store.Length, ParseLimits.Default, out var initPlan, out _));
        var init = new MemoryStream();
        var initHash = PlanWriter.WriteAndHash(initPlan!, new MemoryStream(s_init), init, hashName, TestContext.Current.CancellationToken);
        PlanWriter.Patch(initPlan!, init, store);
        var outputs = new List<(EmbedPlan Plan, MemoryStream File, byte[] Leaf)>();
        for (var i = 0; i < count; i++)
        {
            var source = new MemoryStream(Fragment(i));
            Assert.True(track.TryPlanFragment(new StreamWindow(source), ParseLimits.Default, out var plan, out _));
            var output = new MemoryStream();
            outputs.Add((plan!, output, PlanWriter.WriteAndHash(plan!, source, output, hashName, TestContext.Current.CancellationToken)));
        }

        var row = track.Finish(initHash, [.. outputs.Select(o => o.Leaf)]);
        for (var i = 0; i < count; i++) PlanWriter.Patch(outputs[i].Plan, outputs[i].File, track.MerkleItem(i));
        var assertion = FragmentedTrack.HashAssertion(alg, [row]);
        Assert.Equal(FragmentedTrack.HashAssertion(alg, [track.Placeholder]).Length, assertion.Length);
        return new(init.ToArray(), [.. outputs.Select(o => o.File.ToArray())], assertion, track);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 4)]
    [InlineData(5, 0)]
    [InlineData(5, 1)]
    [InlineData(7, 2)]
    [InlineData(9, 20)]
    public void A_track_matches_whatever_row_the_manifest_holds(int count, int proofLength) => Assert.Equal("match", Sign(count, proofLength).Check());

    [Theory]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public void A_track_matches_with_each_algorithm(string alg) => Assert.Equal("match", Sign(6, 2, alg).Check());

    [Fact]
    public void A_change_in_any_part_is_noticed()
    {
        var signed = Sign(5, 2);
        var init = signed.Init.ToArray();
        init[^1] ^= 1;
        Assert.Equal("mismatch", signed.Check(init));
        for (var i = 0; i < 5; i++)
        {
            var changed = signed.Fragments.Select(f => f.ToArray()).ToList();
            changed[i][^1] ^= 1;
            Assert.Equal("mismatch", signed.Check(fragments: changed));
        }
    }

    [Fact]
    public void Fragments_that_lack_stand_elsewhere_or_come_twice_are_noticed()
    {
        var signed = Sign(4, 1);
        var f = signed.Fragments;
        Assert.Equal("mismatch", signed.Check(fragments: f[..3]));
        Assert.Equal("mismatch", signed.Check(fragments: [f[0], f[2], f[1], f[3]]));
        Assert.Equal("mismatch", signed.Check(fragments: [f[0], f[1], f[1], f[3]]));
        Assert.Equal("mismatch", signed.Check(fragments: [.. f, f[3]]));
        Assert.Equal("mismatch", signed.Check(fragments: []));
    }

    [Fact]
    public void A_fragment_without_its_merkle_box_is_malformed_and_one_of_another_film_a_mismatch()
    {
        var signed = Sign(3, 1);
        Assert.Equal("malformed", signed.Check(fragments: [signed.Fragments[0], Fragment(1), signed.Fragments[2]]));
        Assert.Equal("mismatch", signed.Check(fragments: [signed.Fragments[0], Sign(3, 1, uniqueId: 2).Fragments[1], signed.Fragments[2]]));
    }

    [Fact]
    public void The_merkle_box_stands_right_before_moof_and_is_the_same_size_in_all_fragments()
    {
        var signed = Sign(5, 3);
        foreach (var fragment in signed.Fragments)
        {
            var boxes = Film.Boxes(fragment).ToList();
            var moof = boxes.FindIndex(b => b.Type == "moof");
            Assert.Equal("uuid", boxes[moof - 1].Type);
            Assert.Equal(signed.Track.BoxLength, boxes[moof - 1].End - boxes[moof - 1].Start);
        }
    }

    [Fact]
    public void The_segment_index_takes_the_merkle_box_into_the_fragment()
    {
        var signed = Sign(2, 1);
        var fragment = signed.Fragments[1];
        var sidx = Film.Boxes(fragment).Single(b => b.Type == "sidx");
        var first = BinaryPrimitives.ReadInt32BigEndian(fragment.AsSpan(sidx.Data + 16));
        var size = BinaryPrimitives.ReadInt32BigEndian(fragment.AsSpan(sidx.Data + 24));
        Assert.Equal(sidx.End, Film.Boxes(fragment).Single(b => b.Type == "uuid").Start - first);
        Assert.Equal(fragment.Length, sidx.End + first + size);
    }

    [Fact]
    public void Signing_again_gives_the_same_fragments()
    {
        var signed = Sign(3, 1);
        Assert.True(signed.Track.TryPlanFragment(new StreamWindow(new MemoryStream(signed.Fragments[1])), ParseLimits.Default, out var plan, out _));
        var output = new MemoryStream();
        PlanWriter.WriteAndHash(plan!, new MemoryStream(signed.Fragments[1]), output, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
        PlanWriter.Patch(plan!, output, signed.Track.MerkleItem(1));
        Assert.Equal(signed.Fragments[1], output.ToArray());
    }

    [Fact]
    public void What_is_no_single_fragment_is_refused()
    {
        var track = new FragmentedTrack(1, 1, 1, "sha256", 0);
        Assert.False(track.TryPlanFragment(new StreamWindow(new MemoryStream(s_init)), ParseLimits.Default, out _, out var none));
        Assert.False(track.TryPlanFragment(new StreamWindow(new MemoryStream([.. Fragment(0), .. Fragment(1)])), ParseLimits.Default, out _, out var two));
        Assert.Equal("container.unsupported", none!.Code);
        Assert.Equal("container.unsupported", two!.Code);
    }
}
