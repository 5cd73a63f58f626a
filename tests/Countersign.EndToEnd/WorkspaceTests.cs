using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Countersign.EndToEnd;

/// <summary>What befalls a workspace from outside.</summary>
public sealed class WorkspaceTests
{
    private static SqliteConnection Open(TempFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={folder[".countersign/desk.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static TempFolder WithParty()
    {
        var folder = new TempFolder();
        Assert.Equal(0, folder.Run("register", "party", "Ada Lindqvist", "--kind", "person").ExitCode);
        Assert.Equal(0, folder.Run("register", "voice", "Ada Lindqvist", "--holder", "party:ada-lindqvist").ExitCode);
        Assert.Equal(0, folder.Run("consent", "prohibit", "--by", "party:ada-lindqvist", "--about", "persona:ada-lindqvist", "--act", "train", "--label", "no-training").ExitCode);
        return folder;
    }

    [Fact]
    public void A_locked_workspace_is_said_to_be_locked()
    {
        using var folder = WithParty();
        using var other = Open(folder);
        Do(other, "BEGIN EXCLUSIVE");
        var run = folder.Run("register", "party", "Ben", "--kind", "person");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("[workspace.locked]", run.Error, StringComparison.Ordinal);
        Do(other, "ROLLBACK");
        Assert.Equal(0, folder.Run("register", "party", "Ben", "--kind", "person").ExitCode);
    }

    [Fact]
    public void A_workspace_of_a_newer_version_is_refused_and_left_alone()
    {
        using var folder = WithParty();
        using (var other = Open(folder)) Do(other, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0')");
        var run = folder.Run("consent", "list");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("[workspace.newer]", run.Error, StringComparison.Ordinal);
        using (var other = Open(folder)) Do(other, "DELETE FROM __EFMigrationsHistory WHERE MigrationId = '29990101000000_Future'");
        Assert.Contains("no-training", folder.Run("consent", "list").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_database_is_said_to_be_damaged()
    {
        using var folder = WithParty();
        folder.Write(".countersign/desk.db", "this is no database at all, and never was one, however long it goes on for");
        var run = folder.Run("consent", "list");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("[workspace.damaged]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_loses_nothing_that_was_recorded()
    {
        using var folder = WithParty();
        Directory.CreateDirectory(folder["small"]);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder["small"]), "A small disk of its own needs a machine where tests may mount one.");
        try
        {
            foreach (var file in Directory.GetFiles(folder[".countersign"])) File.Copy(file, Path.Combine(Directory.CreateDirectory(folder["small/.countersign"]).FullName, Path.GetFileName(file)));
            for (var i = 0; i < 40; i++) folder.Write($"in/{i}.txt", $"Text {i}: " + string.Join(' ', Enumerable.Range(0, 200).Select(word => $"w{word * i}")));
            // All but a few pages of the disk are taken.
            var free = new DriveInfo(folder["small"]).AvailableFreeSpace;
            folder.Write("small/filler", new byte[free - (12 * 1024)]);
            string[] clear = ["clear", "in", "--json", "--workspace", "small", "--by", "party:ada-lindqvist", "--use", "distribute.publish"];
            var run = folder.Run(clear);
            Assert.True(run.ExitCode == 4, run.Out + run.Error);
            Assert.Contains("\"code\": \"disk.full\"", run.Out, StringComparison.Ordinal);
            File.Delete(folder["small/filler"]);
            Assert.Equal(2, folder.Run(clear).ExitCode);
            Assert.Contains("no-training", folder.Run("consent", "list", "--workspace", "small").Out, StringComparison.Ordinal);
            Assert.Contains("intact", folder.Run("doctor", "--workspace", "small").Out, StringComparison.Ordinal);
        }
        finally
        {
            using var unmount = Process.Start(new ProcessStartInfo("umount") { ArgumentList = { folder["small"] } })!;
            unmount.WaitForExit();
        }
    }

    private static bool Mount(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("mount") { RedirectStandardError = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var mount = Process.Start(start)!;
            mount.WaitForExit();
            return mount.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [Fact]
    public void Words_changed_by_hand_are_noticed_and_nothing_is_decided_on_them()
    {
        using var folder = WithParty();
        // 'train' becomes 'trait': the prohibition would forbid nothing any more.
        using (var other = Open(folder)) Do(other, "UPDATE Statements SET Document = CAST(replace(CAST(Document AS TEXT), 'no-training', 'no-trainint') AS BLOB)");
        folder.Write("in/a.txt", "Some words.");
        var run = folder.Run("clear", "in", "--by", "party:ada-lindqvist", "--use", "distribute.publish");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("[statement.tampered]", run.Error, StringComparison.Ordinal);
        var doctor = folder.Run("doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("changed by hand", doctor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyses_are_kept_and_a_work_registered_later_is_found()
    {
        using var folder = WithParty();
        folder.Write("in/picture.png", Pictures.BlobsPng(1));
        folder.Write("other.png", Pictures.BlobsPng(2));
        string[] clear = ["clear", "in", "--json", "--by", "party:ada-lindqvist", "--use", "distribute.publish"];
        Assert.Equal(2, folder.Run(clear).ExitCode);
        using (var db = Open(folder)) Do(db, "UPDATE Analyses SET Document = replace(Document, '\"findings\":[', '\"findings\":[{\"kind\":\"signal\",\"code\":\"kept\",\"says\":\"taken from the workspace\"}' || CASE WHEN Document LIKE '%\"findings\":[]%' THEN '' ELSE ',' END)");
        Assert.Contains("taken from the workspace", folder.Run(clear).Out, StringComparison.Ordinal);
        Assert.Equal(0, folder.Run("register", "work", "Blobs", "--kind", "picture", "--holder", "party:ada-lindqvist", "--file", "in/picture.png").ExitCode);
        var run = folder.Run(clear);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("taken from the workspace", run.Out, StringComparison.Ordinal);
        Assert.Equal("work:blobs", JsonDocument.Parse(run.Out).RootElement.GetProperty("assets")[0].GetProperty("findings")[0].GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Several_processes_take_turns()
    {
        using var folder = WithParty();
        for (var i = 0; i < 20; i++) folder.Write($"in/{i}.txt", $"Text number {i}, with some words of its own.");
        string[] clear = ["clear", "in", "--json", "--by", "party:ada-lindqvist", "--use", "distribute.publish"];
        var runs = await Task.WhenAll(
            Task.Run(() => folder.Run(clear)), Task.Run(() => folder.Run(clear)),
            Task.Run(() => folder.Run("consent", "grant", "--by", "party:ada-lindqvist", "--about", "persona:ada-lindqvist/voice", "--act", "prompt", "--label", "yes")));
        Assert.All(runs, run => Assert.True(run.ExitCode is 0 or 2, run.Error));
        Assert.Contains("yes", folder.Run("consent", "list").Out, StringComparison.Ordinal);
        Assert.Contains("2 clearances on record", folder.Run("doctor").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_is_read_unless_the_untouched_are_to_be_skipped_and_then_a_swapped_one_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere every file is read every time.");
        using var folder = WithParty();
        var swapped = folder.Write("in/a.txt", "The first words of this file.");
        folder.Write("in/b.txt", "Quite other words of another.");
        // A file younger than the system's clock can tell apart is never trusted.
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        string[] clear = ["clear", "in", "--json", "--by", "party:ada-lindqvist", "--use", "distribute.publish"];
        string[] Hashes(params string[] more) => [.. JsonDocument.Parse(folder.Run([.. clear, .. more]).Out).RootElement.GetProperty("assets").EnumerateArray().Select(asset => asset.GetProperty("sha256").GetString()!)];
        var first = Hashes("--skip-untouched");

        using (var other = Open(folder)) Do(other, $"UPDATE SeenFiles SET Sha256 = '{first[1]}' WHERE Sha256 = '{first[0]}'");
        Assert.Equal([first[1], first[1]], Hashes("--skip-untouched"));
        Assert.Equal(first, Hashes());

        var time = File.GetLastWriteTimeUtc(swapped);
        folder.Write("in/a.txt", "Later words, of equal length.");
        File.SetLastWriteTimeUtc(swapped, time);
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        var second = Hashes("--skip-untouched");
        Assert.NotEqual(first[0], second[0]);
        Assert.Equal(first[1], second[1]);
    }
}
