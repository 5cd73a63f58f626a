using System.Diagnostics;
using System.Net.Sockets;
using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.BadInput;

/// <summary>One broken file never stops a folder: it is a row of its own that says what is wrong, and the rest is answered.</summary>
public sealed class BadFileTests
{
    [Fact]
    public async Task Empty_and_cut_off_files_are_named_and_the_rest_is_answered()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("rushes/empty.txt", "");
        desk.Write("rushes/empty.jpg", "");
        var jpeg = File.ReadAllBytes(desk.At("references", "picture.jpg"));
        desk.Write("rushes/cut.jpg", jpeg[..(jpeg.Length / 3)]);
        var png = SmallFiles.Png(300, 200, seed: 3);
        desk.Write("rushes/cut.png", png[..(png.Length / 2)]);
        var wav = SmallFiles.Wav(8000);
        desk.Write("rushes/cut.wav", wav[..(wav.Length / 2)]);
        desk.Write("rushes/cut.mp4", SmallFiles.CutMp4());
        desk.Write("rushes/whole.jpg", jpeg);

        var clearance = await desk.ClearAsync("rushes");

        clearance.HasProblem("empty.txt", "file.empty");
        clearance.HasProblem("empty.jpg", "file.empty");
        foreach (var cut in new[] { "cut.jpg", "cut.png", "cut.wav", "cut.mp4" })
        {
            Assert.Equal("unknown", clearance.Verdict(cut));
            // Without ffprobe sound and film are not looked into at all, which is said as well.
            Assert.NotNull(clearance.Problem(cut));
            Assert.NotEqual("", clearance.Row(cut).GetProperty("problem").GetProperty("what").GetString());
        }
        Assert.Equal("allow", clearance.Verdict("whole.jpg"));
        Assert.Equal(7, clearance.Rows.Count);
        clearance.Run.Exits(2);
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task A_cut_off_copy_of_a_registered_picture_is_never_allowed_as_that_picture()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        var jpeg = File.ReadAllBytes(desk.At("references", "picture.jpg"));
        for (var part = 1; part < 8; part++) desk.Write($"rushes/{part}.jpg", jpeg[..(jpeg.Length * part / 8)]);
        var clearance = await desk.ClearAsync("rushes");
        Assert.Equal(7, clearance.Rows.Count);
        Assert.All(clearance.Rows.Keys, file => Assert.Equal("unknown", clearance.Verdict(file)));
    }

    [Fact]
    public async Task A_picture_that_unfolds_to_gigabytes_is_refused_with_little_memory()
    {
        using var desk = new TempDesk();
        desk.Write("rushes/bomb.png", SmallFiles.Png(50_000, 50_000));
        desk.Write("rushes/small.png", SmallFiles.Png(64, 64, seed: 2));
        // 2.5 GB of pixels do not fit: a decoder that tried would be killed.
        var run = await Command.ShellAsync(desk.Folder, "ulimit -d 1500000; exec $COUNTERSIGN clear rushes --json " + string.Join(' ', TempDesk.Asked));
        var clearance = new Clearance(run);
        clearance.HasProblem("bomb.png", "picture.too-many-pixels");
        Assert.Null(clearance.Problem("small.png"));
    }

    [Fact]
    public async Task Loops_broken_links_pipes_and_sockets_are_named_and_not_opened()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Pipes and sockets are files on Unix only.");
        using var desk = new TempDesk();
        desk.Write("rushes/a.txt", "some words");
        File.CreateSymbolicLink(desk.At("rushes", "loop-1"), "loop-2");
        File.CreateSymbolicLink(desk.At("rushes", "loop-2"), "loop-1");
        File.CreateSymbolicLink(desk.At("rushes", "gone"), "nowhere.txt");
        File.CreateSymbolicLink(desk.At("rushes", "link.txt"), "a.txt");
        Directory.CreateDirectory(desk.At("rushes", "folder"));
        Directory.CreateSymbolicLink(desk.At("rushes", "folder", "up"), "..");
        await Machine.MustAsync("mkfifo", desk.At("rushes", "pipe"));
        File.CreateSymbolicLink(desk.At("rushes", "to-pipe"), "pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(desk.At("rushes", "socket")));

        var clearance = await desk.ClearAsync("rushes");

        clearance.HasProblem("loop-1", "path.broken-link");
        clearance.HasProblem("loop-2", "path.broken-link");
        clearance.HasProblem("gone", "path.broken-link");
        clearance.HasProblem("folder/up", "path.folder-link");
        clearance.HasProblem("pipe", "path.not-a-file");
        clearance.HasProblem("to-pipe", "path.not-a-file");
        clearance.HasProblem("socket", "path.not-a-file");
        Assert.Null(clearance.Problem("a.txt"));
        Assert.Equal(clearance.Row("a.txt").GetProperty("sha256").GetString(), clearance.Row("link.txt").GetProperty("sha256").GetString());
        Assert.Equal(9, clearance.Rows.Count);

        // Named directly they are not opened either.
        foreach (var name in new[] { "pipe", "to-pipe", "socket" })
            Assert.Equal("path.not-a-file", (await desk.RunAsync("inspect", $"rushes/{name}", "--json")).Exits(2).Json.GetProperty("results")[0].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal("path.not-a-file", (await desk.RunAsync("registry", "import", "rushes/pipe", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        Assert.Equal("path.not-a-file", (await desk.RunAsync("registry", "import", "rushes/to-pipe", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
        foreach (var name in new[] { "pipe", "to-pipe" })
            Assert.Equal("path.not-a-file", (await desk.RunAsync("register", "work", "Piped", "--kind", "text", "--holder", "party:x", "--file", $"rushes/{name}", "--json")).Exits(3).Problems[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Files_and_folders_without_permission_are_named()
    {
        using var desk = new TempDesk();
        var behind = await Machine.RefusedLikeAnybodyAsync();
        desk.Write("rushes/a.txt", "some words");
        Machine.Permit(desk.Write("rushes/closed.txt", "other words"), UnixFileMode.None);
        desk.Write("rushes/closed/inside.txt", "more words");
        Machine.Permit(desk.At("rushes", "closed"), UnixFileMode.None);

        var clearance = new Clearance(await Command.RunAsync(desk.Folder, behind, [], ["clear", "rushes", .. TempDesk.Asked, "--json"]));

        clearance.HasProblem("closed.txt", "file.unreadable");
        clearance.HasProblem("closed/", "file.unreadable");
        Assert.Null(clearance.Problem("a.txt"));
        Assert.Equal(3, clearance.Rows.Count);
    }

    [Fact]
    public async Task A_workspace_without_permission_to_write_is_said()
    {
        using var desk = new TempDesk();
        var behind = await Machine.RefusedLikeAnybodyAsync();
        await desk.RegisterAsync();
        desk.Write("rushes/a.txt", "some words");
        Machine.Permit(desk.At(".countersign"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Machine.Permit(desk.Database, UnixFileMode.UserRead);
        var run = await Command.RunAsync(desk.Folder, behind, [], ["clear", "rushes", .. TempDesk.Asked, "--json"]);
        Assert.Equal("workspace.unwritable", run.Exits(4).Problems[0].GetProperty("code").GetString());
        Assert.NotEqual("", run.Problems[0].GetProperty("try").GetString());
    }

    [Fact]
    public async Task A_run_over_many_small_files_is_interrupted_with_its_own_exit_code()
    {
        using var desk = new TempDesk();
        for (var i = 0; i < 1500; i++) desk.Write($"rushes/{i}.png", SmallFiles.Png(400, 300, seed: i + 1));
        string[] arguments = ["clear", "rushes", .. TempDesk.Asked, "--json"];
        using var process = Command.Start(desk.Folder, arguments);
        // Once something was recorded, it is in the middle of its work.
        await Until(() => File.Exists(desk.Database) && new FileInfo(desk.Database + "-wal") is { Exists: true, Length: > 200_000 } || process.HasExited);
        await Machine.MustAsync("kill", "-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var run = (await Command.EndAsync(process, arguments)).Exits(130);
        Assert.Contains("run the command again", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, desk.Count("SELECT COUNT(*) FROM Clearances"));
        Assert.True(desk.Count("SELECT COUNT(*) FROM Analyses") > 0);
        Assert.Equal(1500, (await desk.ClearAsync("rushes")).Rows.Count);
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); await Task.Delay(2)) Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "It never came so far.");
    }
}
