using System.Text.Json;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>The data and box hashes of real files, against what the reference implementation says of them.</summary>
public class BindingCorpusTests
{
    // Of these the exclusion begins with the file and ends with the store. §15.12.1.1: whatever else a range with the store holds is a mismatch, and a match is
    // told only where there is no error; the reference tells both.
    private static readonly string[] s_wide = ["public-testfiles__image__jpeg__truepic-20230212-camera.jpg", "public-testfiles__image__jpeg__truepic-20230212-landscape.jpg"];

    [Fact]
    public void Files_of_the_corpus_have_the_outcome_that_the_reference_found()
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        Compare(Path.Combine(folder, "corpus"), expected.RootElement.GetProperty("files"), 40);
    }

    [Fact]
    public void Tampered_files_fail_exactly_where_the_content_was_changed()
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tampered.json")));
        Compare(Path.Combine(folder, "tampered"), expected.RootElement, 20);
    }

    private static void Compare(string folder, JsonElement expected, int atLeast)
    {
        var (seen, wrong) = (0, new List<string>());
        foreach (var row in expected.EnumerateObject())
        {
            var path = Path.Combine(folder, row.Name);
            if (!File.Exists(path) || row.Value.ValueKind != JsonValueKind.Object || !row.Value.TryGetProperty("success", out var success)) continue;
            var codes = success.EnumerateArray().Concat(row.Value.GetProperty("failure").EnumerateArray()).Select(c => c.GetString()!)
                .Where(c => c.Contains("dataHash.", StringComparison.Ordinal) || c.Contains("boxesHash.", StringComparison.Ordinal)).ToList();
            if (codes.Count == 0) continue;
            seen++;
            using var file = File.OpenRead(path);
            var report = new CredentialReader().Read(file, TestContext.Current.CancellationToken);
            var found = report.Active!.Statuses.Select(s => s.Code)
                .Where(c => (c.Contains("dataHash.", StringComparison.Ordinal) || c.Contains("boxesHash.", StringComparison.Ordinal)) && !c.EndsWith("Present", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            IEnumerable<string> wanted = s_wide.Contains(row.Name) ? ["assertion.dataHash.mismatch"] : codes.Order(StringComparer.Ordinal);
            if (!found.SequenceEqual(wanted)) wrong.Add($"{row.Name}: {string.Join(' ', found)} instead of {string.Join(' ', wanted)}");
        }

        Assert.Equal([], wrong);
        Assert.True(seen >= atLeast, $"{seen} files");
    }
}
