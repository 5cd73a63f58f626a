using System.Text;
using Countersign.Core.Clearance;
using Countersign.Desk.Standards.Odrl;

namespace Countersign.Desk.Tests.Standards.Odrl;

/// <summary>The public ODRL evaluator suite (SolidLabResearch/ODRL-Test-Suite, MIT), and cases of our own in the same form.</summary>
public sealed class OdrlSuiteTests
{
    [Fact]
    public void The_public_suite_passes_and_the_page_lists_every_case()
    {
        var folder = Shared();
        if (folder is null) Assert.Skip("shared/data/odrl is absent; set COUNTERSIGN_SHARED to the folder that holds data/");
        var page = Page(Verify(new OdrlSuite(folder)));
        var published = Path.Combine(Root(), "docs", "standards", "odrl-suite.md");
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_WRITE_PAGES") == "1") File.WriteAllText(published, page);
        // Another part of the suite may lie there: what the page says of a case must be so, and what lies there is checked whether listed or not.
        var listed = File.ReadAllLines(published).ToHashSet(StringComparer.Ordinal);
        var ran = page.Split('\n').Where(line => line.StartsWith("| testcase-", StringComparison.Ordinal)).ToList();
        Assert.Contains(ran, listed.Contains);
        Assert.DoesNotContain(ran, line => !listed.Contains(line) && listed.Any(other => other.StartsWith(line[..line.IndexOf('|', 2)], StringComparison.Ordinal)));
    }

    [Fact]
    public void Our_own_cases_pass() => Assert.True(Verify(new OdrlSuite(Path.Combine(Root(), "tests", "fixtures", "odrl"))).Count >= 8);

    private static List<(string Case, string Says)> Verify(OdrlSuite suite)
    {
        var lines = new List<(string, string)>();
        var wrong = new List<string>();
        foreach (var name in suite.Cases.Keys)
        {
            var reasons = new List<string>();
            var reports = 0;
            foreach (var (expected, source, decision, rule, losses) in suite.Run(name))
            {
                reports++;
                if (source != expected) wrong.Add($"{name}: ODRL's own semantics say {source}");
                var permits = rule.Kind == OdrlRuleKind.Permission;
                var active = permits ? decision.Verdict == Verdict.Allow : decision.Verdict == Verdict.Deny;
                // What the import cannot say may let less; never more, and never without a reason.
                if (active == expected) continue;
                if (active == permits || losses.IsEmpty) wrong.Add($"{name}: Core says {decision.Verdict}");
                reasons.AddRange(losses.Select(loss => $"{loss.Term}: {loss.Says}"));
            }
            if (reports == 0) wrong.Add($"{name}: nothing was compared");
            lines.Add((name, reasons.Count == 0 ? "passes" : "not expressible: " + string.Join(" ", reasons.Distinct())));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        return lines;
    }

    private static string Page(List<(string Case, string Says)> lines)
    {
        var page = new StringBuilder("# The public ODRL evaluator suite, case by case\n\nSolidLabResearch/ODRL-Test-Suite (MIT). Each case is run twice: by ODRL's own semantics, and imported and decided like any other use. A permission is active where the decision is allow, a prohibition where it is deny. A test writes this page and compares each line of it; cases it does not list are run as well.\n\n| case | |\n| --- | --- |\n");
        foreach (var (name, says) in lines) page.Append("| ").Append(name).Append(" | ").Append(says).Append(" |\n");
        return page.ToString();
    }

    private static string? Shared()
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED") is { Length: > 0 } set) return Path.Combine(set, "data", "odrl") is var given && Directory.Exists(given) ? given : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "odrl") is var found && Directory.Exists(found)) return found;
        return null;
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Countersign.slnx"))) return folder;
        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
