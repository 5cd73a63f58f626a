using Countersign.Matching.Text;
using CsCheck;

namespace Countersign.Matching.Tests.Text;

public class WinnowingTests
{
    private static readonly Gen<string[]> Words = Gen.Int[0, 40].Select(n => $"w{n}").Array[0, 120];

    [Fact]
    public void Hashes_are_the_same_on_every_machine()
    {
        // Worked out once by a separate program from the description: a change here is a change of TextFingerprinter.Version.
        var found = TextFingerprinter.Fingerprints(Tokeniser.Tokenise("It was a dark and stormy night; the rain fell in torrents"));
        Assert.Equal("2:1e34edefdcd23c7c 5:06e25d9f601d0a26", string.Join(' ', found.Select(f => $"{f.Position}:{f.Hash:x16}")));
    }

    [Fact]
    public void Texts_that_share_nine_words_share_a_fingerprint() =>
        Gen.Select(Words, Words, Words, Words, Gen.Int[0, 40].Select(n => $"w{n}").Array[9, 20]).Sample((a, b, c, d, shared) =>
        {
            var left = Fingerprints([.. a, .. shared, .. b]).Select(f => f.Hash);
            var right = Fingerprints([.. c, .. shared, .. d]).Select(f => f.Hash);
            Assert.NotEmpty(left.Intersect(right));
        });

    [Fact]
    public void Each_window_keeps_its_smallest_hash_the_rightmost_of_equals() =>
        Words.Sample(words =>
        {
            var grams = Enumerable.Range(0, Math.Max(0, words.Length - 4))
                .Select(i => Fingerprints(words[i..(i + 5)]).Single().Hash).ToArray();
            var expected = new SortedSet<int>();
            for (var start = 0; start + 5 <= grams.Length || (start == 0 && grams.Length > 0); start++)
            {
                var window = Enumerable.Range(start, Math.Min(5, grams.Length - start)).ToArray();
                expected.Add(window.Last(i => grams[i] == window.Min(j => grams[j])));
            }

            Assert.Equal(expected, Fingerprints(words).Select(f => f.Position));
        });

    private static IReadOnlyList<TextFingerprint> Fingerprints(string[] words) =>
        TextFingerprinter.Fingerprints(Tokeniser.Tokenise(string.Join(' ', words)));
}
