using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Policies that somebody found, as wishes. A wish has no conditions: what is open only under some is reserved, and so is all that a prohibition may mean.</summary>
internal static class OdrlWishes
{
    public static Reading Of(ImmutableArray<OdrlPolicy> policies, List<Loss> losses, List<Problem> problems)
    {
        var wishes = new List<Wish>();
        // Which of several policies stands over another is not said between them, so any prohibition keeps all permissions shut.
        var isProhibited = policies.Any(policy => policy.Rules.Any(rule => rule.Kind == OdrlRuleKind.Prohibition)) || problems.Count > 0;
        foreach (var policy in policies)
        {
            losses.AddRange(policy.Losses);
            if (policy.GivesNothing is { } nothing) losses.Add(new("policy " + Aipref.AiprefStandard.Shown(policy.Id.Value), nothing));
            foreach (var rule in policy.Rules)
            {
                if (rule.Kind == OdrlRuleKind.Prohibition) Reserve(rule);
                else Open(rule, policy.GivesNothing is null && !isProhibited && rule is { Constraints.IsEmpty: true, Assignees.IsEmpty: true, Duties.IsEmpty: true, Unread.IsEmpty: true });
            }
        }
        return new([.. wishes], [.. losses.Distinct()], [.. problems]);

        void Reserve(OdrlRule rule)
        {
            ImmutableArray<string> actions = rule.Actions.IsEmpty || !rule.Unread.IsEmpty ? [Vocabulary.Odrl + "use"] : rule.Actions;
            foreach (var action in actions)
            {
                var acts = OdrlActions.Reserved(action);
                if (acts.IsEmpty) losses.Add(new(Shown(action), "No act says just this: every use is reserved."));
                foreach (var act in acts.IsEmpty ? Term.Acts("use") : acts) wishes.Add(new(act, false, "odrl", "file", "prohibition: " + Shown(action), "prohibited"));
            }
            if (!rule.Constraints.IsEmpty || !rule.Assignees.IsEmpty) losses.Add(new("prohibition", "It holds under conditions; the wish has none."));
        }

        void Open(OdrlRule rule, bool isOpen)
        {
            foreach (var action in rule.Actions)
            {
                var act = OdrlProfile.ActOf(action) ?? (OdrlActions.Acts.TryGetValue(action, out var same) ? same : (Act?)null);
                if (act is null || act.Value.Name == "use") losses.Add(new(Shown(action), "A permission of it opens no act, so as a wish it says nothing."));
                else wishes.Add(new(act.Value, isOpen, "odrl", "file", "permission: " + Shown(action), isOpen ? "permitted to anybody" : "permitted only under conditions, or beside a prohibition"));
            }
            if (rule.Actions.IsEmpty) losses.Add(new("no action", "A permission without an action opens nothing."));
        }
    }

    private static string Shown(string action) => Aipref.AiprefStandard.Shown(action.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal) ? "odrl:" + action[Vocabulary.Odrl.Length..] : action);
}
