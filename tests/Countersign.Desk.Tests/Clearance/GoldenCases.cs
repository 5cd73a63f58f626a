using System.Text.RegularExpressions;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;

namespace Countersign.Desk.Tests.Clearance;

/// <summary>Every worked case comes out as written, by both engines; and every rule of the domain has one.</summary>
public sealed partial class GoldenCases
{
    public static TheoryData<string> Names => [.. GoldenCase.All.Select(one => one.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Comes_out_as_written(string name)
    {
        var one = GoldenCase.All.Single(one => one.ToString() == name);
        var decision = one.Decide();
        var got = $"{decision.Verdict}: {string.Join(" | ", decision.Reasons.Select(reason => $"[{Name(one, reason)}] {reason.Says}"))}";
        Assert.True(Words.Of(decision.Verdict) == GoldenCase.Text(one.Expect["verdict"]), $"expected {GoldenCase.Text(one.Expect["verdict"])}, got {got}");
        foreach (var (part, expected) in one.Expect.Entries)
        {
            var texts = GoldenCase.Items(expected).Select(GoldenCase.Text).ToList();
            switch (part)
            {
                case "verdict": break;
                case "reasons":
                    Assert.True(texts.Order(StringComparer.Ordinal).SequenceEqual(decision.Reasons.Select(reason => Name(one, reason)).Distinct().Order(StringComparer.Ordinal)), $"expected {string.Join(", ", texts)}; got {got}");
                    break;
                case "duties":
                    Assert.Equal(texts, decision.Duties.Select(duty => string.Join(' ', new[] { Words.Of(duty.Duty.Kind), duty.Duty.Amount?.ToString(), duty.Duty.Currency }.Where(word => word is not null))));
                    break;
                case "missing":
                    foreach (var text in texts) Assert.True(decision.Missing.Any(missing => $"{missing.What} {missing.How}".Contains(text, StringComparison.Ordinal)), $"'{text}' is not asked for: {string.Join(" | ", decision.Missing.Select(missing => missing.What))}");
                    break;
                case "ask":
                    Assert.Equal(texts, decision.Missing.Select(missing => missing.Ask?.ToString()).OfType<string>().Distinct().Order(StringComparer.Ordinal));
                    break;
                case "nearest":
                    Assert.True(texts.Order(StringComparer.Ordinal).SequenceEqual(decision.Nearest.Select(change => change.Dimension is { } dimension ? Words.Of(dimension) : "statement").Order(StringComparer.Ordinal)), $"nearest: {string.Join(" | ", decision.Nearest.Select(change => $"{change.Dimension}: {change.Says}"))}");
                    break;
                case "set-aside":
                    Assert.Equal(texts.Order(StringComparer.Ordinal), decision.SetAside.Select(aside => one.Labels.GetValueOrDefault(aside.Statement, aside.Statement)).Order(StringComparer.Ordinal));
                    break;
                case "others":
                    Assert.Equal(texts.Order(StringComparer.Ordinal), decision.OtherGrants.Select(id => one.Labels.GetValueOrDefault(id, id)).Order(StringComparer.Ordinal));
                    break;
                case "says":
                    foreach (var text in texts) Assert.Contains(decision.Reasons, reason => reason.Says.Contains(text, StringComparison.Ordinal));
                    break;
                default:
                    Assert.Fail($"'{part}' is nothing that can be expected.");
                    break;
            }
        }
    }

    [Fact]
    public void Every_rule_of_the_domain_has_its_cases_and_no_case_is_without_a_rule()
    {
        var rules = Rule().Matches(File.ReadAllText(Path.Combine(GoldenCase.Folder(), "README.md"))).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(rules);
        Assert.Equal(rules.Order(StringComparer.Ordinal), GoldenCase.All.Select(one => one.Rule).Distinct().Order(StringComparer.Ordinal));
        Assert.True(GoldenCase.All.Length >= 150, $"There are {GoldenCase.All.Length} cases.");
    }

    private static string Name(GoldenCase one, Reason reason) => reason.Statement is { } id ? one.Labels.GetValueOrDefault(id, id) : reason.Rule!.Replace("rule:", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `([a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
