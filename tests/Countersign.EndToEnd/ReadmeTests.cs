using System.Text.RegularExpressions;

namespace Countersign.EndToEnd;

/// <summary>What the README tells a new user to type is typed here, in order, in a folder that holds a copy of the samples.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_command_of_the_README_works_as_it_stands()
    {
        var root = Repository.Root;
        var folder = Directory.CreateTempSubdirectory("countersign-readme-").FullName;
        try
        {
            CopyFolder(Path.Combine(root, "samples"), Path.Combine(folder, "samples"));
            var commands = Fences().Matches(File.ReadAllText(Path.Combine(root, "README.md")))
                .SelectMany(fence => fence.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .ToList();
            // './test' is what is running now.
            Assert.Contains("./test", commands);
            Assert.True(commands.Count > 10, "The README has lost its commands.");
            foreach (var command in commands.Where(command => command != "./test"))
            {
                Assert.StartsWith("./countersign ", command, StringComparison.Ordinal);
                var run = Repository.Run(folder, SplitWords(command["./countersign ".Length..]));
                Assert.True(run.ExitCode is 0 or 1 or 2, $"{command}\nanswered {run.ExitCode}\n{run.Out}\n{run.Error}");
                Assert.NotEqual("", run.Out);
            }
            Assert.True(File.Exists(Path.Combine(folder, "clearance.html")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_link_of_the_README_leads_somewhere()
    {
        var root = Repository.Root;
        var links = Links().Matches(File.ReadAllText(Path.Combine(root, "README.md"))).Select(link => link.Groups["to"].Value).Where(link => !link.StartsWith("https://", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(root, link)), link));
    }

    private static string[] SplitWords(string command) =>
        [.. Words().Matches(command).Select(word => word.Groups["quoted"].Success ? word.Groups["quoted"].Value : word.Value)];

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".countersign", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex("```sh\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("\"(?<quoted>[^\"]*)\"|[^ ]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\]\((?<to>[^)]+)\)")]
    private static partial Regex Links();
}
