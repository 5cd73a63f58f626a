using Countersign.Matching.Images;
using Countersign.Matching.Images.Local;
using Countersign.Matching.Index;
using Countersign.Matching.Index.Pdq;
using NetVips;

namespace Countersign.Matching.Tests.Images.Local;

public sealed class LocalIndexTests : IDisposable
{
    private const int Count = 24;

    private static readonly Image[] Pictures = [.. Enumerable.Range(0, Count).Select(i => Textures.Picture(i, 480, 360))];
    private static readonly LocalFingerprint[] Fingerprints = [.. Pictures.Select(Textures.Registered)];

    private readonly string _folder = Directory.CreateTempSubdirectory("local-index-").FullName;

    [Fact]
    public void A_collage_names_each_of_its_pictures_and_their_places()
    {
        using var index = Index(Fingerprints, 1);
        using var snapshot = index.Snapshot();
        int[] shown = [3, 7, 11, 20];
        var query = Textures.Query(Image.Arrayjoin([.. shown.Select(i => Pictures[i])], across: 2));

        var hits = snapshot.Search(query).Where(hit => hit.Strength >= 0.5).ToList();

        Assert.Equal(shown, hits.Select(hit => Number(hit.Key)).Order());
        foreach (var hit in hits)
        {
            var at = Array.IndexOf(shown, Number(hit.Key));
            Assert.InRange(hit.InQuery.X + hit.InQuery.Width / 2, 480 * (at % 2) + 200, 480 * (at % 2) + 280);
            Assert.InRange(hit.InQuery.Y + hit.InQuery.Height / 2, 360 * (at / 2) + 150, 360 * (at / 2) + 210);
        }
    }

    [Fact]
    public void What_is_not_registered_is_not_found()
    {
        using var index = Index(Fingerprints, 1);
        using var snapshot = index.Snapshot();
        for (var seed = 500; seed < 506; seed++)
            Assert.DoesNotContain(snapshot.Search(Textures.Query(Textures.Picture(seed, 480, 360))), hit => hit.Strength >= 0.5);
    }

    [Fact]
    public void Segments_and_deletions_change_nothing_but_what_was_deleted()
    {
        var query = Textures.Query(Pictures[5].Crop(60, 40, 300, 260).Flip(Enums.Direction.Horizontal));
        IReadOnlyList<LocalHit> one;
        using (var index = Index(Fingerprints, 1))
        using (var snapshot = index.Snapshot())
            one = snapshot.Search(query);
        Assert.Equal(5, Number(one[0].Key));
        Assert.InRange(one[0].Strength, 0.5, 1);

        using (var index = Index(Fingerprints, 6))
        {
            using (var snapshot = index.Snapshot())
                Assert.Equal(one[0], snapshot.Search(query)[0]);
            index.Delete(Key(5));
            Assert.Null(index.Commit());
            using var after = index.Snapshot();
            Assert.DoesNotContain(after.Search(query), hit => Number(hit.Key) == 5);
        }
    }

