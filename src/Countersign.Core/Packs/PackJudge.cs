using System.Collections.Immutable;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;

namespace Countersign.Core.Packs;

/// <summary>What became of one rule for one set of inputs.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Missing">When unknown: the inputs that could settle it, by name.</param>
/// <param name="IsDutyOwed">Whether its duty is owed when the use is allowed.</param>
/// <param name="OnlyInforms">True when it cannot deny or leave unknown here, whatever became of it.</param>
public sealed record RuleOutcome(Pack Pack, PackRule Rule, RuleResult Result, ImmutableSortedSet<string> Missing, bool IsDutyOwed, bool OnlyInforms)
{
    /// <summary>What it does to the decision; null when nothing.</summary>
    public WhenFailed? Effect => Result switch
    {
        RuleResult.Failed => OnlyInforms ? WhenFailed.Inform : Rule.Effect,
        // A requirement that cannot be told is a question. Where its failing would only inform, nobody is asked: every proposal of the world would have its questions.
        RuleResult.Unknown => OnlyInforms || Rule.Effect == WhenFailed.Inform ? null : WhenFailed.Unknown,
        _ => null,
    };

    /// <summary>The question behind a missing input.</summary>
    public string Ask(string input) => Pack.Inputs.TryGetValue(input, out var declared) ? declared.Ask : BuiltInInputs.Ask(input);

    /// <summary>The rule's id in every pack: <c>pack/rule</c>.</summary>
    public string Id => $"{Pack.Id}/{Rule.Id}";
}

/// <summary>Holds packs against inputs. Pure, and the same for the same inputs.</summary>
public static class PackJudge
{
    /// <summary>What becomes of every rule of a pack.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="inputs">The value of an input by its name; null when it is not known.</param>
    /// <param name="chosen">Whether somebody says that they are bound by it. A pack that applies when chosen says nothing otherwise.</param>
    public static ImmutableArray<RuleOutcome> Judge(Pack pack, Func<string, PackValue?> inputs, bool chosen)
    {
        if (pack.Applies == PackApplies.WhenChosen && !chosen) return [];
        return [.. pack.Rules.Select(rule => Judge(pack, rule, inputs, chosen))];
    }

    /// <summary>What becomes of one rule.</summary>
    public static RuleOutcome Judge(Pack pack, PackRule rule, Func<string, PackValue?> inputs, bool chosen)
    {
        var (place, time) = (Place(pack, inputs, chosen), Time(rule, inputs));
        // A production that does not say where it will be shown is told of the laws that might apply, and not stopped by all of them.
        var informs = place == Truth.Unknown;
        RuleOutcome Became(RuleResult result, ImmutableSortedSet<string>? missing = null, bool owed = false) => new(pack, rule, result, missing ?? ImmutableSortedSet<string>.Empty, owed, informs);
        if (place == Truth.False || time == Truth.False) return Became(RuleResult.NotApplicable);

        var when = rule.When?.Evaluate(inputs) ?? Evaluated.Known(true);
        if (when.Truth == Truth.False) return Became(RuleResult.NotApplicable);
        ImmutableSortedSet<string> open =
        [
            .. when.Missing,
            .. place == Truth.Unknown ? [BuiltInInputs.Territory] : Array.Empty<string>(),
            .. time == Truth.Unknown ? [BuiltInInputs.On] : Array.Empty<string>(),
        ];
        var require = rule.Require?.Evaluate(inputs) ?? Evaluated.Known(true);
        if (open.Count == 0)
        {
            return require.Truth switch
            {
                Truth.True => Became(RuleResult.Satisfied, owed: rule.Duty is not null),
                Truth.False => Became(RuleResult.Failed),
                _ => Became(RuleResult.Unknown, require.Missing),
            };
        }
        // Met either way; only whether its duty is owed has to be asked.
        if (require.Truth == Truth.True) return rule.Duty is null ? Became(RuleResult.Satisfied) : Became(RuleResult.Unknown, open);
        return Became(RuleResult.Unknown, open.Union(require.Missing));
    }

    /// <summary>Whether a case of a rule comes out as it is written.</summary>
    public static RuleResult Run(Pack pack, PackRule rule, PackCase one) => Judge(pack, rule, name => one.Given.GetValueOrDefault(name), chosen: pack.Applies == PackApplies.WhenChosen).Result;

    /// <summary>Whether a law's jurisdiction is touched by the territories of a use.</summary>
    internal static bool IsWithin(Pack pack, Func<string, PackValue?> inputs) => Place(pack, inputs, chosen: false) == Truth.True;

    private static Truth Place(Pack pack, Func<string, PackValue?> inputs, bool chosen)
    {
        if (pack.Applies == PackApplies.WhenChosen) return Truth.True;
        if (inputs(BuiltInInputs.Territory) is PackValue.WordList) return new Expression.WordsAre(new Expression.Input(BuiltInInputs.Territory, PackType.Words), All: false, pack.Jurisdiction, IsTerritory: true).Evaluate(inputs).Truth;
        return chosen ? Truth.True : Truth.Unknown;
    }

    private static Truth Time(PackRule rule, Func<string, PackValue?> inputs)
    {
        if (rule.InForce is not { } period) return Truth.True;
        if (inputs(BuiltInInputs.On) is not PackValue.Time on) return Truth.Unknown;
        return !(on.Value < period.From) && !(on.Value >= period.Until) ? Truth.True : Truth.False;
    }
}
