using System.Diagnostics;
using Countersign.Matching.Media;

namespace Countersign.Matching.Tests.Media;

/// <summary>Makes small media files with the installed ffmpeg; tests that need it are skipped, and say so, without it.</summary>
internal static class Ffmpeg
{
    public static void Require()
    {
        if (MediaTools.Default.Ffmpeg is null || MediaTools.Default.Ffprobe is null)
            Assert.Skip("ffmpeg and ffprobe are not on the search path");
    }

    public static string Make(string path, params string[] arguments)
    {
        Require();
        var start = new ProcessStartInfo(MediaTools.Default.Ffmpeg!) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-v", "error", "-nostdin", "-y", .. arguments, path])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            Assert.Skip("this ffmpeg cannot make the file: " + errors);
        return path;
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-media-").FullName;

    public string At(string name) => Path.Combine(_folder, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
