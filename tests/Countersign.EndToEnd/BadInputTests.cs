using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Countersign.EndToEnd;

/// <summary>Whatever is wrong with one file is said of that file, and the rest of the folder is done.</summary>
public sealed class BadInputTests
{
    private static readonly string[] s_ask = ["--by", "party:studio", "--use", "distribute.publish"];

    /// <summary>Clears a folder that holds one good text besides what the test put there, and gives the row of <paramref name="name"/>.</summary>
    private static JsonElement Row(TempFolder folder, string name, params string[] more)
    {
        folder.Write("in/good.txt", "One good text, which has nothing wrong with it at all.");
        var run = folder.Run(["clear", "in", "--json", .. s_ask, .. more]);
        Assert.True(run.ExitCode == 2, run.Out + run.Error);
        var rows = JsonDocument.Parse(run.Out).RootElement.GetProperty("assets").EnumerateArray().ToList();
        var good = rows.Single(row => row.GetProperty("file").GetString() == "good.txt");
        Assert.Equal(JsonValueKind.Null, good.GetProperty("problem").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, good.GetProperty("sha256").ValueKind);
        return rows.Single(row => row.GetProperty("file").GetString() == name);
    }

    private static void Refused(JsonElement row, string code)
    {
        var problem = row.GetProperty("problem");
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEqual("", problem.GetProperty("what").GetString());
        Assert.NotEqual("", problem.GetProperty("try").GetString());
        Assert.Equal("unknown", row.GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_missing_path_is_said_and_nothing_is_made()
    {
        using var folder = new TempFolder();
        var run = folder.Run(["clear", "nowhere", .. s_ask]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("[path.missing]", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_empty_picture_is_empty()
    {
        using var folder = new TempFolder();
        folder.Write("in/nothing.jpg", "");
        Refused(Row(folder, "nothing.jpg"), "file.empty");
    }

    [Theory]
    [InlineData("stills/scene-5-wet-sunday.jpg", "picture.truncated")]
    [InlineData("art/sea-backdrop.png", "picture.truncated")]
    [InlineData("voice/line-07.wav", "media.truncated")]
    public void A_truncated_file_is_damaged(string sample, string code)
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "the-long-take", sample));
        var name = Path.GetFileName(sample);
        folder.Write("in/" + name, whole.AsSpan(0, whole.Length / 2));
        Refused(Row(folder, name), code);
    }

    [Fact]
    public void A_truncated_film_is_damaged()
    {
        using var folder = new TempFolder();
        // ftyp, then an mdat that claims a megabyte and has a hundred bytes.
        folder.Write("in/cut.mp4", [.. "\0\0\0\u0018ftypisom\0\0\u0002\0isommp41"u8, 0, 0x10, 0, 0, .. "mdat"u8, .. new byte[100]]);
        Refused(Row(folder, "cut.mp4"), "media.truncated");
    }

    [Fact]
    public void A_picture_of_fifty_thousand_by_fifty_thousand_is_refused_in_little_memory()
    {
        using var folder = new TempFolder();
        folder.Write("in/huge.png", Pictures.OneColourPng(50_000, 50_000));
        Refused(Row(folder, "huge.png"), "picture.too-many-pixels");
    }

    [Fact]
    public void Links_that_go_round_and_links_to_folders_are_named_and_not_followed()
    {
        using var folder = new TempFolder();
        folder.Write("in/sub/inner.txt", "inner");
        File.CreateSymbolicLink(folder["in/a"], "b");
        File.CreateSymbolicLink(folder["in/b"], "a");
        Directory.CreateSymbolicLink(folder["in/sub/up"], "..");
        Refused(Row(folder, "a"), "path.broken-link");
        Refused(Row(folder, "sub/up"), "path.folder-link");
    }

    [Fact]
    public void A_pipe_is_named_and_not_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Named pipes in folders are a Unix matter.");
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["in"]);
        using (var make = Process.Start(new ProcessStartInfo("mkfifo") { ArgumentList = { folder["in/pipe"] } })!) make.WaitForExit();
        Refused(Row(folder, "pipe"), "path.not-a-file");
    }

