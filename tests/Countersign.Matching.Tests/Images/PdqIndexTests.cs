using Countersign.Matching.Images;

namespace Countersign.Matching.Tests.Images;

public class PdqIndexTests
{
    [Fact]
    public void Hits_are_those_within_the_radius_nearest_first_then_by_key()
    {
        var index = new PdqIndex();
        index.Add("b", Away(31), 100);
        index.Add("far", Away(32), 100);
        index.Add("c", Away(3), 100);
        index.Add("a", Away(31), 100);
        index.Add("c", Away(9), 100);

        var hits = index.Search(new PdqFingerprint(default, 100));

        Assert.Equal(["c 3", "a 31", "b 31"], hits.Select(h => $"{h.Key} {h.Distance}"));
        Assert.Equal(0.5, hits[2].Strength);
        Assert.Equal(5, index.Count);
    }

    [Theory]
    [InlineData(100, 49)]
    [InlineData(49, 100)]
    public void A_hash_of_low_quality_is_never_strong(int registered, int query)
    {
        var index = new PdqIndex();
        index.Add("a", default, registered);
        Assert.InRange(index.Search(new PdqFingerprint(default, query)).Single().Strength, 0.1, 0.499);
    }

    [Fact]
    public void A_mirrored_copy_is_found_when_orientations_are_searched()
    {
        var index = new PdqIndex();
        var original = PdqHasher.OrientationsFromRgb(TestPictures.Raster(5, 200, 200), 200, 200);
        index.Add("mirror", original[PdqOrientation.FlipY], 100);

        Assert.Empty(index.Search(new PdqFingerprint(original[PdqOrientation.Original], 100)));
        Assert.Equal(PdqOrientation.FlipY, index.Search(original).Single().Orientation);
    }

    [Fact]
    public void The_scan_finds_what_the_published_needles_have_in_the_haystack()
    {
        var folder = SharedData.Find("matching", "pdq", "search");
        var hay = File.ReadAllLines(Path.Combine(folder, "haystack.txt")).Select(PdqHash.Parse).ToArray();
        var index = new PdqIndex();
        for (var i = 0; i < hay.Length; i++)
            index.Add($"{i:d5}", hay[i], 100);
        foreach (var needle in File.ReadAllLines(Path.Combine(folder, "needles.txt")).Select(PdqHash.Parse))
        {
            // Distances counted digit by digit, from the text.
            var expected = hay.Select((h, i) => (Key: $"{i:d5}", Distance: Digits(h, needle))).Where(x => x.Distance <= 60)
                .OrderBy(x => x.Distance).ThenBy(x => x.Key, StringComparer.Ordinal).ToArray();
            Assert.Equal(expected, index.Search(new PdqFingerprint(needle, 100), 60).Select(h => (h.Key, h.Distance)));
        }
    }

    private static int Digits(PdqHash left, PdqHash right) =>
        left.ToString().Zip(right.ToString(), (a, b) =>
            int.PopCount(Convert.ToInt32(a.ToString(), 16) ^ Convert.ToInt32(b.ToString(), 16))).Sum();

    private static PdqHash Away(int bits) => new((1UL << bits) - 1, 0, 0, 0);
}
