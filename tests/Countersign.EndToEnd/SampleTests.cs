using System.Text.Json;

namespace Countersign.EndToEnd;

/// <summary>The sample production gives the answers that its page promises.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Each_file_of_the_long_take_is_answered_as_expected()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-sample-").FullName;
        try
        {
            var demo = Repository.Run(folder, "demo", "desk");
            Assert.Equal(1, demo.ExitCode);
            var run = Repository.Run(folder, "clear", "desk/the-long-take", "--json");
            Assert.Equal(1, run.ExitCode);
            using var answer = JsonDocument.Parse(run.Out);
            using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", "expected.json")));
            var given = answer.RootElement.GetProperty("assets").EnumerateArray().ToDictionary(asset => asset.GetProperty("file").GetString()!, Answer);
            Assert.Equal(
                expected.RootElement.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => $"{entry.Name}: {entry.Value.GetString()}"),
                given.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // 'damaged' in the expectations is a file that cannot be looked into; an archive that was not opened is whole.
    private static string Answer(JsonElement asset) =>
        asset.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem && problem.GetProperty("code").GetString() != "archive.not-opened"
            ? "damaged"
            : asset.GetProperty("verdict").GetString()!;
}
