using System.Collections.Immutable;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Which of the works of an import the targets of a document are: those it names, and all where the document has one target only and that is no other work of ours.</summary>
internal sealed class OdrlTargets
{
    private readonly ImmutableArray<SubjectId> _about;
    private readonly RdfTerm? _only;

    public OdrlTargets(ImmutableArray<SubjectId> about, ImmutableArray<OdrlPolicy> policies)
    {
        _about = [.. about.Distinct().Order()];
        var all = policies.SelectMany(policy => policy.Rules).SelectMany(rule => rule.Targets).Distinct().ToList();
        _only = all is [var one] && !SubjectId.Parse(one.Value).IsOk ? one : null;
    }

    /// <summary>The works of a rule. A prohibition without a target holds for all of them, a permission for none.</summary>
    public ImmutableArray<SubjectId> Of(OdrlRule rule) => rule.Targets.IsEmpty && rule.Kind == OdrlRuleKind.Permission ? [] : Of(rule.Targets);

    /// <summary>The works that targets are.</summary>
    public ImmutableArray<SubjectId> Of(ImmutableArray<RdfTerm> targets) =>
        targets.IsEmpty || (targets is [var one] && one == _only) ? _about : [.. _about.Where(work => targets.Any(target => target.Kind == RdfKind.Iri && OdrlNames.Subject(target.Value) == work))];
}
