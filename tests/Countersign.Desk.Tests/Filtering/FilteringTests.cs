using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Filtering;
using Countersign.Desk.Workspace;
using Parquet;
using Parquet.Schema;

namespace Countersign.Desk.Tests.Filtering;

/// <summary>A data set is filtered: what is kept, what is left out and why, whatever it is made of; and a run that is cut off comes to the same.</summary>
public sealed class FilteringTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-filter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private Task<Outcome<Filtered>> FilterAsync(string input, string output, bool keepUnknown = false, Action<FilterProgress>? progress = null, bool overwrite = false, CancellationToken cancel = default) =>
        new Desk.Filtering.Filtering(DeskWorkspace.Open(At(".countersign"), TimeProvider.System).Value).FilterAsync(
            new(At(input), At(output), _ => Use.Of(Act.Parse("train.generative.foundation").Value, PartyId.Parse("whoever-asks").Value), keepUnknown, overwrite, AsOf: new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)), progress, cancel);

    private List<JsonElement> Rows(string name) => [.. File.ReadLines(At(name)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    [Fact]
    public async Task Rows_are_kept_by_what_they_state_and_every_other_is_named_with_its_reason()
    {
        Write("set.jsonl", """
            {"url": "https://a.example/1", "content-usage": "train-ai=y", "captured_at": "2026-01-02T00:00:00Z", "n": 1}
            {"url": "https://a.example/2", "content-usage": "train-ai=n"}
            {"url": "https://a.example/3"}
            {"url": "https://a.example/4", "tdm-reservation": "1"}
            {"url": "https://a.example/5", "x-robots-tag": "noai"}
            {"url": "https://a.example/6", "headers": {"Content-Usage": "train-ai=y", "X-Robots-Tag": "noai, noimageai"}}
            {"url": "https://a.example/7", "plus_data_mining": "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"}
            {"url": "https://a.example/8", "content-usage": "train-ai=y", "artist_opt_out": "perhaps"}
            not a row at all
            {"url": "https://a.example/10", "content-usage": "train-ai=((("}
            """);
        var filtered = (await FilterAsync("set.jsonl", "kept.jsonl")).Value;
        var kept = Rows("kept.jsonl");
        Assert.Equal(["https://a.example/1", "https://a.example/7"], kept.Select(row => Text(row, "url")));
        Assert.Equal(("allow", "content-usage = train-ai=y", "2026-01-02T00:00:00Z"), (Text(kept[0], "countersign_verdict"), Text(kept[0], "countersign_source"), Text(kept[0], "countersign_captured_at")));
        Assert.Equal(1, kept[0].GetProperty("n").GetInt32());
        var left = Rows("kept.jsonl.left-out.jsonl").ToDictionary(row => row.GetProperty("number").GetInt32());
        Assert.Equal([2, 3, 4, 5, 6, 8, 9, 10], left.Keys.Order());
        Assert.Equal("deny", Text(left[2], "verdict"));
        Assert.Equal(("unknown", Rules.NoOrigin), (Text(left[3], "verdict"), Text(left[3], "code")));
        Assert.All(new[] { 4, 5, 6 }, number => Assert.Equal("deny", Text(left[number], "verdict")));
        Assert.All(new[] { 8, 10 }, number => Assert.Equal("preference.not-understood", Text(left[number], "code")));
        Assert.Equal("row.broken", Text(left[9], "code"));
        Assert.All(left.Values, row => Assert.NotEqual("", Text(row, "reason")));
        Assert.Equal((10, 2, 2, 4, 4, 1), (filtered.Summary.Items, filtered.Summary.Kept, filtered.Summary.Allow, filtered.Summary.Deny, filtered.Summary.Unknown, filtered.Summary.Problems - 2));
    }

    [Fact]
    public async Task Unknown_is_kept_only_when_asked_for_and_the_summary_says_so()
    {
        Write("set.jsonl", "{\"url\": \"a\"}\n{\"url\": \"b\", \"content-usage\": \"train-ai=n\"}\nbroken\n");
        Assert.Equal(0, (await FilterAsync("set.jsonl", "none.jsonl")).Value.Summary.Kept);
        var filtered = (await FilterAsync("set.jsonl", "kept.jsonl", keepUnknown: true)).Value;
        Assert.Equal("a", Text(Assert.Single(Rows("kept.jsonl")), "url"));
        Assert.True(filtered.Summary.KeepsUnknown);
        Assert.Equal("kept", JsonDocument.Parse(File.ReadAllText(At("kept.jsonl.summary.json"))).RootElement.GetProperty("unknown").GetString());
    }

    [Fact]
    public async Task A_summary_is_checked_offline_and_any_change_is_found()
    {
        Write("set.jsonl", "{\"url\": \"a\", \"content-usage\": \"train-ai=y\"}\n");
        await FilterAsync("set.jsonl", "kept.jsonl");
        var summary = At("kept.jsonl.summary.json");
        Assert.Empty(SummaryCheck.Check(summary, null).Value.Wrong);
        var elsewhere = Write("elsewhere.pem", File.ReadAllText(summary + ".pem"));
        Assert.True(SummaryCheck.Check(summary, elsewhere).Value.KeyGiven);
        foreach (var name in new[] { "kept.jsonl", "kept.jsonl.left-out.jsonl", "kept.jsonl.summary.json", "kept.jsonl.summary.json.sig" })
        {
            var before = File.ReadAllBytes(At(name));
            File.WriteAllBytes(At(name), [.. before, (byte)' ']);
            Assert.NotEmpty(SummaryCheck.Check(summary, null).Value.Wrong);
            File.WriteAllBytes(At(name), before);
        }
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        File.WriteAllText(elsewhere, other.ExportSubjectPublicKeyInfoPem());
        Assert.NotEmpty(SummaryCheck.Check(summary, elsewhere).Value.Wrong);
        Assert.Empty(SummaryCheck.Check(summary, null).Value.Wrong);
    }

    [Fact]
    public async Task A_folder_has_pictures_with_their_texts_as_one_item_and_what_is_kept_is_copied()
    {
        Write("set/1.jpg", "no picture, really");
        Write("set/1.txt", "a caption");
        Write("set/1.json", "{\"content-usage\": \"train-ai=y\"}");
        Write("set/2.txt", "a text by itself");
        Write("set/more/3.txt", "reserved");
        Write("set/more/3.txt.headers", "HTTP/1.1 200 OK\nContent-Usage: train-ai=n\n");
        Write("set/open.txt", "open to all");
        Write("set/open.txt.headers", "HTTP/1.1 200 OK\nContent-Usage: train-ai=y\n");
        var filtered = (await FilterAsync("set", "kept")).Value;
        Assert.Equal("folder", filtered.Summary.Input.Kind);
        Assert.Equal(["1.jpg", "1.json", "1.txt", "manifest.jsonl", "open.txt"], Directory.EnumerateFiles(At("kept"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(At("kept"), file)).Order(StringComparer.Ordinal));
        Assert.Equal("open to all", File.ReadAllText(At("kept/open.txt")));
        var left = Rows("kept.left-out.jsonl").ToDictionary(row => Text(row, "item"));
        Assert.Equal("unknown", Text(left["2.txt"], "verdict"));
        Assert.Equal("deny", Text(left["more/3.txt"], "verdict"));
        Assert.Equal(4, filtered.Summary.Items);
        Assert.Empty(SummaryCheck.Check(At("kept.summary.json"), null).Value.Wrong);
        File.AppendAllText(At("kept/open.txt"), "!");
        Assert.NotEmpty(SummaryCheck.Check(At("kept.summary.json"), null).Value.Wrong);
    }

    [Fact]
    public async Task Shards_are_read_in_place()
    {
        Directory.CreateDirectory(At("set"));
        for (var shard = 0; shard < 2; shard++)
        {
            await using var tar = new TarWriter(File.Create(At($"set/{shard}.tar")));
            for (var i = 0; i < 3; i++)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{i}.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes($"text {shard} {i}")) }, TestContext.Current.CancellationToken);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{i}.json") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"content-usage": "train-ai={{(i == 1 ? 'n' : 'y')}}"}""")) }, TestContext.Current.CancellationToken);
            }
        }
        var filtered = (await FilterAsync("set", "kept.jsonl")).Value;
        Assert.Equal(("webdataset", 6, 4), (filtered.Summary.Input.Kind, filtered.Summary.Items, filtered.Summary.Kept));
        Assert.Equal(["0.tar!/0", "0.tar!/2", "1.tar!/0", "1.tar!/2"], Rows("kept.jsonl").Select(row => Text(row, "item")));
        Assert.Equal(2, Rows("kept.jsonl")[0].GetProperty("files").GetArrayLength());
        Assert.Equal(4, (await FilterAsync("set", "kept.parquet")).Value.Summary.Kept);
        File.WriteAllBytes(At("set/1.tar"), File.ReadAllBytes(At("set/1.tar"))[..700]);
        Assert.Equal("archive.damaged", (await FilterAsync("set", "cut.jsonl")).Problems[0].Code);
    }

    [Fact]
    public async Task Shards_are_filtered_into_shards_by_the_place_of_an_item_and_not_by_its_name()
    {
        Directory.CreateDirectory(At("set"));
        // The same name twice: one may be used, the other not.
        (string Name, string Text, string Wish)[] samples = [("a", "first", "n"), ("b", "second", "y"), ("a", "third", "y"), ("c", "fourth", "n")];
        await using (var tar = new TarWriter(File.Create(At("set/0.tar"))))
            foreach (var (name, text, wish) in samples)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{name}.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) }, TestContext.Current.CancellationToken);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{name}.json") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"content-usage": "train-ai={{wish}}"}""")) }, TestContext.Current.CancellationToken);
            }
        await using (var none = new TarWriter(File.Create(At("set/1.tar"))))
            foreach (var _ in samples) await none.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "d.txt") { DataStream = new MemoryStream("nobody says"u8.ToArray()) }, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await FilterAsync("set", "kept")).Value.Summary.Kept);
        Assert.Equal(["0.tar", "manifest.jsonl"], Directory.GetFiles(At("kept")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        var kept = new List<(string, string)>();
        using (var reader = new TarReader(File.OpenRead(At("kept/0.tar"))))
            while (reader.GetNextEntry(copyData: true) is { } entry) kept.Add((entry.Name, new StreamReader(entry.DataStream!).ReadToEnd()));
        Assert.Equal([("b.txt", "second"), ("b.json", """{"content-usage": "train-ai=y"}"""), ("a.txt", "third"), ("a.json", """{"content-usage": "train-ai=y"}""")], kept);
        Assert.Equal(["0.tar!/b", "0.tar!/a"], Rows("kept/manifest.jsonl").Select(row => Text(row, "item")));
    }

    [Fact]
    public async Task JSON_lines_are_written_as_a_Parquet_table_with_every_column_that_occurs()
    {
        Write("set.jsonl", """
            {"url": "https://a.example/1", "content-usage": "train-ai=y", "n": 1, "score": 1, "own": true, "big": 9007199254740993, "tags": ["a", "b"]}
            not a row at all
            {"url": "https://a.example/2", "content-usage": "train-ai=n", "only-here": "left out"}
            {"url": "https://a.example/3", "content-usage": "train-ai=y", "n": -2, "score": 0.5, "own": null, "later": "x", "mixed": 7}
            {"url": "https://a.example/4", "content-usage": "train-ai=y", "mixed": "seven", "huge": 123456789012345678901234567890}
            """);
        Assert.Equal(3, (await FilterAsync("set.jsonl", "kept.parquet")).Value.Summary.Kept);
        await using (var read = await ParquetReader.CreateAsync(File.OpenRead(At("kept.parquet")), cancellationToken: TestContext.Current.CancellationToken))
            Assert.Equal(
                ["url:ReadOnlyMemory`1", "content-usage:ReadOnlyMemory`1", "n:Int64", "score:Double", "own:Boolean", "big:Int64", "tags:ReadOnlyMemory`1", "only-here:ReadOnlyMemory`1", "later:ReadOnlyMemory`1", "mixed:ReadOnlyMemory`1", "huge:ReadOnlyMemory`1"],
                read.Schema.GetDataFields().Where(field => !field.Name.StartsWith("countersign_", StringComparison.Ordinal)).Select(field => $"{field.Name}:{field.ClrType.Name}"));
        // Read back, every value is what it was.
        Assert.Equal(3, (await FilterAsync("kept.parquet", "again.jsonl")).Value.Summary.Kept);
        var rows = Rows("again.jsonl");
        Assert.Equal((1, 1.0, true, 9007199254740993, """["a", "b"]"""), (rows[0].GetProperty("n").GetInt32(), rows[0].GetProperty("score").GetDouble(), rows[0].GetProperty("own").GetBoolean(), rows[0].GetProperty("big").GetInt64(), Text(rows[0], "tags")));
        Assert.Equal((-2, 0.5, JsonValueKind.Null, "x", "7"), (rows[1].GetProperty("n").GetInt32(), rows[1].GetProperty("score").GetDouble(), rows[1].GetProperty("own").ValueKind, Text(rows[1], "later"), Text(rows[1], "mixed")));
        Assert.Equal(("seven", "123456789012345678901234567890"), (Text(rows[2], "mixed"), Text(rows[2], "huge")));
    }

    [Fact]
    public async Task Texts_and_bytes_of_a_Parquet_manifest_come_back_whole_however_long_or_missing_and_over_several_row_groups()
    {
        var schema = new ParquetSchema(new DataField<string>("caption", nullable: true), new DataField<byte[]>("thumb", nullable: true), new DataField<string>("content-usage"));
        // Longer than any buffer it could be read through.
        string?[] captions = [new('é', 200_000), null, "", "\"quoted\"\u0001", new('x', 65_535), null];
        byte[]?[] thumbs = [null, [0, 255, 7], [], new byte[70_000], null, [1]];
        await using (var stream = File.Create(At("set.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: TestContext.Current.CancellationToken))
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                var fields = schema.GetDataFields();
                await rows.WriteAsync(fields[0], captions[(3 * group)..(3 * group + 3)]!, null);
                await rows.WriteAsync(fields[1], thumbs[(3 * group)..(3 * group + 3)]!, null);
                await rows.WriteAsync(fields[2], (string[])["train-ai=y", "train-ai=y", "train-ai=y"], null);
            }
        Assert.Equal(6, (await FilterAsync("set.parquet", "kept.parquet")).Value.Summary.Kept);
        await using var read = await ParquetReader.CreateAsync(File.OpenRead(At("kept.parquet")), cancellationToken: TestContext.Current.CancellationToken);
        using var kept = read.OpenRowGroupReader(0);
        var (texts, bytes) = (new string?[6], new byte[]?[6]);
        await kept.ReadAsync(read.Schema.GetDataFields()[0], texts.AsMemory()!, null, TestContext.Current.CancellationToken);
        await kept.ReadAsync(read.Schema.GetDataFields()[1], bytes.AsMemory()!, null, TestContext.Current.CancellationToken);
        Assert.Equal(captions, texts);
        Assert.Equal(thumbs, bytes);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "countersign-*.columns"));
    }

    [Fact]
    public async Task A_Parquet_manifest_keeps_its_columns_and_their_types()
    {
        var schema = new ParquetSchema(new DataField<string>("url"), new DataField<long>("bytes"), new DataField<double?>("score"), new DataField<string>("content-usage"), new DataField<bool>("own"));
        await using (var stream = File.Create(At("set.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using var rows = writer.CreateRowGroup();
            var fields = schema.GetDataFields();
            await rows.WriteAsync(fields[0], (string[])["a", "b", "c"], null);
            await rows.WriteAsync<long>(fields[1], (long[])[1, 1L << 60, 3], null, null, TestContext.Current.CancellationToken);
            await rows.WriteAsync<double>(fields[2], (double?[])[0.25, null, 0.1], null, null, TestContext.Current.CancellationToken);
            await rows.WriteAsync(fields[3], (string[])["train-ai=y", "train-ai=y", "train-ai=n"], null);
            await rows.WriteAsync<bool>(fields[4], (bool[])[true, false, true], null, null, TestContext.Current.CancellationToken);
        }
        Assert.Equal((3, 2), ((await FilterAsync("set.parquet", "kept.parquet")).Value is var filtered ? (filtered.Summary.Items, filtered.Summary.Kept) : default));
        await using var read = await ParquetReader.CreateAsync(File.OpenRead(At("kept.parquet")), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["url", "bytes", "score", "content-usage", "own", "countersign_verdict", "countersign_reason", "countersign_source", "countersign_captured_at", "countersign_statement"], read.Schema.GetDataFields().Select(field => field.Name));
        using var group = read.OpenRowGroupReader(0);
        var bytes = new long?[2];
        await group.ReadAsync<long>(read.Schema.GetDataFields()[1], bytes.AsMemory(), null, TestContext.Current.CancellationToken);
        Assert.Equal([1, 1L << 60], bytes);
        var score = new double?[2];
        await group.ReadAsync<double>(read.Schema.GetDataFields()[2], score.AsMemory(), null, TestContext.Current.CancellationToken);
        Assert.Equal([0.25, null], score);
        // Filtered again, the answers of the first run give way.
        Assert.Equal(2, (await FilterAsync("kept.parquet", "again.jsonl")).Value.Summary.Kept);
        Write("no.parquet", "PAR1 and nothing that could be a manifest PAR1");
        Assert.Equal("manifest.damaged", (await FilterAsync("no.parquet", "none.jsonl")).Problems[0].Code);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_anywhere_comes_to_the_same_bytes()
    {
        var rows = new StringBuilder();
        for (var i = 0; i < 30_000; i++) rows.Append($$"""{"url": "{{i}}", "content-usage": "train-ai={{(i % 33 == 0 ? 'n' : 'y')}}"}""").Append('\n');
        Write("set.jsonl", rows.ToString());
        await FilterAsync("set.jsonl", "whole/kept.jsonl".Replace('/', '-'));
        var whole = File.ReadAllBytes(At("whole-kept.jsonl"));
        foreach (var after in new[] { 1, 2, 5, 7 })
        {
            using var stop = new CancellationTokenSource();
            var told = 0;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => (await FilterAsync("set.jsonl", "kept.jsonl", progress: _ => { if (++told == after) stop.Cancel(); }, cancel: stop.Token, overwrite: true)).Problems.ToList());
            Assert.True(Directory.Exists(At("kept.jsonl.partial")));
            var filtered = (await FilterAsync("set.jsonl", "kept.jsonl", overwrite: true)).Value;
            Assert.Null(filtered.StartedOver);
            Assert.Equal(whole, File.ReadAllBytes(At("kept.jsonl")));
            Assert.False(Directory.Exists(At("kept.jsonl.partial")));
        }
        // What changed since is not gone on with.
        var seen = 0;
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => (await FilterAsync("set.jsonl", "kept.jsonl", progress: _ => { if (++seen == 2) stop.Cancel(); }, cancel: stop.Token, overwrite: true)).Problems.ToList());
        File.AppendAllText(At("set.jsonl"), "{\"url\": \"more\"}\n");
        Assert.NotNull((await FilterAsync("set.jsonl", "kept.jsonl", overwrite: true)).Value.StartedOver);
    }

    [Fact]
    public async Task An_output_that_is_there_is_not_written_over_unasked()
    {
        Write("set.jsonl", "{\"url\": \"a\"}\n");
        Write("kept.jsonl", "mine");
        Assert.Equal("filter.exists", (await FilterAsync("set.jsonl", "kept.jsonl")).Problems[0].Code);
        Assert.Equal("mine", File.ReadAllText(At("kept.jsonl")));
        Assert.True((await FilterAsync("set.jsonl", "kept.jsonl", overwrite: true)).IsOk);
        Assert.Equal("filter.same", (await FilterAsync("set.jsonl", "set.jsonl", overwrite: true)).Problems[0].Code);
    }
}
