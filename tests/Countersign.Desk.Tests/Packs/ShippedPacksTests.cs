using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Desk.Packs;

namespace Countersign.Desk.Tests.Packs;

/// <summary>The packs of the repository: all of them load, do what their examples say, and are the twenty that are promised.</summary>
public sealed class ShippedPacksTests
{
    private static readonly string[] s_promised =
    [
        "aipref", "ca-ab1836", "ca-ab2602-labor-927", "cawg-training-mining", "cn-gb45438-labels", "equity-uk-claims", "eu-ai-act-art50", "eu-cdsm-art4-tdm",
        "ny-gol-5-302", "ny-synthetic-performer-ads", "plus-data-mining", "rsl", "sag-aftra-interactive-2025", "sag-aftra-sound-recordings-2024",
        "sag-aftra-tv-theatrical-2023", "tdmrep", "tn-elvis", "us-no-fakes-bill", "us-take-it-down", "wga-mba-2023-art72",
    ];

    private static PackSet Packs { get; } = PackFiles.ReadFolder(Folder()).Value;

    public static TheoryData<string> Ids => [.. s_promised];

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Countersign.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("packs");
        return Path.Combine(folder, "packs");
    }

    private static Pack Pack(string id) => Packs.Packs.Single(pack => pack.Id == id);

    [Fact]
    public void The_packs_are_those_that_are_promised() => Assert.Equal(s_promised, Packs.Packs.Select(pack => pack.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_example_comes_out_as_written(string id) => Assert.Empty(PackTest.Run(Pack(id)).Select(failed => failed.Says));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_changed_rule_is_found_out_by_an_example(string id)
    {
        // An example that comes out alike whatever the rule says would show nothing.
        foreach (var rule in Pack(id).Rules.Where(rule => rule.Require is not null))
        {
            var turned = rule with { Require = new Core.Packs.Language.Expression.Not(rule.Require!) };
            Assert.NotEmpty(PackTest.Run(Pack(id) with { Rules = [turned] }));
        }
    }

    [Fact]
    public void A_bill_and_claims_decide_nothing()
    {
        foreach (var id in new[] { "us-no-fakes-bill", "equity-uk-claims" }) Assert.All(Pack(id).Rules, rule => Assert.False(rule.Decides));
    }

    [Theory]
    [InlineData("ny-gol-5-302", "void-clause")]
    [InlineData("ca-ab2602-labor-927", "unenforceable-clause")]
    public void A_clause_is_isVoidonly_when_all_of_the_conditions_come_together(string id, string ruleId)
    {
        var rule = Pack(id).Rules.Single(rule => rule.Id == ruleId);
        string[] conditions = ["own-work-replaced", "described", "counsel-separately-signed", "union-addresses-replicas"];
        for (var bits = 0; bits < 16; bits++)
        {
            var given = conditions.Select((name, i) => (name, Value: (bits >> i & 1) == 1)).ToDictionary(input => input.name, input => input.Value, StringComparer.Ordinal);
            var truth = rule.Require!.Evaluate(name => new Core.Packs.Language.PackValue.YesNo(given[name])).Truth;
            var isVoid = given["own-work-replaced"] && !given["described"] && !given["counsel-separately-signed"] && !given["union-addresses-replicas"];
            Assert.Equal(isVoid ? Truth.False : Truth.True, truth);
            // Each line of the table stands in the pack, too.
            Assert.Contains(rule.Cases, one => conditions.All(name => one.Given.TryGetValue(name, out var value) && value is Core.Packs.Language.PackValue.YesNo so && so.Value == given[name]) && one.Expect == (isVoid ? RuleResult.Failed : RuleResult.Satisfied));
        }
    }

    [Fact]
    public void A_file_that_is_no_pack_is_named_with_its_place()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-packs-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a-law.yaml"), File.ReadAllText(Path.Combine(Folder(), "tn-elvis.yaml")));
            Assert.Equal("pack.name", Assert.Single(PackFiles.ReadFolder(folder).Problems).Code);
            File.WriteAllText(Path.Combine(folder, "a-law.yaml"), File.ReadAllText(Path.Combine(Folder(), "tn-elvis.yaml")).Replace("require: consented", "require: consentd", StringComparison.Ordinal));
            var problem = Assert.Single(PackFiles.ReadFolder(folder).Problems);
            Assert.Equal("pack.condition", problem.Code);
            Assert.Contains("line ", problem.Where, StringComparison.Ordinal);
            Assert.Contains("Did you mean 'consented'?", problem.Try, StringComparison.Ordinal);
            File.WriteAllBytes(Path.Combine(folder, "a-law.yaml"), [0xFF, 0xFE, 0x00]);
            Assert.Equal("document.encoding", Assert.Single(PackFiles.ReadFolder(folder).Problems).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
