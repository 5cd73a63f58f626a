using System.Collections.Immutable;
using Countersign.Core.Packs;
using Countersign.Core.Shared;

namespace Countersign.Desk.Packs;

/// <summary>A worked example of a rule that did not come out as written.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Case">The example.</param>
/// <param name="Was">What became of the rule.</param>
public sealed record FailedCase(Pack Pack, PackRule Rule, PackCase Case, RuleResult Was)
{
    /// <summary>In one line.</summary>
    public string Says => $"{Pack.Id}/{Rule.Id}: '{Case.Name}' should be {Words.Of(Case.Expect)} and is {Words.Of(Was)}.";
}

/// <summary>Runs the worked examples of packs.</summary>
public static class PackTest
{
    /// <summary>Those that did not come out as written.</summary>
    public static ImmutableArray<FailedCase> Run(Pack pack) =>
    [
        .. pack.Rules.SelectMany(rule => rule.Cases.Select(one => new FailedCase(pack, rule, one, PackJudge.Run(pack, rule, one)))).Where(run => run.Was != run.Case.Expect),
    ];
}
