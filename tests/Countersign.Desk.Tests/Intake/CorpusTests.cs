using Countersign.Desk.Intake.Signals;
using Countersign.Desk.Intake.Sniffing;

namespace Countersign.Desk.Tests.Intake;

public class CorpusTests
{
    private static readonly Dictionary<string, string> FormatOf = new()
    {
        [".jpg"] = "jpeg", [".jpeg"] = "jpeg", [".png"] = "png", [".svg"] = "svg", [".tif"] = "tiff", [".tiff"] = "tiff", [".pdf"] = "pdf", [".mp4"] = "mp4",
        [".mov"] = "mov", [".m4a"] = "m4a", [".mp3"] = "mp3", [".flac"] = "flac", [".wav"] = "wav", [".webp"] = "webp", [".jxl"] = "jxl", [".heic"] = "heic",
    };

    [Theory]
    [InlineData("corpus")]
    [InlineData("tampered")]
    [InlineData("attacks")]
    public void Real_files_are_what_their_makers_called_them_and_can_be_read(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(Need("credentials/" + folder)))
        {
            var bytes = File.ReadAllBytes(path);
            var type = MediaSniffer.Sniff(bytes.AsSpan(0, Math.Min(bytes.Length, MediaSniffer.HeadLength)), bytes.Length);
            Assert.True(FormatOf[Path.GetExtension(path)] == type.Format, $"{Path.GetFileName(path)}: {type.Format}");
            Assert.NotNull(SignalReader.Read(bytes, type).Signals);
        }
    }

    private static string Need(string below)
    {
        var roots = new List<string>();
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED") is { Length: > 0 } given) roots.AddRange([given, Path.Combine(given, "data")]);
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent) roots.Add(Path.Combine(at.FullName, "shared", "data"));
        var found = roots.Select(r => Path.Combine(r, below)).FirstOrDefault(Directory.Exists);
        if (found is null) Assert.Skip("shared/data is absent: set COUNTERSIGN_SHARED to the folder that holds " + below);
        return found!;
    }
}
