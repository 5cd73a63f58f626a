using Countersign.Credentials.Embedding.Tiff;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

public class TiffEmbedderTests
{
    public static TheoryData<bool, bool> Layouts => new() { { true, false }, { false, false }, { true, true }, { false, true } };

    // The entries of each directory, walked by hand.
    private static List<(int At, List<(int Tag, int Type, long Count, long Value)> Entries)> Walk(byte[] file)
    {
        var little = file[0] == 'I';
        var big = file[little ? 2 : 3] == 43;
        var width = big ? 8 : 4;
        var list = new List<(int, List<(int, int, long, long)>)>();
        for (var at = (int)N(big ? 8 : 4, width); at != 0;)
        {
            Assert.Equal(0, at & 1);
            var start = at;
            var count = N(at, big ? 8 : 2);
            at += big ? 8 : 2;
            var entries = new List<(int, int, long, long)>();
            for (var i = 0; i < count; i++, at += 4 + (2 * width)) entries.Add(((int)N(at, 2), (int)N(at + 2, 2), N(at + 4, width), N(at + 4 + width, width)));
            list.Add((start, entries));
            at = (int)N(at, width);
        }

        return list;

        long N(int from, int length) => Enumerable.Range(0, length).Aggregate(0L, (n, i) => (n << 8) | file[from + (little ? length - 1 - i : i)]);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_store_has_a_directory_of_its_own_that_ends_the_file(bool little, bool big)
    {
        foreach (var length in new[] { 1000, 1001 })
        {
            var source = Sources.Tiff(little, big);
            var output = Planted.Store(source, Planted.Bytes(length));
            var (before, after) = (Walk(source), Walk(output));
            Assert.Equal(3, after.Count);
            Assert.Equal(before.SelectMany(d => d.Entries), after[..2].SelectMany(d => d.Entries));
            var (tag, type, count, value) = Assert.Single(after[2].Entries);
            Assert.Equal((0xCD41, 7), (tag, type));
            Assert.Equal(Planted.Bytes(length), output[(int)value..(int)(value + count)]);
            Assert.Equal(output.Length, after[2].At + (big ? 8 + 20 + 8 : 2 + 12 + 4));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_store_among_other_entries_is_taken_out_and_nothing_else_moves(bool little, bool big)
    {
        // The store stands between the directories' end and other data that an entry might point at.
        var old = Planted.Bytes(200);
        var bare = Sources.Tiff(little, big, (0xCD41, 7, old.Length, 1), (0xCD42, 4, 1, 77));
        byte[] source = [.. Sources.Tiff(little, big, (0xCD41, 7, old.Length, bare.Length), (0xCD42, 4, 1, 77)), .. old, 1, 2, 3];
        var output = Planted.Store(source, Planted.Bytes(500));
        var after = Walk(output);
        Assert.Equal(Walk(source)[0].Entries.FindAll(e => e.Tag != 0xCD41), after[0].Entries);
        Assert.Equal(3, after.Count);
        Assert.Equal([.. new byte[old.Length], 1, 2, 3], output[bare.Length..(bare.Length + old.Length + 3)]);
        Assert.Equal(output, Planted.Store(output, Planted.Bytes(500)));
    }

    [Fact]
    public void A_store_that_claims_the_picture_behind_it_takes_nothing_along()
    {
        var old = Planted.Bytes(200);
        var at = Sources.Tiff(true, false, (0xCD41, 7, 1, 1)).Length;
        byte[] source = [.. Sources.Tiff(true, false, (0xCD41, 7, old.Length + 50, at)), .. old, .. Enumerable.Repeat((byte)9, 50)];
        var output = Planted.Store(source, Planted.Bytes(500));
        Assert.Equal(Enumerable.Repeat((byte)9, 50), output[(at + old.Length)..(at + old.Length + 50)]);
    }

    [Fact]
    public void A_circle_and_a_file_without_a_picture_are_refused()
    {
        Assert.Equal("container.damaged", Planted.Refusal([.. "II*\0"u8, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0]));
        Assert.Equal("container.damaged", Planted.Refusal(Store.Tiff(Planted.Bytes(20))));
        Assert.Equal("container.truncated", Planted.Refusal(Sources.Tiff(true, false)[..^5]));
    }

    [Fact]
    public void Behind_four_gigabytes_there_is_no_place_for_small_offsets()
    {
        using var small = new SparseStream(Sources.Tiff(true, false), uint.MaxValue, []);
        Assert.False(new TiffEmbedder().TryPlan(new StreamWindow(small), 5000, ParseLimits.Default, out _, out var defect));
        Assert.Equal("container.unsupported", defect!.Code);
        using var big = new SparseStream(Sources.Tiff(true, true), uint.MaxValue, []);
        Assert.True(new TiffEmbedder().TryPlan(new StreamWindow(big), 5000, ParseLimits.Default, out _, out _));
        Assert.True(big.BytesRead < 1 << 20);
    }
}
