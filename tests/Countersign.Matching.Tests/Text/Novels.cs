using System.Diagnostics;
using System.Text.Json;

namespace Countersign.Matching.Tests.Text;

/// <summary>The novels of the shared corpus: one JSON object a line, packed with xz, which .NET cannot unpack itself.</summary>
internal static class Novels
{
    public static List<(string Work, string Text)> Read(string path)
    {
        var start = new ProcessStartInfo("/usr/bin/xz") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-dc");
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(path);
        using var process = Process.Start(start)!;
        var novels = new List<(string, string)>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            novels.Add((json.RootElement.GetProperty("work").GetString()!, json.RootElement.GetProperty("text").GetString()!));
        }

        process.WaitForExit();
        return novels;
    }
}
