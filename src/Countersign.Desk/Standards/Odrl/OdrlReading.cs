using System.Collections.Immutable;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Reads the policies of a graph. What it cannot read of a permission makes it give nothing; what it cannot read of a prohibition leaves it standing.</summary>
internal sealed class OdrlReading(RdfGraph graph)
{
    private const int Deepest = 32;
    private const string Ns = Vocabulary.Odrl;
    private const int MostConstraints = 20_000;
    private int _constraints;

    /// <summary>Every policy, requests for a right excepted.</summary>
    public ImmutableArray<OdrlPolicy> Policies() =>
    [
        .. graph.Subjects.Where(node => new[] { "permission", "prohibition", "obligation", "inheritFrom" }.Any(part => graph.One(node, Ns + part) is not null) && !graph.Is(node, Ns + "Request"))
            .Select(Policy).OrderBy(policy => policy.Id.Value, StringComparer.Ordinal),
    ];

    /// <summary>The rules of a node, as far as they are of a kind.</summary>
    public ImmutableArray<OdrlRule> Rules(RdfTerm policy, OdrlRuleKind kind) =>
        [.. graph.All(policy, Ns + (kind == OdrlRuleKind.Permission ? "permission" : "prohibition")).Select(rule => Rule(policy, rule, kind))];

    private OdrlPolicy Policy(RdfTerm node)
    {
        var losses = new List<Loss>();
        var nothing = graph.Is(node, Ns + "Offer") ? "An offer gives no right until it is agreed."
            : graph.Is(node, Ns + "Assertion") ? "An assertion claims a right and gives none."
            : graph.Is(node, Ns + "Ticket") ? "Who holds the ticket cannot be said."
            : graph.All(node, Ns + "profile").Where(one => one.Value != OdrlProfile.Name).Select(one => (RdfTerm?)one).FirstOrDefault() is { } profile ? $"Its profile <{Aipref.AiprefStandard.Shown(profile.Value)}> is not read, and may change what its words mean."
            : null;
        var rules = new List<OdrlRule>();
        var seen = new HashSet<RdfTerm> { node };
        var parents = new Queue<RdfTerm>([node]);
        while (parents.TryDequeue(out var at))
        {
            rules.AddRange(Rules(at, OdrlRuleKind.Permission));
            rules.AddRange(Rules(at, OdrlRuleKind.Prohibition));
            foreach (var parent in graph.All(at, Ns + "inheritFrom"))
            {
                if (!graph.Predicates(parent).Any()) nothing ??= $"It inherits from <{Aipref.AiprefStandard.Shown(parent.Value)}>, which is not in the document and is not fetched.";
                if (seen.Add(parent)) parents.Enqueue(parent);
            }
        }
        var said = graph.All(node, Ns + "conflict");
        var conflict = said is [var only] && only.Value is Ns + "perm" or Ns + "prohibit" && said.Length == 1 ? said[0].Value[Ns.Length..] : "invalid";
        if (graph.One(node, Ns + "obligation") is not null) losses.Add(new("obligation", "What somebody must do anyway is no condition of a use, and is not carried."));
        foreach (var rule in rules)
        {
            if (graph.One(rule.Id, Ns + "remedy") is not null) losses.Add(new("remedy", "What a breach obliges to is not carried."));
            foreach (var duty in rule.Duties)
                if (new[] { "consequence", "constraint" }.Any(part => graph.One(duty, Ns + part) is not null)) losses.Add(new("duty", "The constraints and consequences of a duty are not carried; that it was not broken must be stated."));
        }
        return new(node, conflict, [.. rules], nothing, [.. losses.Distinct()]);
    }

    private OdrlRule Rule(RdfTerm policy, RdfTerm node, OdrlRuleKind kind)
    {
        var unread = new List<string>();
        var constraints = new List<OdrlConstraint>();
        // What a policy says once holds for each of its rules.
        foreach (var at in new[] { policy, node })
            constraints.AddRange(graph.All(at, Ns + "constraint").Select(constraint => Constraint(constraint, 0)));
        var actions = new List<string>();
        foreach (var action in Of("action"))
        {
            if (action.Kind == RdfKind.Iri && graph.One(action, Vocabulary.Rdf + "value") is null) actions.Add(action.Value);
            else if (graph.One(action, Vocabulary.Rdf + "value") is { Kind: RdfKind.Iri } named) actions.Add(named.Value);
            else unread.Add("action");
            constraints.AddRange(graph.All(action, Ns + "refinement").Select(refinement => Constraint(refinement, 0)));
        }
        foreach (var part in new[] { "target", "assignee" })
            foreach (var named in Of(part))
                if (graph.One(named, Ns + "refinement") is not null) unread.Add($"refinement of {part}");
        if (Of("assignee").Concat(Of("target")).Any(named => named.Kind != RdfKind.Iri && graph.One(named, Ns + "source") is null)) unread.Add("a party or asset without a name");
        ImmutableArray<RdfTerm> duties = kind == OdrlRuleKind.Permission ? Of("duty") : [];
        return new(node, kind, [.. actions.Distinct()], Of("target"), Of("assignee"), [.. constraints], duties, [.. unread])
        {
            Prices = duties.Select(duty => (Node: duty, Price: OdrlProfile.Pay(graph, duty))).Where(one => one.Price is not null).DistinctBy(one => one.Node).ToImmutableDictionary(one => one.Node, one => one.Price!),
        };

        ImmutableArray<RdfTerm> Of(string part) => [.. graph.All(node, Ns + part) is { IsEmpty: false } own ? own : part == "duty" ? [] : graph.All(policy, Ns + part)];
    }

    private OdrlConstraint Constraint(RdfTerm node, int depth)
    {
        var unreadable = new OdrlConstraint(node, "", "", [], []);
        // A constraint that holds itself is nested without an end; one that is named twice on every level doubles on each.
        if (depth > Deepest || ++_constraints > MostConstraints) return unreadable;
        string[] joins = [.. new[] { "and", "or", "xone", "andSequence" }.Where(join => graph.One(node, Ns + join) is not null)];
        if (joins is [var one] && graph.One(node, Ns + "leftOperand") is null)
        {
            var parts = graph.All(node, Ns + one);
            return parts.Length > 1_000 ? unreadable : new(node, "", one, [], [.. parts.Select(part => Constraint(part, depth + 1))]);
        }
        if (joins.Length > 0 || graph.All(node, Ns + "leftOperand") is not [{ Kind: RdfKind.Iri } left] || graph.All(node, Ns + "operator") is not [{ Kind: RdfKind.Iri } how]) return unreadable;
        var right = graph.All(node, Ns + "rightOperand");
        var odd = right.IsEmpty || new[] { "rightOperandReference", "unit", "dataType" }.Any(part => graph.One(node, Ns + part) is not null) || !how.Value.StartsWith(Ns, StringComparison.Ordinal);
        return odd ? unreadable with { Left = left.Value } : new(node, left.Value, how.Value[Ns.Length..], right, []);
    }
}
