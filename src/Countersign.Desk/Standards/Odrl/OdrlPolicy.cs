using System.Collections.Immutable;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>What a rule does.</summary>
public enum OdrlRuleKind
{
    /// <summary>It lets.</summary>
    Permission,

    /// <summary>It forbids.</summary>
    Prohibition,
}

/// <summary>One rule. Empty actions, targets or assignees limit nothing.</summary>
/// <param name="Id">Its name in the document.</param>
/// <param name="Kind">Whether it lets or forbids.</param>
/// <param name="Actions">What is done.</param>
/// <param name="Targets">To what: assets or collections of them.</param>
/// <param name="Assignees">Who: parties or collections of them.</param>
/// <param name="Constraints">All must be met.</param>
/// <param name="Duties">Owed for a permission.</param>
/// <param name="Unread">What of it cannot be read: each makes the rule let nothing.</param>
public sealed record OdrlRule(RdfTerm Id, OdrlRuleKind Kind, ImmutableArray<string> Actions, ImmutableArray<RdfTerm> Targets, ImmutableArray<RdfTerm> Assignees,
    ImmutableArray<OdrlConstraint> Constraints, ImmutableArray<RdfTerm> Duties, ImmutableArray<string> Unread)
{
    /// <summary>Of the duties, those that are prices of our own profile.</summary>
    public ImmutableDictionary<RdfTerm, Duty> Prices { get; init; } = ImmutableDictionary<RdfTerm, Duty>.Empty;
}

/// <summary>A policy.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Conflict">perm, prohibit or invalid; invalid when it does not say.</param>
/// <param name="Rules">Permissions and prohibitions, inherited ones included.</param>
/// <param name="GivesNothing">Why its permissions give no right; null when they do.</param>
/// <param name="Losses">What of it is not carried.</param>
public sealed record OdrlPolicy(RdfTerm Id, string Conflict, ImmutableArray<OdrlRule> Rules, string? GivesNothing, ImmutableArray<Loss> Losses);

/// <summary>A constraint: a comparison, or several joined.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Left">What is compared; empty for several joined.</param>
/// <param name="Operator">How: an operator, or and, or, xone, andSequence; empty when it cannot be read.</param>
/// <param name="Right">With what.</param>
/// <param name="Parts">What is joined.</param>
public sealed record OdrlConstraint(RdfTerm Id, string Left, string Operator, ImmutableArray<RdfTerm> Right, ImmutableArray<OdrlConstraint> Parts);
