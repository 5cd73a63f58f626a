using System.Text.Json;
using Countersign.Credentials.Tests.Shared;
using CsCheck;

namespace Countersign.Credentials.Tests.Containers;

public class CorpusTests
{
    // The table in the README of the room, with the reasons. A new difference is a failure.
    private static readonly string[] Differences = ["c2pa-rs-fixtures__nested_moov_1000.mp4"];

    private static CredentialPresence Find(string path)
    {
        using var file = File.OpenRead(path);
        return CredentialLocator.Find(file, ParseLimits.Default);
    }

    [Fact]
    public void Presence_agrees_with_the_reference_for_every_file_of_the_corpus()
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var differing = new List<string>();
        var seen = 0;
        foreach (var row in expected.RootElement.GetProperty("files").EnumerateObject())
        {
            seen++;
            var there = row.Value.GetProperty("state").GetString() != "None";
            if (Find(Path.Combine(folder, "corpus", row.Name)).HasStore != there) differing.Add(row.Name);
        }

        Assert.Equal(Differences, differing);
        Assert.True(seen >= 70, $"only {seen} files were compared");
    }

    [Fact]
    public void A_store_the_reference_could_read_is_found_sound_and_single()
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        foreach (var row in expected.RootElement.GetProperty("files").EnumerateObject().Where(r => r.Value.TryGetProperty("claimVersion", out _)))
        {
            var store = Assert.Single(Find(Path.Combine(folder, "corpus", row.Name)).Stores);
            Assert.True(store.LooksLikeC2pa && store.Defect is null, row.Name + ": " + store.Defect);
        }
    }

    [Fact]
    public void Tampering_does_not_hide_a_store()
    {
        var folder = SharedData.Need("credentials/tampered");
        foreach (var path in Directory.EnumerateFiles(folder)) Assert.True(Find(path).HasStore, Path.GetFileName(path));
    }

    [Fact]
    public void Attacks_neither_crash_nor_fill_memory()
    {
        var folder = SharedData.Need("credentials/attacks");
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = Find(path);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20, Path.GetFileName(path));
        }
    }

    [Fact]
    public void Mutants_of_real_files_never_throw()
    {
        var folder = SharedData.Need("credentials/corpus");
        var files = Directory.EnumerateFiles(folder).Where(f => new FileInfo(f).Length < 100_000).Select(File.ReadAllBytes).ToArray();
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Select(Gen.Int[0, 4095], Gen.Byte).Array[1, 12], Gen.Bool).Sample((n, edits, cut) =>
        {
            var mutant = files[n].ToArray();
            foreach (var (at, value) in edits) mutant[at % mutant.Length] = value;
            if (cut) mutant = mutant[..(mutant.Length / 2)];
            return CredentialLocator.Find(new MemoryStream(mutant)).Stores is not null;
        }, iter: 1000, threads: 1);
    }
}
