using Countersign.Matching.Index;

namespace Countersign.Matching.Tests.Index;

/// <summary>Every byte of every file changed, and every file cut at every length: damage is a value, and nothing torn is served.</summary>
public class IndexDamageTests
{
    [Fact]
    public void A_changed_byte_is_refused_or_found_by_verifying_and_never_throws() => Damage((bytes, at) => bytes[at] ^= (byte)(1 << at % 8));

    [Fact]
    public void Files_cut_short_at_any_length_are_refused_and_logs_cut_to_their_last_whole_record() => Damage(null);

    private static void Damage(Action<byte[], int>? change)
    {
        using var folder = new IndexFolder();
        using (var index = folder.Open())
        {
            for (var i = 0; i < 12; i++)
                index.Add(IndexFolder.Key(i), IndexFolder.Word("abcde"[..(1 + i % 5)]));
            index.Delete(IndexFolder.Key(0));
            Assert.Null(index.Commit());
            foreach (var i in new[] { 3, 20, 21 })
            {
                index.Add(IndexFolder.Key(i), IndexFolder.Word("later"));
                Assert.Null(index.Commit());
            }
        }

        // What may be found: the log holds these records, and a damaged one ends it.
        var whole = Read(folder)!;
        foreach (var path in Directory.GetFiles(folder.Path).Where(path => new FileInfo(path).Length > 0))
        {
            var original = File.ReadAllBytes(path);
            for (var at = 0; at < original.Length; at++)
            {
                var bytes = change is null ? original[..at] : (byte[])original.Clone();
                change?.Invoke(bytes, at);
                File.WriteAllBytes(path, bytes);
                var found = Read(folder);
                if (path.EndsWith(".log", StringComparison.Ordinal))
                    Assert.Contains(Text(found!), Prefixes(whole));
                else if (change is null || path.EndsWith("MANIFEST", StringComparison.Ordinal))
                    Assert.Null(found);
                else
                    Assert.True(found is null || Text(found) == Text(whole), "damage was served that verifying does not find");
            }

            File.WriteAllBytes(path, original);
        }
    }

    /// <returns>Null when opening or verifying refuses the files; what is served is read in any case.</returns>
    private static Dictionary<int, string>? Read(IndexFolder folder)
    {
        var opened = FingerprintIndex<char, WordHit>.Open(folder.Path, new WordKind(), new() { ReadOnly = true });
        if (!opened.TryGet(out var index, out var failure))
        {
            Assert.StartsWith("index.", failure.Code, StringComparison.Ordinal);
            return null;
        }

        using (index)
        using (var snapshot = index.Snapshot())
        {
            foreach (var letter in Enumerable.Range(0, 256))
                snapshot.Search((char)letter);
            snapshot.Find(IndexFolder.Key(3));
            return index.Verify() is null ? IndexFolder.Contents(snapshot) : null;
        }
    }

    private static IEnumerable<string> Prefixes(Dictionary<int, string> whole)
    {
        var state = new Dictionary<int, string>(whole);
        yield return Text(state);
        state.Remove(21);
        yield return Text(state);
        state.Remove(20);
        yield return Text(state);
        state[3] = "abcd";
        yield return Text(state);
        // Before the first record: the buffer became a segment after the eleventh word.
        state.Remove(11);
        state[0] = "a";
        yield return Text(state);
    }

    private static string Text(Dictionary<int, string> state) => string.Join(' ', state.OrderBy(p => p.Key).Select(p => $"{p.Key}={p.Value}"));
}