    [Fact]
    public void Damaged_segments_and_items_are_searched_without_harm()
    {
        var query = Textures.Query(Pictures[2]);
        string path;
        using (var index = Index(Fingerprints[..6], 1, buffer: 1))
        {
            path = Directory.GetFiles(_folder, "*.seg").MaxBy(file => new FileInfo(file).Length)!;
        }

        var original = File.ReadAllBytes(path);
        var random = new Random(4);
        for (var trial = 0; trial < 25; trial++)
        {
            var bytes = (byte[])original.Clone();
            for (var change = 0; change < 2000; change++)
                bytes[random.Next(256, bytes.Length - 1024)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            if (!FingerprintIndex<LocalQuery, LocalHit>.Open(_folder, new LocalFeatureKind(), new IndexOptions { ReadOnly = true }).TryGet(out var damaged, out _))
                continue;
            using (damaged)
            using (var snapshot = damaged.Snapshot())
                Assert.All(snapshot.Search(query), hit => Assert.InRange(hit.Strength, 0, 1));
        }
    }

    [Fact]
    public void Items_that_are_no_fingerprints_are_never_found()
    {
        using var index = Index(Fingerprints[..3], 1);
        index.Add(Key(100), "not local features"u8);
        index.Add(Key(101), []);
        Assert.Null(index.Commit());
        using var snapshot = index.Snapshot();
        Assert.Equal([1], snapshot.Search(Textures.Query(Pictures[1])).Where(hit => hit.Strength >= 0.5).Select(hit => Number(hit.Key)));
    }

    [Fact]
    public void Shards_answer_as_one_index_does()
    {
        using var all = Index(Fingerprints, 1);
        using var snapshot = all.Snapshot();
        var query = Textures.Query(Image.Arrayjoin([Pictures[1], Pictures[2]], across: 2));
        var kind = new LocalFeatureKind();
        var shards = new List<FingerprintIndex<LocalQuery, LocalHit>>();
        for (var shard = 0; shard < 3; shard++)
        {
            shards.Add(FingerprintIndex<LocalQuery, LocalHit>.Open(Path.Combine(_folder, "shard" + shard), kind).Value!);
            for (var i = shard; i < Count; i += 3)
                shards[shard].Add(Key(i), Fingerprints[i].ToBytes());
            Assert.Null(shards[shard].Commit());
        }

        var snapshots = shards.ConvertAll(shard => shard.Snapshot());
        var gathered = new ShardedIndex<LocalQuery, LocalHit>(kind, snapshots).Search(query);

        Assert.Equal(snapshot.Search(query).Where(hit => hit.Strength >= 0.5), gathered.Where(hit => hit.Strength >= 0.5));
        snapshots.ForEach(each => each.Dispose());
        shards.ForEach(each => each.Dispose());
    }

    [Fact]
    public void Layers_are_one_list_and_the_cheap_one_may_be_enough()
    {
        using var details = Index(Fingerprints, 1);
        using var hashes = FingerprintIndex<PdqQuery, PdqMatch>.Open(Path.Combine(_folder, "pdq"), new PdqKind()).Value!;
        for (var i = 0; i < Count; i++)
            hashes.Add(Key(i), PictureFingerprint.Of(Textures.Decoded(Pictures[i])).PdqBytes());
        Assert.Null(hashes.Commit());
        using var whole = hashes.Snapshot();
        using var parts = details.Snapshot();
        var matcher = new PictureMatcher(whole, parts);

        var copy = matcher.Search(PictureQuery.Of(Textures.Decoded(Pictures[4].Resize(0.7))));
        Assert.Equal((4, "pdq+local"), (Number(copy[0].Key), copy[0].Method));
        var crop = matcher.Search(PictureQuery.Of(Textures.Decoded(Pictures[4].Crop(0, 0, 300, 300))));
        Assert.Equal((4, "local"), (Number(crop[0].Key), crop[0].Method));
        Assert.NotNull(crop[0].InReference);

        var query = PictureQuery.Of(Textures.Decoded(Pictures[4]));
        Assert.Equal("pdq", matcher.Search(query, PictureSearchDepth.DetailsIfNeeded)[0].Method);
        Assert.Empty(matcher.Search(PictureQuery.Of(Textures.Decoded(Pictures[4].Crop(0, 0, 300, 300))), PictureSearchDepth.WholeOnly));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FingerprintIndex<LocalQuery, LocalHit> Index(LocalFingerprint[] fingerprints, int commits, long buffer = 128 << 20)
    {
        var folder = commits == 1 ? _folder : Path.Combine(_folder, "many");
        var index = FingerprintIndex<LocalQuery, LocalHit>.Open(folder, new LocalFeatureKind(), new IndexOptions { MergeInBackground = false, BufferBytes = commits > 1 ? 30_000 : buffer, MergeFactor = 100 }).Value!;
        for (var i = 0; i < fingerprints.Length; i++)
        {
            index.Add(Key(i), fingerprints[i].ToBytes());
            if (commits > 1 && i % (fingerprints.Length / commits) == 0)
                Assert.Null(index.Commit());
        }

        Assert.Null(index.Commit());
        return index;
    }

    private static ItemKey Key(int number) => new((UInt128)(number + 1));

    private static int Number(ItemKey key) => (int)key.Value - 1;
}
