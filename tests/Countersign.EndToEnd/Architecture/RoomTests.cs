using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Countersign.EndToEnd.Architecture;

/// <summary>The direction between rooms: Cli → Desk → { Core, Credentials, Matching }, and the last three do not know each other.</summary>
public sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> s_mayUse = new(StringComparer.Ordinal)
    {
        ["Countersign.Core"] = [],
        ["Countersign.Credentials"] = [],
        ["Countersign.Matching"] = [],
        ["Countersign.Desk"] = ["Countersign.Core", "Countersign.Credentials", "Countersign.Matching"],
        ["countersign"] = ["Countersign.Desk", "Countersign.Core"],
    };

    /// <summary>The uses that the table does not allow. A room that is not in the table may use nothing.</summary>
    private static IEnumerable<string> Forbidden(IEnumerable<(string From, string To)> uses) => uses
        .Where(use => !(s_mayUse.TryGetValue(use.From, out var allowed) && allowed.Contains(use.To)))
        .Select(use => $"{use.From} uses {use.To}");

    [Fact]
    public void Compiled_rooms_use_only_what_they_may() => Assert.Empty(Forbidden(Compiled()));

    [Fact]
    public void Project_files_name_only_what_they_may() => Assert.Empty(Forbidden(Projects()));

    [Fact]
    public void The_rule_can_be_broken()
    {
        Assert.Equal(["Countersign.Core uses Countersign.Desk"], Forbidden([("Countersign.Core", "Countersign.Desk"), ("countersign", "Countersign.Desk")]));
        Assert.NotEmpty(Forbidden([("Countersign.Matching", "Countersign.Credentials")]));
        // And what it looks at is there: the desk uses all three.
        Assert.Equal(3, Compiled().Count(use => use.From == "Countersign.Desk"));
        Assert.Equal(4, Projects().Count());
    }

    private static List<(string From, string To)> Compiled()
    {
        var folder = Path.GetDirectoryName(Repository.Command)!;
        var uses = new List<(string, string)>();
        foreach (var room in s_mayUse.Keys)
        {
            using var file = new PEReader(File.OpenRead(Path.Combine(folder, room + ".dll")));
            var metadata = file.GetMetadataReader();
            uses.AddRange(metadata.AssemblyReferences
                .Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))
                .Where(name => name.StartsWith("Countersign", StringComparison.OrdinalIgnoreCase))
                .Select(name => (room, name)));
        }
        return uses;
    }

    private static IEnumerable<(string From, string To)> Projects() =>
        from project in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        let name = Path.GetFileNameWithoutExtension(project)
        from Match reference in ProjectReference().Matches(File.ReadAllText(project))
        select (name == "Countersign.Cli" ? "countersign" : name, Path.GetFileNameWithoutExtension(reference.Groups["path"].Value));

    [GeneratedRegex("<ProjectReference Include=\"(?<path>[^\"]+)\"")]
    private static partial Regex ProjectReference();
}
