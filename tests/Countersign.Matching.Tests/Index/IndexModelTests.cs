using Countersign.Matching.Index;
using CsCheck;

namespace Countersign.Matching.Tests.Index;

/// <summary>An index against a dictionary, whatever is done in whatever order.</summary>
public class IndexModelTests
{
    private static readonly Gen<(int Do, int Key, string Word)[]> s_steps =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 30], Gen.Char['a', 'e'].Array[1, 20].Select(c => new string(c))).Array[0, 120];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_holds_what_a_dictionary_holds(bool background) =>
        s_steps.Sample(steps => Play(steps, IndexFolder.Small with { MergeInBackground = background }), iter: 150, threads: 1);

    private static void Play((int Do, int Key, string Word)[] steps, IndexOptions options)
    {
        using var folder = new IndexFolder();
        var index = folder.Open(options);
        var expected = new Dictionary<int, string>();
        var held = new List<(IndexSnapshot<char, WordHit> Snapshot, Dictionary<int, string> Expected)>();
        foreach (var (action, key, word) in steps)
        {
            switch (action)
            {
                case < 9:
                    index.Add(IndexFolder.Key(key), IndexFolder.Word(word));
                    expected[key] = word;
                    break;
                case < 13:
                    index.Delete(IndexFolder.Key(key));
                    expected.Remove(key);
                    break;
                case < 15:
                    Assert.Null(index.Commit());
                    break;
                case < 16:
                    Assert.Null(index.Merge());
                    break;
                case < 17:
                    Assert.Null(index.Commit());
                    index.Dispose();
                    index = folder.Open(options);
                    break;
                case < 18:
                    held.Add((index.Snapshot(), new(expected)));
                    break;
                default:
                    Same(expected, IndexFolder.Contents(index));
                    break;
            }
        }

        Same(expected, IndexFolder.Contents(index));
        Assert.Null(index.Verify());
        using (var snapshot = index.Snapshot())
        {
            Assert.Equal(expected.Count, snapshot.Count);
            for (var key = 0; key <= 30; key++)
                Assert.Equal(expected.TryGetValue(key, out var word) ? IndexFolder.Word(word) : null, snapshot.Find(IndexFolder.Key(key)));
        }

        index.Dispose();
        foreach (var (snapshot, then) in held)
        {
            Same(then, IndexFolder.Contents(snapshot));
            snapshot.Dispose();
        }
    }

    private static void Same(Dictionary<int, string> expected, Dictionary<int, string> actual) =>
        Assert.Equal(expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));
}
