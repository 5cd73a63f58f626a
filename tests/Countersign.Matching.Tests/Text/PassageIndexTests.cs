using Countersign.Matching.Text;
using CsCheck;

namespace Countersign.Matching.Tests.Text;

public class PassageIndexTests
{
    private const string Story =
        "The lighthouse keeper counted forty-one ships before breakfast, and wrote each name in the ledger that his "
        + "grandmother had begun in the winter of the great ice. None of them would stop. They never did, not since the "
        + "harbour silted up and the herring went north; but he lit the lamp every evening all the same, because someone "
        + "might one day be glad of it.";

    [Fact]
    public void Forty_copied_words_inside_a_screenplay_are_strong_whatever_their_layout()
    {
        var copied = string.Join(' ', Tokeniser.Tokenise(Story).Skip(8).Take(40).Select((t, i) =>
            (i % 7 == 3 ? "\n\n          " : "") + (i % 2 == 0 ? t.Word.ToUpperInvariant() + "," : "“" + t.Word + "”")));
        var script = Filler(1, 400) + "\n\nINT. KITCHEN - DAY\n\n" + copied + "\n\nCUT TO:\n\n" + Filler(2, 400);

        var match = Index(("story", Story), ("other", Filler(3, 500))).Find(script).Single();

        Assert.Equal("story", match.Key);
        var passage = match.Passages.Single();
        Assert.True(passage.IsStrong);
        Assert.Equal(40, passage.ExactWords);
        var tokens = Tokeniser.Tokenise(Story);
        Assert.Equal(Story[tokens[8].Utf16Start..tokens[47].Utf16End], Story[passage.Reference.Utf16From..passage.Reference.Utf16To]);
        Assert.Equal(tokens.Skip(8).Take(40).Select(t => t.Word),
            Tokeniser.Tokenise(script[passage.Query.Utf16From..passage.Query.Utf16To]).Select(t => t.Word));
        Assert.Equal(40.0 / tokens.Count, match.ReferenceCoverage, 6);
    }

    [Fact]
    public void A_few_edited_words_do_not_break_the_passage()
    {
        var edited = Story.Replace("counted", "tallied up", StringComparison.Ordinal)
            .Replace("grandmother had", "aunt", StringComparison.Ordinal)
            .Replace("They never did, ", "", StringComparison.Ordinal)
            .Replace("every evening", "every single blessed evening", StringComparison.Ordinal);

        var passage = Index(("story", Story)).Find(Filler(1, 100) + edited + Filler(2, 100)).Single().Passages.Single();

        Assert.True(passage.IsStrong);
        Assert.InRange(passage.ExactWords, 50, 62);
        Assert.Equal("The lighthouse", Story[passage.Reference.Utf16From..][..14]);
        Assert.Equal("of it", Story[..passage.Reference.Utf16To][^5..]);
    }

    [Fact]
    public void Any_shared_run_as_long_as_the_threshold_is_found_and_covered() =>
        Gen.Select(Words(0, 60), Words(0, 60), Words(0, 60), Words(0, 60), Words(PassageThresholds.WeakWords, 50))
            .Sample((a, b, c, d, shared) =>
            {
                // Words of the surroundings are disjoint, so what is shared is known.
                string[] query = [.. a.Select(w => "q" + w), .. shared, .. b.Select(w => "q" + w)];
                string[] reference = [.. c.Select(w => "r" + w), .. shared, .. d.Select(w => "r" + w)];
                var text = string.Join(' ', query);

                var match = Index(("it", string.Join(' ', reference))).Find(text).Single();

                var best = match.Passages.MaxBy(p => p.ExactWords)!;
                Assert.True(best.ExactWords >= shared.Length);
                Assert.Equal(shared.Length >= PassageThresholds.StrongWords, best.IsStrong);
                Assert.Equal(string.Join(' ', shared), text[best.Query.Utf16From..best.Query.Utf16To]);
                Assert.Equal(shared.Length / (double)query.Length, match.QueryCoverage, 6);
            });

    [Fact]
    public void Fewer_words_than_the_weak_threshold_are_no_find()
    {
        var nine = string.Join(' ', Tokeniser.Tokenise(Story).Take(PassageThresholds.WeakWords - 1).Select(t => t.Word));
        Assert.Empty(Index(("story", Story)).Find(Filler(1, 50) + nine + Filler(2, 50)));
    }

    [Fact]
    public void A_passage_that_many_works_quote_is_found_in_all_of_them_and_a_phrase_in_none()
    {
        var phrase = "at the end of the long day it was";
        var works = Enumerable.Range(0, 60).Select(i => ($"w{i:d2}", Filler(i + 10, 80) + Story + Filler(i + 100, 80) + phrase + Filler(i, 9)));
        var index = Index([.. works]);

        Assert.Equal(60, index.Find(Filler(900, 60) + Story + Filler(901, 60)).Count(m => m.Strength >= 0.5));
        Assert.Empty(index.Find(Filler(902, 60) + phrase + Filler(903, 60)));
    }

    [Fact]
    public void Offsets_in_code_points_skip_no_emoji()
    {
        var query = "😀😀 " + Story;
        var passage = Index(("story", Story)).Find(query).Single().Passages.Single();
        Assert.Equal((3, 5), (passage.Query.From, passage.Query.Utf16From));
        Assert.Equal((0, 0), (passage.Reference.From, passage.Reference.Utf16From));
    }

    [Fact]
    public void Endless_repetition_is_one_passage_and_ends()
    {
        var la = string.Concat(Enumerable.Repeat("la ", 50_000));
        var match = Index(("song", la)).Find(la).Single();
        Assert.Equal(1.0, match.QueryCoverage);
        Assert.InRange(match.Passages.Count, 1, 3);
    }

    [Fact]
    public void Characters_of_an_unspaced_script_count_half()
    {
        var text = string.Concat(Enumerable.Range(0x4E00, 30).Select(c => ((char)c).ToString()));
        var passage = Index(("han", text)).Find(text).Single().Passages.Single();
        Assert.Equal(30, passage.ExactWords);
        Assert.False(passage.IsStrong);
    }

    [Fact]
    public void Novels_of_different_authors_share_no_strong_passage()
    {
        var folder = SharedData.Find("writing", "corpora", "novels-eltec.jsonl.xz");
        Assert.SkipUnless(File.Exists("/usr/bin/xz"), "xz is absent, so the novels cannot be unpacked");
        var novels = Novels.Read(folder);
        Assert.Equal(33, novels.Count);
        var index = Index([.. novels.Take(16)]);
        foreach (var (work, text) in novels.Skip(16))
            Assert.DoesNotContain(index.Find(text), m => Author(m.Key) != Author(work) && m.Strength >= 0.5);
    }

    private static string Author(string work) => work.Split('_')[1];

    private static Gen<string[]> Words(int from, int to) => Gen.Int[0, 5000].Select(n => $"w{n}").Array[from, to];

    private static PassageIndex Index(params (string Key, string Text)[] works)
    {
        var index = new PassageIndex();
        foreach (var (key, text) in works)
            index.Add(key, text);
        return index;
    }

    // Words that no story has, so that nothing is shared by accident.
    private static string Filler(int seed, int words)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, words).Select(_ => $" x{random.Next(1_000_000)} "));
    }
}
