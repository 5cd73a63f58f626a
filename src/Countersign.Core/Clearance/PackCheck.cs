using System.Collections.Immutable;
using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>Adds the requirements of the packs in force to a decision. They never help: an answer only ever becomes worse.</summary>
internal static class PackCheck
{
    /// <summary>The decision, checked against the packs.</summary>
    public static Decision Check(Decision decision, PackSet packs, PackInputs inputs, Use use)
    {
        if (packs.Packs.IsEmpty) return decision;
        var judged = packs.Packs
            .Where(pack => packs.For(inputs.Of(pack)).Contains(pack))
            .Select(pack => (Pack: pack, Outcomes: PackJudge.Judge(pack, inputs.Of(pack), packs.Chosen.Contains(pack.Id)))).ToList();
        if (judged.Count == 0) return decision;
        var outcomes = judged.SelectMany(pack => pack.Outcomes).ToList();
        var denying = outcomes.Where(outcome => outcome.Effect == WhenFailed.Deny).ToList();
        var open = outcomes.Where(outcome => outcome.Effect == WhenFailed.Unknown).ToList();
        var checkedPacks = judged.Select(pack => new CheckedPack(pack.Pack.Id, pack.Pack.Version, pack.Pack.Sha256 ?? "")).ToImmutableArray();
        var checkedDecision = decision with
        {
            Packs = checkedPacks,
            Informs = [.. outcomes.Where(outcome => outcome.Effect == WhenFailed.Inform).Select(Say)],
            InputSha256 = DeterministicCbor.IdOf(Tree.Of(
                ("input", decision.InputSha256),
                ("packs", Tree.Of(checkedPacks.Select(pack => (Tree)Tree.Of(("id", pack.Id), ("version", pack.Version), ("sha256", pack.Sha256))))),
                ("chosen", Tree.Of(packs.Chosen)))),
        };
        // What is refused already needs no second reason.
        if (decision.Verdict == Verdict.Deny) return checkedDecision;
        if (denying.Count > 0)
            return checkedDecision with { Verdict = Verdict.Deny, Reasons = [Say(denying[0])], Duties = [], Missing = [.. denying.Select(Change)], Informs = [.. checkedDecision.Informs, .. denying.Skip(1).Select(Say)] };
        if (open.Count > 0)
            return checkedDecision with { Verdict = Verdict.Unknown, Reasons = [.. decision.Reasons, .. open.Select(Say)], Duties = [], Missing = [.. decision.Missing, .. open.SelectMany(outcome => Questions(outcome, use)).Distinct()] };
        if (decision.Verdict != Verdict.Allow) return checkedDecision;
        return checkedDecision with { Duties = [.. decision.Duties, .. outcomes.Where(outcome => outcome.IsDutyOwed).Select(outcome => new OwedDuty(outcome.Rule.Duty!, null, null, null) { Rule = outcome.Id })] };
    }

    private static Reason Say(RuleOutcome outcome)
    {
        var says = outcome.Result == RuleResult.Unknown
            ? $"{outcome.Pack.Title} ({Words.Of(outcome.Rule.Status)}) asks what nobody has answered yet."
            : $"{outcome.Pack.Title} ({Words.Of(outcome.Rule.Status)}): {outcome.Rule.Says}";
        return new(null, outcome.Id, null, says, outcome.Rule.Clause, outcome.Rule.Citation);
    }

    private static Missing Change(RuleOutcome outcome) => new(outcome.Rule.Says, null, $"countersign packs show {outcome.Pack.Id}", null);

    private static IEnumerable<Missing> Questions(RuleOutcome outcome, Use use) => outcome.Missing.Select(name => new Missing(
        $"{outcome.Ask(name)} ({outcome.Pack.Title})", null,
        outcome.Pack.Inputs.TryGetValue(name, out var input) && input.IsJudgement
            ? $"countersign consent attest --question judgement --input {name} --about {(use.Subjects.IsEmpty ? "SUBJECT" : use.Subjects[0].ToString())} --answer yes|no --by party:…"
            : BuiltInInputs.Types.ContainsKey(name) && name is not ("person" or "deceased" or "minor" or "made-by-model" or "consented" or "preference") ? $"State '{name}' in the use."
            : name == "consented" ? "Settle the consents first." : $"State it in the use: facts: {{ {name}: … }}.",
        null));
}
