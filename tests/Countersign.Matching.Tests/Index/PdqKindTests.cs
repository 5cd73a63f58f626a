using Countersign.Matching.Images;
using Countersign.Matching.Index;
using Countersign.Matching.Index.Pdq;
using Countersign.Matching.Tests.Images;
using CsCheck;

namespace Countersign.Matching.Tests.Index;

public class PdqKindTests
{
    private const int Many = PdqKind.Smallest + 5000;
    private static readonly int[] s_radii = [0, 15, 16, 31, 32, 47, 48, 61];

    [Theory]
    [InlineData(false, 300)]
    [InlineData(true, 300)]
    [InlineData(false, Many)]
    [InlineData(true, Many)]
    public void It_finds_exactly_what_reading_every_hash_finds(bool clustered, int count)
    {
        var random = new Random(7);
        var centres = Enumerable.Range(0, 20).Select(_ => Any(random)).ToArray();
        var hashes = Enumerable.Range(0, count).Select(i => clustered ? Turned(centres[i % 20], random.Next(60), random) : Any(random)).ToArray();
        using var folder = new IndexFolder();
        using var index = Open(folder);
        for (var i = 0; i < count; i++)
            index.Add(IndexFolder.Key(i), PdqItem.Encode(new(hashes[i], 100)));
        index.Delete(IndexFolder.Key(5));
        index.Add(IndexFolder.Key(count), "no hash"u8);
        Assert.Null(index.Commit());
        using var snapshot = index.Snapshot();
        Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, 40], Gen.Int[0, 7], Gen.Int).Sample(
            (target, bits, choice, seed) =>
            {
                var radius = s_radii[choice];
                var query = Turned(hashes[target], bits, new(seed));
                var expected = Enumerable.Range(0, count).Where(i => i != 5)
                    .Select(i => (Key: IndexFolder.Key(i), Distance: query.HammingDistance(hashes[i]))).Where(x => x.Distance <= radius)
                    .OrderBy(x => x.Distance).ThenBy(x => x.Key);
                Assert.Equal(expected, snapshot.Search(PdqQuery.Of(new PdqFingerprint(query, 100), radius)).Select(hit => (hit.Key, hit.Distance)));
            }, iter: count > 1000 ? 60 : 300, threads: 1);
    }

    [Fact]
    public void Hashes_one_bit_apart_in_every_chunk_are_found_and_reported_once()
    {
        // The hardest within the radius: 15 chunks with two bits changed, one with one. And the easiest: all chunks equal.
        var random = new Random(3);
        using var folder = new IndexFolder();
        using var index = Open(folder);
        var query = Any(random);
        for (var i = 0; i < Many; i++)
            index.Add(IndexFolder.Key(i), PdqItem.Encode(new(Any(random), 100)));
        ulong two = 0x0003_0003_0003_0003;
        var far = new PdqHash(query.Bits0 ^ two, query.Bits64 ^ two, query.Bits128 ^ two, query.Bits192 ^ 0x0001_0003_0003_0003);
        index.Add(IndexFolder.Key(Many), PdqItem.Encode(new(far, 100)));
        index.Add(IndexFolder.Key(Many + 1), PdqItem.Encode(new(query, 100)));
        using var snapshot = index.Snapshot();
        Assert.Equal([(Many + 1, 0), (Many, 31)],
            snapshot.Search(PdqQuery.Of(new PdqFingerprint(query, 100))).Select(hit => ((int)(hit.Key.Value >> 64), hit.Distance)));
    }

    [Fact]
    public void It_answers_as_the_scan_in_memory_does_for_turned_and_inverted_pictures()
    {
        using var folder = new IndexFolder();
        using var index = Open(folder);
        var scan = new PdqIndex();
        var pictures = Enumerable.Range(0, 12).Select(i => PdqHasher.OrientationsFromRgb(TestPictures.Raster(i, 128, 128), 128, 128)).ToArray();
        for (var i = 0; i < pictures.Length; i++)
        {
            var hash = pictures[i][(PdqOrientation)(i % 8)];
            index.Add(IndexFolder.Key(i), PdqItem.Encode(new(hash, i * 8)));
            scan.Add(IndexFolder.Key(i).ToString(), hash, i * 8);
        }

        using var snapshot = index.Snapshot();
        foreach (var picture in pictures)
        {
            var expected = scan.Search(picture, 61);
            Assert.Equal(expected.Select(h => (h.Key, h.Distance, h.Orientation, h.Strength)),
                snapshot.Search(PdqQuery.Of(picture, 61, inverted: false)).Select(h => (h.Key.ToString(), h.Distance, h.Orientation, h.Strength)));
        }

        var inverted = TestPictures.Raster(3, 128, 128).Select(b => (byte)(255 - b)).ToArray();
        var hit = snapshot.Search(PdqQuery.Of(PdqHasher.OrientationsFromRgb(inverted, 128, 128)))[0];
        Assert.Equal((IndexFolder.Key(3), PdqOrientation.Rotate270, true), (hit.Key, hit.Orientation, hit.Inverted));
    }

    [Fact]
    public void Items_are_read_strictly()
    {
        var item = PdqItem.Encode(new(Any(new(1)), 77));
        Assert.True(PdqItem.TryDecode(item, out var read));
        Assert.Equal(new(Any(new(1)), 77), read);
        Assert.False(PdqItem.TryDecode(item.AsSpan(1), out _));
        Assert.False(PdqItem.TryDecode([.. item, 0], out _));
        Assert.False(PdqItem.TryDecode([2, .. item[1..]], out _));
        Assert.False(PdqItem.TryDecode([1, 101, .. item[2..]], out _));
    }

    [Fact]
    public void Damaged_postings_are_no_more_than_items_not_found()
    {
        var random = new Random(5);
        using var folder = new IndexFolder();
        var hash = Any(random);
        using (var index = FingerprintIndex<PdqQuery, PdqMatch>.Open(folder.Path, new PdqKind(), new() { BufferBytes = Many * 98 }).Value!)
        {
            for (var i = 0; i < Many; i++)
                index.Add(IndexFolder.Key(i), PdqItem.Encode(new(i == 9 ? hash : Any(random), 100)));
            Assert.Null(index.Commit());
        }

        var path = Directory.GetFiles(folder.Path, "*.seg").Single();
        var bytes = File.ReadAllBytes(path);
        for (var round = 0; round < 6; round++)
        {
            // All but the header, the table and the footer: those are checked when it is opened.
            var damaged = (byte[])bytes.Clone();
            for (var i = 64; i < damaged.Length - 64 * 6; i++)
            {
                if (round == 0 || random.Next(1 << round) == 0)
                    damaged[i] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, damaged);
            using var index = FingerprintIndex<PdqQuery, PdqMatch>.Open(folder.Path, new PdqKind(), new() { ReadOnly = true }).Value!;
            using var snapshot = index.Snapshot();
            snapshot.Search(PdqQuery.Of(new PdqFingerprint(hash, 100)));
            Assert.Equal("index.damaged", index.Verify()?.Code);
        }
    }

    private static FingerprintIndex<PdqQuery, PdqMatch> Open(IndexFolder folder) =>
        FingerprintIndex<PdqQuery, PdqMatch>.Open(folder.Path, new PdqKind(), new() { MergeInBackground = false }).Value!;

    private static PdqHash Any(Random random) =>
        new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue),
            (ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));

    private static PdqHash Turned(PdqHash hash, int bits, Random random)
    {
        for (var i = 0; i < bits; i++)
        {
            var bit = random.Next(256);
            var mask = 1UL << bit % 64;
            hash = (bit / 64) switch
            {
                0 => hash with { Bits0 = hash.Bits0 ^ mask },
                1 => hash with { Bits64 = hash.Bits64 ^ mask },
                2 => hash with { Bits128 = hash.Bits128 ^ mask },
                _ => hash with { Bits192 = hash.Bits192 ^ mask },
            };
        }

        return hash;
    }
}