    [Fact]
    public void Hostile_names_reach_programs_unchanged_and_people_made_visible()
    {
        using var folder = new TempFolder();
        string[] names = ["new\nline.txt", "red\u001b[31m.txt", "turn\u202Egpj.txt", "😀 emoji.txt", "<script>alert(1)<_script>.txt", "-rf.txt", "שלום.txt"];
        foreach (var name in names) folder.Write("in/" + name, "Some words in a file with a strange name.");
        foreach (var name in names) Assert.Equal(name, Row(folder, name).GetProperty("file").GetString());
        var table = folder.Run(["clear", "in", "--report", "page.html", .. s_ask]);
        Assert.DoesNotContain(table.Out + table.Error, c => (char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202E');
        Assert.Contains("\\u202egpj", table.Out, StringComparison.Ordinal);
        var page = File.ReadAllText(folder["page.html"]);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_not_answered_for()
    {
        using var folder = new TempFolder();
        folder.Write("in/growing.bin", new byte[64 * 1024 * 1024]);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var file = new FileStream(folder["in/growing.bin"], FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
                file.Write(new byte[4096]);
            }
        }, TestContext.Current.CancellationToken);
        try
        {
            Refused(Row(folder, "growing.bin"), "file.changed");
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }
    }

    [Fact]
    public void An_archive_is_listed_and_opened_only_when_asked()
    {
        using var folder = new TempFolder();
        using (var stream = new MemoryStream())
        {
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var name in new[] { "inside.txt", "../../escape.txt", "deep/er.txt" })
                {
                    using var entry = zip.CreateEntry(name).Open();
                    entry.Write("Words inside an archive."u8);
                }
            }
            folder.Write("in/a.zip", stream.ToArray());
        }
        Refused(Row(folder, "a.zip"), "archive.not-opened");
        var opened = Row(folder, "a.zip!/inside.txt", "--open-archives");
        Assert.Equal("text", opened.GetProperty("kind").GetString());
        Assert.Equal("a.zip!/../../escape.txt", Row(folder, "a.zip!/../../escape.txt", "--open-archives").GetProperty("file").GetString());
        Assert.False(File.Exists(folder["escape.txt"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder[".countersign/tmp"]));
    }

    [Fact]
    public void An_archive_that_unfolds_without_end_is_refused()
    {
        using var folder = new TempFolder();
        using (var stream = new MemoryStream())
        {
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            using (var entry = zip.CreateEntry("bomb.txt").Open())
                for (var i = 0; i < 64; i++) entry.Write(new byte[1024 * 1024]);
            folder.Write("in/bomb.zip", stream.ToArray());
        }
        Refused(Row(folder, "bomb.zip!/", "--open-archives"), "archive.too-large");
    }

    [Fact]
    public void Every_mistake_of_a_production_file_is_told_at_once_with_its_line()
    {
        using var folder = new TempFolder();
        folder.Write("in/production.yaml", "production: Bad Name\nby: party:studio\nuse:\n  act: distriubte.publish\n  territorry: [FR]\nfiles:\n  - match: '*.jpg'\n    origin: { kind: stolen, says: x }\n");
        folder.Write("in/a.txt", "text");
        var run = folder.Run("clear", "in");
        Assert.Equal(3, run.ExitCode);
        foreach (var part in new[] { "line 1", "[form.project]", "line 4", "Did you mean 'distribute.publish'?", "line 5", "Did you mean 'territory'?", "line 8", "[form.unknown-word]" })
            Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &x [1]\nb: *x\n", "document.yaml")]
    [InlineData("party: party:a\nkind: person\nkind: guild\nname: A\n", "document.yaml")]
    [InlineData("party: party:a\nkind: person\n", "form.missing")]
    [InlineData("statement: grant\nby: party:a\nmade: yesterday\nabout: [persona:a]\nacts: [train]\n", "form.time")]
    [InlineData("wrok: work:a\n", "registry.unknown-kind")]
    public void A_register_file_with_a_mistake_records_nothing(string bad, string code)
    {
        using var folder = new TempFolder();
        folder.Write("good.yaml", "party: party:good\nkind: person\nname: Good\n");
        folder.Write("bad.yaml", bad);
        var run = folder.Run("registry", "import", "good.yaml", "bad.yaml");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"[{code}]", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("party:good", folder.Run("registry", "list").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_overflow()
    {
        using var folder = new TempFolder();
        folder.Write("deep.yaml", string.Concat(Enumerable.Repeat("[", 100_000)));
        var run = folder.Run("registry", "import", "deep.yaml");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("[document.yaml]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_does_not_fit_on_the_disk_is_said_and_the_answer_stands()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var folder = new TempFolder();
        folder.Write("in/a.txt", "Some words.");
        var run = folder.Run(["clear", "in", "--report", "/dev/full", .. s_ask]);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("[disk.full]", run.Error, StringComparison.Ordinal);
        Assert.Contains("a.txt", run.Out, StringComparison.Ordinal);
        Assert.Contains("1 clearances on record", folder.Run("doctor").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_somebody_elses_is_not_written_over()
    {
        using var folder = new TempFolder();
        folder.Write("in/a.txt", "Some words.");
        folder.Write("report.html", "my own page");
        var run = folder.Run(["clear", "in", .. s_ask]);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("[report.exists]", run.Error, StringComparison.Ordinal);
        Assert.Equal("my own page", File.ReadAllText(folder["report.html"]));
    }
}
