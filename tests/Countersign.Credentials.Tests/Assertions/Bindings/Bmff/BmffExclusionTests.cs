using Countersign.Credentials.Tests.Forging;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

/// <summary>What an exclusion leaves out, C2PA 2.2 §18.6.2, against hashes reckoned byte by byte.</summary>
public class BmffExclusionTests
{
    private const string Rest = "moov free mdat zzzz";

    private static readonly byte[] s_film = Fixture.Film();

    // Without this box in the hash the assertion matches: it is what the exclusion must leave out, and nothing else.
    private static void LeavesOut(object exclusion, params Range[] without) =>
        Assert.Equal("match", Fixture.Check(s_film, Fixture.Assertion(Fixture.Hash(s_film, Rest, without: without), exclusion)));

    private static Range Track(int nth, int length = 20)
    {
        var at = Fixture.Find(s_film, "tkhd", nth);
        return at..(at + length);
    }

    [Theory]
    [InlineData("c2pa.hash.bmff", false)]
    [InlineData("c2pa.hash.bmff.v2", true)]
    [InlineData("c2pa.hash.bmff.v3", true)]
    [InlineData("c2pa.hash.bmff.v3__2", true)]
    public void The_place_of_each_root_box_is_hashed_from_the_second_edition_on(string label, bool offsets)
    {
        Assert.Equal("match", Fixture.Check(s_film, Fixture.Assertion(Fixture.Hash(s_film, Rest, offsets)), label));
        Assert.Equal("mismatch", Fixture.Check(s_film, Fixture.Assertion(Fixture.Hash(s_film, Rest, !offsets)), label));
    }

    [Fact]
    public void A_root_box_left_out_whole_takes_its_place_along() =>
        Assert.Equal("match", Fixture.Check(s_film, Fixture.Assertion(Fixture.Hash(s_film, "moov mdat zzzz"), Fixture.Exclusion("/free"))));

    [Fact]
    public void A_path_without_a_number_means_every_box_of_its_kind() => LeavesOut(Fixture.Exclusion("/moov/trak/tkhd"), Track(1), Track(2), Track(3));

    [Fact]
    public void Numbers_in_a_path_count_siblings_of_the_same_kind()
    {
        LeavesOut(Fixture.Exclusion("/moov/trak[2]/tkhd[2]"), Track(3));
        LeavesOut(Fixture.Exclusion("/moov[1]/trak/tkhd[1]"), Track(1), Track(2));
        LeavesOut(Fixture.Exclusion("/moov/trak[3]/tkhd"));
    }

    [Fact]
    public void Version_flags_length_and_data_must_all_hold()
    {
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("version", 1)), Track(2), Track(3));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("flags", new byte[] { 0, 0, 3 })), Track(2));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("flags", new byte[] { 0, 0, 3 }), ("exact", false)), Track(1), Track(2));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("length", 20), ("version", 0)), Track(1));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("length", 21)));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("data", new object[] { ForgedManifest.Map(("offset", 12), ("value", "tracktwo"u8.ToArray())) })), Track(2));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("data", new object[] { ForgedManifest.Map(("offset", 13), ("value", "tracktwo"u8.ToArray())) })));
    }

    [Fact]
    public void A_version_is_never_that_of_a_box_without_one()
    {
        LeavesOut(Fixture.Exclusion("/free", ("version", 0)));
        LeavesOut(Fixture.Exclusion("/moov/trak/tkhd", ("version", 257)));
    }

    [Fact]
    public void Fields_that_are_null_count_as_absent() =>
        LeavesOut(Fixture.Exclusion("/moov/trak[1]/tkhd", ("length", null), ("data", null), ("subset", null), ("version", null), ("flags", null), ("exact", null)), Track(1));

    [Fact]
    public void A_subset_leaves_out_parts_counted_from_the_header()
    {
        var mdat = Fixture.Find(s_film, "mdat");
        LeavesOut(Fixture.Exclusion("/mdat", ("subset", Parts((16, 0)))), (mdat + 16)..(mdat + 108));
        LeavesOut(Fixture.Exclusion("/mdat", ("subset", Parts((0, 4), (4, 4), (20, 10)))), mdat..(mdat + 8), (mdat + 20)..(mdat + 30));
        LeavesOut(Fixture.Exclusion("/mdat", ("subset", Parts((100, 1000)))), (mdat + 100)..(mdat + 108));
        LeavesOut(Fixture.Exclusion("/mdat", ("subset", Parts((108, 1)))));
    }

    [Fact]
    public void Numbers_near_the_end_of_the_range_neither_overflow_nor_match_2263()
    {
        LeavesOut(Fixture.Exclusion("/mdat", ("subset", Parts((ulong.MaxValue - 1, ulong.MaxValue)))));
        LeavesOut(Fixture.Exclusion("/mdat", ("length", ulong.MaxValue)));
        LeavesOut(Fixture.Exclusion("/mdat", ("data", new object[] { ForgedManifest.Map(("offset", (ulong)long.MaxValue), ("value", new byte[3])) })));
        var mdat = Fixture.Find(s_film, "mdat");
        LeavesOut(Fixture.Exclusion("/mdat", ("subset", Parts((100, (ulong)long.MaxValue)))), (mdat + 100)..(mdat + 108));
    }

    [Fact]
    public void Exclusions_that_overlap_leave_a_byte_out_once()
    {
        var track = Fixture.Find(s_film, "trak", 2);
        var hash = Fixture.Hash(s_film, Rest, without: [track..(track + 48), Track(1)]);
        Assert.Equal("match", Fixture.Check(s_film, Fixture.Assertion(hash, Fixture.Exclusion("/moov/trak[2]"), Fixture.Exclusion("/moov/trak/tkhd"))));
    }

    private static object[] Parts(params (ulong Offset, ulong Length)[] parts) => [.. parts.Select(p => ForgedManifest.Map(("offset", p.Offset), ("length", p.Length)))];
}
