namespace Countersign.Matching.Media;

/// <summary>Where the programs are. Names without a folder are looked up on the search path, once.</summary>
public sealed class MediaTools
{
    /// <summary>The programs on the search path.</summary>
    public static MediaTools Default { get; } = new();

    /// <summary>Names other programs.</summary>
    /// <param name="ffmpeg">Path or name of ffmpeg, 5.1 or later.</param>
    /// <param name="ffprobe">Path or name of ffprobe.</param>
    public MediaTools(string ffmpeg = "ffmpeg", string ffprobe = "ffprobe")
    {
        Ffmpeg = Find(ffmpeg);
        Ffprobe = Find(ffprobe);
        Prlimit = OperatingSystem.IsLinux() ? Find("prlimit") : null;
    }

    /// <summary>Full path, or null when absent.</summary>
    public string? Ffmpeg { get; }

    /// <summary>Full path, or null when absent.</summary>
    public string? Ffprobe { get; }

    /// <summary>The program that sets resource limits and then becomes another (util-linux); null where there is none.</summary>
    internal string? Prlimit { get; }

    private static string? Find(string program)
    {
        if (Path.IsPathRooted(program) || program.Contains('/', StringComparison.Ordinal))
            return File.Exists(program) ? Path.GetFullPath(program) : null;

        // A relative folder on the search path would let the working directory choose the program.
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ""] : [""];
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            if (Path.IsPathFullyQualified(folder))
                foreach (var ending in endings)
                    if (Path.Combine(folder, program + ending) is var candidate && File.Exists(candidate))
                        return candidate;
        return null;
    }
}
