using System.Diagnostics;
using Countersign.Matching.Index;

namespace Countersign.Matching.Tests.Index;

public class FingerprintIndexTests
{
    [Fact]
    public void A_snapshot_keeps_its_items_and_files_until_it_is_disposed()
    {
        using var folder = new IndexFolder();
        using var index = folder.Open();
        Fill(index, 0, 20, "apple");
        var before = index.Snapshot();
        Fill(index, 0, 20, "apricot");
        Assert.Null(index.Merge());

        Assert.All(IndexFolder.Contents(before), pair => Assert.Equal("apple", pair.Value));
        Assert.All(IndexFolder.Contents(index), pair => Assert.Equal("apricot", pair.Value));
        var held = Directory.GetFiles(folder.Path, "*.seg").Length;
        before.Dispose();
        Assert.True(Directory.GetFiles(folder.Path, "*.seg").Length < held, "files of merged segments stayed");
        Assert.Throws<ObjectDisposedException>(() => before.Search('a'));
    }

    [Fact]
    public void A_second_writer_is_refused_and_readers_are_not()
    {
        using var folder = new IndexFolder();
        using var index = folder.Open();
        Fill(index, 0, 3, "apple");
        var second = FingerprintIndex<char, WordHit>.Open(folder.Path, new WordKind());
        Assert.Equal("index.locked", second.Failure?.Code);

        using var reader = folder.Open(new() { ReadOnly = true });
        Assert.Equal(3, IndexFolder.Contents(reader).Count);
        Fill(index, 3, 40, "banana");
        Assert.Equal(3, IndexFolder.Contents(reader).Count);
        Assert.Null(reader.Refresh());
        Assert.Equal(40, IndexFolder.Contents(reader).Count);
        Assert.Null(index.Merge());
        Assert.Null(reader.Refresh());
        Assert.Equal(40, IndexFolder.Contents(reader).Count);
        Assert.Throws<InvalidOperationException>(() => reader.Delete(IndexFolder.Key(1)));
    }

    [Fact]
    public void The_lock_is_one_that_other_processes_see()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock is not installed");
        using var folder = new IndexFolder();
        using (folder.Open())
            Assert.Equal(1, Flock(folder));
        Assert.Equal(0, Flock(folder));

        static int Flock(IndexFolder folder)
        {
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/flock") { ArgumentList = { "-n", Path.Combine(folder.Path, "lock"), "true" } })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }

    [Fact]
    public void Another_version_is_rebuilt_from_the_items_or_refused()
    {
        using var folder = new IndexFolder();
        using (var index = folder.Open())
            Fill(index, 0, 30, "apple");
        var second = new WordKind(version: 2);
        Assert.Equal("index.other-version", Code(folder, second, new() { ReadOnly = true }));
        Assert.Equal("index.other-version", Code(folder, second, new() { RebuildOtherVersions = false }));
        using (var index = folder.Open(kind: second))
        {
            Assert.Equal(30, IndexFolder.Contents(index).Count);
            Assert.Null(index.Verify());
        }

        using var reader = folder.Open(new() { ReadOnly = true }, second);
        Assert.Equal(30, IndexFolder.Contents(reader).Count);
    }

    [Fact]
    public void What_is_no_index_of_the_kind_is_a_value()
    {
        using var folder = new IndexFolder();
        Assert.Equal("index.none", Code(folder, new(), new() { ReadOnly = true }));
        folder.Open().Dispose();
        Assert.Equal("index.other-kind", Code(folder, new(name: "others"), new()));
        File.Delete(Directory.GetFiles(folder.Path, "*.log").Single());
        Assert.Equal("index.damaged", Code(folder, new(), new()));
        Assert.Equal("index.io", FingerprintIndex<char, WordHit>.Open("/dev/null/here", new WordKind()).Failure?.Code);
    }

    [Fact]
    public void Leftovers_of_a_killed_merge_are_removed_when_it_is_opened()
    {
        using var folder = new IndexFolder();
        using (var index = folder.Open())
            Fill(index, 0, 30, "apple");
        var leftovers = new[] { "000000000999.seg", "000000000998.log", "MANIFEST.tmp" }.Select(name => Path.Combine(folder.Path, name)).ToArray();
        foreach (var path in leftovers)
            File.WriteAllText(path, "half");
        using (folder.Open(new() { ReadOnly = true }))
            Assert.All(leftovers, path => Assert.True(File.Exists(path)));
        using (folder.Open())
            Assert.All(leftovers, path => Assert.False(File.Exists(path)));
    }

    [Fact]
    public void Equal_items_make_equal_segments()
    {
        using var first = new IndexFolder();
        using var second = new IndexFolder();
        foreach (var folder in new[] { first, second })
        {
            using var index = folder.Open();
            Fill(index, 0, 50, "apple");
            Assert.Null(index.Merge());
        }

        var segments = Directory.GetFiles(first.Path, "*.seg");
        Assert.NotEmpty(segments);
        Assert.All(segments, path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(second.Path, Path.GetFileName(path)))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Shards_answer_as_one_index_does(int shards)
    {
        using var whole = new IndexFolder();
        using var one = whole.Open();
        var folders = Enumerable.Range(0, shards).Select(_ => new IndexFolder()).ToArray();
        var parts = folders.Select(folder => folder.Open()).ToArray();
        for (var i = 0; i < 100; i++)
        {
            var key = new ItemKey((UInt128)((ulong)i * 0x9E3779B97F4A7C15) << 64);
            one.Add(key, IndexFolder.Word("abc"[(i % 3)..]));
            parts[Shards.Of(key, shards)].Add(key, IndexFolder.Word("abc"[(i % 3)..]));
        }

        using var snapshot = one.Snapshot();
        var snapshots = parts.Select(part => part.Snapshot()).ToArray();
        Assert.All(snapshots, part => Assert.InRange(part.Count, 1, 100));
        var sharded = new ShardedIndex<char, WordHit>(new WordKind(), snapshots);
        Assert.All("abcd", letter => Assert.Equal(snapshot.Search(letter), sharded.Search(letter)));
        foreach (var held in snapshots.Cast<IDisposable>().Concat(parts).Concat(folders))
            held.Dispose();
    }

    private static string? Code(IndexFolder folder, WordKind kind, IndexOptions options) =>
        FingerprintIndex<char, WordHit>.Open(folder.Path, kind, options).Failure?.Code;

    private static void Fill(FingerprintIndex<char, WordHit> index, int from, int to, string word)
    {
        for (var i = from; i < to; i++)
            index.Add(IndexFolder.Key(i), IndexFolder.Word(word));
        Assert.Null(index.Commit());
    }
}
