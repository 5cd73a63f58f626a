using System.Security.Cryptography;
using System.Text;
using Countersign.Desk.Packs;

namespace Countersign.Desk.Tests.Packs;

/// <summary>Packs as files: what loads with which digest, and that a file which is no pack stops everything and says why.</summary>
public sealed class PackFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-packs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    [Fact]
    public void A_pack_carries_the_digest_of_its_bytes_and_its_cases_come_out()
    {
        var pack = PackFiles.Read(Write("house-rule.yaml", SmallPack.Yaml)).Value;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SmallPack.Yaml))), pack.Sha256);
        Assert.Equal(("house-rule", "3", 5), (pack.Id, pack.Version, pack.Rules[0].Cases.Length));
        Assert.Empty(PackTest.Run(pack));
        var page = string.Join('\n', PackPage.Of(pack));
        foreach (var part in new[] { "House rules, 4", "https://example.org/rules", "Was the person told?", "A second too early", "Tell the person", "2026-01-01 to 2026-12-31", pack.Sha256! })
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_does_not_come_out_is_named_with_what_became_of_it()
    {
        var pack = PackFiles.Read(Write("house-rule.yaml", SmallPack.Yaml.Replace("48 hours", "24 hours", StringComparison.Ordinal))).Value;
        Assert.Equal("house-rule/notice: 'A second too early' should be failed and is satisfied.", Assert.Single(PackTest.Run(pack)).Says);
    }

    [Fact]
    public void One_bad_file_stops_the_folder_and_every_problem_of_every_file_is_said()
    {
        Write("house-rule.yaml", SmallPack.Yaml);
        Assert.Single(PackFiles.ReadFolder(_folder).Value.Packs);
        // The same pack under another name would be the same id twice.
        Write("another.yaml", SmallPack.Yaml);
        Write("broken.yaml", SmallPack.Yaml.Replace("house-rule", "broken", StringComparison.Ordinal).Replace("told and on", "tould and on", StringComparison.Ordinal).Replace("fails: deny", "fails: shout", StringComparison.Ordinal));
        var problems = PackFiles.ReadFolder(_folder).Problems;
        Assert.Contains(problems, problem => problem.Code == "pack.name" && problem.Where!.EndsWith("another.yaml", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Code == "pack.condition" && problem.Where!.Contains("broken.yaml: line 19", StringComparison.Ordinal) && problem.Try == "Did you mean 'told'?");
        Assert.Contains(problems, problem => problem.Code == "form.unknown-word" && problem.Where!.Contains("broken.yaml: line 20", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "document.count")]
    [InlineData("---\na: 1\n---\nb: 2\n", "document.count")]
    [InlineData("- a\n- b\n", "form.not-a-map")]
    [InlineData("pack: [", "document.yaml")]
    [InlineData("a: &x 1\nb: *x\n", "document.yaml")]
    [InlineData("pack: a\npack: b\n", "document.yaml")]
    public void What_is_no_pack_is_a_problem_with_its_file(string content, string code)
    {
        var path = Write("it.yaml", content);
        var problems = PackFiles.Read(path).Problems;
        Assert.Contains(problems, problem => problem.Code == code);
        Assert.All(problems, problem => Assert.StartsWith(path, problem.Where, StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_files_are_problems()
    {
        Assert.Equal("document.encoding", Assert.Single(PackFiles.Read(Write("latin.yaml", [0x70, 0x3A, 0x20, 0xE9])).Problems).Code);
        Assert.Equal("document.too-large", Assert.Single(PackFiles.Read(Write("large.yaml", new byte[(4 * 1024 * 1024) + 1])).Problems).Code);
        Assert.Equal("document.yaml", PackFiles.Read(Write("deep.yaml", new string('[', 100_000))).Problems[0].Code);
        Assert.NotEmpty(PackFiles.Read(Path.Combine(_folder, "nowhere.yaml")).Problems);
        Assert.NotEmpty(PackFiles.Read(_folder).Problems);
    }

    [Fact]
    public void A_device_is_not_read()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("There is no /dev/zero here.");
        // A device has no length to be refused for, and no end.
        Assert.Equal("path.not-a-file", Assert.Single(PackFiles.Read("/dev/zero").Problems).Code);
    }
}
