using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>A rule, and the statements that say it or, of a permission, less.</summary>
public sealed record OdrlRuleStatements(OdrlRule Rule, ImmutableArray<Statement> Statements);

/// <summary>Statements of policies.</summary>
/// <param name="by">Who says them.</param>
/// <param name="made">When.</param>
/// <param name="source">The name of the document.</param>
/// <param name="about">The subjects a rule's targets stand for; empty when none of ours.</param>
public sealed class OdrlImport(PartyId by, DateTimeOffset made, string source, Func<ImmutableArray<RdfTerm>, ImmutableArray<SubjectId>> about)
{
    /// <summary>Stands before the name of a duty, in the fact that it was not broken.</summary>
    public const string Kept = "odrl-duty-not-broken ";

    private readonly List<Loss> _losses = [];

    /// <summary>What the rules read so far leave unknown.</summary>
    public ImmutableArray<Loss> Losses => [.. _losses.Distinct()];

    /// <summary>The statements of a policy: no permission where it is void, of a kind that gives none, or cannot be read.</summary>
    public ImmutableArray<Statement> Policy(OdrlPolicy policy)
    {
        _losses.AddRange(policy.Losses);
        var nothing = policy.GivesNothing;
        if (nothing is null && policy.Conflict == "invalid" && policy.Rules.Any(permission => permission.Kind == OdrlRuleKind.Permission && policy.Rules.Any(rule => rule.Kind == OdrlRuleKind.Prohibition && Meet(permission, rule))))
            nothing = "It permits and prohibits the same, and does not say which of the two counts: then all of it is void (ODRL's default is 'invalid'). Its prohibitions are kept.";
        if (nothing is not null) _losses.Add(new("policy " + Aipref.AiprefStandard.Shown(policy.Id.Value), nothing));
        if (policy.Conflict == "perm") _losses.Add(new("conflict: perm", "Here a prohibition always stands over a permission."));
        return [.. policy.Rules.Where(rule => nothing is null || rule.Kind == OdrlRuleKind.Prohibition).SelectMany(rule => Rule(rule).Statements).DistinctBy(statement => statement.Id)];
    }

    /// <summary>The statements of one rule.</summary>
    public OdrlRuleStatements Rule(OdrlRule rule)
    {
        var permits = rule.Kind == OdrlRuleKind.Permission;
        foreach (var unread in rule.Unread) _losses.Add(new(unread, permits ? "It cannot be read, so the permission lets nothing." : "It cannot be read, so the prohibition holds for everything."));
        var subjects = about(rule.Targets);
        if ((permits && !rule.Unread.IsEmpty) || subjects.IsEmpty)
        {
            if (subjects.IsEmpty) _losses.Add(new("target", $"{string.Join(", ", rule.Targets.Select(target => Aipref.AiprefStandard.Shown(target.Value)))} is not among the subjects of this import."));
            return new(rule, []);
        }
        var scope = Scope.Over(Act.Parse("use").Value);
        // A prohibition holds for every time, also one before it was recorded: a permission may name such a time.
        if (!permits) scope = scope with { Period = new(DateTimeOffset.MinValue, null) };
        if (!permits && !rule.Unread.IsEmpty) return new(rule, [new Prohibition(by, made, null, null, source, subjects, scope)]);
        if (!rule.Assignees.IsEmpty) scope = scope.Only(Dimension.Requester, [.. rule.Assignees.Select(assignee => OdrlNames.Party(assignee.Value).ToString())]);
        ImmutableArray<RdfTerm> owed = [.. rule.Duties.Where(duty => !rule.Prices.ContainsKey(duty))];
        if (permits) scope = scope with { Requires = [.. owed.Select(duty => Kept + duty.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
        if (permits && !owed.IsEmpty) _losses.Add(new("duty", "The duty becomes a fact that whoever asks must state: that it was not broken. What is owed is not computed."));
        ImmutableArray<Duty> prices = permits ? [.. rule.Duties.Where(rule.Prices.ContainsKey).Select(duty => rule.Prices[duty])] : [];
        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (var kind in Bases(rule, scope))
        {
            foreach (var way in OdrlConditions.Ways(kind, rule.Constraints, rule.Kind, _losses))
                statements.Add(permits ? new Grant(by, made, null, null, source, subjects, way, prices) : new Prohibition(by, made, null, null, source, subjects, way));
        }
        return new(rule, statements.ToImmutable());
    }

    // What the actions come to: acts where an act says just as much, and else any use of that operation. A prohibition also reserves the acts that its words may mean.
    private IEnumerable<Scope> Bases(OdrlRule rule, Scope scope)
    {
        var permits = rule.Kind == OdrlRuleKind.Permission;
        ImmutableArray<Act> acts = permits
            ? [.. rule.Actions.Select(action => OdrlProfile.ActOf(action) ?? (OdrlActions.Acts.TryGetValue(action, out var act) ? act : (Act?)null)).OfType<Act>().Distinct().Order()]
            : [.. rule.Actions.Where(action => action != Vocabulary.Odrl + "use").SelectMany(action => OdrlActions.Reserved(action)).Distinct().Order()];
        string[] operations = [.. rule.Actions.Where(action => !OdrlProfile.IsAction(action)).Select(OdrlActions.Path)];
        if (!acts.IsEmpty) yield return scope with { Acts = acts };
        if (operations.Length > 0) yield return scope.Only(Dimension.Operation, operations);
        else if (rule.Actions.IsEmpty && permits)
        {
            _losses.Add(new("no action", "A permission without an action lets only uses that name an ODRL operation."));
            yield return scope.Only(Dimension.Operation, "odrl");
        }
        else if (rule.Actions.IsEmpty) yield return scope;
        foreach (var unknown in rule.Actions.Where(action => permits && OdrlProfile.IsAction(action) && OdrlProfile.ActOf(action) is null))
            _losses.Add(new(Aipref.AiprefStandard.Shown(unknown), "An act that this version does not know: nothing is opened by it."));
    }

    /// <summary>Whether two rules may speak of the same thing done by the same party, whatever it is done to.</summary>
    internal static bool MayMeet(OdrlRule one, OdrlRule other) => Meet(one with { Targets = [] }, other);

    private static bool Meet(OdrlRule one, OdrlRule other) =>
        (one.Actions.IsEmpty || other.Actions.IsEmpty || one.Actions.Any(a => other.Actions.Any(b => OdrlActions.Above(a).Contains(b) || OdrlActions.Above(b).Contains(a))))
        && (one.Targets.IsEmpty || other.Targets.IsEmpty || one.Targets.Any(other.Targets.Contains))
        && (one.Assignees.IsEmpty || other.Assignees.IsEmpty || one.Assignees.Any(other.Assignees.Contains));
}
