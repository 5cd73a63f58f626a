using System.Formats.Tar;
using System.IO.Compression;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.BadInput;

/// <summary>Archives are listed, opened on request, and never trusted.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public async Task An_archive_is_listed_and_opened_only_on_request()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/day.zip", SmallFiles.Zip(("stills/one.jpg", File.ReadAllBytes(desk.At("references", "picture.jpg"))), ("text.txt", File.ReadAllBytes(desk.At("references", "text.txt")))));

        var closed = await desk.ClearAsync("rushes");
        closed.HasProblem("day.zip", "archive.not-opened");
        Assert.Single(closed.Rows);

        var opened = await desk.ClearAsync("rushes", "--open-archives");
        Assert.Equal("allow", opened.Verdict("day.zip!/stills/one.jpg"));
        Assert.Equal("deny", opened.Verdict("day.zip!/text.txt"));
        Assert.Equal(["work:the-text"], opened.Matches("day.zip!/text.txt"));
        Assert.Equal(3, opened.Rows.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(desk.At(".countersign", "tmp")));
    }

    [Fact]
    public async Task Names_in_an_archive_reach_nothing_outside_it()
    {
        using var desk = new TempDesk();
        desk.Write("rushes/slip.zip", SmallFiles.Zip(("../../../slipped.txt", "a"u8.ToArray()), ("/tmp/countersign-slipped.txt", "b"u8.ToArray()), ("..\\..\\slipped.txt", "c"u8.ToArray()), ("C:\\slipped.txt", "d"u8.ToArray())));
        var before = Directory.GetFiles(desk.Folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".countersign", StringComparison.Ordinal)).ToList();
        var clearance = await desk.ClearAsync("rushes", "--open-archives");
        Assert.Equal(5, clearance.Rows.Count);
        Assert.Contains("slip.zip!/../../../slipped.txt", clearance.Rows.Keys);
        Assert.Equal(before, Directory.GetFiles(desk.Folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".countersign", StringComparison.Ordinal)));
        Assert.False(File.Exists("/tmp/countersign-slipped.txt"));
        Assert.Empty(Directory.GetFiles(desk.At(".countersign"), "*slipped*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Two_entries_of_one_name_are_two_rows()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        // Readers differ on which of them counts, so a forbidden one can hide behind a harmless one.
        desk.Write("rushes/twice.zip", SmallFiles.Zip(("a.txt", "harmless"u8.ToArray()), ("a.txt", File.ReadAllBytes(desk.At("references", "text.txt"))), ("a.txt", "harmless again"u8.ToArray())));
        var clearance = await desk.ClearAsync("rushes", "--open-archives");
        Assert.Equal(4, clearance.Rows.Count);
        Assert.Single(clearance.Rows, row => row.Value.GetProperty("verdict").GetString() == "deny");
        Assert.Equal(4, desk.Count("SELECT COUNT(*) FROM ClearedAssets"));
    }

    [Fact]
    public async Task Damaged_archives_are_named_and_the_rest_is_answered()
    {
        using var desk = new TempDesk();
        var zip = SmallFiles.Zip(("a.txt", "some words that are long enough to be packed, words, words, words"u8.ToArray()), ("b.txt", "more"u8.ToArray()));
        desk.Write("rushes/cut.zip", zip[..(zip.Length / 2)]);
        var flipped = zip.ToArray();
        flipped[1 + flipped.AsSpan(1).IndexOf("PK\u0003\u0004"u8)] ^= 0xFF;
        desk.Write("rushes/flipped.zip", flipped);
        desk.Write("rushes/not-tar.gz", Gzip("no tar at all, only words"u8.ToArray()));
        var packed = Gzip(Tar(("a.txt", new byte[4000])));
        desk.Write("rushes/cut.tar.gz", packed[..(packed.Length - 12)]);
        desk.Write("rushes/beside.txt", "other words");
        var clearance = await desk.ClearAsync("rushes", "--open-archives");
        clearance.HasProblem("cut.zip!/", "archive.damaged");
        clearance.HasProblem("flipped.zip!/", "archive.damaged");
        clearance.HasProblem("not-tar.gz!/", "archive.damaged");
        clearance.HasProblem("cut.tar.gz!/", "archive.damaged");
        Assert.Null(clearance.Problem("beside.txt"));
    }

    [Fact]
    public async Task Every_file_of_a_tar_is_a_row_even_an_empty_one()
    {
        using var desk = new TempDesk();
        desk.Write("rushes/day.tar", Tar(("a.txt", "some words"u8.ToArray()), ("empty.txt", [])));
        desk.Write("rushes/day.tar.gz", Gzip(Tar(("b.txt", "other words"u8.ToArray()))));
        var clearance = await desk.ClearAsync("rushes", "--open-archives");
        Assert.Null(clearance.Problem("day.tar!/a.txt"));
        clearance.HasProblem("day.tar!/empty.txt", "file.empty");
        Assert.Null(clearance.Problem("day.tar.gz!/b.txt"));
    }

    [Fact]
    public async Task What_a_killed_run_unpacked_is_cleared_away_by_a_later_one()
    {
        using var desk = new TempDesk();
        desk.Write("rushes/day.zip", SmallFiles.Zip(("a.txt", "some words"u8.ToArray())));
        var left = desk.Write(".countersign/tmp/left-by-a-killed-run/1", "an unpacked file of somebody's");
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(left)!, DateTime.UtcNow.AddDays(-3));
        desk.Write(".countersign/tmp/of-a-run-beside-this-one/1", "still wanted");
        await desk.ClearAsync("rushes", "--open-archives");
        Assert.Equal("of-a-run-beside-this-one", Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(desk.At(".countersign", "tmp")))));
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] entries)
    {
        var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, leaveOpen: true))
            foreach (var (name, content) in entries) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return packed.ToArray();
    }
}
