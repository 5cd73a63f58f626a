using System.Text.Json;
using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

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

    [Fact]
    public void The_box_hash_of_a_real_picture_matches_and_each_changed_box_is_noticed()
    {
        var path = SharedData.Need("credentials/corpus/c2pa-rs-fixtures__boxhash.jpg");
        var bytes = File.ReadAllBytes(path);
        var checks = Bindings(bytes).Where(b => b.Label.StartsWith("c2pa.hash.boxes", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(checks);
        var asset = Asset(bytes);
        Assert.True(BoxMap.TryRead(asset, out var boxes, out _, out var says), says);
        foreach (var check in checks) Assert.Equal("boxesHash.match", Codes(HardBindings.One(check, asset, TestContext.Current.CancellationToken)));
        foreach (var box in boxes.Where(b => b.Name != "C2PA"))
        {
            bytes[box.Range.End - 1] ^= 1;
            Assert.NotEqual("boxesHash.match", Codes(HardBindings.One(checks[0], asset, TestContext.Current.CancellationToken)));
            bytes[box.Range.End - 1] ^= 1;
        }
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

    // Every binding of every manifest in the file's store.
    private static IEnumerable<BindingCheck> Bindings(byte[] bytes)
    {
        var stream = new MemoryStream(bytes);
        Assert.True(StoreBytes.TryRead(new StreamWindow(stream), CredentialLocator.Find(stream).Stores[0], ParseLimits.Default, out var store, out _));
        Assert.True(JumbfReader.TryRead(store, ParseLimits.Default, out var root, out _));
        foreach (var box in root.Children.Where(c => c.IsSuperbox).SelectMany(m => m.Labelled("c2pa.assertions")?.Children ?? []).Where(a => a.IsSuperbox && HardBindings.IsHardBinding(a.Label)))
        {
            if (box.Child("cbor"u8) is { } content && CborNode.TryRead(content.Content, ParseLimits.Default, out var node, out _)) yield return new(box.Label, box.Label, node, "sha256");
        }
    }
}
