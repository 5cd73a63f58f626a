using Countersign.Matching.Index;

namespace Countersign.Matching.Tests.Index;

/// <summary>Every change to the disk fails in turn; what was acknowledged is there afterwards, and nothing is there by half.</summary>
public class IndexCrashTests
{
    private const int Batches = 9;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_kill_at_any_step_the_acknowledged_items_are_there(bool powerLost)
    {
        for (var failAt = 1; ; failAt++)
        {
            using var folder = new IndexFolder();
            var files = new FailingFiles(failAt, forGood: true);
            // Before and after each operation since the last acknowledged commit: a full buffer may have made any of them durable.
            var allowed = Play(folder, files, retry: false);
            if (!files.Failed)
            {
                Assert.True(failAt > 50, "too little was done to the disk for this to be a test");
                return;
            }

            if (powerLost)
                files.LosePower();
            using var index = folder.Open();
            var found = Text(IndexFolder.Contents(index));
            Assert.True(allowed.Contains(found), $"step {failAt}: {found} is none of {string.Join(" | ", allowed)}");
            Assert.Null(index.Verify());
            index.Add(IndexFolder.Key(99), IndexFolder.Word("zebra"));
            Assert.Null(index.Commit());
            Assert.Null(index.Merge());
            Assert.Equal("zebra", IndexFolder.Contents(index)[99]);
            Assert.All(Directory.GetFiles(folder.Path), path => Assert.False(path.EndsWith(".tmp", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void After_one_failure_at_any_step_committing_again_makes_everything_durable()
    {
        for (var failAt = 1; ; failAt++)
        {
            using var folder = new IndexFolder();
            var files = new FailingFiles(failAt, forGood: false);
            var expected = Play(folder, files, retry: true);
            if (!files.Failed)
                return;
            files.LosePower();
            if (expected.Count == 0)
                continue;
            using var index = folder.Open();
            Assert.Equal(expected.Last(), Text(IndexFolder.Contents(index)));
        }
    }

    /// <returns>The states that may be found: the last one acknowledged and those after it.</returns>
    private static List<string> Play(IndexFolder folder, FailingFiles files, bool retry)
    {
        var opened = FingerprintIndex<char, WordHit>.Open(folder.Path, new WordKind(), IndexFolder.Small with { Files = files });
        if (!opened.TryGet(out var index, out var failure))
        {
            Assert.Equal("index.io", failure.Code);
            return retry ? [] : [""];
        }

        using (index)
        {
            var state = new Dictionary<int, string>();
            List<string> allowed = [""];
            for (var batch = 0; batch < Batches; batch++)
            {
                for (var i = 0; i < 4; i++)
                {
                    var key = (batch * 3 + i) % 13;
                    if (i == 3)
                    {
                        index.Delete(IndexFolder.Key(key));
                        state.Remove(key);
                    }
                    else
                    {
                        index.Add(IndexFolder.Key(key), IndexFolder.Word($"w{batch}-{i}"));
                        state[key] = $"w{batch}-{i}";
                    }

                    allowed.Add(Text(state));
                }

                // Reading in between makes segments of what is not committed; a merge must not make that durable by half.
                Assert.Equal(Text(state), Text(IndexFolder.Contents(index)));
                if (batch % 2 == 1 && index.Merge() is not null && !retry)
                    return allowed;
                if (index.Commit() is { } problem)
                {
                    Assert.Equal("index.io", problem.Code);
                    if (!retry)
                        return allowed;
                    Assert.Null(index.Commit());
                }

                allowed = [Text(state)];
            }

            return allowed;
        }
    }

    private static string Text(Dictionary<int, string> state) => string.Join(' ', state.OrderBy(p => p.Key).Select(p => $"{p.Key}={p.Value}"));
}
